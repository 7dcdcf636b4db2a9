/** SUP-01 … SUP-12 over a period: counts with their rows, shares against peers, and what cannot be computed. Pure. */
import type { Department } from "../../../../contract/src/casework.ts";
import type { SupId } from "../../../../contract/src/oversight-values.ts";
import type { HandledRow, Situation, SupResult } from "../../../../contract/src/oversight.ts";
import { expectedShare } from "./figures.ts";
import { betaBinomialTail, corrected, type Counted, priorOf, round, wilson } from "./rates.ts";
import { BOUNCES, FALSE_DISCOVERIES } from "./settings.ts";
import type { Seen } from "./situations.ts";

export interface Looked {
  /** Every row of the board. */
  readonly rows: readonly Seen[];
  readonly handled: readonly HandledRow[];
  /** Cases that were looked at. */
  readonly cases: number;
  /** Replies with something to compare them with. */
  readonly compared: number;
  readonly replies: number;
  readonly pauses: number;
  /** Replies whose day of publication came, or that are published. */
  readonly publications: number;
  /** Leads that were handed over. */
  readonly leads: number;
}

const ARTICLES: Readonly<Record<SupId, readonly string[]>> = {
  "SUP-01": [
    "招标投标法实施条例第61条",
    "招标投标法实施条例第79条",
    "政府采购法第53条",
    "政府采购法第56条",
  ],
  "SUP-02": ["招标投标法实施条例第61条"],
  "SUP-03": ["政府采购质疑和投诉办法第15条"],
  "SUP-04": [],
  "SUP-05": ["电子签名法第5条", "电子签名法第8条"],
  "SUP-06": ["招标投标法实施条例第61条", "政府采购法实施条例第58条"],
  "SUP-07": [],
  "SUP-08": ["行政复议法", "行政诉讼法"],
  "SUP-09": [],
  "SUP-10": ["优化营商环境条例第54条"],
  "SUP-11": ["行政处罚法第48条"],
  "SUP-12": ["行政处罚法第5条", "行政处罚法第34条"],
};

interface Counting {
  readonly situations: readonly Situation[];
  readonly n: (looked: Looked) => number;
  /** Which rows of these situations count; absent: all. */
  readonly isHit?: (row: Seen) => boolean;
}

const COUNTED: readonly (readonly [SupId, Counting])[] = [
  ["SUP-01", { situations: ["statutoryLate", "commitmentLate"], n: ({ cases }) => cases }],
  [
    "SUP-02",
    {
      situations: ["returned", "unclaimed"],
      n: ({ cases }) => cases,
      isHit: ({ situation, count }) => situation === "unclaimed" || count >= BOUNCES,
    },
  ],
  ["SUP-03", { situations: ["unanswered"], n: ({ replies }) => replies }],
  ["SUP-04", { situations: ["copied"], n: ({ compared }) => compared }],
  ["SUP-05", { situations: ["backDated"], n: ({ cases }) => cases }],
  ["SUP-06", { situations: ["pauseAbuse"], n: ({ pauses }) => pauses }],
  ["SUP-09", { situations: ["leadIgnored"], n: ({ leads }) => leads }],
  ["SUP-11", { situations: ["unpublished"], n: ({ publications }) => publications }],
];

/** What an indicator would need and no module keeps yet. */
const WITHOUT_DATA: readonly (readonly [SupId, string])[] = [
  ["SUP-10", "noInspections"],
  ["SUP-12", "noPenalties"],
];

function counted(id: SupId, { situations, n, isHit }: Counting, looked: Looked): SupResult {
  const size = n(looked);
  if (size === 0)
    return {
      id,
      outcome: "notComputable",
      why: "nothingYet",
      n: 0,
      articles: [...ARTICLES[id]],
      subjects: [],
    };
  const hits = looked.rows.filter(
    (row) => situations.includes(row.situation) && (isHit?.(row) ?? true),
  );
  const subjects = [...new Set(hits.map(({ subject }) => subject))];
  return {
    id,
    outcome: subjects.length > 0 ? "hit" : "noHit",
    value: subjects.length,
    n: size,
    ...intervalOf(subjects.length, size),
    articles: [...ARTICLES[id]],
    subjects,
  };
}

function intervalOf(k: number, n: number) {
  const interval = wilson(Math.min(k, n), n);
  return interval === undefined ? {} : { low: round(interval.low), high: round(interval.high) };
}

interface UnitTest {
  readonly unit: Department;
  readonly own: Counted;
  readonly expected: number | undefined;
  readonly p: number | undefined;
  readonly subjects: readonly string[];
}

function testUnit(
  unit: Department,
  rows: readonly HandledRow[],
  flagOf: (row: HandledRow) => boolean,
): UnitTest {
  const own = rows.filter((row) => row.unit.id === unit.id);
  const others = rows.filter((row) => row.unit.id !== unit.id);
  const hits = own.filter(flagOf);
  const expected = expectedShare(own, others, flagOf);
  const peers = [...Map.groupBy(others, (row) => row.unit.id).values()].map((group) => ({
    n: group.length,
    k: group.filter(flagOf).length,
  }));
  return {
    unit,
    own: { k: hits.length, n: own.length },
    expected,
    p:
      expected === undefined
        ? undefined
        : betaBinomialTail(hits.length, own.length, priorOf(expected, peers)),
    subjects: hits.map(({ subject }) => subject),
  };
}

/** SUP-07, SUP-08: one test a unit against peers with its own mix, all units corrected together. */
export function againstPeers(
  id: "SUP-07" | "SUP-08",
  handled: readonly HandledRow[],
  flagOf: (row: HandledRow) => boolean,
): readonly SupResult[] {
  const units = [...new Map(handled.map(({ unit }) => [unit.id, unit])).values()];
  const tests = units.map((unit) => testUnit(unit, handled, flagOf));
  const computable = tests.filter(({ p }) => p !== undefined);
  const qs = corrected(computable.map(({ p }) => p ?? 1));
  return tests.map(({ unit, own, expected, p, subjects }): SupResult => {
    const base = { id, unit, n: own.n, articles: [...ARTICLES[id]] };
    if (p === undefined || expected === undefined)
      return { ...base, outcome: "notComputable", why: "fewPeers", subjects: [] };
    const q = qs[computable.findIndex((test) => test.unit.id === unit.id)] ?? 1;
    return {
      ...base,
      outcome: q <= FALSE_DISCOVERIES ? "hit" : "noHit",
      value: round(own.k / own.n),
      ...intervalOf(own.k, own.n),
      expected: round(expected),
      p: round(p),
      q: round(q),
      tests: computable.length,
      subjects: [...subjects],
    };
  });
}

const nothing = (id: SupId, why: string): SupResult => ({
  id,
  outcome: "notComputable",
  why,
  n: 0,
  articles: [...ARTICLES[id]],
  subjects: [],
});

/** In the order of their numbers. */
export function supOf(looked: Looked): SupResult[] {
  const peers = (
    [
      ["SUP-07", "isDismissed"],
      ["SUP-08", "isReversed"],
    ] as const
  ).flatMap(([id, flag]) => {
    const results = againstPeers(id, looked.handled, (row) => row[flag]);
    return results.length === 0 ? [nothing(id, "nothingYet")] : results;
  });
  return [
    ...COUNTED.map(([id, counting]) => counted(id, counting, looked)),
    ...WITHOUT_DATA.map(([id, why]) => nothing(id, why)),
    ...peers,
  ].toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}
