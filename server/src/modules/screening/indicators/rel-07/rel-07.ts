/** REL-07: one agent for two bidders of the lot (indicators.md D.3; 条例 40(二)). */
import { compare } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { markRule } from "../../trace-mark.ts";
import { readMark, tellsOnePerson } from "../../values/mark.ts";
import { manifest } from "./manifest.ts";

const RARITY = 0.005;
const MISSING = "noAgents";
const RULE = markRule({
  mark: "agent",
  explainedBy: "nothing",
  rarity: RARITY,
  missing: MISSING,
});

/** A bare name may be another person's: then the hit is a lead and no more. */
const isToken = (text: string | undefined): boolean => tellsOnePerson(readMark(text) ?? "");

export const rel07: Indicator = {
  manifest,
  run(lot, level) {
    const comparison = compare(lot, [RULE]);
    const hasTokens = comparison.coincidences.some(({ left }) => isToken(left.shown));
    return findShared(
      lot,
      { comparison, level: hasTokens ? level : "lead" },
      { missing: MISSING, rarityLimit: () => RARITY },
    );
  },
};
