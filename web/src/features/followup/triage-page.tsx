/** 线索分诊: what a look is worth, why, and how well people and rules do; nobody sees the other's verdict. */
import { Button } from "antd";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RulePrecision, Triage, TriageRow } from "../../../../contract/src/followup-triage.ts";
import { VERDICTS, type Verdict } from "../../../../contract/src/followup-values.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { LevelGlyph } from "../leads/index.ts";
import { api } from "../session/index.ts";
import { FormSheet } from "./form-sheet.tsx";
import { useAct, useTriage } from "./queries.ts";

import "./followup.css";

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const worth = (value: number): string => value.toFixed(1);

function Reasons({ row }: { readonly row: TriageRow }) {
  const { t } = useTranslation();
  return (
    <ul className="followup-reasons">
      {row.reasons.map(({ code, value, indicator }) => (
        <li key={code}>
          {t(`followup:triage.reason.${code}`, { indicator })} <b>{worth(value)}</b>
        </li>
      ))}
    </ul>
  );
}

function useColumns(onReview: (row: TriageRow) => void): readonly Column<TriageRow>[] {
  const { t } = useTranslation();
  const take = useAct(api.takeReview);
  return [
    {
      id: "lead",
      head: t("followup:triage.lead"),
      isHead: true,
      cell: (row) => (
        <>
          <LevelGlyph level={row.level} />{" "}
          <Link to={`/leads/${encodeURIComponent(row.lead)}`}>{row.number}</Link>{" "}
          {row.isAudit && <Tag tone="prov">{t("followup:triage.audit")}</Tag>}
          <span className="block meta">{row.title}</span>
        </>
      ),
    },
    { id: "why", head: t("followup:triage.why"), cell: (row) => <Reasons row={row} /> },
    {
      id: "worth",
      head: t("followup:triage.worth"),
      isNumber: true,
      cell: ({ score }) => worth(score),
    },
    {
      id: "act",
      head: t("followup:triage.act"),
      cell: (row) =>
        row.mine === undefined ? (
          <Button size="small" loading={take.isPending} onClick={() => take.mutate(row.lead)}>
            {t("followup:do.take")}
          </Button>
        ) : (
          <Button size="small" type="primary" onClick={() => onReview(row)}>
            {t("followup:do.give")}
          </Button>
        ),
    },
  ];
}

function Quality({ triage }: { readonly triage: Triage }) {
  const { t } = useTranslation();
  const draw = useAct(() => api.drawAudit());
  const { agreement, audit, doubleShare, may } = triage;
  return (
    <Panel title={t("followup:triage.quality")}>
      <p>
        {t("followup:triage.agreement", agreement)}；
        {agreement.kappa === undefined
          ? t("followup:triage.noKappa")
          : t("followup:triage.kappa", { kappa: agreement.kappa.toFixed(2) })}
      </p>
      <p className="meta">{t("followup:triage.double", { share: percent(doubleShare) })}</p>
      <p>{t("followup:triage.auditText", audit)}</p>
      <p className="meta">{t("followup:triage.auditShare", { share: percent(audit.share) })}</p>
      {audit.seed !== undefined && (
        <p className="meta followup-hash">
          {t("followup:triage.seed")} <code>{audit.seed}</code>
        </p>
      )}
      {draw.error !== null && <ProblemNotice error={draw.error} />}
      {may.draw && (
        <div className="followup-acts">
          <Button loading={draw.isPending} onClick={() => draw.mutate(undefined)}>
            {t("followup:do.draw")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function Precision({ rules }: { readonly rules: readonly RulePrecision[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<RulePrecision>[] = [
    {
      id: "rule",
      head: t("followup:triage.rule2"),
      isHead: true,
      cell: ({ indicator }) => indicator,
    },
    {
      id: "confirmed",
      head: t("followup:triage.confirmed"),
      isNumber: true,
      cell: ({ confirmed }) => confirmed,
    },
    {
      id: "other",
      head: t("followup:triage.other"),
      isNumber: true,
      cell: ({ other }) => other,
    },
    {
      id: "interval",
      head: t("followup:triage.interval"),
      isNumber: true,
      cell: ({ low, high }) => `${percent(low)}–${percent(high)}`,
    },
    { id: "open", head: t("followup:triage.open"), isNumber: true, cell: ({ open }) => open },
  ];
  return (
    <Panel title={t("followup:triage.precision")} aside={t("followup:triage.precisionNote")} flush>
      {rules.length === 0 ? (
        <div className="panel-body">
          <Empty title={t("followup:triage.noPrecision")} />
        </div>
      ) : (
        <DataTable
          caption={t("followup:triage.precision")}
          columns={columns}
          rows={rules}
          rowKey={({ indicator }) => indicator}
        />
      )}
    </Panel>
  );
}

function Content({ triage }: { readonly triage: Triage }) {
  const { t } = useTranslation();
  const [row, setRow] = useState<TriageRow>();
  const columns = useColumns(setRow);
  return (
    <>
      <h1 className="page-sentence">
        <Trans
          i18nKey="followup:triage.sentence"
          values={{ waiting: triage.waiting }}
          components={{ n: <b className="number" /> }}
        />
      </h1>
      <p className="meta">{t("followup:triage.rule")}</p>
      <div className="split">
        <Panel title={t("followup:triage.queue")} flush>
          {triage.rows.length === 0 ? (
            <div className="panel-body">
              <Empty title={t("followup:triage.none")} why={t("followup:triage.noneWhy")} />
            </div>
          ) : (
            <DataTable
              caption={t("followup:triage.queue")}
              columns={columns}
              rows={triage.rows}
              rowKey={({ lead }) => lead}
            />
          )}
        </Panel>
        <Quality triage={triage} />
      </div>
      <Precision rules={triage.precision} />
      {row !== undefined && (
        <FormSheet
          title={`${t("followup:do.give")} ${row.number}`}
          submit={t("followup:do.give")}
          note={t("followup:triage.rule")}
          fields={[
            {
              name: "verdict",
              label: t("followup:field.verdict"),
              kind: "choice",
              options: VERDICTS.map((one) => [one, t(`followup:verdict.${one}`)]),
            },
            { name: "reason", label: t("followup:field.reason"), kind: "area", least: 4 },
          ]}
          send={({ verdict, reason = "" }) =>
            api.giveReview(row.lead, { verdict: verdict as Verdict, reason })
          }
          onClose={() => setRow(undefined)}
        />
      )}
    </>
  );
}

export function TriagePage() {
  const { t } = useTranslation();
  const triage = useTriage();
  return (
    <div className="page">
      <title>{t("followup:triage.documentTitle")}</title>
      <QueryState query={triage} />
      {triage.data !== undefined && <Content triage={triage.data} />}
    </div>
  );
}
