/** Orphan maps: powers that no data feeds, and alerts that nobody is empowered to take. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type {
  BlindPower,
  OrphanMaps,
  OrphanOwner,
  UnownedAlerts,
} from "../../../../contract/src/duties.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Notice, Skeleton } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { AssignSheet } from "./assign-sheet.tsx";
import { DutyHead } from "./duty-head.tsx";
import { useOrphans } from "./queries.ts";
import { TrendLine } from "./trend-line.tsx";
import { useDutyWords } from "./words.ts";

import "./duties.css";

const DAYS = [30, 90, 180] as const;
const USUAL_DAYS = 90;

interface Orphan {
  readonly key: string;
  readonly since?: string;
  readonly owner: OrphanOwner | null;
  readonly trend: readonly number[];
}

/** Columns that both maps have: since when, trend, owner and plan. */
function useOrphanColumns(assign: ((key: string) => void) | undefined, unit: "facts" | "open") {
  const { t } = useTranslation();
  return <Row extends Orphan>(): readonly Column<Row>[] => [
    {
      id: "since",
      head: t("duties:gap.since"),
      cell: ({ since }) => (
        <span className="duty-day">{since ?? t("duties:gap.sinceUnknown")}</span>
      ),
    },
    {
      id: "trend",
      head: t("duties:gap.trend"),
      cell: ({ trend }) => (
        <TrendLine
          values={trend}
          summary={t(`duties:gap.trendOf.${unit}`, {
            weeks: trend.length,
            first: trend[0] ?? 0,
            last: trend.at(-1) ?? 0,
          })}
        />
      ),
    },
    {
      id: "owner",
      head: t("duties:gap.owner"),
      cell: ({ key, owner }) => (
        <span>
          {owner === null ? (
            <Tag tone="due">{t("duties:gap.noOwner")}</Tag>
          ) : (
            <>
              {owner.unit.name} {owner.person?.name}
              <span className="duty-line">{owner.plan}</span>
              {owner.dueOn !== undefined && (
                <span className="duty-line meta">
                  {t("duties:gap.dueOn", { day: owner.dueOn })}
                </span>
              )}
            </>
          )}
          {assign !== undefined && (
            <span className="duty-line">
              <Button size="small" onClick={() => assign(key)}>
                {t(owner === null ? "duties:gap.assign" : "duties:gap.reassign")}
              </Button>
            </span>
          )}
        </span>
      ),
    },
  ];
}

interface MapProps {
  readonly maps: OrphanMaps;
  readonly assign: ((key: string) => void) | undefined;
}

function usePowerColumns({ maps, assign }: MapProps): readonly Column<BlindPower>[] {
  const { t } = useTranslation();
  const words = useDutyWords();
  const common = useOrphanColumns(assign, "facts");
  return [
    {
      id: "item",
      head: t("duties:gap.powerHead"),
      isHead: true,
      cell: ({ item }) => (
        <span>
          {words.matter(item)} <code className="meta">{item.item}</code>
          <span className="duty-line meta">{words.cover(item)}</span>
        </span>
      ),
    },
    {
      id: "department",
      head: t("duties:column.department"),
      cell: ({ item }) => item.department.name,
    },
    {
      id: "reason",
      head: t("duties:gap.reason"),
      cell: ({ reason, lastFactOn }) =>
        t(`duties:gap.power.${reason}`, { day: lastFactOn ?? "", days: maps.days }),
    },
    ...common<BlindPower>(),
  ];
}

function Powers({ maps, assign }: MapProps) {
  const { t } = useTranslation();
  const columns = usePowerColumns({ maps, assign });
  const { blind, items, trend } = maps.powers;
  return (
    <Panel
      title={t("duties:gap.powers", { count: blind.length, items })}
      aside={
        <TrendLine
          values={trend}
          summary={t("duties:gap.trendOf.powers", {
            weeks: trend.length,
            first: trend[0] ?? 0,
            last: trend.at(-1) ?? 0,
          })}
        />
      }
      flush
    >
      {blind.length === 0 ? (
        <Empty title={t("duties:gap.noPowers")} />
      ) : (
        <DataTable
          caption={t("duties:gap.powersCaption")}
          columns={columns}
          rows={blind}
          rowKey={({ key }) => key}
        />
      )}
    </Panel>
  );
}

function useAlertColumns({ assign }: MapProps): readonly Column<UnownedAlerts>[] {
  const { t } = useTranslation();
  const words = useDutyWords();
  const common = useOrphanColumns(assign, "open");
  return [
    {
      id: "kind",
      head: t("duties:gap.alertKind"),
      isHead: true,
      cell: (row) => (
        <span>
          {words.cover(row)}
          {row.leads.slice(0, 2).map(({ id, title }) => (
            <Link key={id} className="duty-line" to={`/leads/${encodeURIComponent(id)}`}>
              {title}
            </Link>
          ))}
        </span>
      ),
    },
    { id: "open", head: t("duties:gap.open"), isNumber: true, cell: ({ open }) => open },
    {
      id: "reason",
      head: t("duties:gap.reason"),
      cell: ({ reason, department }) =>
        t(`duties:gap.alert.${reason}`, { department: department.name }),
    },
    ...common<UnownedAlerts>(),
  ];
}

function Alerts({ maps, assign }: MapProps) {
  const { t } = useTranslation();
  const columns = useAlertColumns({ maps, assign });
  const { groups, open, trend } = maps.alerts;
  return (
    <Panel
      title={t("duties:gap.alerts", { count: open })}
      aside={
        <TrendLine
          values={trend}
          summary={t("duties:gap.trendOf.alerts", {
            weeks: trend.length,
            first: trend[0] ?? 0,
            last: trend.at(-1) ?? 0,
          })}
        />
      }
      flush
    >
      {groups.length === 0 ? (
        <Empty title={t("duties:gap.noAlerts")} why={t("duties:gap.noAlertsWhy")} />
      ) : (
        <DataTable
          caption={t("duties:gap.alertsCaption")}
          columns={columns}
          rows={groups}
          rowKey={({ key }) => key}
        />
      )}
    </Panel>
  );
}

export function DutyGapsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const days = Number(params.get("days") ?? USUAL_DAYS);
  const orphans = useOrphans(days);
  const [assigning, setAssigning] = useState<string>();
  const mayAssign = useSession().data?.permissions.includes("duties.assign") === true;
  const maps = orphans.data;
  const props =
    maps === undefined ? undefined : { maps, assign: mayAssign ? setAssigning : undefined };
  return (
    <div className="page">
      <title>{t("duties:view.gaps")}</title>
      <h1 className="page-sentence">
        {maps === undefined
          ? t("duties:view.gaps")
          : t("duties:gap.sentence", {
              powers: maps.powers.blind.length,
              alerts: maps.alerts.open,
            })}
      </h1>
      <DutyHead />
      <div className="duty-bar" role="group" aria-label={t("duties:gap.window")}>
        <span className="meta">{t("duties:gap.window")}</span>
        {DAYS.map((count) => (
          <Button
            key={count}
            size="small"
            aria-pressed={count === days}
            type={count === days ? "primary" : "default"}
            onClick={() => setParams({ days: String(count) }, { replace: true })}
          >
            {t("duties:gap.days", { days: count })}
          </Button>
        ))}
      </div>
      {orphans.isPending && <Skeleton label={t("console:loading")} />}
      {orphans.error !== null && <ProblemNotice error={orphans.error} />}
      {props !== undefined && (
        <div className="duty-stack">
          {props.maps.overlaps.length > 0 && (
            <Notice tone="due">
              <p>
                {t("duties:gap.overlaps", {
                  pairs: props.maps.overlaps
                    .map(({ first, second }) => `${first.item} / ${second.item}`)
                    .join("、"),
                })}
              </p>
            </Notice>
          )}
          <Alerts {...props} />
          <Powers {...props} />
        </div>
      )}
      {assigning !== undefined && (
        <AssignSheet orphan={assigning} onClose={() => setAssigning(undefined)} />
      )}
    </div>
  );
}
