/** Nine stages in a row, and the months beneath: every number opens its list. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { WARNING_STAGES } from "../../../../contract/src/warnings-values.ts";
import type { WarningCounts, WarningQuery } from "../../../../contract/src/warnings.ts";
import { Panel } from "../../ui/panel.tsx";
import { addressOf } from "./filter.ts";

interface BoardProps {
  readonly counts: WarningCounts;
  readonly query: WarningQuery;
}

export function StageRow({ counts, query }: BoardProps) {
  const { t } = useTranslation();
  const countOf = (stage: string) => counts.stages.find(({ value }) => value === stage)?.count ?? 0;
  return (
    <nav className="stages" aria-label={t("warnings:stages")}>
      {WARNING_STAGES.map((stage, index) => {
        const isChosen = query.stage === stage;
        const count = countOf(stage);
        return (
          <Link
            key={stage}
            to={addressOf(query, "stage", isChosen ? "" : stage)}
            className={count === 0 ? "is-none" : ""}
            aria-label={t("warnings:stageCount", { stage: t(`warnings:stage.${stage}`), count })}
            {...(isChosen ? { "aria-current": "true" as const } : {})}
          >
            <small>{index + 1}</small>
            <b>{count}</b>
            <span>{t(`warnings:stage.${stage}`)}</span>
          </Link>
        );
      })}
    </nav>
  );
}

const BAR_HEIGHT = 64;

/** One bar a month. */
export function Trend({ counts, query }: BoardProps) {
  const { t } = useTranslation();
  const months = counts.months.slice(-13);
  const most = Math.max(1, ...months.map(({ count }) => count));
  return (
    <Panel title={t("warnings:months")}>
      <div className="trend">
        {months.map(({ value, count }, index) => (
          <Link
            key={value}
            to={addressOf(query, "month", query.month === value ? "" : value)}
            aria-label={t("warnings:monthTitle", { month: value, count })}
            title={t("warnings:monthTitle", { month: value, count })}
            {...(query.month === value ? { "aria-current": "true" as const } : {})}
          >
            <b>{count}</b>
            <i aria-hidden="true" style={{ height: Math.round((count / most) * BAR_HEIGHT) }} />
            <span>{Number(value.slice(5))}</span>
            <small>{index === 0 || value.endsWith("-01") ? value.slice(0, 4) : ""}</small>
          </Link>
        ))}
      </div>
    </Panel>
  );
}
