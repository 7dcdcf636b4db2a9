/** Workbench: the leads an officer has to do something about, grouped by the day they arose. */
import { Button } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { LeadPage, LeadRow } from "../../../../contract/src/leads.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { dayOf, groupByDay } from "../../ui/dates.ts";
import { useKeys } from "../../ui/keys.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { useSession } from "../session/index.ts";
import { useLeadPages } from "./queries.ts";
import { queueTable } from "./queue-csv.ts";
import { filterOf, withFilter, type QueueFilter } from "./queue-filter.ts";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueKeys, QueueRail } from "./queue-rail.tsx";
import { QueueRow } from "./queue-row.tsx";

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
  return { active, marked, mark, setActiveId };
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
  const { active, marked, mark, setActiveId } = useSelection(rows);
  const change = useCallback(
    (patch: Partial<QueueFilter>) =>
      setParams((before) => withFilter(before, patch), { replace: true }),
    [setParams],
  );
  const chosen = rows.filter((row) => marked.has(row.id));
  const exported = chosen.length > 0 ? chosen : rows;
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
            canExport={exported.length > 0}
            exportLabel={t("leads:export.act", { count: exported.length })}
            onExport={() => {
              const name = t("leads:export.fileName", { day: today });
              downloadText(name, csvOf(queueTable(t, exported)));
            }}
          />
          {pages.isPending && <Skeleton label={t("console:loading")} />}
          {pages.error !== null && (
            <ProblemNotice
              error={pages.error}
              act={<Button onClick={() => void pages.refetch()}>{t("console:again")}</Button>}
            />
          )}
          {pages.data !== undefined && rows.length === 0 && (
            <Empty
              title={t("leads:queue.empty")}
              why={t("leads:queue.emptyWhy")}
              next={
                <Link to="/leads?state=routed,received,decided,published">
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
