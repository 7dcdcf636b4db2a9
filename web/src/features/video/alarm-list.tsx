/** Who tried to register and was refused: a copy, a wrong password, a number that nobody accepted. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { AlarmLine, CameraRegister } from "../../../../contract/src/camera-register.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";

const TONES: Readonly<Record<AlarmLine["why"], Tone>> = {
  clone: "overdue",
  wrongPassword: "due",
  unknownDevice: "plain",
};
const SHOWN = 20;

export interface AlarmListProps {
  readonly register: CameraRegister;
  readonly onAccept: (device: string) => void;
}

export function AlarmList({ register: { alarms, devices }, onAccept }: AlarmListProps) {
  const { t } = useTranslation();
  if (alarms.length === 0) return null;
  const accepted = new Set(devices.map(({ device }) => device));
  const mayAccept = ({ why, device }: AlarmLine) =>
    why === "unknownDevice" && /^\d{20}$/.test(device) && !accepted.has(device);
  return (
    <Panel title={t("cameras:alarms")} aside={t("cameras:alarmsAside")}>
      <ul className="alarms" aria-label={t("cameras:alarms")}>
        {alarms.slice(0, SHOWN).map((alarm) => {
          const { at, why, device, place, livePlace, times, untold } = alarm;
          return (
            <li key={`${at} ${why} ${device} ${place}`}>
              <time dateTime={at}>{dayAndTime(at)}</time>{" "}
              <Tag tone={TONES[why]}>{t(`cameras:alarm.${why}`)}</Tag> <code>{device}</code>{" "}
              {t("cameras:alarm.from", { place })}{" "}
              {livePlace !== undefined && t("cameras:alarm.live", { place: livePlace })}{" "}
              {times > 1 && t("cameras:alarm.times", { count: times })}{" "}
              {untold !== undefined && t("cameras:alarm.untold", { count: untold })}
              {mayAccept(alarm) ? (
                <Button size="small" onClick={() => onAccept(device)}>
                  {t("cameras:device.accept")}
                  <span className="hidden-text"> {device}</span>
                </Button>
              ) : (
                <span className="block meta">
                  {t(
                    why === "unknownDevice" && accepted.has(device)
                      ? "cameras:alarm.accepted"
                      : `cameras:alarm.next.${why}`,
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
