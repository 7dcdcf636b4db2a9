/** What the readers of a notice share: its text, the parts of a fact, ceiling and opening. */
import type { Money } from "../../../../../contract/src/values.ts";
import type { JsonObject } from "./json-values.ts";
import { fieldOf, moneyIn, timeBehind } from "./notice-text.ts";

/** What the parts of a notice share. */
export interface NoticeText {
  readonly lines: readonly string[];
  readonly flat: string;
  readonly title: string;
  readonly zone: string;
  readonly personKey: string;
  readonly lotId: string;
  readonly publishedAt: string;
  readonly structured: JsonObject;
  readonly projectCode: string | undefined;
}

export interface NoticePart {
  readonly kind: string;
  readonly name: string;
  readonly occurredAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const CEILING_LABELS = [
  "投标最高限价",
  "招标控制价",
  "最高投标限价",
  "最高限价(?:（如有）)?",
  "控制价",
];

/** Ceiling price; a ceiling that is a percentage is none. */
export function ceilingOf(notice: Pick<NoticeText, "lines">): Money | undefined {
  for (const label of CEILING_LABELS) {
    const value = fieldOf(notice.lines, [label]);
    if (value === undefined || /[%％]/u.test(value)) continue;
    const money = moneyIn(value);
    if (money !== undefined) return money;
  }
  return undefined;
}

/** Time of the opening; a bare day on the day of the notice takes the time of the notice. */
export function openingTime(notice: NoticeText): string {
  const stated =
    timeBehind(notice.flat, ["开标时间\\s*[:：]?\\s*", "开启时间\\s*[:：]?\\s*"], notice.zone) ??
    compactOpening(notice);
  if (stated === undefined) return notice.publishedAt;
  const isBareDay = stated.includes("T00:00:00");
  return isBareDay && stated.slice(0, 10) === notice.publishedAt.slice(0, 10)
    ? notice.publishedAt
    : stated;
}

/** "20260313 - 09:30:00". */
function compactOpening(notice: NoticeText): string | undefined {
  const match = /开标时间[:：]?\s*(\d{4})(\d{2})(\d{2})\s*-\s*(\d{2}:\d{2})/u.exec(notice.flat);
  if (match === null) return undefined;
  const [, year, month, day, clock] = match;
  return timeBehind(`${year}-${month}-${day} ${clock}`, ["^"], notice.zone);
}
