/** Who opened this tip-off lately, for those whose post may see it. Reads of sealed organs are not among them. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { api, useSession } from "../session/index.ts";

const SHOWN = 8;

export function ReadersPanel({ tipoff }: { readonly tipoff: string }) {
  const { t } = useTranslation();
  const held = useSession().data?.permissions ?? [];
  const may = held.includes("audit.read-unit");
  const readers = useQuery({
    queryKey: ["readers", tipoff],
    enabled: may,
    queryFn: ({ signal }) =>
      api.listUnitAudit({ object: `tipoff:${tipoff}`, limit: SHOWN }, signal),
  });
  if (!may && held.includes("audit.read-sealed"))
    return (
      <Panel title={t("tipoffs:readers.title")}>
        <Link to="/audit/sealed">{t("tipoffs:readers.sealed")}</Link>
      </Panel>
    );
  if (!may || readers.data === undefined) return null;
  return (
    <Panel
      title={t("tipoffs:readers.title")}
      aside={
        <Link to={`/audit/unit?object=${encodeURIComponent(`tipoff:${tipoff}`)}`}>
          {t("tipoffs:readers.all")}
        </Link>
      }
    >
      <ul className="tipoff-files">
        {readers.data.rows.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at}>{dayAndTime(entry.at)}</time> {entry.person?.name}{" "}
            <span className="meta">
              {t(entry.method === "GET" ? "tipoffs:readers.read" : "tipoffs:readers.acted")}
            </span>
          </li>
        ))}
      </ul>
      {readers.data.rows.length === 0 && <p className="meta">{t("tipoffs:readers.none")}</p>}
    </Panel>
  );
}
