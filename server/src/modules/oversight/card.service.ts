/** Score cards: the machine counts, the department says its word, the coordinating office releases. */
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact, recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { readHandled } from "./board.service.ts";
import { findCard, hasCards } from "./card.store.ts";
import { cardSubject, daysOfQuarter, isReleasable, lastQuarter } from "./card.ts";
import { unitFigures } from "./figures.ts";
import type { OversightAct } from "./notice.service.ts";
import { requireAddressee } from "./notice.ts";
import type { CardKey } from "./summary.service.ts";

/**
 * Counts the quarter that ended last, once. What was counted stays: a card is what was known when it was drawn up.
 * @returns how many cards
 */
export async function draftCards(
  { db, registry }: { readonly db: Database; readonly registry: FactRegistry },
  now: Date,
): Promise<number> {
  const quarter = lastQuarter(plainDateOf(now));
  if (await hasCards(db, quarter)) return 0;
  return inTransaction(db, async (tx) => {
    const units = unitFigures(await readHandled(tx, { period: daysOfQuarter(quarter), now }));
    await recordOwnFacts(
      tx,
      registry,
      units.map(({ unit, figures }) => ({
        kind: "oversight.card-drafted",
        source: "mingjing",
        sourceId: `card/${unit.id}/${quarter}`,
        subject: cardSubject(unit.id, quarter),
        occurredAt: now.toISOString(),
        payload: { unit, quarter, figures },
      })),
    );
    return units.length;
  });
}

/** @throws RuleViolation oversight.card-not-found, oversight.card-settled */
async function openCard(tx: Tx, key: CardKey) {
  const card = await findCard(tx, key);
  if (card === undefined) throw new RuleViolation("oversight.card-not-found", { ...key });
  if (card.isReleased) throw new RuleViolation("oversight.card-settled", { ...key });
  return card;
}

/** By the department itself, until the card is released; a later word replaces the one before, both stay facts. */
export const commentCard = (
  { db, registry, officer, at }: OversightAct,
  key: CardKey,
  text: string,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const { unit } = await openCard(tx, key);
    requireAddressee(unit, officer.department);
    await recordFact(tx, registry, {
      kind: "oversight.card-commented",
      source: "mingjing",
      sourceId: `card/${key.unit}/${key.quarter}/comment/${at}`,
      subject: cardSubject(key.unit, key.quarter),
      occurredAt: at,
      payload: { text, officer },
    });
  });

/** @throws RuleViolation oversight.card-waits {until} while the department may still speak */
export const releaseCard = (
  { db, registry, officer, at }: OversightAct,
  key: CardKey,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const { comment, commentBy } = await openCard(tx, key);
    const today = plainDateOf(new Date(at));
    if (!isReleasable({ hasComment: comment !== undefined, commentBy }, today))
      throw new RuleViolation("oversight.card-waits", { until: commentBy ?? "" });
    await recordFact(tx, registry, {
      kind: "oversight.card-released",
      source: "mingjing",
      sourceId: `card/${key.unit}/${key.quarter}/release`,
      subject: cardSubject(key.unit, key.quarter),
      occurredAt: at,
      payload: { officer },
    });
  });
