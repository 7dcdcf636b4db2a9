import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { LeadRow } from "../../../../contract/src/leads.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Key, Panel, Tag } from "../../ui/panel.tsx";
import { LevelGlyph } from "./level-glyph.tsx";
import { LEVELS } from "./queue-filter.ts";
import { levelName, useCode } from "./words.ts";

function Selected({ row }: { readonly row: LeadRow }) {
  const { t } = useTranslation();
  const code = useCode();
  return (
    <div className="rail-lead">
      <p className="rail-level">
        <LevelGlyph level={row.level} /> <b>{levelName(t, row.level)}</b>
        <Tag>{t(`leads:state.${row.state}`)}</Tag>
      </p>
      <p className="meta">{t("leads:notAFinding")}</p>
      <h3>{row.title}</h3>
      <dl className="facts">
        <div>
          <dt>{t("leads:rail.indicators")}</dt>
          <dd>
            <ul className="plain-list">
              {row.indicators.map((id) => (
                <li key={id}>
                  {code("indicator", id)} <code className="meta">{id}</code>
                </li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t("leads:rail.firms")}</dt>
          <dd>
            <ul className="plain-list">
              {row.firms.map((firm) => (
                <li key={firm}>{firm}</li>
              ))}
            </ul>
          </dd>
        </div>
        <div>
          <dt>{t("leads:rail.department")}</dt>
          <dd>
            {row.department.name}
            {row.officerName !== undefined && ` · ${row.officerName}`}
          </dd>
        </div>
        <div>
          <dt>{t("leads:rail.raisedAt")}</dt>
          <dd>{dayAndTime(row.raisedAt)}</dd>
        </div>
        <div>
          <dt>{t("leads:rail.process")}</dt>
          <dd>
            <Link to={`/processes/${encodeURIComponent(row.ocid)}`}>
              <code>{row.ocid}</code>
            </Link>
          </dd>
        </div>
      </dl>
    </div>
  );
}

export function QueueRail({ row }: { readonly row: LeadRow | undefined }) {
  const { t } = useTranslation();
  return (
    <aside className="rail" aria-label={t("leads:rail.title")}>
      <Panel
        title={t("leads:rail.selected")}
        aside={row === undefined ? undefined : <span className="meta">{row.number}</span>}
      >
        {row === undefined ? (
          <p className="meta">{t("leads:rail.none")}</p>
        ) : (
          <Selected row={row} />
        )}
      </Panel>
      <Panel title={t("leads:rail.levels")}>
        <ul className="level-list">
          {LEVELS.map((level) => (
            <li key={level}>
              <LevelGlyph level={level} />
              <span>
                <b>{levelName(t, level)}</b>
                <small>{t(`leads:level.${level}.about`)}</small>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </aside>
  );
}

export function QueueKeys() {
  const { t } = useTranslation();
  const keys = [
    [["J", "K"], "move"],
    [["Enter"], "open"],
    [["X"], "mark"],
    [["E"], "receive"],
    [["/"], "search"],
  ] as const;
  return (
    <div className="key-line">
      {keys.map(([names, act]) => (
        <span key={act}>
          {names.map((name) => (
            <Key key={name}>{name}</Key>
          ))}{" "}
          {t(`leads:keys.${act}`)}
        </span>
      ))}
    </div>
  );
}
