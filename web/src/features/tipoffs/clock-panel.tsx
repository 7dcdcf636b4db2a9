/** The city's promise, day by day. */
import { useTranslation } from "react-i18next";

import type { TipoffView } from "../../../../contract/src/tipoffs.ts";
import { Panel } from "../../ui/panel.tsx";
import { useToday } from "../../ui/use-today.ts";
import { DueTag } from "./words.tsx";

type Day = TipoffView["strip"][number];

function DayCell({ day, isToday }: { readonly day: Day; readonly isToday: boolean }) {
  const { t } = useTranslation();
  const { date, kind, n, name, isDue } = day;
  const word = n === undefined ? (name ?? t(`tipoffs:day.${kind}`)) : String(n);
  const classes = ["tipoff-cell", kind, isDue === true ? "due" : "", isToday ? "today" : ""];
  return (
    <li className={classes.join(" ").trim()}>
      <time dateTime={date}>{date.slice(5)}</time>
      <b>{word}</b>
    </li>
  );
}

export function ClockPanel({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  const today = useToday();
  return (
    <Panel title={t("tipoffs:clock.title")} aside={<DueTag row={view.row} today={today} />}>
      <p className="meta">{t("tipoffs:clock.rule")}</p>
      <ol className="tipoff-strip">
        {view.strip.map((day) => (
          <DayCell key={day.date} day={day} isToday={day.date === today} />
        ))}
      </ol>
    </Panel>
  );
}
