/** All rules: what each looks at, how often it hit, and where it could not be computed and why. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RuleRow } from "../../../../contract/src/indicators.ts";
import { Choice } from "../../ui/choice.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { groupBy } from "../../ui/lists.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { LevelGlyph, useCode } from "../leads/index.ts";
import { CoverageStrip } from "./coverage-strip.tsx";
import { useRules } from "./queries.ts";

import "./rules.css";

const SHOWN = ["all", "hit", "blind"] as const;
type Shown = (typeof SHOWN)[number];

const isShown = ({ coverage }: RuleRow, shown: Shown): boolean => {
  if (shown === "hit") return coverage.hit > 0;
  if (shown === "blind") return coverage.notComputable > coverage.hit + coverage.noHit;
  return true;
};

function useColumns(): readonly Column<RuleRow>[] {
  const { t } = useTranslation();
  const code = useCode();
  return [
    {
      id: "rule",
      head: t("rules:rule"),
      isHead: true,
      cell: ({ id }) => (
        <>
          <Link to={`/rules/${id}`}>
            <span className="code">{id}</span> {code("indicator", id)}
          </Link>
          <span className="meta block rule-about">{code("explain", id)}</span>
        </>
      ),
    },
    {
      id: "level",
      head: t("rules:level"),
      cell: ({ level }) => <LevelGlyph level={level} small />,
    },
    {
      id: "coverage",
      head: t("rules:coverage"),
      cell: ({ coverage }) => <CoverageStrip coverage={coverage} />,
    },
    {
      id: "reason",
      head: t("rules:mainReason"),
      cell: ({ coverage: { hit, noHit, reasons, notComputable } }) =>
        notComputable === 0 ? (
          <span className="meta">{t(hit + noHit === 0 ? "rules:notAsked" : "rules:noGap")}</span>
        ) : (
          t("rules:reasonShare", {
            reason: t(`rules:why.${(reasons[0]?.code ?? "unknown").replaceAll(".", "_")}`),
            lots: reasons[0]?.lots ?? 0,
          })
        ),
    },
  ];
}

export function RulesPage() {
  const { t } = useTranslation();
  const query = useRules();
  const [shown, setShown] = useState<Shown>("all");
  const columns = useColumns();
  const view = query.data;
  const rules = view?.rules.filter((rule) => isShown(rule, shown)) ?? [];
  const blind = view?.rules.filter((rule) => isShown(rule, "blind")).length ?? 0;
  const sentence =
    view === undefined
      ? t("rules:title")
      : t("rules:sentence", { rules: view.rules.length, lots: view.lots, blind });
  const groups = groupBy(rules, ({ group }) => group);
  return (
    <div className="page">
      <title>{t("rules:title")}</title>
      <h1 className="page-sentence">{sentence}</h1>
      <p className="rules-about">{t("rules:about")}</p>
      <div className="choices rules-bar">
        <Choice
          label={t("rules:show")}
          value={shown}
          values={SHOWN.map((one) => [one, t(`rules:shown.${one}`)])}
          onChange={(value) => setShown(value as Shown)}
        />
      </div>
      <QueryState query={query} />
      {view !== undefined && rules.length === 0 && (
        <Empty title={t("rules:empty")} why={t("rules:emptyWhy")} />
      )}
      {groups.map(([group, own]) => (
        <Panel
          key={group}
          flush
          title={t(`rules:group.${group}`)}
          aside={t("rules:count", { count: own.length })}
        >
          <DataTable
            caption={t(`rules:group.${group}`)}
            columns={columns}
            rows={own}
            rowKey={({ id }) => id}
          />
        </Panel>
      ))}
      {view !== undefined && (
        <p className="meta">{t("rules:period", { from: view.from, to: view.to })}</p>
      )}
    </div>
  );
}
