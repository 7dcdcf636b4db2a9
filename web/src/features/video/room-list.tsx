/** Projects of the day with their rooms and cameras. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { PicturesToday, ProjectToday, RoomToday } from "../../../../contract/src/video.ts";
import { timeOf } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { isClosedZone, isNow, listed, type Place } from "./places.ts";

interface RoomProps {
  readonly project: ProjectToday;
  readonly room: RoomToday;
  readonly now: number;
  readonly shown: ReadonlySet<string>;
  readonly onShow: (place: Place) => void;
}

function Room({ project: { ocid }, room, now, shown, onShow }: RoomProps) {
  const { t } = useTranslation();
  const { booking, roomName, zone, stage, from, to, channels } = room;
  const [first, ...others] = channels;
  const show = (channel: string) => onShow({ ocid, booking, channel });
  return (
    <li className={isNow(room, now) ? "is-now" : ""}>
      <button
        type="button"
        className="room-pick"
        disabled={first === undefined}
        aria-pressed={first !== undefined && shown.has(`${booking} ${first.channel}`)}
        onClick={() => first !== undefined && show(first.channel)}
      >
        <b>{roomName}</b>{" "}
        <Tag tone={isClosedZone(room) ? "prov" : "accent"}>{t(`video:zone.${zone}`)}</Tag>{" "}
        <span className="meta">
          {timeOf(from)}–{timeOf(to)}
          {stage !== undefined && ` · ${t(`openings:stage.${stage}`)}`}
          {first === undefined && ` · ${t("video:noCamera")}`}
        </span>
      </button>
      {others.map(({ channel, title }) => (
        <button
          key={channel}
          type="button"
          className="camera-pick"
          aria-pressed={shown.has(`${booking} ${channel}`)}
          onClick={() => show(channel)}
        >
          {title}
        </button>
      ))}
    </li>
  );
}

export interface RoomListProps {
  readonly pictures: PicturesToday;
  readonly shown: ReadonlySet<string>;
  readonly onShow: (place: Place) => void;
}

export function RoomList({ pictures, shown, onShow }: RoomListProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState("");
  const found = listed(pictures, wanted);
  const now = Date.parse(pictures.now);
  return (
    <nav className="wall-list" aria-label={t("video:list")}>
      <input
        className="wall-search"
        type="search"
        aria-label={t("video:search")}
        placeholder={t("video:search")}
        value={wanted}
        onChange={({ target }) => setWanted(target.value)}
      />
      {found.length === 0 && (
        <Empty
          title={t(wanted === "" ? "video:nothing" : "video:notFound")}
          why={t(wanted === "" ? "video:nothingWhy" : "video:notFoundWhy")}
        />
      )}
      {found.map((project) => (
        <section key={project.ocid} aria-label={project.title}>
          <h2 title={project.title}>
            {project.title}
            {project.warnings > 0 && (
              <Tag tone="due">{t("video:warnings", { count: project.warnings })}</Tag>
            )}
          </h2>
          <ul>
            {project.rooms.map((room) => (
              <Room key={room.booking} {...{ project, room, now, shown, onShow }} />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
