/** The day as a picture: rooms against hours, what holds them, and where they are free. On a phone a list for each room. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VenueBooking, VenueDay, VenueRoom } from "../../../../contract/src/venue.ts";
import { groupBy } from "../../ui/lists.ts";
import {
  clock,
  gapsOf,
  hourOf,
  type Hours,
  hoursOf,
  isHeld,
  pointedAt,
  shownHours,
} from "./times.ts";

export interface Slot extends Hours {
  readonly room: string;
}

interface TrackProps {
  readonly view: VenueDay;
  readonly shown: Hours;
  readonly chosen: string | undefined;
  readonly onChoose: (booking: string) => void;
  readonly onPick: (slot: Slot) => void;
}

const placeOf = ({ from, to }: Hours, shown: Hours): React.CSSProperties => {
  const share = (hour: number) => (100 * (hour - shown.from)) / (shown.to - shown.from);
  return { left: `${share(from)}%`, width: `${share(to) - share(from)}%` };
};

const timesOf = ({ from, to }: Hours): string => `${clock(from)}–${clock(to)}`;

/** Where nothing is held: a press begins a booking there. */
function Gap({
  gap,
  room,
  shown,
  onPick,
}: Omit<TrackProps, "view" | "chosen" | "onChoose"> & {
  readonly gap: Hours;
  readonly room: VenueRoom;
}) {
  const { t } = useTranslation();
  const pick = ({ detail, clientX, currentTarget }: React.MouseEvent<HTMLButtonElement>) => {
    const box = currentTarget.getBoundingClientRect();
    // A key points nowhere, and in a list the place says nothing of the time.
    const isPicture = getComputedStyle(currentTarget).position === "absolute";
    const share = detail > 0 && isPicture ? (clientX - box.left) / box.width : 0;
    onPick({ room: room.room, from: pointedAt(gap, share), to: gap.to });
  };
  return (
    <button
      type="button"
      className="venue-gap"
      style={placeOf(gap, shown)}
      aria-label={t("venue:free", { room: room.name, times: timesOf(gap) })}
      onClick={pick}
    >
      <span>{t("venue:freeShort", { times: timesOf(gap) })}</span>
    </button>
  );
}

function Bar({
  booking,
  hours,
  ...props
}: Pick<TrackProps, "shown" | "chosen" | "onChoose"> & {
  readonly booking: VenueBooking;
  readonly hours: Hours;
}) {
  const { t } = useTranslation();
  const { shown, chosen, onChoose } = props;
  const times = timesOf(hours);
  const style = placeOf(hours, shown);
  if (!booking.isSeen || booking.use === undefined)
    return (
      <span className="venue-bar use-hidden" style={style}>
        <i>{times}</i> {t("venue:held")}
      </span>
    );
  return (
    <button
      type="button"
      className={`venue-bar use-${booking.use}`}
      style={style}
      aria-pressed={chosen === booking.booking}
      title={`${times} ${t(`venue:use.${booking.use}`)} ${booking.title ?? ""}`}
      aria-label={`${times} ${t(`venue:use.${booking.use}`)} ${booking.title ?? ""}`}
      onClick={() => onChoose(booking.booking)}
    >
      <i>{times}</i> <b>{t(`venue:use.${booking.use}`)}</b> {booking.title}
    </button>
  );
}

function Track({
  room,
  bookings,
  ...props
}: TrackProps & {
  readonly room: VenueRoom;
  readonly bookings: readonly VenueBooking[];
}) {
  const { view, shown } = props;
  const { day, serverTime, may } = view;
  const held = bookings.map((booking) => ({ booking, hours: hoursOf(day, booking) }));
  const gaps = may.book
    ? gapsOf(
        held.map(({ hours }) => hours),
        shown,
        hourOf(day, serverTime),
      )
    : [];
  const parts = [
    ...held.map(({ booking, hours }) => ({
      at: hours.from,
      part: <Bar key={booking.booking} {...props} booking={booking} hours={hours} />,
    })),
    ...gaps.map((gap) => ({
      at: gap.from,
      part: <Gap key={gap.from} {...props} gap={gap} room={room} />,
    })),
  ];
  return (
    <div className="venue-track">
      {parts.toSorted((a, b) => a.at - b.at).map(({ part }) => part)}
    </div>
  );
}

function Head({ room, day }: { readonly room: VenueRoom; readonly day: string }) {
  return (
    <Link className="venue-room" to={`/venue/${room.room}?day=${day}`}>
      {room.name}
    </Link>
  );
}

export function Schedule(props: Omit<TrackProps, "shown">) {
  const { t } = useTranslation();
  const { day, serverTime, rooms, bookings } = props.view;
  const held = bookings.filter(isHeld);
  const shown = shownHours(held.map((booking) => hoursOf(day, booking)));
  const now = hourOf(day, serverTime);
  const length = shown.to - shown.from;
  const isNow = now >= shown.from && now <= shown.to;
  const style = {
    "--hours": length,
    ...(isNow ? { "--now": `${(100 * (now - shown.from)) / length}%` } : {}),
  } as React.CSSProperties;
  const inUse = rooms.filter(
    ({ room, isInUse }) => isInUse || held.some((booking) => booking.room === room),
  );
  return (
    <div className={`venue-schedule ${isNow ? "has-now" : ""}`} style={style}>
      <div className="venue-hours" aria-hidden="true">
        {Array.from({ length }, (_, index) => (
          <span key={index}>{shown.from + index}</span>
        ))}
        {isNow && <b>{clock(now)}</b>}
      </div>
      {groupBy(inUse, ({ zone }) => zone).map(([zone, own]) => (
        <section key={zone} aria-label={t(`venue:zone.${zone}`)}>
          <h3>{t(`venue:zone.${zone}`)}</h3>
          {own.map((room) => (
            <div key={room.room} className="venue-line">
              <Head room={room} day={day} />
              <Track
                {...props}
                shown={shown}
                room={room}
                bookings={held.filter((booking) => booking.room === room.room)}
              />
            </div>
          ))}
        </section>
      ))}
      <p className="venue-legend">
        {(["opening", "evaluation", "draw", "clarification", "other"] as const).map((use) => (
          <span key={use} className={`use-${use}`}>
            {t(`venue:use.${use}`)}
          </span>
        ))}
      </p>
    </div>
  );
}
