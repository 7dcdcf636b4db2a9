/** Who opened this lead lately, for those whose post may see it. Reads of sealed organs are not among them. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { api, useSession } from "../session/index.ts";

const SHOWN = 8;

export function ReadersPanel({ lead }: { readonly lead: string }) {
  const { t } = useTranslation();
  const may = useSession().data?.permissions.includes("audit.read-unit") ?? false;
  const readers = useQuery({
    queryKey: ["readers", lead],
    enabled: may,
    queryFn: ({ signal }) => api.listUnitAudit({ object: `lead:${lead}`, limit: SHOWN }, signal),
  });
  if (!may || readers.data === undefined) return null;
  return (
    <Panel
      title={t("leads:readers.title")}
      aside={
        <Link to={`/audit/unit?object=${encodeURIComponent(`lead:${lead}`)}`}>
          {t("leads:readers.all")}
        </Link>
      }
    >
      <ul className="readers">
        {readers.data.rows.map((entry) => (
          <li key={entry.id}>
            <time dateTime={entry.at}>{dayAndTime(entry.at)}</time>{" "}
            {entry.person?.name ?? t("leads:readers.operator")}{" "}
            <span className="meta">
              {entry.method === "GET" ? t("leads:readers.read") : t("leads:readers.acted")}
            </span>
          </li>
        ))}
      </ul>
      {readers.data.rows.length === 0 && <p className="meta">{t("leads:readers.none")}</p>}
    </Panel>
  );
}
