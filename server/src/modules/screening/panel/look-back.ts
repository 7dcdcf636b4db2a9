/** One panel as the look-back shows it: numbers instead of persons, and the lawful way of each finding. Pure. */
import type { LookBackFinding, LookBackLot } from "../../../../../contract/src/look-back.ts";
import {
  awardOf,
  blocksOf,
  type Finding,
  type Panel,
  residualsOf,
  scoreAt,
  tableOf,
} from "../../../../../screens/src/scores/index.ts";
import { judgeLaw, type Jurisdiction } from "../law.ts";
import type { PanelCase } from "./panel-case.ts";
import { panelHistory } from "./panel-history.ts";
import { PANEL_RULES } from "./panel-rules.ts";

export interface Shown {
  readonly one: PanelCase;
  readonly jurisdiction: Jurisdiction;
  /** By bidder key. */
  readonly names: ReadonlyMap<string, { readonly name: string; readonly rank?: number }>;
}

export function lookBackLot({ one, jurisdiction, names }: Shown): LookBackLot {
  const { panel, lotId } = one;
  const { experts, bids, criteria } = panel;
  const flip = flipOf(panel);
  return {
    lotId,
    experts: experts.length,
    bids: bids.map((key) => names.get(key) ?? { name: key }),
    criteria: criteria.map(({ name, max, isObjective }) => ({
      name: name ?? "",
      isObjective,
      ...(max === undefined ? {} : { maximum: max }),
    })),
    scores: experts.map((_, expert) =>
      bids.map((__, bid) =>
        criteria.map((___, criterion) => known(scoreAt(panel, [expert, bid, criterion]))),
      ),
    ),
    residuals: residualTable(panel),
    findings: one.findings.map((finding) => findingOf(panel, finding, jurisdiction)),
    ...(flip === undefined ? {} : { flip }),
    notComputable: notComputable(one),
  };
}

const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Of the largest table without gaps; in points of the sum of its criteria. */
function residualTable(panel: Panel): (number | null)[][] {
  const empty = panel.experts.map(() => panel.bids.map((): number | null => null));
  const [block] = blocksOf(panel);
  if (block === undefined) return empty;
  const left = residualsOf(tableOf(block));
  for (const [row, expert] of block.experts.entries())
    for (const [column, bid] of block.bids.entries()) {
      const points = (left[row * block.bids.length + column] ?? 0) * block.criteria.length;
      const line = empty[expert];
      if (line !== undefined) line[bid] = Math.round(100 * points) / 100;
    }
  return empty;
}

/** 87号令64: only sums, range, objective scores and outliers may be corrected; the rest is explained or referred. */
const CORRECTABLE = new Set(["EXP-01", "EXP-03", "EXP-05", "EXP-06"]);
const RE_EVALUATED = new Set(["EXP-01", "EXP-03", "EXP-06"]);

function findingOf(panel: Panel, finding: Finding, jurisdiction: Jurisdiction): LookBackFinding {
  const rule = PANEL_RULES.find(({ manifest }) => manifest.id === finding.type);
  const basis = rule === undefined ? [] : judgeLaw(rule.manifest, jurisdiction).basis;
  const isProcurement = jurisdiction.regime === "procurement";
  const place = (names: readonly (string | null)[], name: string | null) => {
    const at = name === null ? -1 : names.indexOf(name);
    return at < 0 ? undefined : at;
  };
  const expert = place(panel.experts, finding.expert);
  const bid = place(panel.bids, finding.bid);
  const criterion = place(
    panel.criteria.map(({ name }) => name),
    finding.criterion,
  );
  return {
    id: finding.type,
    ...(expert === undefined ? {} : { expert }),
    ...(bid === undefined ? {} : { bid }),
    ...(criterion === undefined ? {} : { criterion }),
    ...(finding.value === null ? {} : { value: finding.value }),
    ...(finding.tail === null ? {} : { tail: finding.tail }),
    route: {
      before: CORRECTABLE.has(finding.type) ? "committeeCorrects" : "committeeExplains",
      after: isProcurement && RE_EVALUATED.has(finding.type) ? "reEvaluation" : "toDepartment",
      basis,
    },
  };
}

function flipOf(panel: Panel): LookBackLot["flip"] {
  const award = awardOf(panel);
  if (award === undefined) return undefined;
  const { winner, runnerUp, change } = award;
  const experts = award.experts.map(({ expert, change: own, withoutHim, withMedian }) => ({
    expert,
    ...(own === undefined ? {} : { change: own }),
    ...(withoutHim === undefined ? {} : { without: withoutHim }),
    ...(withMedian === undefined ? {} : { median: withMedian }),
  }));
  return { winner, runnerUp, change, experts };
}

/** Of the rules over this panel alone. */
function notComputable(one: PanelCase): LookBackLot["notComputable"] {
  const history = panelHistory([one]);
  const OVER_MANY = new Set(["EXP-09", "EXP-12", "EXP-13"]);
  return PANEL_RULES.filter(({ manifest }) => !OVER_MANY.has(manifest.id)).flatMap((rule) => {
    const result = rule.run(one, history);
    return result.outcome === "notComputable"
      ? [{ id: rule.manifest.id, reason: result.reason }]
      : [];
  });
}
