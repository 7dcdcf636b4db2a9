/** Look-back (回头看) over the scores of one process: before the report is signed, and after. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { LookBackLot } from "../../../../contract/src/look-back.ts";
import { Choice } from "../../ui/choice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useCode } from "../leads/index.ts";
import { Findings, Flip } from "./findings.tsx";
import { ScoreMatrix } from "./matrix.tsx";
import { useLookBack } from "./queries.ts";

import "./look-back.css";

function LotPart({ lot, isOnly }: { readonly lot: LookBackLot; readonly isOnly: boolean }) {
  const { t } = useTranslation();
  const code = useCode();
  const [criterion, setCriterion] = useState("");
  const found = lot.findings.filter(({ id }) => id !== "EXP-07").length;
  return (
    <>
      {!isOnly && <h2>{t("lookBack:lot", { lot: lot.lotId })}</h2>}
      <Panel
        flush
        title={t("lookBack:matrix")}
        aside={t("lookBack:size", { experts: lot.experts, bids: lot.bids.length })}
      >
        <div className="panel-body">
          <Choice
            label={t("lookBack:criterion")}
            value={criterion}
            any={t("lookBack:sum")}
            values={lot.criteria.map(({ name, maximum }, place) => [
              String(place),
              maximum === undefined ? name : t("lookBack:criterionOf", { name, maximum }),
            ])}
            onChange={setCriterion}
          />
          <p className="meta">{t("lookBack:legend")}</p>
        </div>
        <ScoreMatrix lot={lot} criterion={criterion === "" ? undefined : Number(criterion)} />
      </Panel>
      <div className="pair">
        <Panel flush title={t("lookBack:findings")} aside={t("lookBack:found", { count: found })}>
          <Findings lot={lot} />
          {lot.notComputable.length > 0 && (
            <details className="panel-body">
              <summary>{t("lookBack:blind", { count: lot.notComputable.length })}</summary>
              <ul className="finding-list">
                {lot.notComputable.map(({ id, reason }) => (
                  <li key={id}>
                    <span className="code">{id}</span> {code("indicator", id)}
                    <span className="meta"> {t(`rules:why.${reason}`)}</span>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </Panel>
        <Panel flush title={t("lookBack:flipTitle")}>
          <Flip lot={lot} />
        </Panel>
      </div>
    </>
  );
}

export function LookBackPage() {
  const { t } = useTranslation();
  const { ocid = "" } = useParams();
  const query = useLookBack(ocid);
  const view = query.data;
  const found =
    view?.lots.reduce(
      (sum, { findings }) => sum + findings.filter(({ id }) => id !== "EXP-07").length,
      0,
    ) ?? 0;
  return (
    <div className="page">
      <title>{t("lookBack:title")}</title>
      <p className="meta">
        <Link to={`/processes/${encodeURIComponent(ocid)}`}>{view?.title ?? ocid}</Link>
      </p>
      <h1 className="page-sentence">
        {view === undefined || view.lots.length === 0
          ? t("lookBack:title")
          : t(found === 0 ? "lookBack:sentenceFine" : "lookBack:sentence", { count: found })}
      </h1>
      <p className="look-back-about">{t("lookBack:about")}</p>
      <QueryState query={query} />
      {view?.lots.length === 0 && (
        <Empty title={t("lookBack:empty")} why={t("lookBack:emptyWhy")} />
      )}
      {view?.lots.map((lot) => (
        <LotPart key={lot.lotId} lot={lot} isOnly={view.lots.length === 1} />
      ))}
    </div>
  );
}
