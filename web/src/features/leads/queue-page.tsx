/** Workbench: the leads an officer has to do something about, grouped by the day they arose. */
import { Button } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { LeadPage, LeadRow } from "../../../../contract/src/leads.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { dayOf, groupByDay } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { useKeys } from "../../ui/keys.ts";
import { Key } from "../../ui/panel.tsx";
import { giveAct } from "../../ui/pending-acts.ts";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { ExportLinks } from "../export/index.ts";
import { api, useSession } from "../session/index.ts";
import { useLeadPages, useReloadLeads } from "./queries.ts";
import { queueTable } from "./queue-csv.ts";
import { filterOf, withFilter, type QueueFilter } from "./queue-filter.ts";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueKeys, QueueRail } from "./queue-rail.tsx";
import { QueueRow } from "./queue-row.tsx";

/** As many as one request of the contract holds. */
const MOST_AT_ONCE = 200;

function Sentence({ counts }: { readonly counts: LeadPage["counts"] | undefined }) {
  const { t } = useTranslation();
  const name = useSession().data?.name ?? "";
  if (counts === undefined) return <h1 className="page-sentence">{t("leads:queue.title")}</h1>;
  const { routed, received, decided } = counts;
  if (routed + received + decided === 0) {
    return <h1 className="page-sentence">{t("leads:queue.sentenceNone", { name })}</h1>;
  }
  return (
    <h1 className="page-sentence">
      <Trans
        i18nKey="leads:queue.sentence"
        values={{ name, routed, received, decided }}
        components={{
          routed: <Link className="sourced" to="?state=routed" />,
          received: <Link className="sourced" to="?state=received" />,
          decided: <Link className="sourced" to="?state=decided" />,
        }}
      />
    </h1>
  );
}

/** Which row is current and which are marked; keys move the focus, so that Enter opens the link. */
function useSelection(rows: readonly LeadRow[]) {
  const [activeId, setActiveId] = useState<string>();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const found = rows.findIndex((row) => row.id === activeId);
  const active = rows[found] ?? rows[0];
  const mark = useCallback((id: string) => {
    setMarked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const keys = useMemo(() => {
    const focus = (index: number) => {
      const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
      if (row === undefined) return;
      setActiveId(row.id);
      document.querySelector<HTMLElement>(`[data-lead="${CSS.escape(row.id)}"]`)?.focus();
    };
    return {
      j: () => focus(found + 1),
      k: () => focus(found - 1),
      x: () => active !== undefined && mark(active.id),
    };
  }, [rows, found, active, mark]);
  useKeys(keys);
  const unmark = useCallback(() => setMarked(new Set()), []);
  return { active, marked, mark, unmark, setActiveId };
}

/** Receives several after ten seconds; tells afterwards which ones were refused, and why. */
function useBulkReceipt() {
  const { t, i18n } = useTranslation();
  const reload = useReloadLeads();
  return (rows: readonly LeadRow[]) => {
    const numberOf = new Map(rows.map(({ id, number }) => [id, number]));
    const whyNot = (code = "fault") => {
      const key = `problems:${code}.what`;
      return i18n.exists(key) ? t(key) : t("problems:fault.what");
    };
    giveAct({
      key: `receipts:${rows.map(({ id }) => id).join()}`,
      text: t("leads:bulk.given", { count: rows.length }),
      about: rows.map(({ id }) => id),
      send: async () => {
        const leads = rows.map(({ id, version }) => ({ id, version }));
        const { results } = await api.receiveLeads({ leads });
        await reload();
        const refused = results.filter(({ received }) => !received);
        return {
          text: t("leads:bulk.done", {
            count: results.length - refused.length,
            refused: refused.length,
          }),
          rows: refused.map(({ id, code }) => ({
            id,
            title: numberOf.get(id) ?? id,
            why: whyNot(code),
          })),
        };
      },
    });
  };
}

/** The marked leads that can be received, and the key and button that do it. */
function BulkBar({
  rows,
  onDone,
}: {
  readonly rows: readonly LeadRow[];
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const may = useSession().data?.permissions.includes("leads.receive") ?? false;
  const receive = useBulkReceipt();
  const open = rows.filter(({ state }) => state === "routed").slice(0, MOST_AT_ONCE);
  const canReceive = may && open.length > 0;
  const run = () => {
    receive(open);
    onDone();
  };
  useKeys({ e: () => canReceive && run() });
  const title = t("leads:bulk.receive", { count: open.length });
  usePageCommands(
    useMemo(
      () => (canReceive ? [{ id: "bulk", icon: "check" as const, title, run }] : []),
      // oxlint-disable-next-line react/exhaustive-deps -- `run` is new with every render
      [canReceive, title, rows],
    ),
  );
  if (!may || rows.length === 0) return null;
  return (
    <div className="bulk" role="group" aria-label={t("leads:bulk.label")}>
      <span>{t("leads:bulk.marked", { count: rows.length })}</span>
      <Button type="primary" disabled={!canReceive} onClick={run}>
        <Icon name="check" /> {title} <Key>E</Key>
      </Button>
      <Button onClick={onDone}>{t("leads:bulk.none")}</Button>
      {open.length < rows.length && (
        <span className="meta">{t("leads:bulk.others", { count: rows.length - open.length })}</span>
      )}
    </div>
  );
}

/** Parts of the filter that no tab or chip shows: each says what it is and can be taken away. */
function OtherFilters({
  filter,
  rows,
  onChange,
}: {
  readonly filter: QueueFilter;
  readonly rows: readonly LeadRow[];
  readonly onChange: (patch: Partial<QueueFilter>) => void;
}) {
  const { t } = useTranslation();
  const name = rows[0]?.department.name ?? filter.department;
  const parts = [
    ["department", filter.department, t("leads:filter.department", { name })],
    ["stuck", filter.stuck, t("leads:filter.stuck")],
    ["matched", filter.matched, t("leads:filter.fallback")],
    ["from", filter.from, t("leads:filter.from", { day: filter.from })],
    ["to", filter.to, t("leads:filter.to", { day: filter.to })],
  ] as const;
  const given = parts.filter(([, value]) => value !== "");
  if (given.length === 0) return null;
  return (
    <p className="chips other-filters">
      {given.map(([part, , text]) => (
        <button
          key={part}
          type="button"
          aria-label={t("leads:filter.remove", { what: text })}
          onClick={() => onChange({ [part]: "" })}
        >
          {text} <Icon name="cross" />
        </button>
      ))}
    </p>
  );
}

function groupTitle(day: string, today: string, words: { today: string }): string {
  return day === today ? words.today : day;
}

export function QueuePage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const pages = useLeadPages(filter);
  const today = useToday();
  const groups = useMemo(() => {
    const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
    return groupByDay(rows, (row) => dayOf(row.raisedAt));
  }, [pages.data]);
  const rows = useMemo(() => groups.flatMap(([, members]) => members), [groups]);
  const { active, marked, mark, unmark, setActiveId } = useSelection(rows);
  const change = useCallback(
    (patch: Partial<QueueFilter>) =>
      setParams((before) => withFilter(before, patch), { replace: true }),
    [setParams],
  );
  const chosen = rows.filter((row) => marked.has(row.id));
  return (
    <div className="page">
      <title>{t("leads:queue.documentTitle")}</title>
      <Sentence counts={pages.data?.pages[0]?.counts} />
      <div className="split split-queue">
        <div>
          <QueueFilters
            filter={filter}
            counts={pages.data?.pages[0]?.counts}
            onChange={change}
            canExport={chosen.length > 0}
            exportLabel={t("leads:export.act", { count: chosen.length })}
            onExport={() => {
              const name = t("leads:export.fileName", { day: today });
              downloadText(name, csvOf(queueTable(t, chosen)));
            }}
          />
          {pages.data !== undefined && rows.length > 0 && (
            <ExportLinks list="leads" filter={{ ...filter }} />
          )}
          <OtherFilters filter={filter} rows={rows} onChange={change} />
          <BulkBar rows={chosen} onDone={unmark} />
          <QueryState query={pages} />
          {pages.data !== undefined && rows.length === 0 && (
            <Empty
              title={t("leads:queue.empty")}
              why={t("leads:queue.emptyWhy")}
              next={
                <Link to="/leads?state=returned,routed,received,decided,published">
                  {t("leads:filter.showAll")}
                </Link>
              }
            />
          )}
          {groups.map(([day, members]) => (
            <section key={day} className="queue-group">
              <h2>
                {groupTitle(day, today, { today: t("leads:queue.today") })}
                <span>{t("leads:queue.groupCount", { count: members.length })}</span>
              </h2>
              <ul className="queue">
                {members.map((row) => (
                  <QueueRow
                    key={row.id}
                    row={row}
                    today={today}
                    isActive={row.id === active?.id}
                    isMarked={marked.has(row.id)}
                    onActivate={setActiveId}
                    onMark={mark}
                  />
                ))}
              </ul>
            </section>
          ))}
          {pages.hasNextPage && (
            <Button
              className="more"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {t("console:more", { shown: rows.length })}
            </Button>
          )}
          <QueueKeys />
        </div>
        <QueueRail row={active} />
      </div>
    </div>
  );
}
