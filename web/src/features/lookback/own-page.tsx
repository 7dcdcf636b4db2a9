/** 待我复核: what an expert was asked about the own scores, and nothing else. */
import { useTranslation } from "react-i18next";

import type { OwnAsk } from "../../../../contract/src/lookback.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { AnswerForm, ItemList } from "./answer-form.tsx";
import { useOwnAsks } from "./queries.ts";

import "./lookback.css";

function Ask({ row }: { readonly row: OwnAsk }) {
  const { t } = useTranslation();
  return (
    <Panel title={row.title} aside={t("lookback:own.asked", { at: dayAndTime(row.askedAt) })}>
      <p className="reading">{row.text}</p>
      <ItemList items={row.items} />
      {row.answer !== undefined && (
        <>
          <p>
            <b>
              {t("lookback:own.answered", { answer: t(`lookback:standing.${row.answer.answer}`) })}
            </b>{" "}
            <span className="meta">{dayAndTime(row.answer.at)}</span>
          </p>
          <p className="reading">{row.answer.reason}</p>
        </>
      )}
      {row.mayAnswer && <AnswerForm ask={row.ask} items={row.items} />}
    </Panel>
  );
}

export function OwnAsksPage() {
  const { t } = useTranslation();
  const asks = useOwnAsks();
  const rows = asks.data?.rows ?? [];
  return (
    <div className="page">
      <title>{t("lookback:own.documentTitle")}</title>
      <QueryState query={asks} />
      {asks.data !== undefined && (
        <>
          <h1 className="page-sentence">
            {t("lookback:own.sentence", { count: rows.filter((row) => row.mayAnswer).length })}
          </h1>
          <p className="meta lookback-lead">{t("lookback:own.note")}</p>
          {rows.length === 0 ? (
            <Empty title={t("lookback:own.none")} why={t("lookback:own.noneWhy")} />
          ) : (
            rows.map((row) => <Ask key={row.ask} row={row} />)
          )}
        </>
      )}
    </div>
  );
}
