import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Field } from "../../ui/field.tsx";

/** The day of the page, in its address; empty: today. */
export function useDay(): readonly [string, (day: string) => void] {
  const [params, setParams] = useSearchParams();
  const set = (day: string) =>
    setParams(
      (before) => {
        if (day === "") before.delete("on");
        else before.set("on", day);
        return before;
      },
      { replace: true },
    );
  return [params.get("on") ?? "", set];
}

export function DayPicker({
  day,
  shown,
  onChange,
}: {
  readonly day: string;
  /** The day that the server answered for. */
  readonly shown: string;
  readonly onChange: (day: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="day-picker">
      <Field label={t("organisation:asOf")}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={day === "" ? shown : day}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
      {day !== "" && <Button onClick={() => onChange("")}>{t("organisation:today")}</Button>}
    </div>
  );
}
