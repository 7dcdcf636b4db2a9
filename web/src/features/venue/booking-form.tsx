/** 预约房间: room, use, project or purpose, from and to. When it is held already, the answer offers what is free. */
import { Button, Input, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError } from "../../../../contract/src/client.ts";
import { ROOM_USES, type RoomUse } from "../../../../contract/src/venue-values.ts";
import type { VenueRoom } from "../../../../contract/src/venue.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useBook, useProjects } from "./queries.ts";
import { instantOf, localOfInstant } from "./times.ts";

export interface Draft {
  readonly room: string;
  readonly use: RoomUse;
  /** As the fields write it: 2026-03-02T09:30. */
  readonly from: string;
  readonly to: string;
}

interface Values extends Draft {
  readonly ocid: string | undefined;
  readonly title: string;
}

interface ConflictProps {
  readonly error: unknown;
  readonly rooms: readonly VenueRoom[];
  readonly onChange: (changes: Partial<Values>) => void;
}

/** Who holds the room, and two ways out, each one press. */
function Conflict({ error, rooms, onChange }: ConflictProps) {
  const { t } = useTranslation();
  if (!(error instanceof ProblemError) || error.code !== "venue.room-taken")
    return <ProblemNotice error={error} />;
  const { nextFrom, nextTo, otherRooms } = error.params;
  const others = String(otherRooms ?? "").split(" ");
  const free = rooms.filter(({ room }) => others.includes(room));
  return (
    <ProblemNotice
      error={error}
      act={
        <>
          {typeof nextFrom === "string" && nextFrom !== "" && (
            <Button
              onClick={() =>
                onChange({ from: localOfInstant(nextFrom), to: localOfInstant(String(nextTo)) })
              }
            >
              {t("venue:form.takeTime", { time: dayAndTime(nextFrom) })}
            </Button>
          )}{" "}
          {free.map(({ room, name }) => (
            <Button key={room} onClick={() => onChange({ room })}>
              {t("venue:form.takeRoom", { room: name })}
            </Button>
          ))}
        </>
      }
    />
  );
}

function ProjectField({
  value,
  onChange,
}: {
  readonly value: string | undefined;
  readonly onChange: (ocid: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const { data } = useProjects(q);
  return (
    <Field label={t("venue:form.project")} hint={t("venue:form.projectHint")}>
      {(ids) => (
        <Select
          {...ids}
          allowClear
          showSearch={{ filterOption: false, onSearch: setQ }}
          {...(value === undefined ? {} : { value })}
          placeholder={t("venue:form.noProject")}
          options={(data?.rows ?? []).map(({ ocid, title }) => ({ value: ocid, label: title }))}
          onChange={(ocid: string | undefined) => onChange(ocid)}
        />
      )}
    </Field>
  );
}

function TimeField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          type="datetime-local"
          step={900}
          required
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

interface FormProps {
  readonly draft: Draft;
  readonly rooms: readonly VenueRoom[];
  readonly onBooked: (booking: string) => void;
}

export function BookingForm({ draft, rooms, onBooked }: FormProps) {
  const { t } = useTranslation();
  const book = useBook();
  const [values, setValues] = useState<Values>({ ...draft, ocid: undefined, title: "" });
  const change = (changes: Partial<Values>) => {
    book.reset();
    setValues((before) => ({ ...before, ...changes }));
  };
  const { room, use, ocid, title, from, to } = values;
  const isWhole = from !== "" && to !== "" && (ocid !== undefined || title.trim() !== "");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const named = title.trim() === "" ? {} : { title: title.trim() };
    const body = { room, use, from: instantOf(from), to: instantOf(to), ...named };
    book.mutate(ocid === undefined ? body : { ...body, ocid }, {
      onSuccess: ({ booking }) => onBooked(booking),
    });
  };
  return (
    <form className="venue-form" onSubmit={submit} aria-label={t("venue:form.title")}>
      <Field label={t("venue:room")}>
        {(ids) => (
          <Select
            {...ids}
            value={room}
            options={rooms
              .filter(({ isInUse }) => isInUse)
              .map((one) => ({ value: one.room, label: one.name }))}
            onChange={(value: string) => change({ room: value })}
          />
        )}
      </Field>
      <Field label={t("venue:useHead")}>
        {(ids) => (
          <Select
            {...ids}
            value={use}
            options={ROOM_USES.map((value) => ({ value, label: t(`venue:use.${value}`) }))}
            onChange={(value: RoomUse) => change({ use: value })}
          />
        )}
      </Field>
      <TimeField
        label={t("venue:form.from")}
        value={from}
        onChange={(value) => change({ from: value })}
      />
      <TimeField
        label={t("venue:form.to")}
        value={to}
        onChange={(value) => change({ to: value })}
      />
      <ProjectField value={ocid} onChange={(value) => change({ ocid: value })} />
      <Field label={t("venue:form.purpose")} hint={t("venue:form.purposeHint")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={400}
            value={title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <div className="venue-form-end">
        {book.error !== null && <Conflict error={book.error} rooms={rooms} onChange={change} />}
        <Button htmlType="submit" type="primary" disabled={!isWhole} loading={book.isPending}>
          {t("venue:form.do")}
        </Button>
      </div>
    </form>
  );
}
