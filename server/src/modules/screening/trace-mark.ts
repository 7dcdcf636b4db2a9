/** Indicators about one mark of a trace that two bidders share: lock, tool, certificate, account, person. */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Level } from "../../../../contract/src/screening.ts";
import { compare, type SharedRule } from "./coincidence.ts";
import type { Finding, Indicator, Manifest } from "./indicator.ts";
import type { SeenField } from "./input.ts";
import type { Lot } from "./lot.ts";
import { findShared } from "./shared-value.ts";
import { readMark, tellsOnePerson } from "./values/mark.ts";

export interface MarkRule {
  readonly mark: SeenField & keyof DeviceTrace;
  readonly explainedBy: SharedRule["explainedBy"];
  readonly excludedKinds?: readonly string[];
  /** Largest share of other firms with which the mark still counts. */
  readonly rarity: number;
  readonly missing: string;
}

/** A mark compared as `readMark` writes it, in every trace of a bid. */
export function markRule({ mark, explainedBy, excludedKinds = [] }: MarkRule): SharedRule {
  return {
    seenField: mark,
    explainedBy,
    excludedKinds,
    read({ trace }) {
      const value = readMark(trace[mark]);
      return value === undefined
        ? []
        : [{ value, field: `trace.${mark}`, shown: trace[mark] ?? value }];
    },
  };
}

/** Hit when two unrelated bidders show one mark that few others ever showed. */
export function markIndicator(manifest: Manifest, rule: MarkRule): Indicator {
  const compared = [markRule(rule)];
  return {
    manifest,
    run: (lot, level) =>
      findShared(
        lot,
        { comparison: compare(lot, compared), level },
        { missing: rule.missing, rarityLimit: () => rule.rarity },
      ),
  };
}

/**
 * Two unrelated bidders name one person. A token or number tells one person; a bare name may be another's, and then the hit is a
 * lead and no more.
 */
export function findPerson(lot: Lot, level: Level, rule: MarkRule): Finding {
  const comparison = compare(lot, [markRule(rule)]);
  const hasTokens = comparison.coincidences.some(({ left }) =>
    tellsOnePerson(readMark(left.shown) ?? ""),
  );
  return findShared(
    lot,
    { comparison, level: hasTokens ? level : "lead" },
    { missing: rule.missing, rarityLimit: () => rule.rarity },
  );
}
