/** Work queue of voices, the first clock on top. */
import { Button } from "antd";
import { useCallback, useMemo, useRef, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { VoicePage } from "../../../../contract/src/voices.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { useKeys } from "../../ui/keys.ts";
import { Key } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRowKeys } from "../../ui/use-row-keys.ts";
import { useToday } from "../../ui/use-today.ts";
import { useSession } from "../session/index.ts";
import { useVoicePages } from "./queries.ts";
import { voiceTable } from "./voice-csv.ts";
import { ALL_STATES, filterOf, type VoiceFilter, withFilter } from "./voice-filter.ts";
import { VoiceFilters } from "./voice-filters.tsx";
import { VoiceTable } from "./voice-table.tsx";

import "./voices.css";

function Sentence({ counts }: { readonly counts: VoicePage["counts"] | undefined }) {
  const { t } = useTranslation();
  const name = useSession().data?.name ?? "";
  if (counts === undefined) return <h1 className="page-sentence">{t("voices:title")}</h1>;
  const { open, routed, late, soon } = counts;
  if (open === 0) return <h1 className="page-sentence">{t("voices:sentence.none", { name })}</h1>;
  return (
    <h1 className="page-sentence">
      <Trans
        i18nKey="voices:sentence.some"
        values={{ name, open, routed, late, soon }}
        components={{
          routed: <Link className="sourced" to="?state=routed" />,
          late: <Link className="sourced" to="?due=late" />,
          soon: <Link className="sourced" to="?due=soon" />,
        }}
      />
    </h1>
  );
}

function useMarks() {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const mark = useCallback((id: string) => {
    setMarked((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const keys = useMemo(
    () => ({
      x: () => {
        const { row } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
        if (row !== undefined) mark(row);
      },
    }),
    [mark],
  );
  useKeys(keys);
  return { marked, mark };
}

const KEYS = [
  [["J", "K"], "move"],
  [["Enter"], "open"],
  [["X"], "mark"],
  [["V"], "view"],
  [["/"], "search"],
] as const;

function KeyLine() {
  const { t } = useTranslation();
  return (
    <div className="key-line">
      {KEYS.map(([names, act]) => (
        <span key={act}>
          {names.map((name) => (
            <Key key={name}>{name}</Key>
          ))}{" "}
          {t(`voices:keys.${act}`)}
        </span>
      ))}
    </div>
  );
}

export function VoicesPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const pages = useVoicePages(filter);
  const today = useToday();
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const { marked, mark } = useMarks();
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.rows) ?? [], [pages.data]);
  const change = useCallback(
    (patch: Partial<VoiceFilter>) =>
      setParams((before) => withFilter(before, patch), { replace: true }),
    [setParams],
  );
  const chosen = rows.filter(({ id }) => marked.has(id));
  const exported = chosen.length === 0 ? rows : chosen;
  const counts = pages.data?.pages[0]?.counts;
  return (
    <div className="page">
      <title>{t("voices:documentTitle")}</title>
      <Sentence counts={counts} />
      <VoiceFilters
        filter={filter}
        counts={counts}
        onChange={change}
        canExport={exported.length > 0}
        exportLabel={t("voices:export.act", { count: exported.length })}
        onExport={() =>
          downloadText(t("voices:export.fileName", { day: today }), csvOf(voiceTable(t, exported)))
        }
      />
      <QueryState query={pages} />
      {pages.data !== undefined && rows.length === 0 && (
        <Empty
          title={t("voices:empty.title")}
          why={t("voices:empty.why")}
          next={<Link to={`/voices?state=${ALL_STATES}`}>{t("voices:empty.all")}</Link>}
        />
      )}
      <div ref={box}>
        {rows.length > 0 && <VoiceTable rows={rows} marked={marked} onMark={mark} />}
      </div>
      {pages.hasNextPage && (
        <Button
          className="more"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("console:more", { shown: rows.length })}
        </Button>
      )}
      <KeyLine />
    </div>
  );
}
