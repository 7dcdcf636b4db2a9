/** One booking: what it is for and who made it; whoever keeps the rooms may give it up, with a reason. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { VenueBooking, VenueDay } from "../../../../contract/src/venue.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { BookingTitle, spanText } from "./bookings-table.tsx";
import { useCancel } from "./queries.ts";

function CancelForm({ booking }: { readonly booking: string }) {
  const { t } = useTranslation();
  const cancel = useCancel();
  const [reason, setReason] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    cancel.mutate({ booking, reason: reason.trim() });
  };
  return (
    <form className="venue-cancel" onSubmit={submit} aria-label={t("venue:cancel.title")}>
      <Field label={t("venue:cancel.reason")} hint={t("venue:cancel.hint")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={400}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      {cancel.error !== null && <ProblemNotice error={cancel.error} />}
      <Button htmlType="submit" disabled={reason.trim().length < 2} loading={cancel.isPending}>
        {t("venue:cancel.do")}
      </Button>
    </form>
  );
}

export function BookingPanel({
  booking,
  view,
}: {
  readonly booking: VenueBooking;
  readonly view: VenueDay;
}) {
  const { t } = useTranslation();
  const room = view.rooms.find((one) => one.room === booking.room);
  const isOver = Date.parse(booking.to) <= Date.parse(view.serverTime);
  const rows = [
    [t("venue:what"), <BookingTitle key="title" booking={booking} />],
    [t("venue:room"), room?.name ?? booking.room],
    [t("venue:time"), spanText(booking)],
    [t("venue:by"), booking.by ?? ""],
    ...(booking.reason === undefined ? [] : [[t("venue:cancelled"), booking.reason] as const]),
  ] as const;
  return (
    <Panel
      title={t("venue:booking", { use: t(`venue:use.${booking.use ?? "other"}`) })}
      aside={<code>{booking.booking}</code>}
    >
      <dl className="facts">
        {rows.map(([head, value]) => (
          <div key={String(head)}>
            <dt>{head}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {view.may.book && booking.cancelledAt === undefined && !isOver && (
        <CancelForm key={booking.booking} booking={booking.booking} />
      )}
    </Panel>
  );
}
