/** An act of a person: who, when, with which eyes, and what happens when somebody was quicker. */
import type { Officer } from "../../../../contract/src/casework.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction, type Tx, uniqueViolation } from "../database.ts";
import type { Scope } from "../identity/reader.ts";
import type { Actor } from "../identity/session.store.ts";
import type { FactRegistry } from "./registry.ts";

export interface ActContext {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly officer: Officer;
  /** Absent for acts that the product itself replays (demo city). */
  readonly scope: Scope | undefined;
  /** Instant of the act. */
  readonly at: string;
}

interface ActDeps extends Pick<ActContext, "db" | "registry"> {
  readonly clock: Clock;
}

/** As the post that the request was made from. */
export function actContextOf(
  { account, name, department, scope }: Actor,
  { db, registry, clock }: ActDeps,
): ActContext {
  const officer = { account, name, department };
  return { db, registry, officer, scope, at: clock.now().toISOString() };
}

/** True when another act had taken the place of this one: its version, or its sourceId. */
export function isOutrun(error: unknown): boolean {
  if (error instanceof RuleViolation) return error.code === "intake.conflicting-source-id";
  return uniqueViolation(error) !== undefined;
}

/** One act in one transaction. @throws RuleViolation `stale` when somebody acted first */
export async function actOnce<T>(
  db: Database,
  stale: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, work);
  } catch (error) {
    throw isOutrun(error) ? new RuleViolation(stale, {}) : error;
  }
}
