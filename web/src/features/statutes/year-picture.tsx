/** A year as twelve months in one calm picture: marks in words, colour only beside them. */
import { useTranslation } from "react-i18next";

import type { CalendarYearContent } from "../../../../contract/src/statutes.ts";
import { columnOf, countMarks, monthsOf, type YearDay } from "./year-days.ts";

interface PictureProps {
  readonly year: number;
  readonly notice: Pick<CalendarYearContent, "off" | "makeUp">;
  readonly next?: Pick<CalendarYearContent, "off" | "makeUp"> | undefined;
  readonly today?: string;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Weeks, Monday first. */
function weeksOf(days: readonly YearDay[]): readonly (readonly (YearDay | undefined)[])[] {
  const lead = days[0] === undefined ? 0 : columnOf(days[0].date);
  const cells: readonly (YearDay | undefined)[] = [
    ...Array.from({ length: lead }, () => undefined),
    ...days,
  ];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, column) => cells[week * 7 + column]),
  );
}

function DayCell({ day, isToday }: { readonly day: YearDay; readonly isToday: boolean }) {
  const { t } = useTranslation();
  const { date, mark, name } = day;
  const word = mark === "off" || mark === "makeUp" ? t(`statutes:mark.${mark}`) : undefined;
  const title = name ?? t(`statutes:kind.${mark}`);
  return (
    <td
      className={`day-${mark}`}
      title={`${date} ${title}`}
      aria-current={isToday ? "date" : undefined}
    >
      <span className="day-number">{Number(date.slice(8))}</span>
      {word !== undefined && (
        <span className="day-word">
          {word}
          <span className="hidden-text"> {title}</span>
        </span>
      )}
    </td>
  );
}

interface MonthProps {
  readonly days: readonly YearDay[];
  readonly month: number;
  readonly today: string | undefined;
}

function Month({ days, month, today }: MonthProps) {
  const { t } = useTranslation();
  return (
    <table className="year-month">
      <caption>{t("statutes:month", { month })}</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((day) => (
            <th key={day} scope="col">
              {t(`statutes:weekday.${day}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week) => (
          <tr key={week.find((day) => day !== undefined)?.date ?? "none"}>
            {week.map((day, column) =>
              day === undefined ? (
                <td key={WEEKDAYS[column] ?? 0} aria-hidden="true" />
              ) : (
                <DayCell key={day.date} day={day} isToday={day.date === today} />
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function YearPicture({ year, notice, next, today }: PictureProps) {
  const { t } = useTranslation();
  const months = monthsOf(year, notice, next);
  const counts = countMarks(months);
  return (
    <figure className="year-picture">
      <figcaption className="year-legend">
        <span>{t("statutes:legend.working", { count: counts.work + counts.makeUp })}</span>
        <span>
          <b className="day-word day-off-word">{t("statutes:mark.off")}</b>{" "}
          {t("statutes:legend.off", { count: counts.off })}
        </span>
        <span>
          <b className="day-word day-makeUp-word">{t("statutes:mark.makeUp")}</b>{" "}
          {t("statutes:legend.makeUp", { count: counts.makeUp })}
        </span>
        <span className="meta">{t("statutes:legend.weekend", { count: counts.weekend })}</span>
      </figcaption>
      <div className="year-months">
        {months.map((days, index) => (
          <Month key={days[0]?.date ?? index} days={days} month={index + 1} today={today} />
        ))}
      </div>
    </figure>
  );
}
