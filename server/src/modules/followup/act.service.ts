/** One act after a lead: one fact, whose id lets only one of two people win. */
import type { Officer } from "../../../../contract/src/casework.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { readThreads, THREAD_PREFIX } from "./followup.store.ts";
import type { Thread } from "./thread.ts";

export interface FollowUpFact {
  /** Without `followup.`. */
  readonly name: string;
  readonly thread: string;
  /** Absent: there is one of this name in the thread. */
  readonly nth?: number;
  readonly payload: Readonly<Record<string, unknown>> & { readonly readers: readonly string[] };
}

export async function recordFollowUp(
  tx: Tx,
  { registry, at, officer }: Pick<ActContext, "registry" | "at" | "officer">,
  { name, thread, nth, payload }: FollowUpFact,
): Promise<void> {
  await recordFact(tx, registry, {
    kind: `followup.${name}`,
    source: "mingjing",
    sourceId: `followup/${thread}/${name}${nth === undefined ? "" : `/${nth}`}`,
    subject: `${THREAD_PREFIX}${thread}`,
    occurredAt: at,
    payload: { ...payload, officer },
  });
}

export type Work<T> = (tx: Tx) => Promise<T>;

/** @throws RuleViolation followup.stale when somebody acted first */
export const act = <T>({ db }: ActContext, work: Work<T>): Promise<T> =>
  actOnce(db, "followup.stale", work);

/** Facts of a thread. @throws RuleViolation followup.not-found when there are none */
export async function threadFor(tx: Tx, thread: string): Promise<Thread> {
  const events = await readThreads(tx, [thread], undefined);
  if (events.length === 0) throw new RuleViolation("followup.not-found", { id: thread });
  return events;
}

/** @throws RuleViolation followup.not-yours: only the unit that it went to signs for it and answers */
export function requireUnit(unit: Officer["department"], officer: Officer): void {
  if (unit.id !== officer.department.id)
    throw new RuleViolation("followup.not-yours", { unit: unit.name }, { status: 403 });
}
