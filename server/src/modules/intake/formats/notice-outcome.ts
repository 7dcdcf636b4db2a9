/** Openings, results and contracts that a notice states in words → payloads of facts. */
import type { Offer, Party } from "../../../../../contract/src/values.ts";
import { textOf } from "./json-values.ts";
import { evaluationParts, othersOf } from "./notice-evaluation.ts";
import { type NoticePart, type NoticeText, openingTime } from "./notice-parts.ts";
import { type NoticeTable, type TableRow, tablesIn } from "./notice-tables.ts";
import {
  bareName,
  fieldOf,
  isOrganisationName,
  moneyIn,
  offerIn,
  timeBehind,
} from "./notice-text.ts";
import { chineseBidder, clip } from "./parties.ts";
import { dayOf } from "./time.ts";

const bidderOf = (row: TableRow, notice: NoticeText): Party =>
  chineseBidder(row.name, row.code, notice.personKey);

const MAX_BIDS = 5000;

/** Opening record: every bidder of the table. */
export function openingParts(notice: NoticeText): NoticePart[] {
  const rows = tablesIn(notice.lines, notice.zone).flatMap((table) => table.rows);
  if (rows.length === 0) return [];
  const occurredAt = openingTime(notice);
  const parts: NoticePart[] = [];
  for (let from = 0; from < rows.length; from += MAX_BIDS) {
    const bids = rows.slice(from, from + MAX_BIDS).map((row) => ({
      bidder: bidderOf(row, notice),
      ...(row.offer === undefined ? {} : { offer: row.offer }),
      status: row.notDecrypted ? "notDecrypted" : "valid",
      ...(row.receivedAt === undefined ? {} : { receivedAt: row.receivedAt }),
    }));
    const name = from === 0 ? "opened" : `opened:${from / MAX_BIDS + 1}`;
    parts.push({ kind: "bids-opened", name, occurredAt, payload: { lotId: notice.lotId, bids } });
  }
  return parts;
}

/** Result notice: failure, candidates (with the whole evaluation if it is told) or award. */
export function resultParts(notice: NoticeText): NoticePart[] {
  const tables = tablesIn(notice.lines, notice.zone);
  if (isCandidateNotice(notice, tables)) return candidateParts(notice, tables);
  const winners = winnersOf(notice, tables);
  if (winners.length === 0) return failureParts(notice);
  return winners.map(({ supplier, offer }, index) => ({
    kind: "award-decided",
    name: index === 0 ? "award" : `award:${index + 1}`,
    occurredAt: notice.publishedAt,
    payload: { lotId: notice.lotId, supplier, ...(offer === undefined ? {} : { offer }) },
  }));
}

/** True if the notice announces candidates, not a winner. */
function isCandidateNotice(notice: NoticeText, tables: readonly NoticeTable[]): boolean {
  const names = `${notice.title} ${notice.lines[0] ?? ""}`;
  if (/候选人|评标结果/u.test(names)) return true;
  if (/中标结果|成交结果/u.test(notice.title)) return false;
  const heads = tables[0]?.heads ?? [];
  return heads.some((head) => /候选人/u.test(head)) || /候选人排序第一名/u.test(notice.flat);
}

interface Winner {
  readonly supplier: Party;
  readonly offer?: Offer;
}

function winnersOf(notice: NoticeText, tables: readonly NoticeTable[]): Winner[] {
  const rows = tables[0]?.rows ?? [];
  if (rows.length > 0) {
    const seen = new Set<string>();
    return rows
      .filter((row) => !seen.has(row.name) && seen.add(row.name))
      .map((row) => ({
        supplier: bidderOf(row, notice),
        ...(row.offer === undefined ? {} : { offer: row.offer }),
      }));
  }
  const name =
    namedOrganisation(notice.lines, WINNER_LABELS) ??
    namedOrganisation(sectionOf(notice.lines, "中标人信息"), ["单位名称"]);
  if (name === undefined) return [];
  const label = AMOUNT_LABELS.find((words) => fieldOf(notice.lines, [words]) !== undefined);
  const stated = label === undefined ? undefined : fieldOf(notice.lines, [label]);
  const offer = offerIn(stated?.replace(/[（(]费率、单价等[)）]/u, ""), label ?? "");
  return [
    {
      supplier: chineseBidder(name, undefined, notice.personKey),
      ...(offer === undefined ? {} : { offer }),
    },
  ];
}

const WINNER_LABELS = [
  "中标人",
  "中标单位",
  "中标人名称",
  "(?:中标|成交|中标（成交）|中标成交)供应商(?:名称)?",
  "成交人",
  "成交单位",
  "受让方(?:名称)?",
  "供应商名称",
];
const AMOUNT_LABELS = [
  "投标总报价中标价格",
  "中标价格?",
  "中标金额",
  "(?:中标|成交|中标（成交）)金额",
  "成交价格?",
  "总中标成交金额",
];

function namedOrganisation(
  lines: readonly string[],
  labels: readonly string[],
): string | undefined {
  for (const label of labels) {
    const value = fieldOf(lines, [label]);
    const name = bareName((value ?? "").split(/\s{2,}|（含|地址/u)[0] ?? "");
    if (isOrganisationName(name)) return name;
  }
  return undefined;
}

const sectionOf = (lines: readonly string[], head: string): readonly string[] => {
  const at = lines.indexOf(head);
  return at < 0 ? [] : lines.slice(at + 1, at + 12);
};

function failureParts(notice: NoticeText): NoticePart[] {
  const isFailed =
    /废标|流标|终止/u.test(notice.title) ||
    /本项目流标|项目(?:予以)?废标|作废标处理|无（废标）|采购活动终止/u.test(notice.flat);
  if (!isFailed) return [];
  const tooFew = /不足[三3]家|少于[三3]家|不足[三3]个/u.test(notice.flat);
  const detail = fieldOf(notice.lines, ["废标理由", "流标原因", "终止原因", "废标原因"]);
  return [
    {
      kind: "tender-failed",
      name: "failed",
      occurredAt: notice.publishedAt,
      payload: {
        lotId: notice.lotId,
        reason: tooFew ? "tooFewBids" : "other",
        ...(detail === undefined ? {} : { detail: clip(detail, 1000) }),
      },
    },
  ];
}

function candidateParts(notice: NoticeText, tables: readonly NoticeTable[]): NoticePart[] {
  const rows = tables[0]?.rows ?? rankedLines(notice);
  if (rows.length === 0) return [];
  // Candidates without order all have the first rank.
  const isUnordered = /排序不分先后|不排序|排名不分先后/u.test(notice.flat);
  const candidates = rows.slice(0, 50).map((row, index) => ({
    rank: row.rank ?? (isUnordered ? 1 : index + 1),
    bidder: bidderOf(row, notice),
    ...(row.offer === undefined ? {} : { offer: row.offer }),
  }));
  const others = othersOf(notice);
  const published: NoticePart = {
    kind: "candidates-published",
    name: "candidates",
    occurredAt: notice.publishedAt,
    payload: { lotId: notice.lotId, candidates, ...disclosureOf(notice) },
  };
  return others.length === 0 ? [published] : [...evaluationParts(notice, rows, others), published];
}

/** "第一名. 某某公司 下浮比例：24.91%" without a table head. */
function rankedLines(notice: NoticeText): TableRow[] {
  const ranked =
    /第([一二三四五])名[.．、:：\s]*([^第%]{4,60}?公司)\s*(下浮比例|费率|报价)?[:：\s]*([\d.,]+%?)?/gu;
  return [...notice.flat.matchAll(ranked)].map((match) => {
    const [, rank = "", name = "", label = "", value] = match;
    const offer = offerIn(value, label);
    return {
      name: bareName(name),
      rank: "一二三四五".indexOf(rank) + 1,
      cells: [],
      notDecrypted: false,
      ...(offer === undefined ? {} : { offer }),
    };
  });
}

function disclosureOf(notice: NoticeText) {
  const day = "(\\d{4}[年-]\\d{1,2}[月-]\\d{1,2})日?";
  const flat = notice.flat.replaceAll(/\s+/gu, "");
  const span =
    new RegExp(`公示(?:期|时间)[:：]?${day}[^至]{0,12}至${day}`, "u").exec(flat) ??
    new RegExp(`公示开始时间[:：]?${day}.{0,12}?公示结束时间[:：]?${day}`, "u").exec(flat);
  const [from, to] = [span?.[1], span?.[2]].map((text) =>
    dayOf((text ?? "").replaceAll(/[年月]/gu, "-")),
  );
  return from === undefined || to === undefined ? {} : { disclosureFrom: from, disclosureTo: to };
}

/** Contract notice: parties, amount (0 means not told), day of signature. */
export function contractParts(notice: NoticeText): NoticePart[] {
  const told = (label: string) =>
    textOf(notice.structured[label]) ?? fieldOf(notice.lines, [label]);
  const supplier = told("中标（成交）供应商名称");
  const signedAt = told("合同签署时间");
  const signedOn = dayOf((signedAt ?? "").slice(0, 10));
  if (supplier === undefined || signedOn === undefined || notice.projectCode === undefined)
    return [];
  const amount = moneyIn(told("合同金额"));
  return [
    {
      kind: "contract-signed",
      name: "contract",
      occurredAt: timeBehind(signedAt ?? "", ["^"], notice.zone) ?? notice.publishedAt,
      payload: {
        lotId: notice.lotId,
        contractNo: clip(notice.projectCode, 120),
        supplier: chineseBidder(supplier, undefined, notice.personKey),
        ...(amount === undefined ? {} : { amount }),
        signedOn,
        title: clip(notice.title, 400),
      },
    },
  ];
}
