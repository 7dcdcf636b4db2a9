/** Records of access as a table: those of the server, and those that an organ has opened itself. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AuditEntry, SealedRecord } from "../../../../contract/src/audit.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";

/** What both kinds of record have. */
export interface AccessRow {
  readonly id: string;
  readonly at: string;
  readonly who: string;
  readonly unit: string;
  readonly method: string;
  readonly route: string;
  readonly kind: string | undefined;
  readonly object: string | undefined;
  readonly purpose: string | undefined;
  readonly status: number;
  readonly rows: number | undefined;
  readonly leafIndex: number | undefined;
}

/** Who it was; of somebody at the doors, whose account he tried. */
export function whoOf({ role, person }: AuditEntry, t: TFunction): string {
  if (role !== "visitor") return person?.name ?? t("audit:list.operator");
  return person === undefined
    ? t("audit:list.visitor")
    : t("audit:list.visitorOf", { name: person.name });
}

export const rowOfEntry = (entry: AuditEntry, t: TFunction): AccessRow => ({
  id: entry.id,
  at: entry.at,
  who: whoOf(entry, t),
  unit: [entry.unit?.name, entry.post?.name].filter((name) => name !== undefined).join(" "),
  method: entry.method,
  route: entry.route,
  kind: entry.object?.kind,
  object: entry.object?.label ?? entry.object?.id,
  purpose: entry.purpose,
  status: entry.status,
  rows: entry.rows,
  leafIndex: entry.leafIndex,
});

export const rowOfSealed = (
  record: SealedRecord,
  { id, leafIndex }: { readonly id: string; readonly leafIndex?: number },
): AccessRow => ({
  id,
  at: record.at,
  who: record.name,
  unit: `${record.unitName} ${record.post}`,
  method: record.method,
  route: record.route,
  kind: record.object?.kind,
  object: record.object?.id,
  purpose: record.purpose,
  status: record.status,
  rows: record.rows,
  leafIndex,
});

const READS = new Set(["GET", "HEAD"]);
export const resultOf = (status: number) =>
  status < 400 ? "ok" : status < 500 ? "refused" : "failed";

const DOORS = /^\/api\/session(\/(demo|passkey|certificate|totp|recovery))?$/;

/** What was done at the doors, in one word. */
function doorOf({ method, route }: AccessRow): "signIn" | "signOut" | undefined {
  if (route === "/api/session" && method === "DELETE") return "signOut";
  if (route === "/api/session/oidc/callback") return "signIn";
  return method === "POST" && DOORS.test(route) ? "signIn" : undefined;
}

function useColumns(hasDetail: boolean): readonly Column<AccessRow>[] {
  const { t, i18n } = useTranslation();
  const kindOf = (kind = "none") =>
    i18n.exists(`audit:object.${kind}`) ? t(`audit:object.${kind}`) : t("audit:object.none");
  return [
    {
      id: "at",
      head: t("audit:column.at"),
      cell: (row) =>
        hasDetail ? (
          <Link to={`/audit/entries/${row.id}`} aria-label={`${t("audit:list.open")} ${row.who}`}>
            {dayAndTime(row.at)}
          </Link>
        ) : (
          dayAndTime(row.at)
        ),
    },
    {
      id: "who",
      head: t("audit:column.who"),
      isHead: true,
      cell: (row) => (
        <>
          {row.who}
          <br />
          <span className="meta">{row.unit}</span>
        </>
      ),
    },
    {
      id: "what",
      head: t("audit:column.what"),
      cell: (row) => (
        <>
          {doorOf(row) === undefined
            ? `${t(`audit:act.${READS.has(row.method) ? "read" : "write"}`)} ${kindOf(row.kind)}`
            : t(`audit:act.${doorOf(row)}`)}
          <br />
          <code className="meta">
            {row.method} {row.route}
          </code>
        </>
      ),
    },
    {
      id: "object",
      head: t("audit:column.object"),
      cell: (row) => (row.object === undefined ? "—" : <code>{row.object}</code>),
    },
    { id: "purpose", head: t("audit:column.purpose"), cell: (row) => row.purpose ?? "—" },
    {
      id: "result",
      head: t("audit:column.result"),
      cell: (row) => {
        const result = resultOf(row.status);
        return (
          <Tag tone={result === "ok" ? "plain" : "due"}>
            {t(`audit:result.${result}`)} {row.status}
          </Tag>
        );
      },
    },
    {
      id: "rows",
      head: t("audit:column.rows"),
      isNumber: true,
      cell: (row) => row.rows ?? "—",
    },
    {
      id: "leaf",
      head: t("audit:column.leaf"),
      isNumber: true,
      cell: (row) => row.leafIndex ?? t("console:ring.pendingShort"),
    },
  ];
}

export function AccessTable({
  caption,
  rows,
  hasDetail = false,
}: {
  readonly caption: string;
  readonly rows: readonly AccessRow[];
  /** Whether the reader may open a row. */
  readonly hasDetail?: boolean;
}) {
  return (
    <div className="panel">
      <DataTable
        caption={caption}
        columns={useColumns(hasDetail)}
        rows={rows}
        rowKey={(row) => row.id}
      />
    </div>
  );
}
