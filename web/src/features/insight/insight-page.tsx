/** City overview: figures of the whole city for those who see only their part of it. */
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { InsightView } from "../../../../contract/src/insight.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { ExportLinks } from "../export/index.ts";
import { FilterBar } from "./filter-bar.tsx";
import { HeatTable } from "./heat-table.tsx";
import { queryOf, withParam } from "./insight-filter.ts";
import { useInsight } from "./queries.ts";
import { useInsightWords } from "./words.ts";

import "./insight.css";

function useSentence(view: InsightView | undefined): string {
  const { t } = useTranslation();
  if (view === undefined) return t("insight:title");
  const measure = t(`insight:measure.${view.measure}`);
  return view.total.from === 0
    ? t("insight:sentenceSmall", { measure })
    : t("insight:sentence", { measure, count: view.total.from });
}

export function InsightPage() {
  const { t } = useTranslation();
  const words = useInsightWords();
  const [params, setParams] = useSearchParams();
  const query = queryOf(params);
  const figures = useInsight(query);
  const view = figures.data;
  const sentence = useSentence(view);
  const set = (name: string, value: string) =>
    setParams((before) => withParam(before, name, value), { replace: true });
  const clear = () =>
    setParams(
      { measure: query.measure, rows: query.rows, columns: query.columns },
      { replace: true },
    );
  const last = view?.periods.at(-1);
  return (
    <div className="page">
      <title>{t("insight:title")}</title>
      <h1 className="page-sentence">{sentence}</h1>
      <p className="insight-about">{t("insight:about")}</p>
      <FilterBar query={query} options={view?.options ?? []} set={set} clear={clear} />
      <QueryState query={figures} />
      {view !== undefined && view.rowValues.length === 0 && (
        <Empty
          title={t("insight:empty")}
          why={t("insight:emptyWhy")}
          next={<Link to={`/insight?measure=${query.measure}`}>{t("insight:clear")}</Link>}
        />
      )}
      {view !== undefined && view.rowValues.length > 0 && (
        <Panel
          title={t("insight:table", {
            measure: t(`insight:measure.${view.measure}`),
            rows: t(`insight:axis.${view.rows}`),
            columns: t(`insight:axis.${view.columns}`),
          })}
          aside={<ExportLinks list="insight/overview" filter={query} />}
          flush
        >
          <HeatTable view={view} />
        </Panel>
      )}
      {last !== undefined && (
        <p className="meta">
          {t("insight:closed", {
            count: view?.periods.length ?? 0,
            period: words.period(last.period),
          })}
        </p>
      )}
      <details className="insight-why">
        <summary>{t("insight:why")}</summary>
        <p>{t("insight:whyText")}</p>
      </details>
    </div>
  );
}
