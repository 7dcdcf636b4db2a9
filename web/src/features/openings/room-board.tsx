/** 开标室一览: the rooms of a day against its hours, each opening where it begins. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isLive, isOver } from "../../../../contract/src/opening-values.ts";
import type { OpeningRow } from "../../../../contract/src/opening.ts";
import { timeOf } from "../../ui/dates.ts";
import { groupBy } from "../../ui/lists.ts";
import { Panel } from "../../ui/panel.tsx";

/** Hours of the house; a day with an earlier or later opening shows them. */
const HOUSE = [8, 18] as const;
const NUMERALS = "零一二三四五六七八九十";
/** How wide an opening stands: an hour and a half. */
const HOURS = 1.5;

function hourOf({ startsAt }: OpeningRow): number {
  const [hour = 0, minute = 0] = timeOf(startsAt).split(":").map(Number);
  return hour + minute / 60;
}

/** 开标二室 before 开标十室. */
const orderOf = (room: string): string =>
  room.replaceAll(/[零一二三四五六七八九十]/gu, (numeral) =>
    String(NUMERALS.indexOf(numeral)).padStart(2, "0"),
  );

interface Span {
  readonly first: number;
  readonly last: number;
}

function Slot({ row, span }: { readonly row: OpeningRow; readonly span: Span }) {
  const { t } = useTranslation();
  const hour = hourOf(row);
  const share = (at: number) => (100 * (at - span.first)) / (span.last - span.first);
  const left = share(hour);
  return (
    <Link
      to={`/openings/${row.id}`}
      className={`room-slot ${isLive(row.stage) ? "is-live" : isOver(row.stage) ? "is-over" : ""}`}
      style={{ left: `${left}%`, width: `${share(hour + HOURS) - left}%` }}
      title={`${timeOf(row.startsAt)} ${row.title} · ${t(`openings:stage.${row.stage}`)}`}
    >
      {timeOf(row.startsAt)} {row.title}
    </Link>
  );
}

export function RoomBoard({ rows }: { readonly rows: readonly OpeningRow[] }) {
  const { t } = useTranslation();
  const inRooms = rows.filter(({ room }) => room !== undefined);
  if (inRooms.length === 0) return null;
  const rooms = groupBy(inRooms, ({ room = "" }) => room).toSorted(([one], [other]) =>
    orderOf(one).localeCompare(orderOf(other), "zh-CN"),
  );
  const begins = inRooms.map(hourOf);
  const span = {
    first: Math.min(HOUSE[0], Math.floor(Math.min(...begins))),
    last: Math.max(HOUSE[1], Math.ceil(Math.max(...begins) + HOURS)),
  };
  const hours = Array.from({ length: span.last - span.first }, (_, index) => span.first + index);
  const columns = { "--hours": hours.length } as React.CSSProperties;
  return (
    <Panel title={t("openings:rooms")} aside={t("openings:roomsAbout")}>
      <div className="room-board" style={columns}>
        <span />
        <div className="room-hours" aria-hidden="true">
          {hours.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
        {rooms.map(([room, own]) => (
          <div key={room} className="room-line">
            <b>{room}</b>
            <div className="room-day">
              {own.map((row) => (
                <Slot key={row.id} row={row} span={span} />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Panel>
  );
}
