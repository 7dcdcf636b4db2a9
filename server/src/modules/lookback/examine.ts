/**
 * The look-back over one lot (source 评审后「回头看」; indicators EXP): arithmetic first, then what stands out beyond
 * chance, then whether putting it right changes the award. It never says that an expert did wrong. Pure.
 */
import type {
  Examination,
  LookbackFinding,
  LookbackType,
  NotComputable,
  Sheet,
} from "../../../../contract/src/lookback-values.ts";
import {
  blocksOf,
  degreesOf,
  lookBack,
  microsOf,
  type Panel,
  pointsOf,
  residualsOf,
  squares,
  tableOf as blockTable,
} from "../../../../screens/src/scores/index.ts";
import { discretionFinding } from "./discretion.ts";
import { ENGINE, inputHashOf, type LotInput, panelOf, type Table, tableOf } from "./input.ts";
import { flipOf, medianBeside, type Totals, totalsOf, winnerWith } from "./totals.ts";

export type Found = Omit<LookbackFinding, "id">;

const FEWEST = 3;

/** The same for the same cell in every examination. */
export function findingId(found: Found): string {
  const { type, expert, bid, criterion, form, otherExpert, because } = found;
  const places = [expert, bid, criterion].map((place) => place ?? "-").join("/");
  const more = [form, otherExpert, because].filter((one) => one !== undefined).join("/");
  return `${type}/${places}${more === "" ? "" : `/${more}`}`.slice(0, 80);
}

export function examine(input: LotInput): Examination {
  const table = tableOf(input);
  const totals = totalsOf(input, table);
  const known = typeof totals === "string" ? undefined : totals;
  const panel = panelOf(table);
  const found = [
    ...materialFindings(input, table),
    ...cellFindings(table),
    ...(known === undefined ? [] : sumFindings(table, known)),
    ...(panel === undefined ? [] : statisticFindings(panel)),
    ...discretionFinding(table),
  ];
  const flip = known && flipOf(known);
  const replayed = found.map((one) => ({
    ...one,
    ...(known === undefined ? {} : replay(one, table, known)),
  }));
  const all = [...replayed, ...holderFindings(flip, table), ...fairness(replayed, table)];
  return {
    ocid: input.ocid,
    lotId: input.lotId,
    inputHash: inputHashOf(input),
    engine: ENGINE,
    ...(input.rules === undefined ? {} : { combine: input.rules.combine }),
    ...(input.rules?.decimals === undefined ? {} : { decimals: input.rules.decimals }),
    sheet: sheetOf(table, panel, known),
    findings: all.map((one) => ({ id: findingId(one), ...one })),
    notComputable: notComputable(table, typeof totals === "string" ? totals : undefined),
    ...(flip === undefined ? {} : { flip }),
  };
}

/** Fewer than the rules name, no sheet at all, or a valid bid that nobody scored. */
function materialFindings({ cells, rules }: LotInput, { bids, experts }: Table): Found[] {
  if (cells.length === 0) return [{ type: "MAT-01", form: "noSheet", n: 0 }];
  const scored = new Set(cells.map(({ bidderKey }) => bidderKey));
  const unscored = bids.flatMap(({ key }, bid): Found[] =>
    scored.has(key) ? [] : [{ type: "MAT-01", form: "noScores", bid, n: experts.length }],
  );
  const wanted = rules?.evaluators;
  if (wanted === undefined || wanted <= experts.length) return unscored;
  const stated = String(experts.length);
  return [
    { type: "MAT-01", form: "experts", n: cells.length, stated, expected: String(wanted) },
    ...unscored,
  ];
}

/** EXP-03, EXP-05, EXP-06: what the sheet itself shows. */
function cellFindings(table: Table): Found[] {
  const { bids, criteria } = table;
  return bids.flatMap((_, bid) =>
    criteria.flatMap((__, criterion) => [
      ...gapFindings(table, bid, criterion),
      ...rangeFindings(table, bid, criterion),
      ...objectiveFindings(table, bid, criterion),
    ]),
  );
}

const columnOf = ({ cells }: Table, bid: number, criterion: number) =>
  cells.map((rows) => rows[bid]?.[criterion]);

/** Missing although the others scored this bid by it, or left at the form's own value. */
function gapFindings(table: Table, bid: number, criterion: number): Found[] {
  const column = columnOf(table, bid, criterion);
  const n = column.filter((cell) => cell !== undefined).length;
  if (n === 0) return [];
  return column.flatMap((cell, expert): Found[] => {
    if (cell === undefined) return [{ type: "EXP-05", form: "gap", expert, bid, criterion, n }];
    if (cell.isDefault !== true) return [];
    return [{ type: "EXP-05", form: "default", expert, bid, criterion, n, stated: cell.score }];
  });
}

function rangeFindings(table: Table, bid: number, criterion: number): Found[] {
  const { maximum, step } = table.criteria[criterion] ?? {};
  return columnOf(table, bid, criterion).flatMap((cell, expert): Found[] => {
    if (cell === undefined) return [];
    const micros = microsOf(cell.score);
    const most = maximum ?? cell.maximum;
    const common = { type: "EXP-06", expert, bid, criterion, stated: cell.score, n: 1 } as const;
    const value = Number(cell.score);
    if (micros < 0 || (most !== undefined && micros > microsOf(most)))
      return [{ ...common, form: "range", value, ...(most && { expected: `0–${most}` }) }];
    if (step === undefined || micros % microsOf(step) === 0) return [];
    return [{ ...common, form: "step", value, expected: step }];
  });
}

/** 195号文: experts differ where all read the same proof. */
function objectiveFindings(table: Table, bid: number, criterion: number): Found[] {
  if (table.criteria[criterion]?.kind !== "objective") return [];
  const given = columnOf(table, bid, criterion).flatMap((cell) =>
    cell === undefined ? [] : [microsOf(cell.score)],
  );
  const [least, most] = [Math.min(...given), Math.max(...given)];
  if (given.length < 2 || least === most) return [];
  const stated = `${pointsOf(least)}–${pointsOf(most)}`;
  const value = Number(pointsOf(most - least));
  return [{ type: "EXP-03", bid, criterion, value, n: given.length, stated }];
}

/** EXP-04: the stated total or rank is not what the scores and the rule give. */
function sumFindings({ bids, experts, criteria }: Table, { exact }: Totals): Found[] {
  const n = experts.length * criteria.length;
  const wrong = bids.flatMap(({ score }, bid): Found[] => {
    const expected = exact[bid];
    if (score === undefined || expected === undefined) return [];
    const difference = microsOf(score) - microsOf(expected);
    if (difference === 0) return [];
    const value = Number(pointsOf(difference));
    return [{ type: "EXP-04", form: "total", bid, value, stated: score, expected, n }];
  });
  const order = bids.flatMap((one, bid) => {
    const total = one.score;
    return total === undefined || one.rank === undefined
      ? []
      : [{ bid, rank: one.rank, total: microsOf(total) }];
  });
  const misplaced = order.flatMap(({ bid, rank, total }): Found[] => {
    const ahead = order.filter((other) => other.total > total && other.rank > rank).length;
    if (ahead === 0) return [];
    const above = order.filter((other) => other.total > total).length;
    const [stated, expected] = [String(rank), String(above + 1)];
    return [{ type: "EXP-04", form: "rank", bid, value: above + 1 - rank, stated, expected, n }];
  });
  return [...wrong, ...misplaced];
}

/** EXP-01, EXP-02, EXP-08, EXP-11, with the chance that an honest committee shows as much. */
function statisticFindings(panel: Panel): Found[] {
  const wanted = new Set<string>(["EXP-01", "EXP-02", "EXP-08", "EXP-11"]);
  return lookBack([panel])
    .findings.filter(({ type }) => wanted.has(type))
    .map(({ type, expert, bid, criterion, value, tail, note }): Found => {
      const other = type === "EXP-11" ? note?.replace("scores as ", "") : undefined;
      return {
        type,
        n: panel.experts.length * panel.bids.length,
        ...(expert === null ? {} : { expert: Number(expert) }),
        ...(bid === null ? {} : { bid: Number(bid) }),
        ...(criterion === null ? {} : { criterion: Number(criterion) }),
        ...(value === null ? {} : { value: rounded(value) }),
        ...(tail === null ? {} : { tail: rounded(tail) }),
        ...(other === undefined ? {} : { otherExpert: Number(other) }),
      };
    })
    .filter(({ type, expert = 0, otherExpert = 1 }) => type !== "EXP-11" || expert < otherExpert);
}

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Who leads once this is put right: by the median of the others, the range, or the right sum. */
function replay(
  { type, expert, bid, criterion, form }: Found,
  table: Table,
  totals: Totals,
): Pick<LookbackFinding, "winnerIfCorrected"> {
  if (bid === undefined || form === "rank") return {};
  if (type === "EXP-04") return { winnerIfCorrected: totals.winner };
  const isMeant = (place: { expert: number; bid: number; criterion: number }) =>
    place.bid === bid &&
    (expert === undefined || place.expert === expert) &&
    (criterion === undefined || place.criterion === criterion);
  if (type === "EXP-03") return { winnerIfCorrected: winnerWithMost(totals, table, isMeant) };
  if (type !== "EXP-01" && type !== "EXP-05" && type !== "EXP-06") return {};
  if (type === "EXP-01" && criterion !== undefined) return {};
  return {
    winnerIfCorrected: winnerWith(totals, (score, place) =>
      isMeant(place) && !isObjective(table, place.criterion, type)
        ? medianBeside(totals, place)
        : score,
    ),
  };
}

const isObjective = ({ criteria }: Table, criterion: number, type: LookbackType): boolean =>
  type === "EXP-01" && criteria[criterion]?.kind === "objective";

type IsMeant = (place: { expert: number; bid: number; criterion: number }) => boolean;

/** All as the most of them have it. */
function winnerWithMost(totals: Totals, { cells }: Table, isMeant: IsMeant): number {
  return winnerWith(totals, (score, place) => {
    if (!isMeant(place)) return score;
    const counts = new Map<number, number>();
    for (const rows of cells) {
      const cell = rows[place.bid]?.[place.criterion];
      if (cell === undefined) continue;
      const micros = microsOf(cell.score);
      counts.set(micros, (counts.get(micros) ?? 0) + 1);
    }
    const [most] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
    return most?.[0] ?? score;
  });
}

/** EXP-07: without one expert, or with the median of the others, another bid wins. It weighs others, it is none by itself. */
function holderFindings(flip: Examination["flip"], { bids, experts }: Table): Found[] {
  return (flip?.experts ?? []).flatMap(({ change, without, withMedian }, expert): Found[] => {
    const bid = without ?? withMedian;
    if (bid === undefined) return [];
    const form = without === undefined ? "median" : withMedian === undefined ? "without" : "both";
    const value = change === undefined ? {} : { value: Number(change) };
    return [{ type: "EXP-07", form, expert, bid, ...value, n: bids.length * experts.length }];
  });
}

/** 显失公平: putting one finding right changes who comes first. */
function fairness(found: readonly Found[], { bids }: Table): Found[] {
  const first = bids.findIndex(({ rank }) => rank === 1);
  if (first < 0) return [];
  return found.flatMap((one): Found[] => {
    const { winnerIfCorrected: bid } = one;
    if (bid === undefined || bid === first) return [];
    return [{ type: "FAIR-01", bid, n: one.n, because: findingId(one) }];
  });
}

function notComputable({ bids, experts }: Table, why: NotComputable["why"] | undefined) {
  const none: NotComputable[] = [];
  if (why !== undefined)
    for (const type of ["EXP-04", "EXP-07", "FAIR-01"] as const) none.push({ type, why });
  if (bids.length < FEWEST) none.push({ type: "EXP-01", why: "fewBids" });
  else if (experts.length < FEWEST) none.push({ type: "EXP-01", why: "fewExperts" });
  if (bids.length < FEWEST + 1) none.push({ type: "EXP-08", why: "fewBids" });
  if (experts.length < FEWEST + 1) none.push({ type: "EXP-11", why: "fewExperts" });
  return none;
}

function sheetOf(table: Table, panel: Panel | undefined, totals: Totals | undefined): Sheet {
  const { residuals, deviation } = panel === undefined ? NO_PICTURE : pictureOf(panel);
  return {
    experts: [...table.experts],
    bids: table.bids.map(({ bidder, rank, score, priceScore }, bid) => {
      const total = totals?.exact[bid];
      return {
        bidder,
        ...(rank === undefined ? {} : { rank }),
        ...(score === undefined ? {} : { score }),
        ...(priceScore === undefined ? {} : { priceScore }),
        ...(total === undefined ? {} : { total }),
      };
    }),
    criteria: table.criteria,
    scores: table.cells.map((rows) => rows.map((row) => row.map((cell) => cell?.score ?? null))),
    residuals: table.experts.map((_, expert) =>
      table.bids.map((__, bid) => residuals.get(`${expert}/${bid}`) ?? null),
    ),
    ...(deviation === undefined ? {} : { deviation }),
  };
}

interface Picture {
  readonly residuals: ReadonlyMap<string, number>;
  readonly deviation: number | undefined;
}

const NO_PICTURE: Picture = { residuals: new Map(), deviation: undefined };

/** Residuals of the largest table without gaps, in points of the total. */
function pictureOf(panel: Panel): Picture {
  const [block] = blocksOf(panel);
  if (block === undefined) return NO_PICTURE;
  const plain = blockTable(block);
  const values = residualsOf(plain);
  const times = block.criteria.length;
  const residuals = new Map<string, number>();
  values.forEach((value, place) => {
    const expert = panel.experts[block.experts[Math.floor(place / plain.columns)] ?? 0];
    const bid = panel.bids[block.bids[place % plain.columns] ?? 0];
    residuals.set(`${expert}/${bid}`, rounded(value * times));
  });
  const degrees = degreesOf(plain);
  const deviation = rounded(times * Math.sqrt(squares(values) / degrees));
  return { residuals, deviation };
}
