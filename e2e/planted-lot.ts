/** A lot whose two bidders used one machine and offered one price: what the screening must find. */
import type { FactInput } from "../contract/src/facts/fact.ts";

const firm = (name: string) => ({ kind: "organisation", name }) as const;
const FIRMS = ["云澜青石建设有限公司", "云澜白露市政工程有限公司", "云澜远岫路桥有限公司"].map(
  firm,
);
const TRACES = [
  { ip: "203.0.113.77", mac: "3C-52-82-11-22-33", cpu: "BFEBFBFF000A0671", disk: "S3Z8NB0K701234" },
  { ip: "203.0.113.77", mac: "3C-52-82-11-22-33", cpu: "BFEBFBFF000A0671", disk: "S3Z8NB0K701234" },
  {
    ip: "198.51.100.20",
    mac: "3C-52-82-44-55-66",
    cpu: "BFEBFBFF000906EA",
    disk: "S3Z8NB0K709999",
  },
];
const OFFERS = ["1187650000", "1187650000", "1201330000"];

const iso = (time: number) => new Date(time).toISOString();
const HOUR_MS = 3_600_000;

export interface PlantedProject {
  readonly ocid: string;
  readonly title: string;
}

export function plantedLot(now: number, { ocid, title }: PlantedProject): readonly FactInput[] {
  const opening = now - HOUR_MS;
  const base = { subject: ocid };
  const key = ocid.toLowerCase();
  const notice: FactInput = {
    ...base,
    kind: "procurement.notice-published",
    sourceId: `${key}/notice`,
    occurredAt: iso(now - 24 * 25 * HOUR_MS),
    payload: {
      noticeType: "tenderNotice",
      title,
      regime: "works",
      method: "open",
      industry: "housing",
      place: { name: "云澜市" },
      procuringEntity: firm("云澜市住房和城乡建设局"),
      lots: [{ lotId: "1", ceilingPrice: { amountMinor: "1290000000", currency: "CNY" } }],
      bidDeadline: iso(opening),
      openingAt: iso(opening),
    },
  };
  const receipts = FIRMS.map((bidder, index): FactInput => ({
    ...base,
    kind: "procurement.bid-received",
    sourceId: `${key}/bid/${index}`,
    occurredAt: iso(opening - (index + 1) * HOUR_MS),
    payload: { lotId: "1", bidder, trace: TRACES[index] },
  }));
  const opened: FactInput = {
    ...base,
    kind: "procurement.bids-opened",
    sourceId: `${key}/opening`,
    occurredAt: iso(opening),
    payload: {
      lotId: "1",
      bids: FIRMS.map((bidder, index) => ({
        bidder,
        offer: { kind: "total", amount: { amountMinor: OFFERS[index], currency: "CNY" } },
        status: "valid",
      })),
    },
  };
  return [notice, ...receipts, opened];
}
