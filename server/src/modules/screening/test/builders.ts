/** Lots for tests: honest unless told otherwise, so that a test shows only what matters to it. */
import type { DeviceTrace } from "../../../../../contract/src/facts/trace.ts";
import type { IndicatorResult } from "../../../../../contract/src/screening.ts";
import type { Money, Offer, Organisation, Party } from "../../../../../contract/src/values.ts";
import { partyKey } from "../../../kernel/party.ts";
import { screenLot } from "../engine.ts";
import type { ScreeningBid, ScreeningInput, Seen, TraceRecord, TraceStage } from "../input.ts";

export const yuan = (amount: number): Money => ({
  amountMinor: String(Math.round(amount * 100)),
  currency: "CNY",
});

export const total = (amount: number): Offer => ({ kind: "total", amount: yuan(amount) });

/** The n-th of the invented firms. */
export const firm = (n: number): Organisation => ({
  kind: "organisation",
  name: `云澜第${n}建设有限公司`,
});

export const consortium = (...members: Organisation[]): Party => ({
  kind: "consortium",
  name: "云澜联合体",
  members,
});

const hex = (n: number): string => n.toString(16).toUpperCase().padStart(2, "0");

/** The n-th firm's own machine, address and contacts. */
export const ownTrace = (n: number): DeviceTrace => ({
  ip: `203.0.${n >> 8}.${n & 255}`,
  mac: `3C-52-82-00-${hex(n >> 8)}-${hex(n & 255)}`,
  cpu: "BFEBFBFF000906EA",
  disk: `WD-WCC4N${100_000 + n}`,
  contactPhone: `139${10_000_000 + n * 37}`,
  contactEmail: `bid${n}@firm${n}.example.cn`,
});

export const UPLOADED_AT = "2026-03-01T10:00:00+08:00";

interface TraceOptions {
  readonly stage?: TraceStage;
  readonly at?: string | null;
  readonly by?: Party;
}

/** One trace; `at: null` leaves the time out. */
export function aTrace(
  trace: DeviceTrace,
  { stage = "upload", at = UPLOADED_AT, by }: TraceOptions = {},
): TraceRecord {
  return {
    stage,
    factId: `fact-${stage}-${trace.mac ?? trace.ip ?? "none"}`,
    trace,
    ...(at === null ? {} : { at }),
    ...(by === undefined ? {} : { by }),
  };
}

export type BidChanges = Partial<Omit<ScreeningBid, "key" | "offer">> & {
  readonly offer?: Offer | null;
  /** Changes of the upload trace. */
  readonly trace?: DeviceTrace;
};

/** Bid of the n-th firm with one upload; `offer: null` leaves the offer out. */
export function aBid(n: number, { trace, offer, ...changes }: BidChanges = {}): ScreeningBid {
  const party = changes.party ?? firm(n);
  const shown =
    offer === undefined ? total(1_000_000 + ((n * n * 37 + n * 11) % 101) * 1_237.37) : offer;
  return {
    party,
    key: partyKey(party),
    status: "valid",
    openedFactId: "fact-opened",
    path: `bids.${n}`,
    traces: [aTrace({ ...ownTrace(n), ...trace })],
    ...(shown === null ? {} : { offer: shown }),
    ...changes,
  };
}

/** Nobody else ever used any value, in a city of 5,000 firms. */
export const unseen = (): Seen => ({ firms: 0, total: 5000 });

/** A works lot of 2026 in an invented city, of five honest bids. */
export function aLot(changes: Partial<ScreeningInput> = {}): ScreeningInput {
  return {
    ocid: "ocds-mj0001-test",
    lotId: "1",
    regime: "works",
    method: "open",
    place: { code: "999901", name: "云澜市" },
    openedAt: "2026-03-02T09:30:00+08:00",
    bids: [1, 2, 3, 4, 5].map((n) => aBid(n)),
    register: [],
    seen: unseen,
    history: {},
    ...changes,
  };
}

export const FUJIAN = { code: "350100", name: "福建省福州市" };
export const ZHANGZHOU = { code: "350600", name: "福建省漳州市" };
export const GANSU = { code: "620100", name: "甘肃省兰州市" };

/** Result of one indicator. */
export function resultOf(input: ScreeningInput, id: string): IndicatorResult {
  const found = screenLot(input).results.find(({ indicator }) => indicator === id);
  if (found === undefined) throw new Error(`No result of ${id}`);
  return found;
}
