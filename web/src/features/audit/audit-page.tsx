/** The auditor's table with its filters in the address, and the chief's view of the own unit's leads. */
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { AuditQuery, AuditResult } from "../../../../contract/src/audit.ts";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { AccessTable, rowOfEntry } from "./audit-table.tsx";
import { GapPanel } from "./gap-panel.tsx";
import { type AuditView, useAuditPages } from "./queries.ts";
import { RetentionPanel } from "./retention-panel.tsx";

import "./audit.css";

const TEXTS = ["person", "unit", "object"] as const;
const DAYS = ["from", "to"] as const;
const RESULTS = ["", "ok", "refused", "failed"] as const;
type FilterName = (typeof TEXTS)[number] | (typeof DAYS)[number] | "result";

interface FilterProps {
  readonly params: URLSearchParams;
  readonly set: (name: FilterName, value: string) => void;
  /** Whether sign-ins are among the records. */
  readonly hasDoors: boolean;
}

function FilterBar({ params, set, hasDoors }: FilterProps) {
  const { t } = useTranslation();
  return (
    <div className="filters">
      <div className="tabs" role="group" aria-label={t("audit:filter.result")}>
        {RESULTS.map((result) => (
          <button
            key={result}
            type="button"
            aria-pressed={(params.get("result") ?? "") === result}
            onClick={() => set("result", result)}
          >
            {result === "" ? t("audit:filter.all") : t(`audit:result.${result}`)}
          </button>
        ))}
        {hasDoors && (
          <button
            type="button"
            aria-pressed={params.get("object") === "session"}
            onClick={() => set("object", params.get("object") === "session" ? "" : "session")}
          >
            {t("audit:filter.doors")}
          </button>
        )}
      </div>
      <div className="filter-line audit-filters">
        {DAYS.map((name) => (
          <label key={name}>
            {t(`audit:filter.${name}`)}
            <Input
              type="date"
              value={params.get(name) ?? ""}
              onChange={(event) => set(name, event.target.value)}
            />
          </label>
        ))}
        {TEXTS.map((name) => (
          <Input
            key={`${name} ${params.get(name) ?? ""}`}
            className="filter-search"
            type="search"
            aria-label={t(`audit:filter.${name}`)}
            placeholder={t(`audit:filter.${name}`)}
            defaultValue={params.get(name) ?? ""}
            onPressEnter={(event) => set(name, event.currentTarget.value.trim())}
            onBlur={(event) => set(name, event.currentTarget.value.trim())}
          />
        ))}
      </div>
    </div>
  );
}

function filterOf(params: URLSearchParams): AuditQuery {
  const names = [...DAYS, ...TEXTS, "result"] as const;
  const filter: Partial<Record<FilterName, string>> = {};
  for (const name of names) {
    const value = params.get(name);
    if (value !== null && value !== "") filter[name] = value;
  }
  return filter as AuditQuery & { result?: AuditResult };
}

function Entries({ view, title }: { readonly view: AuditView; readonly title: string }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const pages = useAuditPages(view, filterOf(params));
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const set = (name: FilterName, value: string) => {
    if ((params.get(name) ?? "") === value) return;
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  };
  return (
    <>
      <FilterBar params={params} set={set} hasDoors={view === "all"} />
      {view === "all" && (
        <p>
          <a href={`/api/audit/entries.csv?${params.toString()}`} download>
            {t("audit:list.file")}
          </a>
        </p>
      )}
      <QueryState query={pages} />
      {pages.data !== undefined && rows.length === 0 && (
        <Empty
          title={t("audit:list.empty")}
          why={t("audit:list.emptyWhy")}
          next={<Link to="?">{t("audit:list.clear")}</Link>}
        />
      )}
      {rows.length > 0 && (
        <AccessTable
          caption={title}
          hasDetail={view === "all"}
          rows={rows.map((entry) => rowOfEntry(entry, t))}
        />
      )}
      {pages.hasNextPage && (
        <Button
          className="more"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("console:more", { shown: rows.length })}
        </Button>
      )}
    </>
  );
}

export function AuditPage() {
  const { t } = useTranslation();
  const title = t("audit:list.title");
  return (
    <div className="page">
      <title>{t("audit:list.documentTitle")}</title>
      <h1 className="page-sentence">{title}</h1>
      <Entries view="all" title={title} />
      <div className="audit-care">
        <GapPanel />
        <RetentionPanel />
      </div>
    </div>
  );
}

export function UnitAuditPage() {
  const { t } = useTranslation();
  const title = t("audit:list.unitTitle");
  return (
    <div className="page">
      <title>{t("audit:list.documentTitle")}</title>
      <h1 className="page-sentence">{title}</h1>
      <p className="meta audit-about">{t("audit:list.unitAbout")}</p>
      <Entries view="unit" title={title} />
    </div>
  );
}
