/** The day before, a day, the day after. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { dayAfter } from "../../ui/dates.ts";

export function DayBar({
  day,
  onGo,
}: {
  readonly day: string;
  readonly onGo: (day: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <p className="venue-days">
      <Button onClick={() => onGo(dayAfter(day, -1))}>{t("venue:before")}</Button>
      <label>
        <span className="hidden-text">{t("venue:day")}</span>
        <input
          type="date"
          value={day}
          onChange={({ target }) => target.value !== "" && onGo(target.value)}
        />
      </label>
      <Button onClick={() => onGo(dayAfter(day, 1))}>{t("venue:after")}</Button>
    </p>
  );
}
