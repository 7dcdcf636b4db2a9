/**
 * The right of reply: no effect on a firm before it had a notice and its time (行政处罚法第44、45条, by analogy for
 * publication, credit and score). Sealing and referral are no effects. Pure.
 */
import type { Hearing, HearingNotice, Hold } from "../../../../contract/src/followup.ts";
import { dayAfter, type PlainDate } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { REPLY_DAYS_MIN } from "./settings.ts";

export type NoticeStep = Pick<HearingNotice, "firmKey" | "replyBy"> & {
  readonly replied: boolean;
};

export interface HeardFirm {
  readonly key: string;
  readonly name: string;
}

/** A hold stands up to and with its last day. */
export const holdStands = ({ until }: Pick<Hold, "until">, today: PlainDate): boolean =>
  until >= today;

/** Where a firm stands; of several notices the one that went furthest counts. */
export function hearingOf(
  { key, name }: HeardFirm,
  {
    notices,
    isHeld,
    today,
  }: {
    readonly notices: readonly NoticeStep[];
    readonly isHeld: boolean;
    readonly today: PlainDate;
  },
): Hearing {
  const own = notices.filter(({ firmKey }) => firmKey === key);
  const answer = (state: Hearing["state"]): Hearing => ({ firm: name, firmKey: key, state });
  if (own.some(({ replied }) => replied)) return answer("heard");
  if (own.some(({ replyBy }) => replyBy < today)) return answer("lapsed");
  if (isHeld) return answer("held");
  return answer(own.length > 0 ? "waiting" : "none");
}

const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, "");

/** Firms that a text names, however it is spaced or bracketed. */
export function namedFirms<Firm extends { readonly words: readonly string[] }>(
  text: string,
  firms: readonly Firm[],
): readonly Firm[] {
  const searched = plain(text);
  return firms.filter(({ words }) =>
    words.some((word) => plain(word) !== "" && searched.includes(plain(word))),
  );
}

/**
 * @throws RuleViolation followup.not-heard with the firms, and whether the notice is missing (`notice`) or still runs
 *   (`reply`, with its last day)
 */
export function requireHeard(
  hearings: readonly Hearing[],
  notices: readonly Pick<HearingNotice, "firmKey" | "replyBy">[],
): void {
  const open = hearings.filter(({ state }) => state === "none" || state === "waiting");
  if (open.length === 0) return;
  const isMissing = open.some(({ state }) => state === "none");
  const days = notices
    .filter(({ firmKey }) => open.some((one) => one.firmKey === firmKey))
    .map(({ replyBy }) => replyBy);
  throw new RuleViolation(isMissing ? "followup.not-heard" : "followup.reply-runs", {
    firms: open.map(({ firm }) => firm).join("、"),
    ...(isMissing ? {} : { day: days.toSorted().at(-1) ?? "" }),
  });
}

/** @throws RuleViolation followup.too-short, naming the first day that is allowed */
export function requireReplyTime(replyBy: PlainDate, today: PlainDate): void {
  const first = dayAfter(today, REPLY_DAYS_MIN);
  if (replyBy < first)
    throw new RuleViolation(
      "followup.too-short",
      { day: first },
      {
        status: 422,
        errors: [{ path: "body.replyBy", code: "followup.too-short", params: { day: first } }],
      },
    );
}
