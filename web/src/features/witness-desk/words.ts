/** Words of the desk that are put together from several: time that went by, rooms, persons. */
import type { TFunction } from "i18next";

import type { SitePerson } from "../../../../contract/src/witnessing-values.ts";

const pad = (value: number): string => String(value).padStart(2, "0");

/** `3:07`, `1:02:45`: between two instants, never negative. */
export function spanOf(from: string | undefined, now: number): string {
  if (from === undefined) return "";
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${minutes}:${pad(seconds % 60)}`;
}

/** An opening without a room is a room of its own. */
export const roomName = (t: TFunction, room: string): string =>
  room.startsWith("online:") ? t("witnessing:online") : room;

export function personText(t: TFunction, person: SitePerson): string {
  const name = "name" in person && person.name !== undefined ? ` ${person.name}` : "";
  const unit = person.unit === undefined ? "" : `（${person.unit}）`;
  return `${t(`witnessing:role.${person.role}`)}${name}${unit}`;
}

/** First letters of a fact's id, enough to find it. */
export const shortId = (factId: string): string => factId.slice(0, 8);
