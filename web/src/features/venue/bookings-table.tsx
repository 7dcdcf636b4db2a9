/** The same day in rows: for whoever does not see the picture, and with what was cancelled. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VenueBooking, VenueRoom } from "../../../../contract/src/venue.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";

export const spanText = ({ from, to }: Pick<VenueBooking, "from" | "to">): string =>
  `${dayAndTime(from)}–${dayOf(from) === dayOf(to) ? timeOf(to) : dayAndTime(to)}`;

export function BookingTitle({ booking }: { readonly booking: VenueBooking }) {
  const { t } = useTranslation();
  const { ocid, title, isSeen } = booking;
  if (!isSeen) return <span className="meta">{t("venue:hidden")}</span>;
  return ocid === undefined ? (
    <>{title}</>
  ) : (
    <Link to={`/processes/${encodeURIComponent(ocid)}`}>{title}</Link>
  );
}

export function BookingsTable({
  bookings,
  rooms,
}: {
  readonly bookings: readonly VenueBooking[];
  readonly rooms: readonly VenueRoom[];
}) {
  const { t } = useTranslation();
  const names = new Map(rooms.map(({ room, name }) => [room, name]));
  const columns: readonly Column<VenueBooking>[] = [
    { id: "time", head: t("venue:time"), cell: spanText },
    { id: "room", head: t("venue:room"), cell: ({ room }) => names.get(room) ?? room },
    {
      id: "title",
      head: t("venue:what"),
      isHead: true,
      cell: (booking) => (
        <>
          <BookingTitle booking={booking} />
          {booking.reason !== undefined && (
            <span className="block meta">
              {t("venue:cancelledFor", { reason: booking.reason })}
            </span>
          )}
        </>
      ),
    },
    {
      id: "use",
      head: t("venue:useHead"),
      cell: ({ use, cancelledAt }) => (
        <>
          {use !== undefined && t(`venue:use.${use}`)}{" "}
          {cancelledAt !== undefined && <Tag tone="pause">{t("venue:cancelled")}</Tag>}
        </>
      ),
    },
    { id: "by", head: t("venue:by"), cell: ({ by }) => by ?? "" },
  ];
  return (
    <DataTable
      caption={t("venue:table")}
      columns={columns}
      rows={bookings}
      rowKey={({ booking }) => booking}
    />
  );
}
