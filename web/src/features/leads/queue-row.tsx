import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { LeadRow } from "../../../../contract/src/leads.ts";
import { dayOf, daysBetween } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { useWaiting } from "../../ui/pending-acts.ts";
import { LevelGlyph } from "./level-glyph.tsx";
import { levelName } from "./words.ts";

/** Strength of evidence at which the bar is full; above it the figure alone tells. */
const FULL_BITS = 40;

function Strength({ bits }: { readonly bits: number }) {
  const { t } = useTranslation();
  const share = Math.min(Math.max(bits / FULL_BITS, 0), 1);
  return (
    <div className="strength" title={t("leads:queue.bitsAbout")}>
      <span className="strength-name">{t("leads:queue.strength")}</span>
      <span className="strength-bar">
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span>{t("leads:queue.bits", { bits: bits.toFixed(1) })}</span>
    </div>
  );
}

/** Calendar days since the state was reached; a lead has no statutory period, and the row says so. */
function Waiting({ row, today }: { readonly row: LeadRow; readonly today: string }) {
  const { t } = useTranslation();
  const days = daysBetween(dayOf(row.stateSince), today);
  if (row.state === "published") return <span>{t("leads:queue.closed")}</span>;
  return (
    <span>
      {t("leads:queue.waiting", { count: Math.max(days, 0) })} · {t("leads:queue.noStatute")}
    </span>
  );
}

export interface QueueRowProps {
  readonly row: LeadRow;
  readonly today: string;
  readonly isActive: boolean;
  readonly isMarked: boolean;
  readonly onActivate: (id: string) => void;
  readonly onMark: (id: string) => void;
}

export function QueueRow(props: QueueRowProps) {
  const { t } = useTranslation();
  const { row, isActive, isMarked } = props;
  const waiting = useWaiting(row.id);
  return (
    <li className={`queue-row${isActive ? " is-active" : ""}`}>
      <span className="queue-risk" aria-hidden="true" />
      <input
        type="checkbox"
        className="queue-mark"
        checked={isMarked}
        aria-label={t("leads:queue.mark", { number: row.number })}
        onChange={() => props.onMark(row.id)}
        onFocus={() => props.onActivate(row.id)}
      />
      <span className="queue-icon">
        <Icon name="link" />
      </span>
      <div className="queue-what">
        <Link
          to={`/leads/${encodeURIComponent(row.id)}`}
          className="queue-title"
          data-lead={row.id}
          onFocus={() => props.onActivate(row.id)}
        >
          {t("leads:queue.rowTitle", { title: row.title, lot: row.lotId })}
        </Link>
        <div className="queue-meta">
          <span className="nowrap">{row.number}</span> · <LevelGlyph level={row.level} small />{" "}
          {levelName(t, row.level)} · {t("leads:queue.firms", { count: row.firms.length })} ·{" "}
          {t("leads:queue.indicators", { count: row.indicators.length })}
          {row.urges !== undefined && (
            <>
              {" "}
              · <b className="urged">{t("leads:queue.urged", { count: row.urges })}</b>
            </>
          )}
        </div>
      </div>
      <div className="queue-duty">
        <b>{waiting === undefined ? t(`leads:duty.${row.state}`) : t("leads:bulk.waiting")}</b>
        <span>{row.officerName ?? t("leads:queue.noOfficer")}</span>
      </div>
      <div className="queue-clock">
        <Strength bits={row.bits} />
        <Waiting row={row} today={props.today} />
      </div>
    </li>
  );
}
