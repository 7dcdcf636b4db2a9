/** SUP-01 … SUP-12 with sample, interval, peers and law. */
import { useTranslation } from "react-i18next";

import type { SupResult } from "../../../../contract/src/oversight.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { percent } from "./words.ts";

const AGAINST_PEERS = new Set(["SUP-07", "SUP-08"]);

function useColumns(): readonly Column<SupResult>[] {
  const { t } = useTranslation();
  return [
    {
      id: "id",
      head: t("oversight:results.id"),
      isHead: true,
      cell: ({ id, unit }) => (
        <span>
          {t(`oversight:results.name.${id}`)} <code className="meta">{id}</code>
          {unit !== undefined && <span className="block meta">{unit.name}</span>}
        </span>
      ),
    },
    {
      id: "outcome",
      head: t("oversight:results.outcome"),
      cell: ({ outcome, why }) => (
        <span>
          <Tag tone={outcome === "hit" ? "due" : outcome === "noHit" ? "plain" : "prov"}>
            {t(`oversight:results.outcomeOf.${outcome}`)}
          </Tag>
          {why !== undefined && (
            <span className="block meta">{t(`oversight:results.why.${why}`)}</span>
          )}
        </span>
      ),
    },
    {
      id: "value",
      head: t("oversight:results.value"),
      cell: ({ id, value, low, high }) => (
        <span>
          {value === undefined
            ? "—"
            : AGAINST_PEERS.has(id)
              ? t("oversight:results.share", { share: percent(value) })
              : t("oversight:results.count", { count: value })}
          {low !== undefined && high !== undefined && (
            <span className="block meta nowrap">
              {t("oversight:results.interval", { low: percent(low), high: percent(high) })}
            </span>
          )}
        </span>
      ),
    },
    { id: "n", head: t("oversight:results.n"), isNumber: true, cell: ({ n }) => n },
    {
      id: "compare",
      head: t("oversight:results.compare"),
      cell: ({ expected, p, q, tests }) =>
        expected === undefined || p === undefined || q === undefined
          ? "—"
          : t("oversight:results.peers", {
              expected: percent(expected),
              p: p.toPrecision(2),
              q: q.toPrecision(2),
              tests,
            }),
    },
    {
      id: "law",
      head: t("oversight:results.law"),
      cell: ({ articles }) =>
        articles.length === 0 ? t("oversight:results.noLaw") : articles.join("、"),
    },
  ];
}

/** Units of which nothing can be said stand in one line. */
function together(results: readonly SupResult[]): readonly SupResult[] {
  const said = new Set<string>();
  return results.flatMap(({ unit, ...result }) => {
    if (unit === undefined || result.outcome !== "notComputable")
      return [unit === undefined ? result : { ...result, unit }];
    if (said.has(result.id)) return [];
    said.add(result.id);
    const alike = results.filter(
      ({ id, outcome }) => id === result.id && outcome === result.outcome,
    );
    return [{ ...result, n: alike.reduce((sum, { n }) => sum + n, 0) }];
  });
}

export function ResultsPanel({ results }: { readonly results: readonly SupResult[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("oversight:results.title")} aside={t("oversight:results.note")} flush>
      <DataTable
        caption={t("oversight:results.caption")}
        columns={useColumns()}
        rows={together(results)}
        rowKey={({ id, unit }) => `${id} ${unit?.id ?? ""}`}
      />
    </Panel>
  );
}
