/** 国标设备: what to enter in a device, those that were accepted, and the channels they offer. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type {
  CameraRegister,
  DeviceLine,
  DevicePlatform,
} from "../../../../contract/src/camera-register.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { type CameraDraft, NEW_CAMERA } from "./camera-form.tsx";
import { cameraOf } from "./camera-words.ts";

function PlatformFacts({ platform }: { readonly platform: DevicePlatform }) {
  const { t } = useTranslation();
  const { state, id, realm, host, port, why } = platform;
  if (state === "off")
    return <Empty title={t("cameras:platform.off")} why={t("cameras:platform.offWhy")} />;
  const rows = [
    [t("cameras:platform.id"), id],
    [t("cameras:platform.realm"), realm],
    [t("cameras:platform.host"), host],
    [t("cameras:platform.port"), port],
  ] as const;
  return (
    <>
      {state === "failing" && (
        <Notice tone="overdue">{t("cameras:platform.failing", { why: why ?? "" })}</Notice>
      )}
      <p className="say">{t("cameras:platform.enter")}</p>
      <dl className="platform-facts">
        {rows.map(([head, value]) => (
          <div key={head}>
            <dt>{head}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const KNOWN_WHY = ["keepalive", "expired", "unregistered", "noAnswer", "refused", "offline"];

function DeviceState({ device }: { readonly device: DeviceLine }) {
  const { t } = useTranslation();
  const { isInUse, isOnline, place, since, why } = device;
  const reason =
    why === undefined
      ? ""
      : t(KNOWN_WHY.includes(why) ? `cameras:why.${why}` : "cameras:why.other", { why });
  const words = [place, since === undefined ? "" : dayAndTime(since), reason];
  return (
    <>
      {!isInUse && <Tag tone="pause">{t("cameras:outOfUse")}</Tag>}{" "}
      <Tag tone={isOnline ? "accent" : "due"}>
        {t(isOnline ? "cameras:device.online" : "cameras:device.offline")}
      </Tag>{" "}
      <span className="meta">
        {words.filter((word) => word !== undefined && word !== "").join(" · ")}
      </span>
    </>
  );
}

interface DeviceProps {
  readonly device: DeviceLine;
  readonly register: CameraRegister;
  readonly onEdit: (device: DeviceLine) => void;
  readonly onCamera: (draft: CameraDraft) => void;
}

function DeviceItem({ device: line, register, onEdit, onCamera }: DeviceProps) {
  const { t } = useTranslation();
  const { device, title, channels, isOnline } = line;
  return (
    <li className="device" aria-label={title}>
      <p className="device-head">
        <b>{title}</b> <code className="meta">{device}</code> <DeviceState device={line} />
        <Button size="small" onClick={() => onEdit(line)}>
          {t("cameras:edit")}
          <span className="hidden-text"> {title}</span>
        </Button>
      </p>
      {channels.length === 0 && (
        <p className="meta">
          {t(isOnline ? "cameras:device.noChannels" : "cameras:device.notYet")}
        </p>
      )}
      <ul>
        {channels.map(({ channel, name, status, isCamera }) => {
          const camera = cameraOf({ device, channel }, register.channels);
          return (
            <li key={channel}>
              {name} <code className="meta">{channel}</code>{" "}
              {status === "off" && <Tag tone="pause">{t("cameras:device.channelOff")}</Tag>}{" "}
              {!isCamera && <span className="meta">{t("cameras:device.noCamera")}</span>}
              {camera !== undefined && (
                <span className="meta">{t("cameras:device.shownAs", { title: camera.title })}</span>
              )}
              {camera === undefined && isCamera && (
                <Button
                  size="small"
                  onClick={() =>
                    onCamera({
                      ...NEW_CAMERA,
                      source: "gb28181",
                      title: name,
                      device: { device, channel },
                    })
                  }
                >
                  {t("cameras:device.register")}
                  <span className="hidden-text"> {name}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </li>
  );
}

export interface DevicesProps {
  readonly register: CameraRegister;
  readonly onEdit: (device: DeviceLine) => void;
  readonly onCamera: (draft: CameraDraft) => void;
}

export function Devices({ register, onEdit, onCamera }: DevicesProps) {
  const { t } = useTranslation();
  const { platform, devices } = register;
  return (
    <>
      <PlatformFacts platform={platform} />
      {devices.length === 0 && platform.state !== "off" && (
        <Empty title={t("cameras:device.none")} why={t("cameras:device.noneWhy")} />
      )}
      <ul className="devices" aria-label={t("cameras:devices")}>
        {devices.map((device) => (
          <DeviceItem key={device.device} {...{ device, register, onEdit, onCamera }} />
        ))}
      </ul>
    </>
  );
}
