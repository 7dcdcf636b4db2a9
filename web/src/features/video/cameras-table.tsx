/** Cameras by room: how each is now, its last picture, its clock, the gaps of today, what its recordings take. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CameraRegister, ChannelLine } from "../../../../contract/src/camera-register.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { Tag, type Tone } from "../../ui/panel.tsx";
import { MOST_SECONDS_OFF, sizeText } from "./camera-words.ts";

const TONES: Readonly<Record<ChannelLine["state"], Tone>> = {
  recording: "accent",
  connecting: "prov",
  waiting: "due",
  failing: "overdue",
  idle: "plain",
  noProgram: "due",
};

function State({ camera: { isInUse, state, why } }: { readonly camera: ChannelLine }) {
  const { t } = useTranslation();
  if (!isInUse) return <Tag tone="pause">{t("cameras:outOfUse")}</Tag>;
  return (
    <>
      <Tag tone={TONES[state]}>{t(`cameras:state.${state}`)}</Tag>
      {why !== "" && state !== "recording" && <span className="block meta camera-why">{why}</span>}
    </>
  );
}

function Clock({ camera: { source, clock } }: { readonly camera: ChannelLine }) {
  const { t } = useTranslation();
  if (source === "gb28181") return <>{t("cameras:clock.ours")}</>;
  if (source === "drawn") return <>{t("cameras:clock.own")}</>;
  if (clock === undefined) return <span className="meta">{t("cameras:clock.unknown")}</span>;
  const seconds = Math.abs(clock.ahead).toFixed(1);
  const text = t(clock.ahead < 0 ? "cameras:clock.behind" : "cameras:clock.ahead", { seconds });
  const isOff = Math.abs(clock.ahead) > MOST_SECONDS_OFF;
  return (
    <>
      {isOff ? <Tag tone="due">{text}</Tag> : text}
      <span className="block meta">{dayAndTime(clock.at)}</span>
    </>
  );
}

const lengthText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function useColumns(
  register: CameraRegister,
  onEdit: (camera: ChannelLine) => void,
): readonly Column<ChannelLine>[] {
  const { t } = useTranslation();
  const names = new Map(register.rooms.map(({ room, name }) => [room, name]));
  const devices = new Map(register.devices.map(({ device, title }) => [device, title]));
  const today = dayOf(register.now);
  return [
    {
      id: "room",
      head: t("cameras:room"),
      cell: ({ room }) => <Link to={`/venue/${room}`}>{names.get(room) ?? room}</Link>,
    },
    {
      id: "title",
      head: t("cameras:camera"),
      isHead: true,
      cell: ({ title, view, channel }) => (
        <>
          {title}{" "}
          {t(`cameras:view.${view}`) !== title && (
            <span className="meta">{t(`cameras:view.${view}`)}</span>
          )}
          <code className="block meta">{channel}</code>
        </>
      ),
    },
    {
      id: "source",
      head: t("cameras:sourceHead"),
      cell: ({ source, device }) => (
        <>
          {t(`cameras:source.${source}`)}
          {device !== undefined && (
            <span className="block meta">{devices.get(device.device) ?? device.device}</span>
          )}
        </>
      ),
    },
    { id: "state", head: t("cameras:stateHead"), cell: (camera) => <State camera={camera} /> },
    {
      id: "last",
      head: t("cameras:lastPicture"),
      cell: ({ lastPictureAt: at }) =>
        at === undefined ? t("cameras:never") : dayOf(at) === today ? timeOf(at) : dayAndTime(at),
    },
    { id: "clock", head: t("cameras:clockHead"), cell: (camera) => <Clock camera={camera} /> },
    {
      id: "gaps",
      head: t("cameras:gaps"),
      cell: ({ gaps, gapSeconds }) =>
        gaps === 0
          ? t("cameras:noGaps")
          : t("cameras:gapCount", { count: gaps, length: lengthText(gapSeconds) }),
    },
    { id: "bytes", head: t("cameras:bytes"), isNumber: true, cell: ({ bytes }) => sizeText(bytes) },
    {
      id: "edit",
      head: t("cameras:edit"),
      cell: (camera) => (
        <Button size="small" onClick={() => onEdit(camera)}>
          {t("cameras:edit")}
          <span className="hidden-text"> {camera.title}</span>
        </Button>
      ),
    },
  ];
}

export interface CamerasTableProps {
  readonly register: CameraRegister;
  readonly onEdit: (camera: ChannelLine) => void;
}

export function CamerasTable({ register, onEdit }: CamerasTableProps) {
  const { t } = useTranslation();
  const columns = useColumns(register, onEdit);
  return (
    <DataTable
      caption={t("cameras:cameras")}
      columns={columns}
      rows={register.channels}
      rowKey={({ channel }) => channel}
    />
  );
}
