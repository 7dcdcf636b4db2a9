/** Scores of one lot as a panel, and the rules that read it (indicators.md D.6). Persons are tokens and never leave this folder. */
import {
  blocksOf,
  type Finding,
  type FindingType,
  FEWEST_BIDS,
  lookBack,
  type Panel,
  PanelBook,
} from "../../../../../screens/src/scores/index.ts";
import { type ProcessOutcome, judged, missing } from "../process/process-rule.ts";

/** One score as it stands in the tables. */
export interface ScoreLine {
  readonly ocid: string;
  readonly lotId: string;
  readonly category?: string;
  readonly expert: string;
  readonly bidder: string;
  readonly criterion: string;
  readonly score: number;
  readonly maximum?: number;
  /** Agency of the process, or who purchased without one; absent: unknown. */
  readonly runBy?: string;
  /** Key of the supplier of the latest award. */
  readonly winner?: string;
}

export interface PanelCase {
  readonly ocid: string;
  readonly lotId: string;
  readonly category: string;
  readonly panel: Panel;
  readonly findings: readonly Finding[];
  readonly runBy: string | undefined;
  readonly winner: string | undefined;
  /** Rows that contradict others, such as two maxima of one criterion. */
  readonly refused: number;
}

/** Criteria that are read off or computed, by their usual names. */
const OBJECTIVE = /报价|价格|业绩数量|资质等级|客观/u;

const keyOf = ({ ocid, lotId }: Pick<ScoreLine, "ocid" | "lotId">): string => `${ocid}\n${lotId}`;

/** One case for each lot, in the order of the lines. */
export function panelCases(lines: readonly ScoreLine[]): PanelCase[] {
  const byLot = Map.groupBy(lines, keyOf);
  return [...byLot.values()].flatMap((own): PanelCase[] => {
    const [first] = own;
    if (first === undefined) return [];
    const objective = [...new Set(own.map(({ criterion }) => criterion))].filter((name) =>
      OBJECTIVE.test(name),
    );
    const book = new PanelBook(objective);
    const refused = own.filter((line) => book.add(rowOf(line)) !== undefined).length;
    const [panel] = book.panels();
    if (panel === undefined) return [];
    const { ocid, lotId, category = "", runBy, winner } = first;
    const { findings } = lookBack([panel]);
    return [{ ocid, lotId, category, panel, refused, findings, runBy, winner }];
  });
}

/** Each expert and each bidder is a group of its own: effects of pairs are those of EXP-09. */
const rowOf = (line: ScoreLine) => ({
  panel: keyOf(line),
  expert: line.expert,
  bid: line.bidder,
  criterion: line.criterion,
  score: line.score,
  expertGroup: line.expert,
  bidderGroup: line.bidder,
  ...(line.maximum === undefined ? {} : { max: line.maximum }),
});

/** Findings of one type, and whether the panel could be judged by it at all. */
export function findingsOf(one: PanelCase, type: FindingType): ProcessOutcome {
  const why = whyNot(one, type);
  if (why !== undefined) return missing(why);
  const own = one.findings.filter((finding) => finding.type === type);
  const tails = own.map(({ tail }) => tail).filter((tail) => tail !== null);
  const tail = tails.length === 0 ? "" : `; p=${Math.min(...tails).toPrecision(2)}`;
  return judged(own.length > 0, `findings=${own.length}${tail}`);
}

function whyNot({ panel }: PanelCase, type: FindingType): string | undefined {
  const { experts, bids, criteria } = panel;
  if (experts.length < 2) return "oneExpert";
  if (bids.length < 2) return "oneBid";
  if (type === "EXP-03" && !criteria.some(({ isObjective }) => isObjective)) return "noObjective";
  if (type === "EXP-06" && criteria.every(({ max }) => max === undefined)) return "noMaximum";
  if (!WHOLE.has(type)) return undefined;
  const blocks = blocksOf(panel);
  const isLarge = blocks.some(
    (block) => block.experts.length >= FEWEST_BIDS && block.bids.length >= FEWEST_BIDS,
  );
  return isLarge ? undefined : "panelTooSmall";
}

/** These compare whole tables of at least three experts and three bids. */
const WHOLE: ReadonlySet<FindingType> = new Set<FindingType>(["EXP-01", "EXP-08", "EXP-11"]);
