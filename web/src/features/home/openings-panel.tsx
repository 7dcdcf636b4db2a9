import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { OpeningRow } from "../../../../contract/src/workbench.ts";
import { timeOf } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { useToday } from "../../ui/use-today.ts";

const SHOWN = 8;

export function OpeningsPanel({ rows }: { readonly rows: readonly OpeningRow[] }) {
  const { t } = useTranslation();
  const today = useToday();
  const all = `/processes?openingOn=${today}`;
  return (
    <Panel
      title={t("home:openings.title", { count: rows.length })}
      aside={<Link to={all}>{t("home:openings.all")}</Link>}
    >
      {rows.length === 0 && <p className="meta">{t("home:openings.none")}</p>}
      <ul className="openings">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.ocid}>
            <time dateTime={row.at}>{timeOf(row.at)}</time>
            <div>
              <Link to={`/processes/${encodeURIComponent(row.ocid)}`} data-row={row.ocid}>
                {row.title}
              </Link>
              <span className="meta">
                {[row.venue, row.place].filter((part) => part !== undefined).join(" · ")}
              </span>
            </div>
            {row.state === "opened" && <Tag tone="accent">{t("processes:state.opened")}</Tag>}
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && (
        <p>
          <Link to={all}>{t("home:due.rest", { count: rows.length - SHOWN })}</Link>
        </p>
      )}
    </Panel>
  );
}
