/** The record of an opening (开标记录): what is put up for signature, line by line. Chinese by law; pure. */
import { createHash } from "node:crypto";

import type { Offer } from "../../../../contract/src/values.ts";
import { partyName } from "../../kernel/party.ts";
import type { Session, SessionBid, SessionState } from "./session.ts";

const GROUNDS = {
  bidder: "投标人原因",
  platform: "平台原因",
  certificate: "数字证书原因",
  timeOver: "超过解密时限",
} as const;

const CHECKS = {
  matches: "与截止前承诺一致",
  differs: "与截止前承诺不一致",
  late: "承诺晚于截止时间",
  unproven: "承诺在截止后才送达平台",
  missing: "没有截止前承诺可核对",
} as const;

/** 2026年3月2日 09:30:00, Asia/Shanghai. */
export function instantText(instant: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  const [year = "", month = "", day = ""] = local.slice(0, 10).split("-");
  return `${year}年${Number(month)}月${Number(day)}日 ${local.slice(11, 19)}`;
}

export function offerLine(offer: Offer | undefined): string {
  if (offer === undefined) return "未报价";
  if (offer.kind === "rate") return `费率 ${offer.percent}%`;
  if (offer.kind === "discount") return `下浮率 ${offer.percent}%`;
  const { amountMinor, currency } = offer.amount;
  const digits = amountMinor.replace("-", "").padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=(\d{3})+$)/g, ",");
  const amount = `${amountMinor.startsWith("-") ? "-" : ""}${whole}.${digits.slice(-2)}`;
  return currency === "CNY" ? `${amount}元` : `${currency} ${amount}`;
}

function bidLine({ bidder, state, offer, ground, note, check }: SessionBid, place: number): string {
  const head = `${place + 1}. ${partyName(bidder)}`;
  if (state === "failed" || state === "waiting") {
    const why = ground === undefined ? "" : `（${GROUNDS[ground]}${note ? `：${note}` : ""}）`;
    return `${head}：未解密${why}`;
  }
  const confirmed = state === "confirmed" ? "，投标人已确认" : "，投标人未作表示";
  const checked = check === undefined ? "" : `，文件${CHECKS[check]}`;
  return `${head}：${offerLine(offer)}${checked}${confirmed}`;
}

/** Whatever stands here can be read from the facts of the session. */
export function recordLines(session: Session, state: SessionState): string[] {
  const { plan, title, ocid } = session;
  const { since, objections } = state;
  const begun = since.announced ?? since.locked;
  return [
    "开标记录",
    `项目：${title}`,
    `项目编号：${ocid}　标段：${plan.lotId}`,
    `开标时间：${instantText(plan.startsAt)}　方式：${plan.mode === "online" ? "不见面开标" : "现场开标"}${plan.room === undefined ? "" : `　地点：${plan.room}`}`,
    `主持：${plan.host}`,
    `投标截止时收到投标文件 ${state.count ?? 0} 份${begun === undefined ? "" : `，${instantText(begun)} 公布投标人`}。`,
    ...state.bids.map(bidLine),
    objections.length === 0 ? "现场异议：无。" : `现场异议 ${objections.length} 件：`,
    ...objections.flatMap(({ number, at, bidder, text, answer }) => [
      `异议${number}，${instantText(at)}，${partyName(bidder)}：${text}`,
      answer === undefined ? "尚未答复。" : `答复，${instantText(answer.at)}：${answer.text}`,
    ]),
  ];
}

/** SHA-256 (hex) over the lines joined by LF. */
export const recordHash = (lines: readonly string[]): string =>
  createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");
