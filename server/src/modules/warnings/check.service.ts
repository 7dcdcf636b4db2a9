/** An act is checked before it is done: what is known, what the asker says, what the nodes find, and what is kept of it. */
import { createHash } from "node:crypto";

import { STAGE_ACTS, type WarningStage } from "../../../../contract/src/warnings-values.ts";
import type { CheckAct, CheckAnswer } from "../../../../contract/src/warnings.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { readCalendar } from "../statutes/index.ts";
import { findAsked, knowsScope, lockCheck, readModes } from "./check.store.ts";
import { adviceOf, checkAct, type NodeAnswer, shownTo } from "./check.ts";
import { readKnown } from "./known.store.ts";

export interface CheckDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
}

export interface Asking {
  readonly source: string;
  readonly asked: CheckAct;
  readonly now: Date;
  readonly timing: "before" | "after";
}

/** Acts that each happen many times about one lot: every one has warnings of its own. */
const REPEATABLE: readonly string[] = [
  "acceptBid",
  "takeBond",
  "returnBond",
  "decryptBid",
  // Cameras and bookings are several.
  "recordOpening",
  "recordEvaluation",
  "guardRoom",
];
/** Until the opening the whole process is meant, whatever lot was named. */
const OF_PROCESS: readonly WarningStage[] = ["plan", "document", "notice", "clarification"];

const uuidOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
};

/** What the warnings of an act belong to. */
function scopeOf(
  { source, asked: { actId, act, stage, ocid } }: Asking,
  lotId: string | undefined,
): string {
  if (ocid === undefined) return `${source}/${actId}`;
  const lot = OF_PROCESS.includes(stage) ? "" : (lotId ?? "");
  return REPEATABLE.includes(act) ? `${ocid}/${lot}/${source}/${actId}` : `${ocid}/${lot}`;
}

/** @throws RuleViolation warnings.act-not-of-stage */
function requireAct({ stage, act }: CheckAct): void {
  const acts: readonly string[] = STAGE_ACTS[stage];
  if (!acts.includes(act))
    throw new RuleViolation(
      "warnings.act-not-of-stage",
      { stage, act, acts: acts.join(", ") },
      { status: 400, errors: [{ path: "act", code: "warnings.act-not-of-stage", params: {} }] },
    );
}

/**
 * What the nodes say about an act. The same act and content again gets the answer that was kept.
 *
 * @throws RuleViolation warnings.act-not-of-stage
 */
export async function takeCheck(deps: CheckDeps, asking: Asking): Promise<CheckAnswer> {
  requireAct(asking.asked);
  return inTransaction(deps.db, (tx) => checkIn(tx, deps.registry, asking));
}

export async function checkIn(
  tx: Tx,
  registry: FactRegistry,
  asking: Asking,
): Promise<CheckAnswer> {
  const { source, asked, now } = asking;
  const checkId = uuidOf(`${source}\n${canonicalJson(asked)}`);
  const kept = await findAsked(tx, checkId);
  if (kept !== undefined)
    return { checkId, advice: adviceOf(kept), nodes: [...kept], isRepeated: true };
  const { answers, lotId } = await findAnswers(tx, asked, now);
  const scope = scopeOf(asking, lotId);
  const isNews = answers.some(({ isHit }) => isHit) || (await knowsScope(tx, scope));
  if (isNews) await keep(tx, registry, { asking, checkId, scope, answers, lotId });
  const nodes = shownTo(answers);
  return { checkId, advice: adviceOf(nodes), nodes, isRepeated: false };
}

/** What the nodes would say, without a record of it. @throws RuleViolation warnings.act-not-of-stage */
export async function lookAt(tx: Tx, asked: CheckAct, now: Date): Promise<CheckAnswer> {
  requireAct(asked);
  const { answers } = await findAnswers(tx, asked, now);
  const nodes = shownTo(answers);
  const checkId = uuidOf(canonicalJson(asked));
  return { checkId, advice: adviceOf(nodes), nodes, isRepeated: false };
}

/** What the asker says goes before what the platform knows. */
async function findAnswers(tx: Tx, asked: CheckAct, now: Date) {
  const at = asked.at ?? now.toISOString();
  const known =
    asked.ocid === undefined
      ? { facts: {}, lotId: asked.lotId }
      : await readKnown(tx, { ocid: asked.ocid, lotId: asked.lotId, at });
  const { calendar } = await readCalendar(tx);
  const facts = { ...known.facts, ...asked.facts };
  const answers = checkAct(
    { act: asked.act, day: plainDateOf(new Date(at)), facts },
    { calendar, modes: await readModes(tx, at) },
  );
  return { answers, lotId: known.lotId };
}

interface Kept {
  readonly asking: Asking;
  readonly checkId: string;
  readonly scope: string;
  readonly lotId: string | undefined;
  readonly answers: readonly NodeAnswer[];
}

async function keep(
  tx: Tx,
  registry: FactRegistry,
  { asking, checkId, scope, lotId, answers }: Kept,
): Promise<void> {
  const { source, asked, now, timing } = asking;
  // Of two that ask the same at once one is kept.
  await lockCheck(tx, checkId);
  if ((await findAsked(tx, checkId)) !== undefined) return;
  await recordFact(tx, registry, {
    kind: "warnings.warned",
    source: "mingjing",
    sourceId: `warnings/check/${checkId}`,
    subject: asked.ocid ?? `warningCheck:${checkId}`,
    occurredAt: now.toISOString(),
    payload: {
      check: checkId,
      source,
      actId: asked.actId,
      scope,
      stage: asked.stage,
      act: asked.act,
      ...(asked.ocid === undefined ? {} : { ocid: asked.ocid }),
      ...(lotId === undefined ? {} : { lotId }),
      timing,
      nodes: answers.map(({ id, mode, isHit, shown }) => ({
        node: id,
        isHit,
        mode,
        advice: shown.advice,
        params: shown.params,
        articles: shown.articles.map((article) => article.id),
        ...(shown.notComputable === undefined ? {} : { notComputable: shown.notComputable }),
        ...(shown.strip === undefined || !isHit ? {} : { strip: shown.strip }),
      })),
    },
  });
}
