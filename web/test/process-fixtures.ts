/** Invented contracting processes behind the invented leads. */
import type { LeadRow } from "../../contract/src/leads.ts";
import type { LotView, ProcessView } from "../../contract/src/processes.ts";
import { factId, leadView, left } from "./fixtures.ts";

const total = { amountMinor: "6126432500", currency: "CNY" };

const lot = (row: LeadRow): LotView => ({
  lotId: row.lotId,
  title: "施工总承包",
  ceilingPrice: { amountMinor: "6480000000", currency: "CNY" },
  state: "awarded",
  openedAt: "2026-09-29T09:30:00+08:00",
  bids: leadView(row).bids.map(({ bidder, status, offer, rank, receivedAt }) => ({
    bidder,
    status,
    ...(offer === undefined ? {} : { offer }),
    ...(rank === undefined ? {} : { rank }),
    ...(receivedAt === undefined ? {} : { receivedAt }),
  })),
  candidates: [{ rank: 1, bidder: left, offer: { kind: "total", amount: total } }],
  award: {
    supplier: left,
    offer: { kind: "total", amount: total },
    at: "2026-10-12T15:00:00+08:00",
  },
});

const events = (row: LeadRow): ProcessView["events"] => [
  {
    at: "2026-09-01T09:00:00+08:00",
    kind: "procurement.notice-published",
    factId: factId(11),
    leafIndex: 1190012,
    detail: "tenderNotice",
    text: `${row.title}招标公告`,
  },
  {
    at: "2026-09-29T09:30:00+08:00",
    kind: "procurement.bids-opened",
    factId: factId(12),
    leafIndex: 1200398,
    lotId: row.lotId,
  },
  {
    at: "2026-10-12T15:00:00+08:00",
    kind: "procurement.award-decided",
    factId: factId(13),
    lotId: row.lotId,
  },
];

export function processView(row: LeadRow): ProcessView {
  return {
    process: {
      ocid: row.ocid,
      title: row.title,
      regime: "works",
      industry: "housing",
      place: "云澜市",
      procuringEntity: "云澜市城西建设投资有限公司",
      state: "awarded",
      publishedAt: "2026-09-01T09:00:00+08:00",
      openingAt: "2026-09-29T09:30:00+08:00",
      lots: 1,
    },
    method: "open",
    procurementAgency: "诚衡招标代理有限公司",
    venue: "云澜市公共资源交易中心开标二室",
    bidDeadline: "2026-09-29T09:00:00+08:00",
    lots: [lot(row)],
    events: events(row),
    leads: [{ id: row.id, number: row.number, state: row.state }],
  };
}
