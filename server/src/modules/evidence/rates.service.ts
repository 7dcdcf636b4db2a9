/** Opens a quarter: what was committed of each rule, how much of it was reviewed and held to be established. */
import type { Officer } from "../../../../contract/src/casework.ts";
import type { RateList } from "../../../../contract/src/evidence.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { isOutrun } from "../../platform/facts/act.ts";
import { knownSourceIds } from "../../platform/facts/known.ts";
import { recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { quarterOf, ruleSaltOf, statementsOf } from "./commitment.ts";
import { readFactsOut } from "./facts-out.store.ts";
import { clopperPearson, ENOUGH_REVIEWS } from "./interval.ts";
import { proveFacts } from "./pack.service.ts";
import {
  countRules,
  listCommitted,
  listOpenings,
  listQuarters,
  type RuleCount,
} from "./rates.store.ts";

export interface OpeningAct {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly officer: Officer;
  readonly at: string;
}

/** All rules at once, so that nobody chooses which. @throws RuleViolation evidence.quarter-*, evidence.opened-today */
export async function openQuarter(act: OpeningAct, quarter: string): Promise<void> {
  if (quarter >= quarterOf(act.at))
    throw new RuleViolation("evidence.quarter-running", { quarter });
  try {
    await inTransaction(act.db, (tx) => open(tx, act, quarter));
  } catch (error) {
    throw isOutrun(error) ? new RuleViolation("evidence.opened-today", { quarter }) : error;
  }
}

async function open(tx: Tx, { registry, officer, at }: OpeningAct, quarter: string): Promise<void> {
  const end = (await listQuarters(tx)).find((one) => one.quarter === quarter);
  if (end === undefined) throw new RuleViolation("evidence.quarter-empty", { quarter });
  const day = plainDateOf(new Date(at));
  const counts = await countRules(tx, quarter);
  const idOf = ({ rule }: RuleCount) => `opening/${quarter}/${rule}/${day}`;
  const known = await knownSourceIds(tx, "mingjing", counts.map(idOf));
  if (known.size > 0) throw new RuleViolation("evidence.opened-today", { quarter });
  await recordOwnFacts(
    tx,
    registry,
    counts.map((count) => {
      const interval = clopperPearson(count.confirmed, count.reviewed);
      return {
        kind: "evidence.quarter-opened",
        source: "mingjing",
        sourceId: idOf(count),
        subject: `rule:${count.rule}/${quarter}`,
        occurredAt: at,
        payload: {
          officer,
          quarter,
          ...count,
          ...(interval === undefined ? {} : { interval }),
          last: end.sequence,
          head: end.chain,
        },
      };
    }),
  );
}

export async function readRates(
  tx: Tx,
  { now, may }: { readonly now: string; readonly may: RateList["may"] },
): Promise<RateList> {
  const openings = await listOpenings(tx);
  const quarters = await listQuarters(tx);
  return {
    rows: openings.map(({ openedAt, payload }) => {
      const { officer, last: _last, head: _head, ...figures } = payload;
      return {
        ...figures,
        isShadow: figures.reviewed < ENOUGH_REVIEWS,
        openedAt: openedAt.toISOString(),
        openedBy: officer.name,
      };
    }),
    quarters: quarters.map(({ quarter, sequence, isOpened }) => ({
      quarter,
      committed: sequence,
      isOpened,
      isOver: quarter < quarterOf(now),
    })),
    may,
  };
}

/**
 * The opened file: every commitment of the quarter with its proof, and for this rule what was committed and the salt.
 * @throws RuleViolation evidence.opening-not-found, evidence.not-logged
 */
export async function openingFile(db: Database, quarter: string, rule: string): Promise<object> {
  const { opening, lots } = await inTransaction(db, async (tx) => {
    const found = (await listOpenings(tx)).find(
      ({ payload }) => payload.quarter === quarter && payload.rule === rule,
    );
    if (found === undefined)
      throw new RuleViolation("evidence.opening-not-found", { quarter, rule }, { status: 404 });
    return { opening: found, lots: await listCommitted(tx, quarter, found.payload.last) };
  });
  const facts = await readFactsOut(
    db,
    lots.map(({ commitmentId }) => commitmentId),
  );
  const proven = await proveFacts(db, facts);
  const byId = new Map(proven.facts.map((packed) => [packed.fact.id, packed]));
  const { officer: _officer, ...stated } = opening.payload;
  return {
    format: "mingjing-opening/1",
    ...stated,
    openedAt: opening.openedAt.toISOString(),
    log: { ...proven.proofs.log, checkpoint: proven.proofs.checkpoint },
    entries: lots.map((lot) => ({
      ...byId.get(lot.commitmentId),
      statement: statementsOf(lot).find((one) => one.rule === rule),
      ruleSalt: ruleSaltOf(lot.salt, rule).toString("hex"),
    })),
  };
}
