/** 规则命中率: of each rule and quarter, over everything that was bound before any outcome. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { RateList, RuleRate } from "../../../../contract/src/evidence.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { IntervalPicture } from "../../ui/interval-picture.tsx";
import { groupBy } from "../../ui/lists.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useOpeningFile, useOpenQuarter, useRates } from "./queries.ts";

import "./evidence.css";

const percent = (share: number): number => Math.round(share * 100);

/** A dot on its interval, on an axis from 0 to 100 %; hollow while it is a hint. */
function RateBar({ rate }: { readonly rate: RuleRate }) {
  const { t } = useTranslation();
  const { reviewed, confirmed, interval, isShadow } = rate;
  if (interval === undefined) return <span className="meta">{t("evidence:rates.noReview")}</span>;
  const { low, high } = interval;
  const share = confirmed / reviewed;
  const said = { share: percent(share), low: percent(low), high: percent(high) };
  return (
    <span className="rate">
      <IntervalPicture
        share={share}
        low={low}
        high={high}
        label={t("evidence:rates.say", said)}
        isHint={isShadow}
        width={160}
      />
      <span>
        {t("evidence:rates.interval", said)} {t("evidence:rates.n", { n: reviewed })}
      </span>
    </span>
  );
}

function useQuarterName() {
  const { t } = useTranslation();
  return (quarter: string) =>
    t("evidence:rates.quarter", { year: quarter.slice(0, 4), q: quarter.slice(-1) });
}

function useColumns(mayVerify: boolean): readonly Column<RuleRate>[] {
  const { t } = useTranslation();
  const nameOf = useQuarterName();
  const file = useOpeningFile();
  const figure = (id: "lots" | "hits" | "reviewed" | "confirmed", key: string) => ({
    id,
    head: t(`evidence:rates.${key}`),
    isNumber: true,
    cell: (rate: RuleRate) => rate[id],
  });
  const ruleName = (rule: string) => t(`screening:indicator.${rule}`, { defaultValue: rule });
  return [
    {
      id: "rule",
      head: t("evidence:rates.rule"),
      isHead: true,
      cell: ({ rule, isShadow }) => (
        <>
          {ruleName(rule)} <small className="meta">{rule}</small>{" "}
          {isShadow && <Tag tone="prov">{t("evidence:rates.shadow")}</Tag>}
        </>
      ),
    },
    figure("lots", "committed"),
    figure("hits", "hits"),
    figure("reviewed", "reviewed"),
    figure("confirmed", "confirmed"),
    { id: "rate", head: t("evidence:rates.rate"), cell: (rate) => <RateBar rate={rate} /> },
    ...(mayVerify
      ? [
          {
            id: "file",
            head: t("evidence:rates.download"),
            cell: ({ rule, quarter }: RuleRate) => (
              <Button
                size="small"
                aria-label={t("evidence:rates.downloadSay", {
                  rule: ruleName(rule),
                  quarter: nameOf(quarter),
                })}
                onClick={() => file.mutate({ rule, quarter })}
              >
                {t("evidence:rates.download")}
              </Button>
            ),
          },
        ]
      : []),
  ];
}

function Quarter({ list, quarter }: { readonly list: RateList; readonly quarter: string }) {
  const { t } = useTranslation();
  const nameOf = useQuarterName();
  const open = useOpenQuarter();
  const columns = useColumns(list.may.verify);
  const rows = list.rows.filter((rate) => rate.quarter === quarter);
  const state = list.quarters.find((one) => one.quarter === quarter);
  const [first] = rows;
  const hit = rows.filter(({ hits }) => hits > 0);
  const silent = rows.filter(({ hits }) => hits === 0);
  const mayOpen = list.may.open && state?.isOver === true;
  return (
    <Panel
      flush
      title={nameOf(quarter)}
      aside={
        mayOpen && (
          <Button size="small" loading={open.isPending} onClick={() => open.mutate(quarter)}>
            {t(first === undefined ? "evidence:rates.open" : "evidence:rates.openAgain")}
          </Button>
        )
      }
    >
      <div className="panel-body">
        {open.error !== null && <ProblemNotice error={open.error} />}
        <p className="meta">
          {first === undefined
            ? t(state?.isOver === true ? "evidence:rates.ready" : "evidence:rates.waiting", {
                count: state?.committed ?? 0,
              })
            : t("evidence:rates.openedAt", {
                time: dayAndTime(first.openedAt),
                name: first.openedBy,
              })}
        </p>
      </div>
      {hit.length > 0 && (
        <DataTable
          caption={nameOf(quarter)}
          columns={columns}
          rows={hit}
          rowKey={({ rule }) => rule}
        />
      )}
      {silent.length > 0 && (
        <details className="panel-body">
          <summary>{t("evidence:rates.silent", { count: silent.length })}</summary>
          <DataTable
            caption={t("evidence:rates.silent", { count: silent.length })}
            columns={columns}
            rows={silent}
            rowKey={({ rule }) => rule}
          />
        </details>
      )}
    </Panel>
  );
}

function Content({ list }: { readonly list: RateList }) {
  const { t } = useTranslation();
  const { rows, quarters } = list;
  const opened = groupBy(rows, ({ quarter }) => quarter).length;
  return (
    <>
      <h1 className="page-sentence">
        {opened === 0
          ? t("evidence:rates.sentenceNone")
          : t("evidence:rates.sentence", {
              quarters: opened,
              rules: groupBy(rows, ({ rule }) => rule).length,
              shadow: rows.filter(({ isShadow }) => isShadow).length,
            })}
      </h1>
      <p className="say evidence-about">{t("evidence:rates.about")}</p>
      {quarters.map(({ quarter }) => (
        <Quarter key={quarter} list={list} quarter={quarter} />
      ))}
      <p className="meta">
        {t("evidence:rates.method")} {t("evidence:rates.private")}
      </p>
    </>
  );
}

export function RatesPage() {
  const { t } = useTranslation();
  const rates = useRates();
  return (
    <div className="page">
      <title>{t("evidence:rates.documentTitle")}</title>
      <QueryState query={rates} />
      {rates.data !== undefined && <Content list={rates.data} />}
    </div>
  );
}
