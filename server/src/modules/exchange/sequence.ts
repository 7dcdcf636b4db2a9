/** What to do with a package, by what was applied before. Pure. */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { FerryHeader } from "./package.ts";

/** A package that was applied; its hash in hex. */
export interface AppliedPackage {
  readonly sequence: number;
  readonly sha256: string;
}

export interface Chain {
  /** The last one; undefined before the first. */
  readonly last: AppliedPackage | undefined;
  /** The applied one with the number of the package in question. */
  readonly same: AppliedPackage | undefined;
}

export type Judgement =
  | { readonly verdict: "apply" }
  /** The same package once more. */
  | { readonly verdict: "known" }
  /** Number of the package that must come first; null: a full one. */
  | { readonly verdict: "wait"; readonly missing: number | null };

/**
 * Each package follows the one before; only a full one may come after a gap.
 * @throws RuleViolation `ferry.forked`, `ferry.superseded`, `ferry.broken-chain`
 */
export function judgePackage(
  header: Pick<FerryHeader, "sequence" | "previous" | "full" | "part">,
  sha256: string,
  { last, same }: Chain,
): Judgement {
  const { sequence, previous, full, part } = header;
  if (same !== undefined) {
    if (same.sha256 === sha256) return { verdict: "known" };
    throw new RuleViolation("ferry.forked", { sequence });
  }
  const isBeginning = full && part === 1;
  if (last === undefined) {
    return isBeginning ? { verdict: "apply" } : { verdict: "wait", missing: null };
  }
  if (sequence <= last.sequence)
    throw new RuleViolation("ferry.superseded", { sequence, last: last.sequence });
  if (isBeginning) return { verdict: "apply" };
  if (sequence > last.sequence + 1) return { verdict: "wait", missing: last.sequence + 1 };
  if (previous !== last.sha256) throw new RuleViolation("ferry.broken-chain", { sequence });
  return { verdict: "apply" };
}
