/** Every day of a clock, as it was counted: drawn at the width there is, in as many rows as it needs. */
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { useToday } from "../../ui/use-today.ts";
import { useWidth } from "../../ui/use-width.ts";
import { cellsOf, type Mark, pausesIn, rowsOf, type StripCell, type StripGroup } from "./strip.ts";
import { clockTitle, shortDay, useCodeWord } from "./words.ts";

const CELL = 18.6;
const BOX = 16.6;
const ROW = 132;
/** Widths of a bold Chinese and a bold Latin letter at the size of the labels, in pixels. */
const WIDE = 12.5;
const NARROW = 7.4;
const BASE_FONT = 16;

const INVERTED: ReadonlySet<Mark> = new Set<Mark>(["start", "done"]);

function Month({ cell, at, x }: { cell: StripCell; at: number; x: number }) {
  const { t } = useTranslation();
  const [, month = "", date] = cell.date.split("-");
  if (at !== 0 && date !== "01") return null;
  return (
    <text x={x} y={12} className="strip-month">
      {t("voices:strip.month", { month: Number(month) })}
    </text>
  );
}

function Sign({ cell }: { readonly cell: StripCell }) {
  const { t } = useTranslation();
  if (cell.mark === "start") return t("voices:strip.start");
  if (cell.mark === "holiday") return t("voices:strip.rest");
  return cell.n ?? "";
}

function Cell({ cell, at, id }: { cell: StripCell; at: number; id: string }) {
  const { t } = useTranslation();
  const x = at * CELL + 1;
  const middle = x + BOX / 2;
  const pattern =
    cell.mark === "paused" || cell.mark === "holiday" ? `url(#${id}-${cell.mark})` : undefined;
  return (
    <g className={`strip-${cell.mark}`}>
      <title>
        {cell.date} {t(`voices:strip.mark.${cell.mark}`)}
      </title>
      <Month cell={cell} at={at} x={x} />
      <text x={middle} y={28} className="strip-date">
        {Number(cell.date.slice(8))}
      </text>
      <rect
        x={x}
        y={34}
        width={BOX}
        height={34}
        {...(pattern === undefined ? {} : { style: { fill: pattern } })}
      />
      <text
        x={middle}
        y={56}
        className={INVERTED.has(cell.mark) ? "strip-n strip-inverted" : "strip-n"}
      >
        <Sign cell={cell} />
      </text>
      {cell.isMakeUp && (
        <>
          <rect x={x} y={70} width={BOX} height={14} className="strip-make-up" />
          <text x={middle} y={81} className="strip-small">
            {t("voices:strip.makeUp")}
          </text>
        </>
      )}
      {cell.isToday && (
        <>
          <rect x={x - 2} y={31} width={BOX + 4} height={40} className="strip-today" />
          <text x={middle} y={cell.isMakeUp ? 97 : 84} className="strip-today-name">
            {t("voices:strip.today")}
          </text>
        </>
      )}
    </g>
  );
}

function Pauses({ row }: { readonly row: readonly StripCell[] }) {
  const { t } = useTranslation();
  const word = useCodeWord();
  return pausesIn(row).map(({ from, to, name }) => {
    const left = from * CELL + 1;
    const right = (to + 1) * CELL;
    return (
      <g key={from} className="strip-pause">
        <path d={`M${left} 88v5H${right}v-5`} />
        <text x={left + 1} y={107}>
          {t("voices:strip.pause", { ground: word("pauseGround", name) })}
        </text>
      </g>
    );
  });
}

/** A label that would run out to the left stands to the right of its line. */
function widthOf(label: string): number {
  const wide = label.replaceAll(/[^\u2E80-\uFFFF]/gu, "").length;
  return wide * WIDE + (label.length - wide) * NARROW;
}

function Dues({ row, group }: { readonly row: readonly StripCell[]; readonly group: StripGroup }) {
  const { t } = useTranslation();
  return row.flatMap((cell, at) =>
    cell.due.map((id, nth) => {
      const clock = group.clocks.find((one) => one.id === id);
      if (clock === undefined) return null;
      const x = (at + 1) * CELL + 0.5;
      const label = `${clockTitle(t, clock)} · ${shortDay(t, cell.date)}`;
      const isLeft = x - 5 > widthOf(label);
      return (
        <g key={id} className={clock.isCommitment ? "strip-due strip-due-pledge" : "strip-due"}>
          <path d={`M${x} 34V126`} />
          <text x={isLeft ? x - 5 : x + 5} y={124 - nth * 14} textAnchor={isLeft ? "end" : "start"}>
            {label}
          </text>
        </g>
      );
    }),
  );
}

function Patterns({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={`${id}-paused`} width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" fill="var(--pause-soft)" />
        <path d="M1 0V5" stroke="var(--pause)" strokeWidth="1.3" />
      </pattern>
      <pattern
        id={`${id}-holiday`}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="var(--sunken)" />
        <path d="M0 0V6" stroke="var(--line-2)" strokeWidth="1.5" />
      </pattern>
    </defs>
  );
}

/** One sentence for those who do not see the drawing. */
function useSaid({ clocks }: StripGroup): string {
  const { t } = useTranslation();
  const parts = clocks.map((clock) =>
    clock.due === null
      ? t("voices:strip.saidUnknown", { clock: clockTitle(t, clock) })
      : t("voices:strip.said", { clock: clockTitle(t, clock), day: clock.due }),
  );
  return [t("voices:strip.saidStart", { day: clocks[0]?.startOn ?? "" }), ...parts].join(
    t("voices:separator"),
  );
}

export function DayStrip({ group }: { readonly group: StripGroup }) {
  const id = useId();
  const said = useSaid(group);
  const { ref, width } = useWidth(1080);
  const scale = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / BASE_FONT;
  const perRow = Math.max(Math.floor((width - 4) / (CELL * scale)), 7);
  const rows = rowsOf(cellsOf(group, useToday()), perRow);
  const columns = Math.max(...rows.map((row) => row.length), 14);
  const drawn = { width: Math.min(columns * CELL + 2, width / scale), height: ROW };
  return (
    <div ref={ref} className="day-strip" role="img" aria-label={said}>
      {rows.map((row, at) => (
        <svg
          key={row[0]?.date}
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          width={drawn.width * scale}
          height={drawn.height * scale}
          aria-hidden="true"
        >
          <Patterns id={`${id}-${at}`} />
          {row.map((cell, nth) => (
            <Cell key={cell.date} cell={cell} at={nth} id={`${id}-${at}`} />
          ))}
          <Pauses row={row} />
          <Dues row={row} group={group} />
        </svg>
      ))}
    </div>
  );
}
