/** One room: its bookings of a day, what its devices told, and who came in during an evaluation. */
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import type { DeviceEvent, RoomDay, RosterCheck } from "../../../../contract/src/venue.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { timeOf } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { BookingsTable, spanText } from "./bookings-table.tsx";
import { DayBar } from "./day-bar.tsx";
import { useRoomDay } from "./queries.ts";

import "./venue.css";

const TONES: Readonly<Partial<Record<DeviceEvent["event"], Tone>>> = {
  doorForced: "overdue",
  doorDenied: "due",
  phoneMissing: "overdue",
  desktopForbiddenProgram: "overdue",
  desktopRemovableDisk: "due",
};

function EventsTable({ events }: { readonly events: readonly DeviceEvent[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<DeviceEvent>[] = [
    { id: "time", head: t("venue:time"), cell: ({ at }) => timeOf(at) },
    {
      id: "event",
      head: t("venue:events.event"),
      isHead: true,
      cell: ({ event, detail, isOutsideRoster }) => (
        <>
          <Tag tone={TONES[event] ?? "plain"}>{t(`venue:event.${event}`)}</Tag>{" "}
          {isOutsideRoster && <Tag tone="due">{t("venue:events.outside")}</Tag>}
          {detail !== undefined && <span className="block meta">{detail}</span>}
        </>
      ),
    },
    {
      id: "who",
      head: t("venue:events.who"),
      cell: ({ bearer, name }) => [name, bearer].filter((part) => part !== undefined).join(" · "),
    },
    { id: "device", head: t("venue:events.device"), cell: ({ device }) => <code>{device}</code> },
  ];
  return (
    <DataTable
      caption={t("venue:events.title")}
      columns={columns}
      rows={events}
      rowKey={({ id }) => id}
    />
  );
}

/** What may be said of entries during one evaluation, and what may not. */
function RosterNotice({ check }: { readonly check: RosterCheck }) {
  const { t } = useTranslation();
  const { missing, outside, unnamed, entries } = check;
  const said =
    missing.length > 0
      ? t("venue:roster.missing", {
          gaps: missing.map((gap) => t(`venue:roster.gap.${gap}`)).join(t("venue:roster.and")),
        })
      : outside > 0
        ? t("venue:roster.outside", { count: outside })
        : t("venue:roster.inside");
  return (
    <Notice tone={missing.length === 0 && outside > 0 ? "due" : "accent"}>
      <p>
        <b>
          {spanText(check)} {check.title}
        </b>
      </p>
      <p>
        {t("venue:roster.entries", { count: entries })} {said}
        {unnamed > 0 && ` ${t("venue:roster.unnamed", { count: unnamed })}`}
      </p>
    </Notice>
  );
}

function RoomView({ view }: { readonly view: RoomDay }) {
  const { t } = useTranslation();
  const { room, bookings, events, rosters } = view;
  return (
    <>
      {rosters.length > 0 && (
        <Panel title={t("venue:roster.title")} aside="PRO-14">
          {rosters.map((check) => (
            <RosterNotice key={check.booking} check={check} />
          ))}
          <p className="meta">{t("venue:roster.about")}</p>
        </Panel>
      )}
      <Panel title={t("venue:bookings")} flush>
        {bookings.length === 0 ? (
          <Empty title={t("venue:noBookings")} />
        ) : (
          <BookingsTable bookings={bookings} rooms={[room]} />
        )}
      </Panel>
      <Panel title={t("venue:events.title")} aside={t("venue:events.about")} flush>
        {events.length === 0 ? (
          <Empty title={t("venue:events.none")} why={t("venue:events.noneWhy")} />
        ) : (
          <EventsTable events={events} />
        )}
      </Panel>
    </>
  );
}

export function RoomPage() {
  const { t } = useTranslation();
  const { room = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const query = useRoomDay(room, search.get("day") ?? undefined);
  const view = query.data;
  return (
    <div className="page">
      <title>{t("venue:roomTitle", { room: view?.room.name ?? room })}</title>
      <p className="meta">
        <Link to={view === undefined ? "/venue" : `/venue?day=${view.day}`}>
          {t("venue:title")}
        </Link>
      </p>
      <h1 className="page-sentence">
        {view === undefined
          ? t("venue:title")
          : t("venue:roomSentence", {
              room: view.room.name,
              zone: t(`venue:zone.${view.room.zone}`),
              day: view.day,
              count: view.bookings.filter(({ cancelledAt }) => cancelledAt === undefined).length,
              events: view.events.length,
            })}
      </h1>
      {view !== undefined && <DayBar day={view.day} onGo={(day) => setSearch({ day })} />}
      <QueryState query={query} />
      {view !== undefined && <RoomView view={view} />}
    </div>
  );
}
