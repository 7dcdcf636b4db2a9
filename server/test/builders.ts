/** Facts for tests, honest and complete unless told otherwise. Firms and projects are invented. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { DeviceTrace } from "../../contract/src/facts/trace.ts";
import type { Money, Offer, Organisation, Party } from "../../contract/src/values.ts";

export const OPENING = "2026-05-21T09:30:00+08:00";

export const ocidOf = (code: string): string => `ocds-mj0001-${code}`;

/** The n-th of the invented firms. */
export const firm = (n: number): Organisation => ({
  kind: "organisation",
  name: `云澜第${n}建设有限公司`,
});

export const yuan = (fen: number): Money => ({ amountMinor: String(fen), currency: "CNY" });
export const total = (fen: number): Offer => ({ kind: "total", amount: yuan(fen) });

/** The n-th firm's own machine and contacts. */
export const ownTrace = (n: number): DeviceTrace => ({
  ip: `203.0.113.${n}`,
  mac: `3C-52-82-00-10-${n.toString(16).toUpperCase().padStart(2, "0")}`,
  cpu: "BFEBFBFF000906EA",
  disk: `WD-WCC4N${100_000 + n}`,
  contactPhone: `139${10_000_000 + n * 37}`,
});

type Payload = Readonly<Record<string, unknown>>;
type Changes = Partial<Omit<FactInput, "payload">>;

interface Standard {
  readonly kind: string;
  readonly code: string;
  /** Last part of the sourceId. */
  readonly name: string;
  readonly occurredAt: string;
  readonly payload: Payload;
}

function fact({ kind, code, name, occurredAt, payload }: Standard, changes: Changes): FactInput {
  return {
    kind,
    sourceId: `${code}/${name}`,
    subject: ocidOf(code),
    occurredAt,
    payload,
    ...changes,
  };
}

/** Tender notice of an open works tender, opened on OPENING. */
export const aNotice = (code: string, payload: Payload = {}, changes: Changes = {}): FactInput =>
  fact(
    {
      kind: "procurement.notice-published",
      code,
      name: "notice",
      occurredAt: "2026-05-01T09:00:00+08:00",
      payload: {
        noticeType: "tenderNotice",
        title: `云澜市${code}号道路改造工程施工招标公告`,
        regime: "works",
        method: "open",
        industry: "housing",
        place: { code: "999901", name: "云澜市" },
        procuringEntity: { kind: "organisation", name: "云澜市市政工程中心" },
        lots: [{ lotId: "1", ceilingPrice: yuan(1_250_000_000) }],
        bidDeadline: OPENING,
        openingAt: OPENING,
        venue: "开标一室",
        ...payload,
      },
    },
    changes,
  );

/** Sealed bid of the n-th firm. */
export const aBidReceived = (code: string, n: number, payload: Payload = {}): FactInput =>
  fact(
    {
      kind: "procurement.bid-received",
      code,
      name: `receipt/${n}`,
      occurredAt: `2026-05-20T1${n % 10}:00:00+08:00`,
      payload: { lotId: "1", bidder: firm(n), trace: ownTrace(n), ...payload },
    },
    {},
  );

/** Any other fact about lot 1 of a process. */
// oxlint-disable-next-line max-params -- read as a sentence: code, kind, content, changes
export const aLotFact = (
  code: string,
  kind: string,
  payload: Payload,
  changes: Changes = {},
): FactInput =>
  fact(
    {
      kind: `procurement.${kind}`,
      code,
      name: kind,
      occurredAt: "2026-05-21T10:00:00+08:00",
      payload: { lotId: "1", ...payload },
    },
    changes,
  );

/** The bids of these firms, read out at OPENING. */
export const bidsOpened = (
  code: string,
  bids: readonly { bidder: Party; fen: number }[],
): FactInput =>
  aLotFact(
    code,
    "bids-opened",
    { bids: bids.map(({ bidder, fen }) => ({ bidder, offer: total(fen), status: "valid" })) },
    { occurredAt: OPENING },
  );

export const honestBids = (...numbers: number[]) =>
  numbers.map((n) => ({ bidder: firm(n), fen: 1_180_000_000 + n * 3_777_777 }));

export const anAward = (code: string, n: number): FactInput =>
  aLotFact(
    code,
    "award-decided",
    { supplier: firm(n), offer: total(1_180_000_000 + n * 3_777_777) },
    { occurredAt: "2026-05-28T10:00:00+08:00" },
  );

/** Which department handles leads of housing works. */
const HOUSING_BUREAU = { id: "housing", name: "云澜市住房和城乡建设局" };

/** A duty of the housing bureau for housing works; `industry: undefined` is any. */
export const aDuty = (payload: Payload = {}): FactInput => {
  const all: Payload & { matter: string; industry?: string; department: { id: string } } = {
    matter: "lead",
    regime: "works",
    industry: "housing",
    department: HOUSING_BUREAU,
    legalBasis: "招标投标法实施条例第4条",
    validFrom: "2020-01-01",
    ...payload,
  };
  const { matter, industry = "any", department } = all;
  return {
    kind: "duties.duty-listed",
    sourceId: `duty/${matter}/${industry}/${department.id}`,
    subject: `duty:${matter}-${industry}-${department.id}`,
    occurredAt: "2026-01-01T00:00:00+08:00",
    payload: all,
  };
};

/** A whole honest process: notice, three receipts, opening, award. */
export const honestProcess = (code: string): FactInput[] => [
  aNotice(code),
  aBidReceived(code, 1),
  aBidReceived(code, 2),
  aBidReceived(code, 3),
  bidsOpened(code, honestBids(1, 2, 3)),
  anAward(code, 1),
];

/** A lot with one machine behind two bids and two offers equal to the cent: it becomes a lead. */
export const sharedDeviceProcess = (code: string): FactInput[] => [
  aNotice(code),
  aBidReceived(code, 1),
  aBidReceived(code, 2, { trace: { ...ownTrace(1), ip: "203.0.113.2" } }),
  aBidReceived(code, 3),
  aBidReceived(code, 4),
  bidsOpened(code, [
    { bidder: firm(1), fen: 1_183_777_713 },
    { bidder: firm(2), fen: 1_183_777_713 },
    ...honestBids(3, 4),
  ]),
];
