/** The time under a picture: what was recorded, what is missing, and what happened. */
import { useTranslation } from "react-i18next";

import type { RoomTimeline, TimelineMark } from "../../../../contract/src/video.ts";
import { timeOf } from "../../ui/dates.ts";
import { QueryState } from "../../ui/query-state.tsx";
import type { Seen } from "./places.ts";
import { useTimeline } from "./queries.ts";

const percent = (part: number): string => `${(Math.min(Math.max(part, 0), 1) * 100).toFixed(2)}%`;

const keyOf = ({ at, group, what }: TimelineMark, index: number): string =>
  `${at} ${group} ${what} ${index}`;

function useMarkWords(): (mark: TimelineMark) => string {
  const { t, i18n } = useTranslation();
  return ({ group, what, label, detail }) => {
    const name =
      label === undefined
        ? t([`video:what.${what.replace(" ", "-")}`, "video:what.other"], { what })
        : label[i18n.language === "en" ? "en" : "zh"];
    return [t(`video:group.${group}`), name, detail]
      .filter((part) => part !== undefined)
      .join(" · ");
  };
}

interface TimeBarProps {
  readonly timeline: RoomTimeline;
  /** Where the line stands, milliseconds since 1970. */
  readonly now: number;
  /** What is yet to come is not missing. */
  readonly end: number;
  readonly onSeek?: (at: number) => void;
}

export function TimeBar({ timeline, now, end, onSeek }: TimeBarProps) {
  const { t } = useTranslation();
  const words = useMarkWords();
  const { span, recorded, gaps, marks, share } = timeline;
  const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
  const left = (at: number) => percent((at - from) / (to - from));
  const box = (one: { readonly from: string; readonly to: string }) => ({
    left: left(Date.parse(one.from)),
    width: percent((Date.parse(one.to) - Date.parse(one.from)) / (to - from)),
  });
  const past = gaps
    .filter((gap) => Date.parse(gap.from) < end)
    .map((gap) => ({ ...gap, to: new Date(Math.min(Date.parse(gap.to), end)).toISOString() }));
  const label = t("video:bar", {
    from: timeOf(span.from),
    to: timeOf(span.to),
    share: percent(share),
  });
  return (
    <div className="time-bar" role="group" aria-label={label}>
      {past.map((gap) => (
        <i
          key={gap.from}
          className="is-gap"
          style={box(gap)}
          title={`${timeOf(gap.from)}–${timeOf(gap.to)} ${t(`video:gap.${gap.why}`)}`}
        />
      ))}
      {recorded.map((one) => (
        <i key={one.from} className="is-recorded" style={box(one)} />
      ))}
      {marks.map((mark, index) => (
        <i
          key={keyOf(mark, index)}
          className={`is-mark mark-${mark.group}`}
          style={{ left: left(Date.parse(mark.at)) }}
          title={`${timeOf(mark.at)} ${words(mark)}`}
        />
      ))}
      {now >= from && now < to && <i className="is-now" style={{ left: left(now) }} />}
      {onSeek !== undefined && (
        <input
          type="range"
          className="time-seek"
          min={from}
          max={Math.min(to, end)}
          step={1000}
          value={Number.isNaN(now) ? from : now}
          aria-label={t("cameras:film.place")}
          aria-valuetext={Number.isNaN(now) ? "—" : timeOf(new Date(now).toISOString())}
          onChange={({ target }) => onSeek(Number(target.value))}
        />
      )}
    </div>
  );
}

interface TimeMarksProps {
  readonly marks: readonly TimelineMark[];
  readonly onSeek?: (at: number) => void;
}

/** The newest first. */
export function TimeMarks({ marks, onSeek }: TimeMarksProps) {
  const { t } = useTranslation();
  const words = useMarkWords();
  if (marks.length === 0) return <p className="meta">{t("video:noMarks")}</p>;
  return (
    <ol className="time-marks">
      {marks.toReversed().map((mark, index) => {
        const time = <time dateTime={mark.at}>{timeOf(mark.at)}</time>;
        return (
          <li key={keyOf(mark, index)} className={`mark-${mark.group}`}>
            {onSeek === undefined ? (
              time
            ) : (
              <button
                type="button"
                className="time-jump"
                onClick={() => onSeek(Date.parse(mark.at))}
              >
                {time}
              </button>
            )}{" "}
            {words(mark)}
          </li>
        );
      })}
    </ol>
  );
}

export function Timeline({ seen, now }: { readonly seen: Seen; readonly now: number }) {
  const { t } = useTranslation();
  const { project, room, camera } = seen;
  const { from, to } = room;
  const query = useTimeline({ channel: camera.channel, ocid: project.ocid, from, to });
  const timeline = query.data;
  return (
    <section className="wall-time" aria-label={t("video:timeline", { room: room.roomName })}>
      <p className="meta time-head">
        <span>{timeOf(from)}</span>
        <b>
          {room.roomName} · {project.title}
        </b>
        <span>{timeOf(to)}</span>
      </p>
      <QueryState query={query} />
      {timeline !== undefined && (
        <>
          <TimeBar timeline={timeline} now={now} end={now} />
          <TimeMarks marks={timeline.marks} />
        </>
      )}
    </section>
  );
}
