/** How much of the space for recordings is taken, and for how long the rest lasts. */
import { useTranslation } from "react-i18next";

import type { RecordingStorage } from "../../../../contract/src/camera-register.ts";
import { daysLeft, sizeText } from "./camera-words.ts";

const FEW_DAYS = 14;

export function Storage({ storage }: { readonly storage: RecordingStorage }) {
  const { t } = useTranslation();
  const { bytes, perDay, room, hasQuota } = storage;
  if (bytes === 0) return null;
  const days = daysLeft(storage);
  const sentences = [
    t("cameras:storage.taken", { size: sizeText(bytes) }),
    ...(perDay === 0 ? [] : [t("cameras:storage.perDay", { size: sizeText(perDay) })]),
    ...(room === undefined
      ? []
      : [t(hasQuota ? "cameras:storage.quota" : "cameras:storage.disk", { size: sizeText(room) })]),
  ];
  const isShort = days !== undefined && days < FEW_DAYS;
  const outlook =
    days === undefined
      ? undefined
      : t(days === 0 ? "cameras:storage.full" : "cameras:storage.lasts", { count: days });
  return (
    <div className="camera-storage">
      <span>{sentences.join(t("cameras:storage.comma"))}</span>
      {room !== undefined && (
        <meter
          min={0}
          max={room}
          value={Math.min(bytes, room)}
          aria-label={t("cameras:storage.meter")}
        />
      )}
      {outlook !== undefined && (
        <span className={isShort ? "camera-storage-short" : "meta"}>{outlook}</span>
      )}
    </div>
  );
}
