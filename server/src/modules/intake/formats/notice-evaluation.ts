/** Result notices that name every bidder: the bids read out, and the evaluation. */
import type { Offer } from "../../../../../contract/src/values.ts";
import { ceilingOf, type NoticePart, type NoticeText, openingTime } from "./notice-parts.ts";
import type { TableRow } from "./notice-tables.ts";
import { isOrganisationName, moneyIn, offerIn } from "./notice-text.ts";
import { chineseBidder, clip } from "./parties.ts";

export interface OtherBidder {
  readonly name: string;
  readonly offer?: Offer;
  readonly score?: string;
  readonly reviewed?: string;
  readonly isRejected: boolean;
  readonly reason?: string;
}

/** Evaluation of the bidders that are no candidates: name, price(reason), reviewed price(reason), score. */
export function othersOf(notice: NoticeText): OtherBidder[] {
  const from = notice.lines.findIndex((line) => /^其他投标人.*评审情况/u.test(line));
  if (from < 0) return [];
  const others: OtherBidder[] = [];
  for (let at = from + 1; at + 3 < notice.lines.length; at++) {
    const cells = notice.lines.slice(at, at + 4);
    const [name = ""] = cells;
    if (name.startsWith("附注")) break;
    if (!isOrganisationName(name)) continue;
    others.push(otherBidder(cells));
    at += 3;
  }
  return others;
}

function otherBidder(cells: readonly string[]): OtherBidder {
  const [name = "", price = "", reviewed = "", score = ""] = cells;
  const isRejected = /^0(?:\.0+)?\s*(?:元|$)/u.test(reviewed) || price.startsWith("否决");
  const offer = offerIn(/^[\d.,]+\s*(?:万元|元)/u.exec(price)?.[0], "");
  const stated = {
    name,
    ...(offer === undefined ? {} : { offer }),
    reviewed: /^[\d.,]+\s*(?:万元|元)?/u.exec(reviewed)?.[0] ?? "",
    isRejected,
  };
  if (!isRejected) return /^\d{1,3}(?:\.\d+)?$/.test(score) ? { ...stated, score } : stated;
  const reason = /^[^(（]*[(（](.{2,})[)）]$/u.exec(price)?.[1];
  return reason === undefined ? stated : { ...stated, reason };
}

/** The bids read out and the evaluation, where a result notice names every bidder. */
export function evaluationParts(
  notice: NoticeText,
  candidates: readonly TableRow[],
  others: readonly OtherBidder[],
): NoticePart[] {
  const all = [
    ...candidates.map((row) => ({ ...row, isRejected: false, reason: undefined })),
    ...others,
  ];
  const bidders = all.map((row) => ({
    ...row,
    bidder: chineseBidder(row.name, undefined, notice.personKey),
  }));
  const ceilingPrice = ceilingOf(notice);
  const opened = {
    lotId: notice.lotId,
    ...(ceilingPrice === undefined ? {} : { ceilingPrice }),
    bids: bidders.map((row) => ({
      bidder: row.bidder,
      ...(row.offer === undefined ? {} : { offer: row.offer }),
      status: "valid",
    })),
  };
  const ranking = bidders.map((row) => {
    const reviewedPrice = row.isRejected ? undefined : moneyIn(row.reviewed, "（元）");
    return {
      bidder: row.bidder,
      ...("rank" in row && row.rank !== undefined ? { rank: row.rank } : {}),
      ...(row.score === undefined ? {} : { score: row.score }),
      ...(reviewedPrice === undefined ? {} : { reviewedPrice }),
      ...(row.offer === undefined ? {} : { offer: row.offer }),
      status: row.isRejected ? "disqualified" : "valid",
      ...(row.reason === undefined ? {} : { statusReason: clip(row.reason, 1000) }),
    };
  });
  return [
    { kind: "bids-opened", name: "opened", occurredAt: openingTime(notice), payload: opened },
    {
      kind: "evaluation-completed",
      name: "evaluation",
      occurredAt: notice.publishedAt,
      payload: { lotId: notice.lotId, ranking },
    },
  ];
}
