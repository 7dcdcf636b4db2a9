/** One room: key, opening, stage, how long, why it stands here, who watches it. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isLive } from "../../../../contract/src/opening-values.ts";
import type { RiskReason, RoomTile } from "../../../../contract/src/witnessing.ts";
import { timeOf } from "../../ui/dates.ts";
import { Key, Tag, type Tone } from "../../ui/panel.tsx";
import { RoomPicture } from "./room-picture.tsx";
import { roomName, spanOf } from "./words.ts";

const TONES: Partial<Readonly<Record<RiskReason["code"], Tone>>> = {
  unanswered: "overdue",
  failedDecryption: "overdue",
  timeOver: "overdue",
  warned: "due",
  soon: "due",
  picture: "due",
  unwatched: "pause",
};

function Reason({ reason, now }: { readonly reason: RiskReason; readonly now: number }) {
  const { t } = useTranslation();
  const { code, at, count } = reason;
  const left = at === undefined ? 0 : Math.ceil((Date.parse(at) - now) / 60_000);
  const key = code === "soon" && left <= 0 ? "late" : code;
  return (
    <Tag tone={TONES[code] ?? "plain"}>
      {t(`witnessing:risk.${key}`, { count: count ?? 0, span: spanOf(at, now), left })}
    </Tag>
  );
}

/** An evaluation, a draw, or nothing. */
function Use({ booking }: { readonly booking: RoomTile["booking"] }) {
  const { t } = useTranslation();
  if (booking === undefined) return <p className="tile-title meta">{t("witnessing:empty")}</p>;
  const { use, title, from, to } = booking;
  return (
    <>
      <p className="tile-title" title={title}>
        {title}
      </p>
      <p className="tile-stage meta">
        {t(`witnessing:use.${use}`)} · {timeOf(from)}–{timeOf(to)}
      </p>
    </>
  );
}

function Course({ tile, now }: { readonly tile: RoomTile; readonly now: number }) {
  const { t } = useTranslation();
  const { session, booking } = tile;
  if (session === undefined) return <Use booking={booking} />;
  const { stage, since, startsAt, title, id } = session;
  return (
    <>
      <p className="tile-title">
        <Link to={`/openings/${id}`} title={title}>
          {title}
        </Link>
      </p>
      <p className="tile-stage meta">
        {t(`openings:stage.${stage}`)} ·{" "}
        {isLive(stage)
          ? t("witnessing:elapsed", { span: spanOf(since, now) })
          : t("openings:startsAt", { at: timeOf(startsAt) })}
      </p>
    </>
  );
}

export interface RoomTileProps {
  readonly tile: RoomTile;
  readonly now: number;
  readonly isPicked: boolean;
  readonly isOwn: boolean;
  readonly onPick: () => void;
}

export function RoomTileItem({ tile, now, isPicked, isOwn, onPick }: RoomTileProps) {
  const { t } = useTranslation();
  const { room, key, session, reasons, watcher, acts, notes } = tile;
  const name = roomName(t, room);
  const [first, ...others] = reasons;
  const tone = first === undefined ? undefined : TONES[first.code];
  return (
    <li className={`room-tile tone-${tone ?? "plain"} ${isPicked ? "is-picked" : ""}`}>
      <button
        type="button"
        className="tile-pick"
        aria-pressed={isPicked}
        aria-keyshortcuts={key}
        onClick={onPick}
      >
        {key !== undefined && <Key>{key}</Key>} <b>{name}</b>
        {isOwn && <span className="tile-own">{t("witnessing:mine")}</span>}
      </button>
      <Course tile={tile} now={now} />
      <p className="tile-reasons">
        {first !== undefined && <Reason reason={first} now={now} />}
        {others
          .filter(({ code }) => code !== "running" && code !== "idle")
          .map((reason) => (
            <Reason key={reason.code} reason={reason} now={now} />
          ))}
      </p>
      <RoomPicture
        roomName={room}
        channel={tile.channel}
        ocid={session !== undefined && isLive(session.stage) ? session.ocid : undefined}
      />
      <p className="tile-foot meta">
        <span>
          {watcher === undefined
            ? t("witnessing:nobody")
            : t("witnessing:watcher", { name: watcher.name })}
        </span>
        {acts + notes > 0 && <span>{t("witnessing:counts", { acts, notes })}</span>}
      </p>
    </li>
  );
}
