/** One lot: the sheet as a picture, how little changes the award, what was found, what was done. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { LookbackView } from "../../../../contract/src/lookback.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { AskForm, ReferForm, SignPanel } from "./act-forms.tsx";
import { AnswerForm, ItemList } from "./answer-form.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { FlipPanel } from "./flip-panel.tsx";
import { StateTag } from "./list-page.tsx";
import { MatrixPanel } from "./matrix-panel.tsx";
import { useLot } from "./queries.ts";
import { lotPath } from "./words.ts";

import "./lookback.css";

function History({ history }: Pick<LookbackView, "history">) {
  const { t } = useTranslation();
  return (
    <Panel title={t("lookback:history.title")}>
      <ol className="timeline">
        {history.map((event) => (
          <li key={event.factId}>
            <time dateTime={event.at}>{dayAndTime(event.at)}</time>
            <span>
              <b>{t(`lookback:history.${event.kind.replace(".", "_")}`)}</b>{" "}
              {event.isPerson === true
                ? t("lookback:history.person")
                : event.by !== undefined && `${event.by.department} ${event.by.name}`}
              {event.count !== undefined && t("lookback:history.found", { count: event.count })}
              {event.answer !== undefined && (
                <Tag tone="accent">{t(`lookback:standing.${event.answer}`)}</Tag>
              )}
              {event.to !== undefined && (
                <span className="block">
                  {event.to.name}
                  {event.route !== undefined &&
                    `（${t(`lookback:history.routeOf.${event.route}`)}）`}
                </span>
              )}
              {event.text !== undefined && <span className="block reading">{event.text}</span>}
              {event.items !== undefined && <ItemList items={event.items} />}
              {(event.changes ?? []).map(({ bidder, criterion, from, to }) => (
                <span key={`${bidder} ${criterion}`} className="block">
                  {bidder} {criterion}：{from} → {to}
                </span>
              ))}
              {event.hash !== undefined && (
                <span className="block meta">
                  {t("lookback:sign.hash")} <code>{event.hash.slice(0, 16)}</code>
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Acts({
  view,
  chosen,
  onDone,
}: {
  readonly view: LookbackView;
  readonly chosen: readonly string[];
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const { may } = view;
  return (
    <>
      {may.answer &&
        view.openAsks.map(({ ask, items }) => (
          <Panel key={ask} title={t("lookback:answer.title")}>
            <ItemList items={items} />
            <AnswerForm ask={ask} items={items} />
          </Panel>
        ))}
      {may.ask && view.findings.some(({ ground }) => ground !== undefined) && (
        <AskForm view={view} chosen={chosen} onDone={onDone} />
      )}
      {may.sign && <SignPanel view={view} />}
      {may.refer && view.findings.some((one) => one.class !== "hint") && (
        <ReferForm view={view} chosen={chosen} onDone={onDone} />
      )}
    </>
  );
}

function Content({ view }: { readonly view: LookbackView }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { row, examination } = view;
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const isActing = view.may.ask || view.may.refer;
  return (
    <>
      <div className="lookback-head">
        <div>
          <p className="meta">
            <Link to="/lookback">{t("lookback:page.back")}</Link>
          </p>
          <h1>{row.title}</h1>
          <p className="meta">
            {t("lookback:page.facts", {
              regime: t(`lookback:regime.${row.regime ?? "other"}`),
              lot: row.lotId,
              at: dayAndTime(row.examinedAt),
              count: row.examinations,
            })}
          </p>
        </div>
        <div className="lookback-side">
          <StateTag row={row} />
          <Link to={`/lookback/report?${lotPath({ ocid: row.ocid, lot: row.lotId })}`}>
            {t("lookback:page.report")}
          </Link>
        </div>
      </div>
      <p className="meta lookback-lead">{t("lookback:lead")}</p>
      <MatrixPanel view={view} />
      <div className="split">
        <div>
          <FindingsPanel view={view} picking={isActing ? { chosen, toggle } : undefined} />
        </div>
        <div>
          <FlipPanel view={view} />
          <Acts view={view} chosen={[...chosen]} onDone={() => setChosen(new Set())} />
          <History history={view.history} />
        </div>
      </div>
      <p className="meta">
        {t("lookback:page.input", { hash: examination.inputHash.slice(0, 16) })}
      </p>
    </>
  );
}

export function LookbackLotPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const query = { ocid: search.get("ocid") ?? "", lot: search.get("lot") ?? "" };
  const lot = useLot(query);
  return (
    <div className="page">
      <title>{t("lookback:lotTitle", { title: lot.data?.row.title ?? "" })}</title>
      <QueryState query={lot} back={<Link to="/lookback">{t("lookback:page.back")}</Link>} />
      {lot.data !== undefined && <Content view={lot.data} />}
    </div>
  );
}
