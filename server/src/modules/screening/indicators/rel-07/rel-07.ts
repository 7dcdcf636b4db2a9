/** REL-07: one agent for two bidders of the lot (indicators.md D.3; 条例 40(二)). */
import type { Indicator } from "../../indicator.ts";
import { findPerson, type MarkRule } from "../../trace-mark.ts";
import { manifest } from "./manifest.ts";

const RULE: MarkRule = {
  mark: "agent",
  explainedBy: "nothing",
  rarity: 0.005,
  missing: "noAgents",
};

export const rel07: Indicator = { manifest, run: (lot, level) => findPerson(lot, level, RULE) };
