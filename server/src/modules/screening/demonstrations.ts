/**
 * One planted lot and its honest twin for each indicator: the twin differs in the one thing that the indicator is about. Tests run them,
 * and the page of each indicator prints what came out.
 */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import type {
  PairHistory,
  RegisteredFirm,
  ScreeningBid,
  ScreeningHistory,
  ScreeningInput,
  TraceStage,
} from "./input.ts";
import { FIGURES, type Figure, type FigureRank } from "./market-figures.ts";

export interface Demonstration {
  readonly planted: ScreeningInput;
  readonly twin: ScreeningInput;
}

const firmOf = (n: number): Party => ({ kind: "organisation", name: `云澜第${n}建设有限公司` });
const keyOf = (n: number): string => partyKey(firmOf(n));
const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, "0");

/** Everything that the n-th firm shows of itself, its own. */
const traceOf = (n: number): DeviceTrace => ({
  ip: `203.0.113.${n}`,
  mac: `3C-52-82-00-00-${hex(n)}`,
  cpu: "BFEBFBFF000906EA",
  disk: `WD-WCC4N10000${n}`,
  deviceHow: "vendor-picks-first-nic",
  toolId: `TOOL-77001${n}`,
  lockNo: `LOCK-88001${n}`,
  caSerial: `CA-99001${n}`,
  boqMac: `3C-52-82-00-01-${hex(n)}`,
  boqCpu: "BFEBFBFF000906EA",
  boqDisk: `WD-WCC4N20000${n}`,
  contactPhone: `139000010${10 + n}`,
  contactEmail: `bid${n}@firm${n}.example`,
  payerAccount: `6222000011110${10 + n}`,
  basicAccount: `6222000011110${10 + n}`,
  guaranteeNo: `GD2026${1000 + 137 * n}`,
  legalRep: `person-aa000000${10 + n}`,
  agent: `person-bb000000${10 + n}`,
});

/** Without the fields that are not there. */
const compact = (trace: Record<string, string | undefined>): DeviceTrace =>
  Object.fromEntries(Object.entries(trace).filter(([, value]) => value !== undefined));

const HOUR = 3_600_000;
const OPENED = Date.parse("2026-03-02T09:30:00+08:00");

function bidOf(
  n: number,
  price: number,
  changes: Partial<Record<TraceStage, DeviceTrace>>,
): ScreeningBid {
  const { ip, mac, cpu, disk, deviceHow, caSerial, contactPhone, contactEmail } = traceOf(n);
  const seen: Record<"download" | "upload" | "decrypt", DeviceTrace> = {
    download: compact({ ip, mac, contactPhone, contactEmail }),
    upload: traceOf(n),
    decrypt: compact({ ip, mac, cpu, disk, deviceHow, caSerial }),
  };
  return {
    key: keyOf(n),
    party: firmOf(n),
    status: "valid",
    openedFactId: "opening",
    path: `bids.${n - 1}`,
    offer: {
      kind: "total",
      amount: { amountMinor: String(Math.round(price * 100)), currency: "CNY" },
    },
    traces: (["download", "upload", "decrypt"] as const).map((stage, index) => ({
      stage,
      at: new Date(OPENED - (100 - 40 * index) * HOUR - n * 7 * HOUR).toISOString(),
      factId: `${stage}-${n}`,
      trace: { ...seen[stage], ...changes[stage] },
    })),
  };
}

/** Honest prices of five firms, in yuan. */
const PRICES = [9_312_400, 9_455_018, 9_508_733, 9_701_255, 9_768_904];

interface Changes extends Partial<Omit<ScreeningInput, "bids">> {
  readonly prices?: readonly number[];
  /** By firm: what its upload, and its other traces, show instead. */
  readonly upload?: Readonly<Record<number, DeviceTrace>>;
  readonly download?: Readonly<Record<number, DeviceTrace>>;
  readonly decrypt?: Readonly<Record<number, DeviceTrace>>;
}

/** A works lot in 福建 of so many bids as prices. */
function lotOf({
  prices = PRICES,
  upload = {},
  download = {},
  decrypt = {},
  ...rest
}: Changes = {}): ScreeningInput {
  const of = (n: number): Partial<Record<TraceStage, DeviceTrace>> =>
    Object.fromEntries(
      Object.entries({ upload, download, decrypt }).flatMap(([stage, byFirm]) =>
        byFirm[n] === undefined ? [] : [[stage, byFirm[n]]],
      ),
    );
  return {
    ocid: "ocds-mj0001-DEMONSTRATION",
    lotId: "1",
    regime: "works",
    method: "open",
    place: { code: "350100", name: "福建省福州市" },
    openedAt: "2026-03-02T09:30:00+08:00",
    ceilingPrice: { amountMinor: "1050000000", currency: "CNY" },
    procurementCategory: "市政工程施工",
    bids: prices.map((price, index) => bidOf(index + 1, price, of(index + 1))),
    register: [],
    seen: (field) =>
      field === "deviceState" ? { firms: 40, total: 4000 } : { firms: 0, total: 4000 },
    history: {},
    ...rest,
  };
}

/** Firms 1 and 2 share these values in their uploads. */
const shared = (trace: DeviceTrace): Demonstration => ({
  planted: lotOf({ upload: { 1: trace, 2: trace } }),
  twin: lotOf({ upload: { 1: trace } }),
});

const RANK: FigureRank = { lots: 400, atMost: 200, atLeast: 200 };
const ranksOf = (changes: Partial<Record<Figure, FigureRank>>): Record<Figure, FigureRank> =>
  Object.fromEntries(FIGURES.map((figure) => [figure, changes[figure] ?? RANK])) as Record<
    Figure,
    FigureRank
  >;

const cell = (changes: Partial<Record<Figure, FigureRank>>): ScreeningHistory => ({
  cell: { name: "市政工程施工 · open", lots: 400, ranks: ranksOf(changes), dropped: 0.6 },
});

/** The lot stands at the low or high end of 400 lots, or in their middle. */
const ranked = (figure: Figure, end: "low" | "high", prices = PRICES): Demonstration => {
  const extreme =
    end === "low" ? { lots: 400, atMost: 0, atLeast: 400 } : { lots: 400, atMost: 400, atLeast: 0 };
  return {
    planted: lotOf({ prices, history: cell({ [figure]: extreme }) }),
    twin: lotOf({ prices, history: cell({}) }),
  };
};

const priced = (planted: readonly number[], twin: readonly number[]): Demonstration => ({
  planted: lotOf({ prices: planted }),
  twin: lotOf({ prices: twin }),
});

const past = (planted: ScreeningHistory, twin: ScreeningHistory): Demonstration => ({
  planted: lotOf({ history: planted }),
  twin: lotOf({ history: twin }),
});

const pairs = (leaderWins: number, followerWins: number): PairHistory[] => [
  {
    leader: keyOf(1),
    follower: keyOf(2),
    bidderCounts: Array.from({ length: 10 }, () => 5),
    leaderWins,
    followerWins,
  },
];

const firmIn = (changes: Partial<RegisteredFirm>): RegisteredFirm => ({
  factId: "register",
  asOf: "2026-02-20",
  foundedOn: "2012-05-06",
  status: "active",
  headToken: "person-cc00000001",
  ...changes,
});

/** The register names every firm of the lot; the second one as told. */
function registered(second: Partial<RegisteredFirm>): ScreeningInput {
  const firms = [1, 2, 3, 4, 5].map((n): [string, RegisteredFirm] => [
    keyOf(n),
    firmIn({ headToken: `person-cc0000000${n}`, ...(n === 2 ? second : {}) }),
  ]);
  return lotOf({ registry: { firms: Object.fromEntries(firms), restrictions: [] } });
}

const restricted = (regimes: readonly string[]): ScreeningInput =>
  lotOf({
    regime: "procurement",
    registry: {
      firms: {},
      restrictions: [
        {
          factId: "list",
          bidder: keyOf(3),
          list: "政府采购严重违法失信行为记录名单",
          decisionNo: "云财采罚〔2025〕3号",
          authority: "云澜市财政局",
          from: "2025-06-01",
          to: "2026-05-31",
          regimes,
        },
      ],
    },
  });

/** Ten bids: nine close together, one far below. */
const FAR = [
  8_100_000, 9_501_000, 9_503_500, 9_504_000, 9_506_200, 9_507_000, 9_508_800, 9_509_100, 9_511_000,
  9_512_000,
];
/** Ten bids spread as honest ones are. */
const TEN = [
  9_012_000, 9_155_000, 9_260_000, 9_391_000, 9_420_000, 9_533_000, 9_610_000, 9_702_000, 9_815_000,
  9_911_000,
];
const BOQ = { boqMac: "3C-52-82-00-02-77", boqCpu: "BFEBFBFF000906EA", boqDisk: "WD-WCC4N77777" };
const BLANK = { mac: "00-00-00-00-00-00", disk: "None" };
const CONTACT = { contactPhone: "13955556666" };

/** Pairs of uploads in 400 lots: none within five seconds, 40 within ten minutes, of 4,000. */
const GAPS = [0, 1, 3, 4, 6, 9, 13, 21, 31, 40, 4000];

/** All upload from one network; firm 2 so many seconds after firm 1. */
function relayed(seconds: number): ScreeningInput {
  const lot = lotOf({ history: { cell: { name: "市政工程施工 · open", lots: 400, gaps: GAPS } } });
  const first = lot.bids[0]?.traces.find(({ stage }) => stage === "upload")?.at ?? "";
  const at = new Date(Date.parse(first) + seconds * 1000).toISOString();
  const bids = lot.bids.map((bid, index) =>
    index !== 1
      ? bid
      : {
          ...bid,
          traces: bid.traces.map((record) =>
            record.stage === "upload" ? { ...record, at } : record,
          ),
        },
  );
  return { ...lot, bids };
}

/** Two machines of the year before: firm 1 and an absent firm on one, these two on the other. */
const tied = (second: readonly [number, number]): ScreeningHistory => ({
  machines: {
    known: [1, 2, 3, 4, 5].map(keyOf),
    machines: [[1, 99] as const, second].map((users, index) => ({
      mac: `3C528200E0${hex(index)}`,
      users: users.map((n) => ({ firm: keyOf(n), factId: `earlier-${index}-${n}` })),
    })),
    degrees: Object.fromEntries([1, 2, 88, 99].map((n) => [keyOf(n), 2])),
    city: {
      firms: 4000,
      uses: 9000,
      shared: [
        [2, 60],
        [3, 10],
      ],
    },
  },
});

/** By indicator. */
export const DEMONSTRATIONS: Readonly<Record<string, Demonstration>> = {
  "DEV-01": shared({ mac: "3C-52-82-00-07-07", disk: "WD-WCC4N70707" }),
  "DEV-02": shared({ disk: "WD-WCC4N70707" }),
  "DEV-03": {
    planted: lotOf({ upload: { 1: { ip: "203.0.113.200" }, 2: { ip: "203.0.113.200" } } }),
    twin: lotOf({ upload: { 1: { ip: "203.0.113.200" } } }),
  },
  "DEV-04": shared({ lockNo: "LOCK-700700" }),
  "DEV-05": shared(BOQ),
  "DEV-06": shared({ caSerial: "CA-700700" }),
  "DEV-07": shared({ toolId: "TOOL-700700" }),
  "DEV-08": {
    planted: lotOf({
      download: { 1: { mac: "3C-52-82-00-07-07" } },
      upload: { 2: { mac: "3C-52-82-00-07-07" } },
    }),
    twin: lotOf({ download: { 1: { mac: "3C-52-82-00-07-07" } } }),
  },
  "DEV-09": { planted: relayed(4), twin: relayed(9 * 3600) },
  "DEV-10": shared({ payerAccount: "622299998888777", basicAccount: "622299998888777" }),
  "DEV-11": {
    planted: lotOf({
      upload: {
        1: { guaranteeNo: "GD20267001", ...CONTACT },
        2: { guaranteeNo: "GD20267003", ...CONTACT },
      },
    }),
    twin: lotOf({ upload: { 1: { guaranteeNo: "GD20267001" }, 2: { guaranteeNo: "GD20267003" } } }),
  },
  "DEV-12": {
    planted: lotOf({
      upload: { 1: { disk: "WD-WCC4N70707" } },
      decrypt: { 2: { disk: "WD-WCC4N70707" } },
    }),
    twin: lotOf({ upload: { 1: { disk: "WD-WCC4N70707" } } }),
  },
  "DEV-13": {
    planted: lotOf({ history: tied([2, 99]) }),
    twin: lotOf({ history: tied([88, 99]) }),
  },
  "DEV-14": {
    planted: lotOf({ upload: { 1: BLANK, 2: BLANK, 3: BLANK } }),
    twin: lotOf({ upload: { 1: BLANK } }),
  },
  "DEV-15": {
    planted: lotOf({ download: { 1: CONTACT }, upload: { 2: CONTACT } }),
    twin: lotOf({ download: { 1: CONTACT } }),
  },
  "REL-01": { planted: registered({ headToken: "person-cc00000001" }), twin: registered({}) },
  "REL-07": shared({ agent: "person-dd00007007" }),
  "REL-14": { planted: registered({ foundedOn: "2025-12-01" }), twin: registered({}) },
  "REL-15": { planted: registered({ status: "abnormal" }), twin: registered({}) },
  "REL-16": { planted: restricted(["procurement"]), twin: restricted(["works"]) },
  "PRC-01": ranked("cv", "low"),
  "PRC-02": ranked("spd", "low"),
  "PRC-03": ranked("diffp", "high"),
  "PRC-04": priced(FAR, TEN),
  "PRC-05": priced(FAR, TEN),
  "PRC-06": priced(FAR, TEN),
  "PRC-07": priced(FAR, TEN),
  "PRC-08": priced(FAR, TEN),
  "PRC-09": priced(
    [
      9_000_000, 9_801_000, 9_802_000, 9_803_000, 9_804_000, 9_805_000, 9_806_000, 9_807_000,
      9_808_000, 9_950_000,
    ],
    TEN,
  ),
  "PRC-10": priced([9_312_400.37, 9_312_400.37, 9_508_733, 9_701_255, 9_768_904], PRICES),
  "PRC-11": priced([9_000_000, 9_100_050, 9_200_020, 9_300_080, 9_400_010, 9_500_000], TEN),
  "PRC-14": ranked("level", "high"),
  "PRC-19": ranked("spd", "high"),
  "PRC-21": priced(FAR, TEN),
  "BEH-01": past(
    { meetings: [{ left: keyOf(1), right: keyOf(2), lots: 14, expected: 2.1 }] },
    { meetings: [{ left: keyOf(1), right: keyOf(2), lots: 4, expected: 2.1 }] },
  ),
  "BEH-03": past({ pairs: pairs(9, 0) }, { pairs: pairs(3, 1) }),
  "BEH-04": past(
    { records: [{ bidder: keyOf(2), bidderCounts: Array.from({ length: 40 }, () => 4), wins: 0 }] },
    { records: [{ bidder: keyOf(2), bidderCounts: Array.from({ length: 40 }, () => 4), wins: 9 }] },
  ),
  "BEH-05": past(
    { winners: Array.from({ length: 18 }, (_, lot) => keyOf(1 + (lot % 3))) },
    { winners: [1, 1, 2, 3, 3, 1, 2, 2, 3, 1, 1, 2].map(keyOf) },
  ),
  "BEH-07": past(
    { usual: { lots: 20, firms: [19, 18, 17].map((bids) => ({ bids, isAbsent: true })) } },
    { usual: { lots: 20, firms: [19, 18, 17].map((bids) => ({ bids, isAbsent: false })) } },
  ),
  "BEH-08": {
    planted: lotOf({ history: cell({ dropped: { lots: 400, atMost: 400, atLeast: 0 } }) }),
    twin: lotOf({ history: cell({}) }),
  },
  "BEH-10": {
    planted: lotOf({ prices: PRICES.slice(0, 2) }),
    twin: lotOf({ prices: PRICES.slice(0, 3), history: { pairs: [] } }),
  },
};
