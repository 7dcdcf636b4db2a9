/** 项目卷宗: everything on record about one project, for those who are entitled to it. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import { isSealedRole } from "../../../../contract/src/audit.ts";
import type { DossierStage } from "../../../../contract/src/dossier-values.ts";
import type { Clip, DossierFilters, DossierHead } from "../../../../contract/src/dossier.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Key, Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { IssuePanel } from "../certificates/index.ts";
import { useSession } from "../session/index.ts";
import { ExportPanel } from "./export-panel.tsx";
import { Filters } from "./filters.tsx";
import { useDossier } from "./queries.ts";
import { River } from "./river.tsx";
import { Timeline } from "./timeline.tsx";

import "./dossier.css";

const NAMES = ["groups", "stage", "actor", "q"] as const;

function filtersIn(search: URLSearchParams): DossierFilters {
  const given = NAMES.map((name) => [name, search.get(name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== null)) as DossierFilters;
}

function Clips({ clips }: { readonly clips: readonly Clip[] }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("dossier:clips.title")}>
      <ul className="plain-list">
        {clips.map(({ id, title, startsAt, seconds, link }) => (
          <li key={id}>
            <Icon name="eye" />
            {link === undefined ? title : <Link to={link}>{title}</Link>}
            <span className="meta">
              {dayAndTime(startsAt)} · {t("dossier:clips.seconds", { count: seconds })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface HeadProps {
  readonly head: DossierHead;
  readonly onExport: () => void;
  readonly onChoose: () => void;
}

function Head({ head, onExport, onChoose }: HeadProps) {
  const { t } = useTranslation();
  const { role, permissions = [] } = useSession().data ?? {};
  const countOf = (group: string) => head.marks.filter(({ kind }) => kind === group).length;
  return (
    <div className="dossier-head">
      <div>
        <div className="page-kicker">
          <Tag tone="accent">{t("dossier:name")}</Tag>
          <code>{head.ocid}</code>
        </div>
        <h1 className="page-fact">{head.title}</h1>
        <p className="page-meta">
          <Link to={`/processes/${encodeURIComponent(head.ocid)}`}>{t("dossier:back")}</Link>
          {head.procuringEntity !== undefined && <span>{head.procuringEntity}</span>}
          {head.procurementAgency !== undefined && <span>{head.procurementAgency}</span>}
          {head.place !== undefined && <span>{head.place}</span>}
        </p>
        <p className="dossier-sentence">
          {t("dossier:pageSentence", {
            total: head.total,
            leads: countOf("lead"),
            warnings: countOf("warning"),
            files: head.files,
          })}
        </p>
        <p className="meta">
          {role !== undefined && isSealedRole(role)
            ? t("dossier:sealedNote")
            : t("dossier:recordedNote")}
          {head.hasScores ? "" : ` ${t("dossier:noScores")}`} {t("dossier:secretNote")}
        </p>
      </div>
      <div className="dossier-acts">
        {permissions.includes("dossier.certify") && (
          <Button onClick={onChoose}>{t("certificates:open")}</Button>
        )}
        {head.mayExport && (
          <Button type="primary" onClick={onExport}>
            {t("dossier:export.act")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Content({ head }: { readonly head: DossierHead }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const [isExporting, setIsExporting] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const filters = filtersIn(search);
  const from = search.get("from") ?? undefined;
  const change = (next: DossierFilters) => setSearch({ ...next });
  const jump = (stage: DossierStage) => {
    const firstAt = head.stages.find((one) => one.stage === stage)?.firstAt;
    if (firstAt !== undefined) setSearch({ ...filters, from: firstAt });
  };
  return (
    <div className="page">
      <title>{t("dossier:dossierTitle", { title: head.title })}</title>
      <Head
        head={head}
        onExport={() => setIsExporting(true)}
        onChoose={() => setChosen(chosen ?? new Set())}
      />
      {isExporting && (
        <ExportPanel head={head} filters={filters} onClose={() => setIsExporting(false)} />
      )}
      {chosen !== undefined && (
        <div className="dossier-choice">
          <IssuePanel
            from={{ kind: "project", ocid: head.ocid }}
            facts={[...chosen]}
            onClose={() => setChosen(undefined)}
          />
        </div>
      )}
      <Panel title={t("dossier:river.title")} aside={t("dossier:river.about")}>
        <River head={head} onJump={jump} />
      </Panel>
      {head.clips.length > 0 && <Clips clips={head.clips} />}
      <Panel
        title={t("dossier:timeline.title")}
        aside={
          <>
            {t("dossier:timeline.order")} · <Key>J</Key> <Key>K</Key> {t("dossier:keys.move")} ·{" "}
            <Key>Enter</Key> {t("dossier:keys.open")}
          </>
        }
        flush
      >
        <Filters key={filters.q ?? ""} head={head} filters={filters} onChange={change} />
        <Timeline
          ocid={head.ocid}
          filters={filters}
          from={from}
          choice={chosen === undefined ? undefined : { chosen, onChange: setChosen }}
        />
      </Panel>
    </div>
  );
}

export function DossierPage() {
  const { ocid = "" } = useParams();
  const query = useDossier(ocid);
  if (query.data === undefined)
    return (
      <div className="page">
        <QueryState query={query} />
      </div>
    );
  return <Content head={query.data} />;
}
