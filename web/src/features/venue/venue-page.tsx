/** 场所: the schedule of a day, booking, rooms. */
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { RoomUse, RoomZone } from "../../../../contract/src/venue-values.ts";
import type { VenueDay } from "../../../../contract/src/venue.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { BadgesPanel } from "./badges-panel.tsx";
import { BookingForm, type Draft } from "./booking-form.tsx";
import { BookingPanel } from "./booking-panel.tsx";
import { BookingsTable } from "./bookings-table.tsx";
import { DayBar } from "./day-bar.tsx";
import { useVenueDay } from "./queries.ts";
import { RoomsPanel } from "./rooms-panel.tsx";
import { Schedule, type Slot } from "./schedule.tsx";
import { isHeld, localOf } from "./times.ts";

import "./venue.css";

const USUAL: Readonly<Record<RoomZone, RoomUse>> = {
  opening: "opening",
  evaluation: "evaluation",
  draw: "draw",
  meeting: "clarification",
  public: "other",
};
/** How long a booking is at first, unless the free time is shorter. */
const HOURS = 2;

function draftOf({ day, rooms }: VenueDay, { room, from, to }: Slot): Draft {
  const zone = rooms.find((one) => one.room === room)?.zone ?? "public";
  return {
    room,
    use: USUAL[zone],
    from: localOf(day, from),
    to: localOf(day, Math.min(to, from + HOURS)),
  };
}

function BookPanel({
  view,
  draft,
  onBooked,
}: {
  readonly view: VenueDay;
  readonly draft: Draft;
  readonly onBooked: (booking: string) => void;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.scrollIntoView({ block: "nearest" });
    place.current?.querySelector("input")?.focus({ preventScroll: true });
  }, [draft]);
  return (
    <div ref={place}>
      <Panel title={t("venue:form.title")} aside={t("venue:form.about")}>
        <BookingForm
          key={JSON.stringify(draft)}
          draft={draft}
          rooms={view.rooms}
          onBooked={onBooked}
        />
      </Panel>
    </div>
  );
}

function useSentence(view: VenueDay | undefined): string {
  const { t } = useTranslation();
  if (view === undefined) return t("venue:title");
  const { day, rooms, bookings, serverTime } = view;
  const held = bookings.filter(isHeld);
  const now = Date.parse(serverTime);
  const isNow = ({ from, to }: (typeof held)[number]) =>
    Date.parse(from) <= now && now < Date.parse(to);
  return t("venue:sentence", {
    day,
    rooms: rooms.filter(({ isInUse }) => isInUse).length,
    count: held.length,
    live: held.filter(isNow).length,
  });
}

function DayView({ view }: { readonly view: VenueDay }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const [draft, setDraft] = useState<Draft>();
  const booking = view.bookings.find((one) => one.booking === chosen);
  const choose = (id: string) => {
    setDraft(undefined);
    setChosen(id);
  };
  const pick = (slot: Slot) => {
    setChosen(undefined);
    setDraft(draftOf(view, slot));
  };
  if (view.rooms.length === 0)
    return <Empty title={t("venue:noRooms")} why={t("venue:noRoomsWhy")} />;
  return (
    <>
      <Panel title={t("venue:schedule")} aside={view.may.book ? t("venue:how") : undefined}>
        <Schedule view={view} chosen={chosen} onChoose={choose} onPick={pick} />
        <details className="venue-rows">
          <summary>{t("venue:asTable", { count: view.bookings.length })}</summary>
          <BookingsTable bookings={view.bookings} rooms={view.rooms} />
        </details>
      </Panel>
      {draft !== undefined && <BookPanel view={view} draft={draft} onBooked={choose} />}
      {booking !== undefined && <BookingPanel booking={booking} view={view} />}
    </>
  );
}

export function VenuePage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const query = useVenueDay(search.get("day") ?? undefined);
  const view = query.data;
  const sentence = useSentence(view);
  return (
    <div className="page">
      <title>{t("venue:documentTitle")}</title>
      <h1 className="page-sentence">{sentence}</h1>
      {view !== undefined && <DayBar day={view.day} onGo={(day) => setSearch({ day })} />}
      <QueryState query={query} />
      {view !== undefined && <DayView key={view.day} view={view} />}
      {view !== undefined && <RoomsPanel view={view} />}
      {view?.may.register === true && <BadgesPanel />}
    </div>
  );
}
