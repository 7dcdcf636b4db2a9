/** Rules over experts' scores (indicators.md D.6). Persons are never named: what follows goes to those who may see the panel. */
import type { Manifest } from "../indicator.ts";
import type { ProcessOutcome } from "../process/process-rule.ts";
import { findingsOf, type PanelCase } from "./panel-case.ts";
import type { PanelHistory } from "./panel-history.ts";

export interface PanelRule {
  readonly manifest: Manifest;
  readonly run: (one: PanelCase, history: PanelHistory) => ProcessOutcome;
}

const FACTS = ["procurement.expert-scored"];
/** How members of a committee judge. */
const SCORING: Manifest["law"] = [
  { article: "ZTB-T-49", regimes: ["works"] },
  { article: "MOF87-64", regimes: ["procurement"] },
];
/** How they are drawn. */
const DRAWING: Manifest["law"] = [
  { article: "ZTB-T-46", regimes: ["works"] },
  { article: "CG-T-39", regimes: ["procurement"] },
];

export const PANEL_RULES: readonly PanelRule[] = [
  {
    manifest: {
      id: "EXP-01",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "打分畸高畸低", en: "Outlying score" },
      level: "lead",
      law: SCORING,
      facts: FACTS,
      method:
        "Of the table of subjective totals, the severity of each expert and the quality of each bid are taken out; the largest remainder in units of their deviation is larger than in 99 % of honest panels of so many experts and bids (Monte Carlo, 20,000 draws).",
      trigger: "p<0.01",
      innocent: ["dissentingRight", "specialKnowledge"],
      clearing: ["reasonGiven", "correctedBeforeSigning"],
    },
    run: (one) => findingsOf(one, "EXP-01"),
  },
  {
    manifest: {
      id: "EXP-02",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "偏离均值 30%", en: "30 % from the mean" },
      level: "hint",
      law: SCORING,
      facts: FACTS,
      method:
        "The total of an expert for a bid is more than 30 % from the mean of the others. Customary in local rules; honest panels show it in 5 to 11 % of lots.",
      trigger: "|s−m|/m>0.30",
      innocent: ["dissentingRight", "smallMaximum"],
      clearing: ["reasonGiven", "correctedBeforeSigning"],
    },
    run: (one) => findingsOf(one, "EXP-02"),
  },
  {
    manifest: {
      id: "EXP-03",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "客观分不一致", en: "Objective score differs" },
      level: "lead",
      law: SCORING,
      facts: FACTS,
      method: "Experts differ on a criterion that is read off or computed.",
      trigger: "max≠min",
      innocent: ["ambiguousCriterion"],
      clearing: ["criterionExplained", "correctedBeforeSigning"],
    },
    run: (one) => findingsOf(one, "EXP-03"),
  },
  {
    manifest: {
      id: "EXP-05",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "漏打分", en: "Missing score" },
      level: "lead",
      law: SCORING,
      facts: FACTS,
      method: "An expert who judges a criterion gave one bid no score by it, and others did.",
      trigger: "score missing",
      innocent: ["entryLost", "bidRejected"],
      clearing: ["scoreSupplied", "bidRejectedShown"],
    },
    run: (one) => findingsOf(one, "EXP-05"),
  },
  {
    manifest: {
      id: "EXP-06",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "超出分值范围", en: "Out of range" },
      level: "block",
      law: SCORING,
      facts: FACTS,
      method: "A score lies outside 0 to the maximum of its criterion.",
      trigger: "s∉[0, max]",
      innocent: ["maximumWrong"],
      clearing: ["maximumCorrected", "correctedBeforeSigning"],
    },
    run: (one) => findingsOf(one, "EXP-06"),
  },
  {
    manifest: {
      id: "EXP-07",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "一人决定结果", en: "Award hangs on one expert" },
      level: "hint",
      law: SCORING,
      facts: FACTS,
      method:
        "Without one expert, or with the median of the others in his place, another bid has the largest sum. A close race is no fault: it weighs other findings.",
      trigger: "winner changes",
      innocent: ["closeRace"],
      clearing: ["otherFindingsNone", "reasonGiven"],
    },
    run: (one) => findingsOf(one, "EXP-07"),
  },
  {
    manifest: {
      id: "EXP-08",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "与同组排序不一致", en: "Low agreement of ranks" },
      level: "hint",
      law: SCORING,
      facts: FACTS,
      method:
        "Kendall τ of an expert's ranking with that of the others is lower than in 99 % of permutations.",
      trigger: "p<0.01",
      innocent: ["dissentingRight", "fewBids"],
      clearing: ["reasonGiven", "specialityShown"],
    },
    run: (one) => findingsOf(one, "EXP-08"),
  },
  {
    manifest: {
      id: "EXP-09",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "专家与投标人倾向", en: "Expert and firm" },
      level: "lead",
      law: SCORING,
      facts: FACTS,
      method:
        "Over the panels of twelve months, scores of one expert for one firm lie above what his severity and the quality of its bids explain, in at least three meetings; Benjamini–Hochberg 5 % over all pairs.",
      trigger: "q<=0.05, n>=3",
      innocent: ["strongInField"],
      clearing: ["specialityShown", "reasonGiven"],
    },
    run: (one, history) => history.favour(one),
  },
  {
    manifest: {
      id: "EXP-10",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "专家与招标人或代理倾向", en: "Expert and agency" },
      level: "lead",
      law: SCORING,
      facts: [...FACTS, "procurement.award-decided"],
      method:
        "Over the panels of twelve months that one agency (or a purchaser without one) ran, scores of one expert for whoever was awarded lie above what his severity and the quality of that bid explain, in at least three panels; Benjamini–Hochberg 5 % over all pairs.",
      trigger: "q<=0.05, n>=3",
      innocent: ["strongInField", "specialKnowledge"],
      clearing: ["specialityShown", "reasonGiven"],
    },
    run: (one, history) => history.favourFor(one),
  },
  {
    manifest: {
      id: "EXP-11",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "两人打分雷同", en: "Two experts alike" },
      level: "lead",
      law: [
        { article: "ZTB-T-49", regimes: ["works"] },
        { article: "MOF87-62", regimes: ["procurement"] },
      ],
      facts: FACTS,
      method:
        "The share of equal scores of two experts is higher than in 99.9 % of honest pairs of the panel.",
      trigger: "p<0.001",
      innocent: ["coarseScale", "sameSpeciality"],
      clearing: ["scaleShown", "reasonGiven"],
    },
    run: (one) => findingsOf(one, "EXP-11"),
  },
  {
    manifest: {
      id: "EXP-12",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "熟面孔", en: "Drawn too often" },
      level: "lead",
      law: DRAWING,
      facts: FACTS,
      method:
        "An expert of the panel sat in more panels of the category than draws at random allow: Poisson binomial with size/pool, times the pool. The pool is who was drawn at all, so it is smaller than the eligible one and the tail is larger. It speaks of the draw, not of the expert.",
      trigger: "pool × P(X>=k)<=0.01",
      innocent: ["tinySpeciality", "refusalsOfOthers"],
      clearing: ["drawLogShown", "poolShown"],
    },
    run: (one, history) => history.drawn(one),
  },
  {
    manifest: {
      id: "EXP-13",
      version: "1.0.0",
      group: "EXP",
      names: { zh: "小圈子", en: "Same experts together" },
      level: "lead",
      law: DRAWING,
      facts: FACTS,
      method:
        "Two experts of the panel sat together in more panels of the category (four at least) than draws at random allow: Poisson tail times the pairs of the pool.",
      trigger: "pairs × P(X>=k)<=0.01, k>=4",
      innocent: ["tinySpeciality", "sameShift"],
      clearing: ["drawLogShown", "poolShown"],
    },
    run: (one, history) => history.together(one),
  },
];
