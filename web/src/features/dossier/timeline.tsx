/** All records of a project under sticky days; pages come as the reader goes on, in both directions. */
import { Button, Checkbox } from "antd";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { MOST_CHOSEN } from "../../../../contract/src/certificates.ts";
import type { DossierFilters, TimelineRow } from "../../../../contract/src/dossier.ts";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { groupBy } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Tag, type Tone } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRowKeys } from "../../ui/use-row-keys.ts";
import { Details } from "./details.tsx";
import { useTimeline } from "./queries.ts";

/** Above this the time of recording is a piece of news. */
const LATE_MS = 300_000;
const TONES: Readonly<Partial<Record<TimelineRow["group"], Tone>>> = {
  lead: "due",
  warning: "due",
  access: "pause",
};

function Notes({ row }: { readonly row: TimelineRow }) {
  const { t } = useTranslation();
  const isLate = Date.parse(row.recordedAt) - Date.parse(row.occurredAt) > LATE_MS;
  return (
    <span className="meta dossier-notes">
      {row.actor !== undefined && !row.text.includes(row.actor) && <span>{row.actor}</span>}
      {row.lotId !== undefined && <span>{t("dossier:timeline.lot", { lot: row.lotId })}</span>}
      {isLate && (
        <span title={t("dossier:timeline.recordedAbout")}>
          {t("dossier:timeline.recorded", { at: dayAndTime(row.recordedAt) })}
        </span>
      )}
      {row.fileHash !== undefined && (
        <span>
          {t("dossier:timeline.file")} <code>{row.fileHash.slice(0, 12)}…</code>
        </span>
      )}
      <span>{t("dossier:timeline.source", { source: row.source })}</span>
      {row.corrects !== undefined && <Tag tone="prov">{t("dossier:timeline.corrects")}</Tag>}
      {row.correctedBy !== undefined && <Tag tone="pause">{t("dossier:timeline.corrected")}</Tag>}
    </span>
  );
}

/** Which rows go into a certificate. */
export interface RowChoice {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

function Tick({ row, choice }: { readonly row: TimelineRow; readonly choice: RowChoice }) {
  const { t } = useTranslation();
  const { chosen, onChange } = choice;
  const isChosen = chosen.has(row.id);
  const isFull = chosen.size >= MOST_CHOSEN && !isChosen;
  const others = [...chosen].filter((id) => id !== row.id);
  const toggle = () => onChange(new Set(isChosen ? others : [...others, row.id]));
  return (
    <Checkbox
      className="dossier-tick"
      checked={isChosen}
      // Accesses are shown here and certified nowhere.
      disabled={isFull || row.group === "access"}
      aria-label={t("certificates:row", { title: row.title, at: dayAndTime(row.occurredAt) })}
      onChange={toggle}
    />
  );
}

interface RowProps {
  readonly ocid: string;
  readonly row: TimelineRow;
  readonly choice: RowChoice | undefined;
}

function Row({ ocid, row, choice }: RowProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li className={`dossier-row${choice === undefined ? "" : " dossier-choosing"}`}>
      {choice !== undefined && <Tick row={row} choice={choice} />}
      <time dateTime={row.occurredAt}>{timeOf(row.occurredAt)}</time>
      <Tag tone={TONES[row.group] ?? "plain"}>{t(`dossier:group.${row.group}`)}</Tag>
      <div className="dossier-what">
        <button
          type="button"
          className="dossier-open"
          data-row={row.id}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          <b>{row.title}</b> {row.text}
        </button>
        <Notes row={row} />
        {row.link !== undefined && (
          <Link className="dossier-link" to={row.link}>
            {t("dossier:timeline.goTo")}
          </Link>
        )}
      </div>
      <Ring leafIndex={row.leafIndex} />
      {isOpen && <Details ocid={ocid} id={row.id} />}
    </li>
  );
}

interface TimelineProps {
  readonly ocid: string;
  readonly filters: DossierFilters;
  readonly from: string | undefined;
  readonly choice: RowChoice | undefined;
}

export function Timeline({ ocid, filters, from, choice }: TimelineProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const query = useTimeline(ocid, filters, from);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  if (query.data === undefined)
    return (
      <div className="panel-body">
        <QueryState query={query} />
      </div>
    );
  return (
    <div ref={box} className="dossier-timeline" aria-label={t("dossier:timeline.label")}>
      {query.hasPreviousPage && (
        <p className="dossier-more">
          <Button
            loading={query.isFetchingPreviousPage}
            onClick={() => void query.fetchPreviousPage()}
          >
            {t("dossier:timeline.earlier")}
          </Button>
        </p>
      )}
      {rows.length === 0 && (
        <Empty title={t("dossier:timeline.empty")} why={t("dossier:timeline.emptyWhy")} />
      )}
      {groupBy(rows, ({ occurredAt }) => dayOf(occurredAt)).map(([day, own]) => (
        <section key={day} className="dossier-day">
          <h3>{t("dossier:timeline.day", { day, count: own.length })}</h3>
          <ol>
            {own.map((row) => (
              <Row key={row.id} ocid={ocid} row={row} choice={choice} />
            ))}
          </ol>
        </section>
      ))}
      {rows.length > 0 && (
        <p className="dossier-more">
          {query.hasNextPage ? (
            <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {t("dossier:timeline.later")}
            </Button>
          ) : (
            <span className="meta">{t("dossier:timeline.end")}</span>
          )}
        </p>
      )}
    </div>
  );
}
