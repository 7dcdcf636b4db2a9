/**
 * For each indicator over a lot: a planted lot, its honest twin, and what must have happened before. The twin differs in the one thing
 * that the indicator is about. Firms of different scenarios never meet.
 */
import type { FactInput } from "../../../contract/src/facts/fact.ts";
import type { DeviceTrace } from "../../../contract/src/facts/trace.ts";
import type { Organisation } from "../../../contract/src/values.ts";
import { createRandom } from "../random.ts";
import { DAY, formatDay, formatInstant, HOUR, type Seconds } from "../time.ts";
import { crew } from "./crew.ts";
import { lotFacts, type LotBid, type LotPlan, type Traces } from "./lot-facts.ts";

export interface Scenario {
  /** Indicator that must hit in the planted lot and must be computed and silent in the twin. */
  readonly id: string;
  readonly planted: string;
  readonly twin: string;
}

export interface Scenarios {
  /** In order of time. */
  readonly facts: readonly FactInput[];
  readonly scenarios: readonly Scenario[];
}

/** Honest prices of five bidders, and of ten; nine close together and one far below; in fen. */
const FIVE = [931_240_000, 945_501_800, 950_873_300, 970_125_500, 976_890_400];
const TEN = [
  901_200_000, 915_500_000, 926_000_000, 939_100_000, 942_000_000, 953_300_000, 961_000_000,
  970_200_000, 981_500_000, 991_100_000,
];
const FAR = [
  810_000_000, 950_100_000, 950_350_000, 950_400_000, 950_620_000, 950_700_000, 950_880_000,
  950_910_000, 951_100_000, 951_200_000,
];
const CROWDED = [
  900_000_000, 980_100_000, 980_200_000, 980_300_000, 980_400_000, 980_500_000, 980_600_000,
  980_700_000, 980_800_000, 995_000_000,
];
const STEPS = [900_000_000, 910_005_000, 920_002_000, 930_008_000, 940_001_000, 950_000_000];
const EQUAL = [931_240_037, 931_240_037, ...FIVE.slice(2)];

const CEILING = 1_050_000_000;
/** Lots of one market against which six indicators compare. */
const MARKET_LOTS = 230;
const MARKET = "云澜标准道路养护";

type Crew = ReturnType<typeof crew>;
type LotChanges = Partial<LotPlan> & { readonly bids: readonly LotBid[] };
interface Draft {
  readonly id: string;
  readonly make: (own: Crew, book: Book) => { planted: LotChanges; twin: LotChanges };
}

/** What a scenario puts before its lots. */
interface Book {
  readonly at: Seconds;
  /** Adds a lot so many days before. */
  readonly past: (daysBefore: number, lot: LotChanges) => void;
  readonly add: (fact: FactInput) => void;
}

/** Firms 1 and 2 share these values; in the twin only firm 1 has them. */
const shared = (id: string, upload: DeviceTrace): Draft => ({
  id,
  make: ({ bids }) => ({
    planted: { bids: bids(FIVE, { 1: { upload }, 2: { upload } }) },
    twin: { bids: bids(FIVE, { 1: { upload } }) },
  }),
});

const acts = (id: string, planted: Readonly<Record<number, Traces>>, twin = {}): Draft => ({
  id,
  make: ({ bids }) => ({
    planted: { bids: bids(FIVE, planted) },
    twin: { bids: bids(FIVE, twin) },
  }),
});

const priced = (id: string, planted: readonly number[], twin: readonly number[]): Draft => ({
  id,
  make: ({ bids }) => ({ planted: { bids: bids(planted) }, twin: { bids: bids(twin) } }),
});

/** In the market of `MARKET_LOTS` ordinary lots. */
const compared = (
  id: string,
  planted: readonly number[],
  changes: Partial<LotPlan> = {},
): Draft => ({
  id,
  make: ({ bids }) => ({
    planted: { bids: bids(planted), category: MARKET, ceiling: CEILING, ...changes },
    twin: { bids: bids(FIVE), category: MARKET, ceiling: CEILING },
  }),
});

const MAC = { mac: "3C-52-82-A0-FF-01" };
const DISK = { disk: "WD-SCFFN7007" };
const CONTACT = { contactPhone: "13990007007" };
const BLANK = { mac: "00-00-00-00-00-00", disk: "None" };
const twoOf = (upload: DeviceTrace, other: DeviceTrace = upload) => ({
  1: { upload },
  2: { upload: other },
});

const TRACES: readonly Draft[] = [
  shared("DEV-01", { ...MAC, ...DISK }),
  shared("DEV-02", { disk: "WD-SCFEN7007" }),
  shared("DEV-03", { ip: "198.18.250.7" }),
  shared("DEV-04", { lockNo: "LOCK-SHARED-7007" }),
  shared("DEV-05", { boqMac: "3C-52-82-B0-FF-01", boqDisk: "WD-SBFFN7007" }),
  shared("DEV-06", { caSerial: "CA-SHARED-7007" }),
  shared("DEV-07", { toolId: "TOOL-SHARED-7007" }),
  acts("DEV-08", {
    1: { download: { mac: "3C-52-82-A0-FE-01" } },
    2: { upload: { mac: "3C-52-82-A0-FE-01" } },
  }),
  shared("DEV-10", { payerAccount: "622270077007", basicAccount: "622270077007" }),
  acts(
    "DEV-11",
    twoOf({ guaranteeNo: "GD70077001", ...CONTACT }, { guaranteeNo: "GD70077003", ...CONTACT }),
    twoOf({ guaranteeNo: "GD70077101" }, { guaranteeNo: "GD70077103" }),
  ),
  acts("DEV-12", {
    1: { upload: { disk: "WD-SCFDN7007" } },
    2: { decrypt: { disk: "WD-SCFDN7007" } },
  }),
  acts("DEV-14", { 1: { upload: BLANK }, 2: { upload: BLANK }, 3: { upload: BLANK } }),
  shared("DEV-15", { contactPhone: "13990007008" }),
  shared("REL-07", { agent: "person-agent70077007" }),
];

const registered = (id: string, planted: Readonly<Record<string, unknown>>): Draft => ({
  id,
  make({ firm, bids }, { add, at }) {
    const register = (n: number, changes: Readonly<Record<string, unknown>>) =>
      add({
        kind: "procurement.firm-registered",
        sourceId: `${id}/register/${n}`,
        subject: `firm:scenario-${id}-${n}`,
        occurredAt: formatInstant(at - 40 * DAY),
        payload: {
          firm: firm(n),
          asOf: formatDay(Math.floor((at - 40 * DAY) / DAY)),
          foundedOn: "2012-05-06",
          status: "active",
          headToken: `person-register${1000 + n}-${id}`,
          ...changes,
        },
      });
    for (let n = 1; n <= 6; n += 1) register(n, n === 2 ? planted : {});
    // The twin's second bidder is another firm.
    const [one, two, ...rest] = bids([...FIVE, 0]);
    const other = bids([...FIVE, FIVE[1] ?? 0])[5];
    if (one === undefined || two === undefined || other === undefined) throw new RangeError(id);
    const others = rest.slice(0, 3);
    return {
      planted: { bids: [one, two, ...others], ceiling: CEILING },
      twin: { bids: [one, other, ...others], ceiling: CEILING },
    };
  },
});

const restricted: Draft = {
  id: "REL-16",
  make({ firm, bids }, { add, at }) {
    add({
      kind: "procurement.restriction-listed",
      sourceId: "REL-16/list",
      subject: "firm:scenario-restricted",
      occurredAt: formatInstant(at - 100 * DAY),
      payload: {
        firm: firm(3),
        list: "政府采购严重违法失信行为记录名单",
        decisionNo: "云财采罚〔2025〕3号",
        authority: "云澜市财政局",
        from: formatDay(Math.floor(at / DAY) - 100),
        to: formatDay(Math.floor(at / DAY) + 200),
        regimes: ["procurement"],
      },
    });
    return {
      planted: { bids: bids(FIVE), regime: "procurement" },
      twin: { bids: bids(FIVE), regime: "works" },
    };
  },
};

const PRICES: readonly Draft[] = [
  ...["PRC-04", "PRC-05", "PRC-06", "PRC-07", "PRC-08", "PRC-21"].map((id) => priced(id, FAR, TEN)),
  priced("PRC-09", CROWDED, TEN),
  priced("PRC-10", EQUAL, FIVE),
  priced("PRC-11", STEPS, TEN),
  compared("PRC-01", [940_000_000, 940_100_000, 940_250_000, 940_410_000, 940_600_000]),
  compared("PRC-02", [940_000_000, 940_130_000, 940_270_000, 940_400_000, 940_550_000]),
  compared("PRC-03", [790_000_000, 960_000_000, 965_300_000, 971_800_000, 976_000_000]),
  compared("PRC-14", [1_043_000_000, 1_045_100_000, 1_047_200_000, 1_048_000_000, 1_049_900_000]),
  compared("PRC-19", [600_000_000, 640_000_000, 800_000_000, 930_000_000, 1_040_000_000]),
  compared("BEH-08", FIVE, {
    onlookers: Array.from({ length: 40 }, (_, n): Organisation => ({
      kind: "organisation",
      name: `云澜观望第${n}建设有限公司`,
    })),
  }),
  priced("BEH-10", FIVE.slice(0, 2), FIVE.slice(0, 4)),
];

const pick = (bids: readonly LotBid[], numbers: readonly number[]): LotBid[] =>
  numbers.flatMap((n) => bids[n - 1] ?? []);

/** Twelve bidders of one trade and district; who came and who won each month. */
const history = (
  id: string,
  plan: (lot: number) => { readonly came: readonly number[]; readonly won: number },
  lots: {
    readonly count: number;
    readonly planted: readonly number[];
    readonly twin: readonly number[];
  },
): Draft => ({
  id,
  make({ firm, bids }, { past }) {
    const all = bids([...TEN, 996_300_000, 999_900_000]);
    const category = `云澜${id}专项工程`;
    for (let lot = 0; lot < lots.count; lot += 1) {
      const { came, won } = plan(lot);
      past(300 - lot * (280 / lots.count), { bids: pick(all, came), winner: firm(won), category });
    }
    return {
      planted: { bids: pick(all, lots.planted), category },
      twin: { bids: pick(all, lots.twin), category },
    };
  },
});

/** Three of the eight others, another three each time. */
const others = (lot: number): number[] => [0, 1, 2].map((step) => 5 + ((lot * 3 + step * 5) % 8));

const PASTS: readonly Draft[] = [
  history(
    "BEH-01",
    (lot) => ({
      came: lot % 3 === 0 ? [1, 2, ...others(lot)] : others(lot),
      won: others(lot)[0] ?? 5,
    }),
    {
      count: 48,
      planted: [1, 2, 5, 8, 11],
      twin: [5, 6, 8, 11],
    },
  ),
  history(
    "BEH-03",
    (lot) => ({ came: [1, 2, ...others(lot)], won: lot % 8 === 7 ? (others(lot)[0] ?? 5) : 1 }),
    {
      count: 16,
      planted: [1, 2, 5, 8],
      twin: [5, 6, 8, 11],
    },
  ),
  history("BEH-04", (lot) => ({ came: [2, ...others(lot)], won: others(lot)[lot % 3] ?? 5 }), {
    count: 44,
    planted: [2, 5, 8],
    twin: [5, 8, 11],
  }),
  history(
    "BEH-05",
    (lot) => ({ came: [1, 2, 3, ...others(lot).slice(0, 1)], won: 1 + (lot % 3) }),
    {
      count: 20,
      planted: [1, 2, 3, 5],
      twin: [5, 6, 8, 11],
    },
  ),
  history(
    "BEH-07",
    (lot) => ({ came: [1, 2, 3, ...others(lot).slice(0, 2)], won: 1 + (lot % 2) }),
    {
      count: 20,
      planted: [5, 8, 11],
      twin: [1, 2, 3, 5],
    },
  ),
];

/** All five upload from one network; the second four seconds after the first. */
const relayed: Draft = {
  id: "DEV-09",
  make({ bids }) {
    const where = { category: MARKET, ceiling: CEILING };
    const planted = bids(FIVE).map((bid, index) => ({
      ...bid,
      uploadedBefore: [100 * HOUR, 100 * HOUR - 4][index] ?? (100 - 9 * index) * HOUR,
    }));
    return { planted: { bids: planted, ...where }, twin: { bids: bids(FIVE), ...where } };
  },
};

/** Two months ago firm 6 shared one machine with firm 1 and another with firm 2; firm 3 shared one with a firm of its own. */
const tied: Draft = {
  id: "DEV-13",
  make({ bids }, { past }) {
    const on = (mac: string) => ({ upload: { mac } });
    const machines = { 1: "3C-52-82-A0-FC-01", 2: "3C-52-82-A0-FC-02", 3: "3C-52-82-A0-FC-03" };
    const met = (days: number, [one, other]: readonly [number, number], mac: string) =>
      past(days, { bids: pick(bids(TEN, { [one]: on(mac), [other]: on(mac) }), [one, other, 9]) });
    met(66, [1, 6], machines[1]);
    met(64, [2, 6], machines[2]);
    met(62, [3, 7], machines[3]);
    return {
      planted: { bids: pick(bids(TEN), [1, 2, 8, 9, 10]) },
      twin: { bids: pick(bids(TEN), [1, 3, 8, 9, 10]) },
    };
  },
};

const DRAFTS: readonly Draft[] = [
  ...TRACES,
  relayed,
  tied,
  registered("REL-01", { headToken: "person-register1001-REL-01" }),
  registered("REL-14", { foundedOn: "2025-12-01" }),
  registered("REL-15", { status: "abnormal" }),
  restricted,
  ...PRICES,
  ...PASTS,
];

/** Ordinary lots of five bidders whose spread, level and onlookers differ from lot to lot. */
function market(at: Seconds): FactInput[] {
  const random = createRandom(8, "market");
  return Array.from({ length: MARKET_LOTS }, (_, lot) => {
    const own = crew(100 + (lot % 100));
    const middle = 0.86 + 0.08 * random.next();
    const spread = 0.015 + 0.03 * random.next();
    const prices = [-1.4, -0.6, 0.1, 0.7, 1.5].map((step) =>
      Math.round(CEILING * middle * (1 + spread * (step + 0.5 * (random.next() - 0.5)))),
    );
    const lookers = Array.from({ length: 1 + (lot % 5) }, (__, n) => own.firm(20 + n));
    return lotFacts({
      code: `SCN-MARKET-${lot}`,
      title: `云澜道路养护第${lot}标段施工招标公告`,
      category: MARKET,
      openedAt: Math.round(at - (20 + 1.5 * lot) * DAY),
      ceiling: CEILING,
      bids: own.bids(prices),
      onlookers: lookers,
    });
  }).flat();
}

/** All scenarios, opened from this instant on, two a day of which the twin is the later. */
export function scenarioFacts(at: Seconds): Scenarios {
  const facts = market(at);
  const scenarios = DRAFTS.map(({ id, make }, index): Scenario => {
    const start = at + index * HOUR;
    let lots = 0;
    const lot = (code: string, openedAt: Seconds, changes: LotChanges) => {
      const title = `云澜演示工程${id}${code}施工招标公告`;
      facts.push(
        ...lotFacts({
          code: `SCN-${id}-${code}`,
          title,
          category: `云澜${id}工程`,
          openedAt,
          ...changes,
        }),
      );
      return `ocds-mj0001-SCN-${id}-${code}`;
    };
    const { planted, twin } = make(crew(index + 1), {
      at: start,
      past: (days, changes) => void lot(`P${(lots += 1)}`, start - Math.round(days * DAY), changes),
      add: (fact) => void facts.push(fact),
    });
    return { id, planted: lot("A", start, planted), twin: lot("B", start + DAY, twin) };
  });
  return {
    facts: facts.toSorted(
      (left, right) => Date.parse(left.occurredAt) - Date.parse(right.occurredAt),
    ),
    scenarios,
  };
}
