/** One record of access: who, in which post, for what, on what, with which result; and whether the log holds it. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { AuditDetail } from "../../../../contract/src/audit.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { useWord } from "../organisation/index.ts";
import { resultOf, whoOf } from "./audit-table.tsx";
import { proveEntry } from "./prove-entry.ts";

import "./audit.css";
import { useAuditEntry } from "./queries.ts";

const READS = new Set(["GET", "HEAD"]);

function Facts({ detail }: { readonly detail: AuditDetail }) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  const { entry, recordedAt } = detail;
  const kind = entry.object?.kind ?? "none";
  const kindWord = i18n.exists(`audit:object.${kind}`) ? t(`audit:object.${kind}`) : kind;
  const result = resultOf(entry.status);
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    ["at", dayAndTime(entry.at)],
    ["who", whoOf(entry, t)],
    ["post", entry.post?.name],
    ["unit", entry.unit?.name],
    ["role", entry.post === undefined ? undefined : word("role", entry.role)],
    ["purpose", entry.purpose],
    [
      "what",
      <>
        {t(`audit:act.${READS.has(entry.method) ? "read" : "write"}`)} {kindWord}{" "}
        <code className="meta">
          {entry.method} {entry.route}
        </code>
      </>,
    ],
    [
      "object",
      entry.object?.id === undefined ? undefined : (
        <code>{entry.object.label ?? entry.object.id}</code>
      ),
    ],
    ["query", entry.query === undefined ? undefined : <code>{entry.query}</code>],
    [
      "result",
      <Tag key="result" tone={result === "ok" ? "plain" : "due"}>
        {t(`audit:result.${result}`)} {entry.status}
      </Tag>,
    ],
    ["rows", entry.rows],
    ["address", <code key="address">{entry.address}</code>],
    ["recordedAt", dayAndTime(recordedAt)],
    ["id", <code key="id">{entry.id}</code>],
  ];
  return (
    <Panel title={t("audit:entry.title")}>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`audit:entry.${name}`)}</dt>
            <dd>{value ?? "—"}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

/** The check in words; the browser computes it from the digest, the proof and the signed root. */
function Proof({ detail }: { readonly detail: AuditDetail }) {
  const { t } = useTranslation();
  const { digest, entry } = detail;
  const { leafIndex } = entry;
  const check = useQuery({
    queryKey: ["audit-proof", entry.id],
    enabled: false,
    retry: false,
    queryFn: ({ signal }) => proveEntry({ digest, leafIndex: leafIndex ?? 0 }, signal),
  });
  const { data: proof } = check;
  return (
    <Panel title={t("audit:entry.log")}>
      <dl className="facts">
        <div>
          <dt>{t("audit:entry.leaf")}</dt>
          <dd>{leafIndex ?? "—"}</dd>
        </div>
        <div>
          <dt>{t("audit:entry.digest")}</dt>
          <dd>
            <code className="audit-digest">{digest}</code>
          </dd>
        </div>
      </dl>
      {leafIndex === undefined ? (
        <p>{t("audit:entry.notYet")}</p>
      ) : (
        <>
          <p className="say">{t("audit:entry.about")}</p>
          <p className="row-acts">
            <Button loading={check.isFetching} onClick={() => void check.refetch()}>
              {t(check.isFetching ? "audit:entry.checking" : "audit:entry.check")}
            </Button>
          </p>
        </>
      )}
      {check.error !== null && (
        <Notice tone="due">
          <p>{t("audit:entry.failed")}</p>
        </Notice>
      )}
      {proof !== undefined && (
        <Notice tone={{ good: "accent", later: "due", bad: "overdue" }[proof.verdict] as "accent"}>
          <p>{t(`audit:entry.${proof.verdict}`, { leaf: leafIndex, size: proof.size })}</p>
          {proof.verdict === "good" && (
            <p className="meta">
              {t("audit:entry.root")} <code className="audit-digest">{proof.root}</code>
            </p>
          )}
        </Notice>
      )}
    </Panel>
  );
}

export function EntryPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useAuditEntry(id);
  const { data: detail } = query;
  return (
    <div className="page">
      <title>{t("audit:list.documentTitle")}</title>
      <nav className="crumbs" aria-label={t("audit:list.title")}>
        <Link to="/audit">{t("audit:entry.back")}</Link>
      </nav>
      <h1 className="page-sentence">{t("audit:entry.title")}</h1>
      <QueryState query={query} />
      {detail !== undefined && (
        <>
          <Facts detail={detail} />
          <Proof detail={detail} />
        </>
      )}
    </div>
  );
}
