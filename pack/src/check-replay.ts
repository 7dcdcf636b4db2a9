/** Runs the rules again on what was kept of their input and compares every figure with what was recorded. Pure. */
import type { InputKept } from "../../contract/src/facts/screening.input-kept.ts";
import type { LotScreened } from "../../contract/src/facts/screening.lot-screened.ts";
import { ENGINE_VERSION } from "../../server/src/modules/screening/engine.ts";
import { replay } from "../../server/src/modules/screening/replay.ts";
import { factOf, payloadOf } from "./check-facts.ts";
import type { PackContent } from "./shape.ts";

export interface FigureDifference {
  /** Rule, or empty for the lot as a whole. */
  readonly rule: string;
  readonly path: string;
  readonly recorded: string;
  readonly again: string;
}

export type ReplayCheck =
  | { readonly state: "equal"; readonly figures: number; readonly rules: number }
  | {
      readonly state: "different";
      readonly figures: number;
      readonly differences: readonly FigureDifference[];
    }
  /** Nothing to run: raised before inputs were kept. */
  | { readonly state: "noInput" }
  /** This program is of another version than the one that raised the lead. */
  | { readonly state: "otherVersion"; readonly recorded: string; readonly here: string }
  | { readonly state: "failed" };

/** Every value in the tree by its path; numbers by all their digits. */
function figuresOf(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, member]) =>
    figuresOf(member, path === "" ? name : `${path}.${name}`),
  );
}

function compareTrees(recorded: unknown, again: unknown, rule: string) {
  const [stated, found] = [new Map(figuresOf(recorded)), new Map(figuresOf(again))];
  const paths = [...new Set([...stated.keys(), ...found.keys()])];
  const differences = paths
    .filter((path) => stated.get(path) !== found.get(path))
    .map((path) => ({
      rule,
      path,
      recorded: stated.get(path) ?? "—",
      again: found.get(path) ?? "—",
    }));
  return { figures: paths.length, differences };
}

export function checkReplay(content: PackContent): ReplayCheck {
  const kept = factOf(content, "screening.input-kept");
  const screened = factOf(content, "screening.lot-screened");
  if (kept === undefined || screened === undefined) return { state: "noInput" };
  const { engineVersion, results, bits, groups, isLead } = payloadOf(screened) as LotScreened;
  if (engineVersion !== ENGINE_VERSION)
    return { state: "otherVersion", recorded: engineVersion, here: ENGINE_VERSION };
  try {
    const again = replay(payloadOf(kept) as InputKept);
    const rules = new Set([
      ...results.map(({ indicator }) => indicator),
      ...again.results.map(({ indicator }) => indicator),
    ]);
    const of = (all: LotScreened["results"], rule: string) =>
      all.find(({ indicator }) => indicator === rule);
    const compared = [
      compareTrees(
        { bits, groups, isLead },
        { bits: again.bits, groups: again.groups, isLead: again.isLead },
        "",
      ),
      ...[...rules].map((rule) => compareTrees(of(results, rule), of(again.results, rule), rule)),
    ];
    const figures = compared.reduce((sum, one) => sum + one.figures, 0);
    const differences = compared.flatMap((one) => one.differences);
    return differences.length === 0
      ? { state: "equal", figures, rules: rules.size }
      : { state: "different", figures, differences };
  } catch {
    return { state: "failed" };
  }
}
