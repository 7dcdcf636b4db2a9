import { benjaminiHochberg } from "../scores/tails.ts";
/**
 * The whole engine over a past market: links between firms (shared traces, shared people), meetings that chance does not explain,
 * and prices that fit together. A lead needs evidence of two kinds, or one fact of determination grade (indicators.md D.0.8), else
 * it is a hint; the sum of bits orders the queue and is no verdict.
 */
import { clustersOf, type Link } from "./clusters.ts";
import {
  createGroupPrices,
  fisherTail,
  groupTail,
  type GroupPrices,
  type LotPrices,
} from "./group-prices.ts";
import {
  type Attendance,
  attendanceOf,
  type GroupMeetings,
  groupMeetings,
  unusualMeetings,
} from "./meetings.ts";
import {
  findShared,
  pairKey,
  type Register,
  type SharedValues,
  weighValues,
} from "./shared-values.ts";
import type { Market, Trace } from "./table.ts";

/** A hint is evidence of one kind: it counts together with others, and is looked at last. */
export type Level = "determination" | "lead" | "hint";

export interface MarketIndicator {
  readonly id: string;
  /** What was seen: a shared value, or a figure. */
  readonly value: string | number;
  /** Tail of honest markets; of a shared value the share of firms that use it. */
  readonly tail: number;
  /** Lots or bids looked at. */
  readonly n: number;
}

export interface MarketLead {
  readonly level: Level;
  readonly bits: number;
  readonly lots: readonly string[];
  readonly firms: readonly string[];
  readonly indicators: readonly MarketIndicator[];
  readonly clearedBy: readonly string[];
}

/** Largest share of false ones among meetings and prices that make a lead (D.0.6, firm-related). */
const FALSE_SHARE = 0.1;
/** … and a hint: groups that share a value are seldom honest ones, so that far fewer are false (docs/how-to/screen-past-data.md). */
const FALSE_SHARE_OF_HINTS = 0.2;
/** Evidence that makes a lead: a coincidence that one firm in a hundred has, and something beside it. */
const FEWEST_BITS = 7;
/** … and a hint: a coincidence that one firm in thirty has. */
const FEWEST_BITS_OF_HINTS = 5;
/** A second kind of evidence below this, a tail above 12 %, says nothing. */
const FEWEST_BESIDE = 0.5;
/** Meetings rarer than this are looked at without a shared value. */
const UNUSUAL = 1e-4;
/** Weight of what stands beside the strongest of its kind (D.0.8). */
const REST = 0.3;

/** Leads, best first. */
export function screenMarket(market: Market, register: Register): MarketLead[] {
  const { pairs: shared, users } = findShared(market, weighValues(market, register));
  const links = [...shared.keys()].map((key) => pairOf(key, market.firms.length));
  // A value may tie an innocent firm to a group: the users of each value are looked at as well.
  const groups = distinct([...clustersOf(links), ...users]);
  const linked = new Set(groups.flat());
  const attendance = attendanceOf(market);
  const meetings = unusualMeetings(market, UNUSUAL, attendance).filter(
    ({ left, right }) => !linked.has(left) && !linked.has(right),
  );
  const context: Context = {
    market,
    shared,
    attendance,
    lotsOf: lotsByFirm(market),
    groupPrices: createGroupPrices(market),
  };
  const evidence = [...groups, ...clustersOf(meetings)].map((members) =>
    evidenceOf(members, context),
  );
  return leadsOf(evidence, market);
}

function leadsOf(evidence: readonly Evidence[], market: Market): MarketLead[] {
  const [byValue, byMeetings] = [true, false].map((isShared) =>
    evidence.filter(({ traces }) => traces.length > 0 === isShared),
  ) as [Evidence[], Evidence[]];
  // Who shares a value was not picked by meetings or prices: both are open. Who meets too often was picked by that.
  const both = falseShares(byValue.map(openTail));
  const prices = falseShares(byMeetings.map(({ priceTail }) => priceTail));
  const leads = [
    ...byValue.map((one, index) => leadOf(one, market, both[index] as number)),
    ...byMeetings.map((one, index) => leadOf(one, market, prices[index] as number)),
  ];
  return withoutParts(
    leads
      .filter((lead) => lead !== undefined)
      .toSorted((left, right) => rankOf(right) - rankOf(left)),
  );
}

/**
 * Tail of what a shared value leaves open. Where every meeting is one by which the value was seen, meetings say nothing, and Fisher's
 * rule would only make the tail of the prices larger.
 */
function openTail({ members, meetings, priceTail }: Evidence): number {
  const { pairs, tail } = meetings();
  const isOpen = pairs > members.length - 1 && tail < 1;
  return isOpen ? fisherTail([tail, priceTail]) : priceTail;
}

const distinct = (groups: readonly (readonly number[])[]): (readonly number[])[] => [
  ...new Map(groups.map((group) => [group.join(), group])).values(),
];

/** Of groups that share two firms the one with most evidence stays. */
function withoutParts(leads: readonly MarketLead[]): MarketLead[] {
  const kept: MarketLead[] = [];
  const takenBy = new Map<string, Set<MarketLead>>();
  for (const lead of leads) {
    const met = lead.firms.flatMap((firm) => [...(takenBy.get(firm) ?? [])]);
    if (new Set(met).size < met.length) continue;
    kept.push(lead);
    for (const firm of lead.firms)
      takenBy.set(firm, (takenBy.get(firm) ?? new Set<MarketLead>()).add(lead));
  }
  return kept;
}

const FIRST: Readonly<Record<Level, number>> = { determination: 2000, lead: 1000, hint: 0 };
const rankOf = ({ level, bits }: MarketLead): number => FIRST[level] + bits;

const pairOf = (key: number, firms: number): Link => ({
  left: Math.floor(key / firms),
  right: key % firms,
});

const PEOPLE: ReadonlySet<Trace> = new Set(["legalRep", "agent"]);

function lotsByFirm({ lots, starts, firmOf, firms }: Market): number[][] {
  const lotsOf: number[][] = Array.from({ length: firms.length }, () => []);
  for (let lot = 0; lot < lots.length; lot += 1)
    for (let row = starts[lot] as number; row < (starts[lot + 1] as number); row += 1)
      lotsOf[firmOf[row] as number]?.push(lot);
  return lotsOf;
}

interface Context {
  readonly market: Market;
  readonly shared: ReadonlyMap<number, SharedValues>;
  readonly attendance: Attendance;
  readonly lotsOf: readonly (readonly number[])[];
  readonly groupPrices: GroupPrices;
}

/** All that was seen of a group, before it is weighed. */
interface Evidence {
  readonly members: readonly number[];
  readonly lots: readonly number[];
  readonly traces: readonly TraceEvidence[];
  /** Draws: asked only where prices or a value already point at the group. */
  readonly meetings: () => GroupMeetings;
  readonly prices: readonly LotPrices[];
  readonly priceTail: number;
}

function evidenceOf(members: readonly number[], context: Context): Evidence {
  const { market, attendance, groupPrices } = context;
  const inside = new Set(members);
  const counts = countTogether(members, context.lotsOf);
  const lots = [...counts.keys()];
  const pairs = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
  const shared = sharedInside(members, context);
  const links = members.length - 1;
  const prices = lots.map((lot) => groupPrices(lot, inside)).filter((one) => one !== undefined);
  return {
    members,
    lots,
    traces: tracesOf(shared, market),
    meetings: once(() => groupMeetings(members, { attendance, pairs, links })),
    prices,
    priceTail: groupTail(prices),
  };
}

function leadOf(
  { members, lots, traces, meetings, prices, priceTail }: Evidence,
  market: Market,
  falseShare: number,
): MarketLead | undefined {
  const isKept = falseShare <= FALSE_SHARE_OF_HINTS;
  const kinds = [
    sumOf(traces.filter(({ isPeople }) => !isPeople).map(({ bits }) => bits)),
    sumOf(traces.filter(({ isPeople }) => isPeople).map(({ bits }) => bits)),
    isKept ? bitsOfTail(meetings().tail) : 0,
    isKept ? bitsOfTail(priceTail) : 0,
  ] as const satisfies Kinds;
  const bits = kinds.reduce((sum, own) => sum + own, 0);
  const level = levelOf(kinds, {
    bits,
    isDetermined: hasDetermination(traces, { market, lots }),
    isSure: falseShare <= FALSE_SHARE,
  });
  if (level === undefined) return undefined;
  const indicators = [
    ...traces.map(({ id, value, share, count }) => ({ id, value, tail: share, n: count })),
    ...(kinds[2] > 0
      ? [{ id: "BEH-01", value: meetings().pairs, tail: meetings().tail, n: lots.length }]
      : []),
    ...(kinds[3] > 0 ? priceIndicators(prices) : []),
  ];
  return {
    level,
    bits,
    lots: lots.map((lot) => market.lots[lot] as string),
    firms: members.map((firm) => market.firms[firm] as string),
    indicators,
    clearedBy: clearingOf(indicators),
  };
}

/** Bits of devices, people, meetings and prices. */
type Kinds = readonly [number, number, number, number];

interface Weighed {
  /** Sum of the kinds. */
  readonly bits: number;
  readonly isDetermined: boolean;
  /** Meetings and prices are sure enough for a lead. */
  readonly isSure: boolean;
}

function levelOf(kinds: Kinds, { bits, isDetermined, isSure }: Weighed): Level | undefined {
  if (isDetermined) return "determination";
  const [device, person] = kinds;
  const strong = kinds.filter((own) => own >= FEWEST_BESIDE).length;
  if (strong >= 2 && isSure && bits >= FEWEST_BITS) return "lead";
  const isTold = device + person > 0 || strong >= 2;
  return isTold && bits >= FEWEST_BITS_OF_HINTS ? "hint" : undefined;
}

/**
 * Share of false ones among all whose tail is no larger (Storey 2002, J. R. Stat. Soc. B 64: Benjamini and Hochberg's, times the share of
 * honest groups, which the tails above one half show).
 */
export function falseShares(tails: readonly number[]): number[] {
  const honest = Math.min(
    1,
    (tails.filter((tail) => tail > 0.5).length + 1) / (0.5 * tails.length),
  );
  return benjaminiHochberg(tails).map((share) => share * honest);
}

/** Members that bid in each lot in which two of them did. */
function countTogether(
  members: readonly number[],
  lotsOf: readonly (readonly number[])[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const firm of members)
    for (const lot of lotsOf[firm] ?? []) counts.set(lot, (counts.get(lot) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count >= 2));
}

function sharedInside(members: readonly number[], { market, shared }: Context): SharedValues[] {
  return members.flatMap((left, index) =>
    members
      .slice(index + 1)
      .flatMap((right) => shared.get(pairKey(left, right, market.firms.length)) ?? []),
  );
}

const ID: Readonly<Record<Trace, string>> = {
  ip: "DEV-03",
  mac: "DEV-02",
  disk: "DEV-02",
  device: "DEV-01",
  lockNo: "DEV-04",
  toolId: "DEV-07",
  payerAccount: "DEV-10",
  contactPhone: "DEV-15",
  legalRep: "REL-01",
  agent: "REL-07",
};

interface TraceEvidence {
  readonly trace: Trace;
  readonly id: string;
  readonly value: string;
  readonly bits: number;
  /** Share of the firms that use the value. */
  readonly share: number;
  /** Lots in which it was shared. */
  readonly count: number;
  readonly isPeople: boolean;
}

/** The rarest value of each trace that members shared. */
function tracesOf(all: readonly SharedValues[], market: Market): TraceEvidence[] {
  const best = new Map<Trace, TraceEvidence>();
  for (const shared of all)
    for (const [trace, { bits, value }] of shared.bits) {
      if ((best.get(trace)?.bits ?? 0) >= bits) continue;
      best.set(trace, {
        trace,
        id: ID[trace],
        value: market.values[trace][value] as string,
        bits,
        share: 2 ** -bits,
        count: shared.lots.size,
        isPeople: PEOPLE.has(trace),
      });
    }
  return [...best.values()].toSorted((left, right) => right.bits - left.bits);
}

/** One payer of two bonds (条例40(六)); in 福建 also three equal codes (闽建筑〔2018〕29号). */
function hasDetermination(
  traces: readonly TraceEvidence[],
  { market, lots }: { readonly market: Market; readonly lots: readonly number[] },
): boolean {
  const isFujian = lots.some((lot) => market.isFujian[lot] === 1);
  return traces.some(({ trace }) => trace === "payerAccount" || (isFujian && trace === "device"));
}

/** The patterns that show, the plainest at least. */
function priceIndicators(prices: readonly LotPrices[]): MarketIndicator[] {
  const patterns = [
    { id: "PRC-01", read: (one: LotPrices) => one.cvTail },
    { id: "PRC-10", read: (one: LotPrices) => one.gapTail },
    { id: "PRC-11", read: (one: LotPrices) => one.regularTail },
    { id: "PRC-14", read: (one: LotPrices) => one.levelTail },
  ];
  const shown = patterns
    .map(({ id, read }) => {
      const tails = prices.map(read);
      const value = tails.filter((one) => one <= 0.01).length;
      return { id, value, tail: fisherTail(tails), n: tails.length };
    })
    .toSorted((left, right) => left.tail - right.tail);
  return prices.length === 0 ? [] : shown.filter(({ tail }, place) => place === 0 || tail <= 0.1);
}

function once<V>(make: () => V): () => V {
  let made: { readonly value: V } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The strongest counts whole, the others of its kind by a third. */
function sumOf(bits: readonly number[]): number {
  const [first = 0, ...others] = bits.toSorted((left, right) => right - left);
  return first + REST * others.reduce((sum, one) => sum + one, 0);
}

/** Bits of the largest Bayes factor that a tail allows (Sellke, Bayarri and Berger 2001). */
function bitsOfTail(tail: number): number {
  if (tail >= 1 / Math.E) return 0;
  const p = Math.max(tail, 1e-12);
  return Math.log2(1 / (-Math.E * p * Math.log(p)));
}

const CLEARING: Readonly<Record<string, readonly string[]>> = {
  DEV: ["sameGroup", "environmentRegistered", "codesReadAgain"],
  REL: ["sameGroup", "namesake"],
  BEH: ["sameGroup", "cellShowsSame"],
  PRC: ["costExplained", "fixedPriceInDocuments", "readingError"],
};

const clearingOf = (indicators: readonly MarketIndicator[]): string[] => [
  ...new Set(indicators.flatMap(({ id }) => CLEARING[id.slice(0, 3)] ?? [])),
];
