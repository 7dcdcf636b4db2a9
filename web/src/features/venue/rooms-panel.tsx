/** 场所登记: rooms, their zones and seats; the centre's staff register, change and take out of use. */
import { Button, Checkbox, Input, InputNumber, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { ROOM_ZONES, type RoomZone } from "../../../../contract/src/venue-values.ts";
import type { VenueDay, VenueRoom } from "../../../../contract/src/venue.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useRegister } from "./queries.ts";

const NEW: VenueRoom = { room: "", name: "", zone: "opening", isInUse: true };

function RoomForm({ room, onDone }: { readonly room: VenueRoom; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const isNew = room.room === "";
  const register = useRegister(isNew ? undefined : room.room);
  const [{ name, zone, seats, isInUse }, setValues] = useState(room);
  const change = (changes: Partial<VenueRoom>) =>
    setValues((before) => ({ ...before, ...changes }));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const body = { name: name.trim(), zone, isInUse };
    register.mutate(seats === undefined ? body : { ...body, seats }, { onSuccess: onDone });
  };
  return (
    <form
      className="venue-form"
      onSubmit={submit}
      aria-label={isNew ? t("venue:rooms.add") : t("venue:rooms.change", { room: room.name })}
    >
      <Field label={t("venue:rooms.name")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={80}
            value={name}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <Field label={t("venue:rooms.zone")}>
        {(ids) => (
          <Select
            {...ids}
            value={zone}
            options={ROOM_ZONES.map((value) => ({ value, label: t(`venue:zone.${value}`) }))}
            onChange={(value: RoomZone) => change({ zone: value })}
          />
        )}
      </Field>
      <Field label={t("venue:rooms.seats")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={1}
            max={2000}
            value={seats ?? null}
            onChange={(value) =>
              setValues(({ seats: _seats, ...before }) =>
                value === null ? before : { ...before, seats: value },
              )
            }
          />
        )}
      </Field>
      <Checkbox checked={isInUse} onChange={({ target }) => change({ isInUse: target.checked })}>
        {t("venue:rooms.inUse")}
      </Checkbox>
      <div className="venue-form-end">
        {register.error !== null && <ProblemNotice error={register.error} />}
        <Button
          htmlType="submit"
          type="primary"
          disabled={name.trim() === ""}
          loading={register.isPending}
        >
          {t("venue:rooms.save")}
        </Button>{" "}
        <Button onClick={onDone}>{t("venue:rooms.leave")}</Button>
      </div>
    </form>
  );
}

export function RoomsPanel({ view }: { readonly view: VenueDay }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<VenueRoom>();
  const { rooms, may } = view;
  const columns: readonly Column<VenueRoom>[] = [
    {
      id: "name",
      head: t("venue:rooms.name"),
      isHead: true,
      cell: ({ room, name }) => <Link to={`/venue/${room}`}>{name}</Link>,
    },
    { id: "zone", head: t("venue:rooms.zone"), cell: ({ zone }) => t(`venue:zone.${zone}`) },
    {
      id: "seats",
      head: t("venue:rooms.seats"),
      isNumber: true,
      cell: ({ seats }) => seats ?? "—",
    },
    {
      id: "state",
      head: t("venue:rooms.state"),
      cell: ({ isInUse }) =>
        isInUse ? t("venue:rooms.inUse") : <Tag tone="pause">{t("venue:rooms.outOfUse")}</Tag>,
    },
    ...(may.register
      ? [
          {
            id: "edit",
            head: t("venue:rooms.edit"),
            cell: (room: VenueRoom) => (
              <Button size="small" onClick={() => setEdited(room)}>
                {t("venue:rooms.edit")}
                <span className="hidden-text"> {room.name}</span>
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Panel
      title={t("venue:rooms.title")}
      aside={
        may.register && (
          <Button size="small" onClick={() => setEdited(NEW)}>
            {t("venue:rooms.add")}
          </Button>
        )
      }
      flush
    >
      {edited !== undefined && (
        <div className="panel-body">
          <RoomForm key={edited.room} room={edited} onDone={() => setEdited(undefined)} />
        </div>
      )}
      <DataTable
        caption={t("venue:rooms.title")}
        columns={columns}
        rows={rooms}
        rowKey={({ room }) => room}
      />
    </Panel>
  );
}
