/** Matters by legal risk: shape and word first, colour last; each says what its place in law is. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { DueRow, HomeView } from "../../../../contract/src/workbench.ts";
import { dayOf, daysBetween } from "../../ui/dates.ts";
import { groupBy } from "../../ui/lists.ts";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { LevelGlyph } from "../leads/index.ts";

/** What a role's list holds: leads to act on, leads that lie, or the own unit's lots. */
export function dueKind(role: Role): "own" | "lying" | "processes" {
  if (role === "entity" || role === "agency") return "processes";
  return role === "officer" || role === "chief" ? "own" : "lying";
}

const MARK = { overdue: "▲", due: "◆", calm: "" } as const;

const pathOf = ({ kind, id }: DueRow): string =>
  `/${kind === "lead" ? "leads" : "processes"}/${encodeURIComponent(id)}`;

function Row({ row }: { readonly row: DueRow }) {
  const { t } = useTranslation();
  const today = useToday();
  const waited = row.since === undefined ? 0 : daysBetween(dayOf(row.since), today);
  return (
    <li className={`due-row due-${row.risk}`}>
      <span className="due-bar" aria-hidden="true" />
      <div className="due-what">
        <Link to={pathOf(row)} data-row={row.id}>
          {row.lotId === undefined
            ? row.title
            : t("home:due.title", { title: row.title, lot: row.lotId })}
        </Link>
        <div className="due-meta">
          {row.level !== undefined && <LevelGlyph level={row.level} small />}
          <span>{row.number ?? row.id}</span>
          {row.department !== undefined && <span>{row.department.name}</span>}
          {row.officerName !== undefined && <span>{row.officerName}</span>}
          {row.urges !== undefined && (
            <b className="urged">{t("leads:queue.urged", { count: row.urges })}</b>
          )}
        </div>
      </div>
      <div className="due-act">
        <b>
          {row.kind === "lead" ? t(`leads:duty.${row.state}`) : t(`processes:state.${row.state}`)}
        </b>
        {waited > 0 && <span>{t("home:due.waiting", { count: waited })}</span>}
      </div>
      <div className="due-law">
        <span className={`due-until due-until-${row.risk}`}>
          {MARK[row.risk] !== "" && <i aria-hidden="true">{MARK[row.risk]} </i>}
          {row.until === undefined
            ? t(`home:ground.${row.ground}.name`)
            : t(`home:ground.${row.ground}.until`, { day: row.until })}
        </span>
        <span>{t(`home:ground.${row.ground}.law`)}</span>
      </div>
    </li>
  );
}

export function DueList({
  home,
  rows,
}: {
  readonly home: HomeView;
  readonly rows: readonly DueRow[];
}) {
  const { t } = useTranslation();
  const rest = (home.dueTotal ?? rows.length) - rows.length;
  const to = rows[0]?.kind === "process" ? "/processes" : "/leads";
  if (rows.length === 0)
    return (
      <Empty
        title={t(`home:due.empty.${dueKind(home.role)}.title`)}
        why={t(`home:due.empty.${dueKind(home.role)}.why`)}
      />
    );
  return (
    <>
      {groupBy(rows, ({ risk }) => risk).map(([risk, members]) => (
        <section key={risk} className="queue-group">
          <h2 className={`due-head due-head-${risk}`}>
            {t(`home:risk.${risk}`)} <span>{t("home:due.order")}</span>
          </h2>
          <ul className="due">
            {members.map((row) => (
              <Row key={`${row.kind}-${row.id}-${row.lotId ?? ""}`} row={row} />
            ))}
          </ul>
        </section>
      ))}
      {rest > 0 && (
        <p className="due-rest">
          <Link to={to}>{t("home:due.rest", { count: rest })}</Link>
        </p>
      )}
    </>
  );
}
