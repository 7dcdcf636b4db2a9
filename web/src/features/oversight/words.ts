/** Amounts, shares and dates of the board in words. */
import { useTranslation } from "react-i18next";

import type { Share } from "../../../../contract/src/oversight-values.ts";
import type { BoardRow } from "../../../../contract/src/oversight.ts";
import { dayAndTime, daysBetween } from "../../ui/dates.ts";
import { useToday } from "../../ui/use-today.ts";

export const percent = (share: number): number => Math.round(share * 100);

export const shareOf = ({ k, n }: Share): number => (n === 0 ? 0 : k / n);

/** Without the name of the city: that is how people call their departments. */
export const shortUnit = (name: string): string => name.replace(/^.{2,4}?[市区县](?=.)/u, "");

/** `10-14`: the year stands in the head of the page. */
export const shortDay = (day: string): string => day.slice(5);

export function useBoardWords() {
  const { t } = useTranslation();
  const today = useToday();
  const amount = ({ count, countOf }: Pick<BoardRow, "count" | "countOf">) =>
    t(`oversight:amount.${countOf}`, { count });
  return {
    amount,
    tag: (row: BoardRow) => t(`oversight:situationTag.${row.situation}`, { amount: amount(row) }),
    /** Up to two lines of dates. */
    times(row: BoardRow): readonly string[] {
      const expected =
        row.expectedOn === undefined
          ? undefined
          : t(
              row.expectedOn < today ? "oversight:time.expectedPassed" : "oversight:time.expected",
              { day: shortDay(row.expectedOn) },
            );
      const lines = [
        row.dueOn && t("oversight:time.due", { day: shortDay(row.dueOn) }),
        row.days.length > 0 ? row.days.map(shortDay).join("、") : undefined,
        row.businessOn && t("oversight:time.business", { day: shortDay(row.businessOn) }),
        row.since === undefined
          ? undefined
          : row.days.length > 0
            ? t("oversight:time.transit", { count: daysBetween(row.since, today) })
            : t("oversight:time.since", { day: shortDay(row.since) }),
        expected,
        row.toldAt && t("oversight:time.told", { at: shortDay(dayAndTime(row.toldAt)) }),
        row.recordedAt &&
          t("oversight:time.recorded", { at: shortDay(dayAndTime(row.recordedAt)) }),
        row.likeNumber && t("oversight:time.like", { number: row.likeNumber }),
      ];
      return lines.filter((line): line is string => line !== undefined && line !== "");
    },
    /** Clues in words; kinds of facts, which stand among them, have none. */
    signs: (row: BoardRow) =>
      row.signs.filter((sign) => !sign.includes(".")).map((sign) => t(`oversight:sign.${sign}`)),
  };
}
