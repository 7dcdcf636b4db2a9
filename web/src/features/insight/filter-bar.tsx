/** What is counted, by what, and of which part of the city: every choice stands in the address. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import {
  type Axis,
  type InsightQuery,
  type InsightView,
  MEASURES,
} from "../../../../contract/src/insight.ts";
import { Choice } from "../../ui/choice.tsx";
import { axesOf } from "./insight-filter.ts";
import { useInsightWords } from "./words.ts";

export interface FilterBarProps {
  readonly query: InsightQuery;
  readonly options: InsightView["options"];
  readonly set: (name: string, value: string) => void;
  readonly clear: () => void;
}

export function FilterBar({ query, options, set, clear }: FilterBarProps) {
  const { t } = useTranslation();
  const words = useInsightWords();
  const { measure, rows, columns } = query;
  const any = t("insight:any");
  const axis = (name: "rows" | "columns", other: Axis) => (
    <Choice
      label={t(`insight:${name}`)}
      value={query[name]}
      values={axesOf(measure)
        .filter((one) => one !== other)
        .map((one) => [one, t(`insight:axis.${one}`)])}
      onChange={(value) => set(name, value)}
    />
  );
  const periods = (options.find((one) => one.axis === "period")?.values ?? []).map(
    (value) => [value, words.period(value)] as const,
  );
  const hasFilter = Object.keys(query).length > 3;
  return (
    <div className="insight-bar">
      <div className="tabs" role="group" aria-label={t("insight:measureLabel")}>
        {MEASURES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === measure}
            onClick={() => set("measure", one)}
          >
            {t(`insight:measure.${one}`)}
          </button>
        ))}
      </div>
      <div className="choices" role="group" aria-label={t("insight:filters")}>
        {axis("rows", columns)}
        {axis("columns", rows)}
        {(["from", "to"] as const).map((name) => (
          <Choice
            key={name}
            label={t(`insight:${name}`)}
            value={query[name] ?? ""}
            values={periods}
            any={any}
            onChange={(value) => set(name, value)}
          />
        ))}
        {options.map(({ axis: one, values }) =>
          one === "period" || (values.length < 2 && query[one] === undefined) ? null : (
            <Choice
              key={one}
              label={t(`insight:axis.${one}`)}
              value={query[one] ?? ""}
              values={values
                .filter((value) => value !== "")
                .map((value) => [value, words.value(one, value)])}
              any={any}
              onChange={(value) => set(one, value)}
            />
          ),
        )}
        {hasFilter && <Button onClick={clear}>{t("insight:clear")}</Button>}
      </div>
    </div>
  );
}
