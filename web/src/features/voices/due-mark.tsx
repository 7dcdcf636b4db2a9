/** A clock in a list: shape and word first, colour last; by law or by promise; or that no date is known. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ClockMark } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { useToday } from "../../ui/use-today.ts";
import { markRemaining, type MarkRemaining } from "./remaining.ts";
import { useCodeWord } from "./words.ts";

const SIGN = { late: "▲", today: "◆", left: "", unknown: "◌" } as const;
const TONE = { late: "overdue", today: "due", left: "calm", unknown: "prov" } as const;
/** Calendar days from which on a date no longer presses. */
const SOON_DAYS = 3;

function toneOf({ state, unit, count }: MarkRemaining): string {
  const isSoon = state === "left" && unit === "day" && count <= SOON_DAYS;
  return isSoon ? "due" : TONE[state];
}

const LOOK_AGAIN_MS = 60_000;

function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Line({ mark }: { readonly mark: ClockMark }) {
  const { t } = useTranslation();
  const word = useCodeWord();
  const left = markRemaining(mark, useNow(), useToday());
  const tone = toneOf(left);
  const sign = tone === "due" ? "◆" : SIGN[left.state];
  const day = mark.dueOn ?? (mark.dueAt === undefined ? undefined : dayAndTime(mark.dueAt));
  return (
    <span className={`voice-due voice-due-${tone}`}>
      <b>
        {sign !== "" && <i aria-hidden="true">{sign} </i>}
        {t(`voices:left.${left.unit}.${left.state}`, { count: left.count })}
      </b>
      <span className="meta">
        {[word("clock.name", mark.clock), day].filter((part) => part !== undefined).join(" · ")}
        {" · "}
        {t(mark.isStatutory ? "voices:clock.statute" : "voices:clock.pledge")}
      </span>
    </span>
  );
}

export interface DueMarkProps {
  readonly binding: ClockMark | undefined;
  readonly next: ClockMark | undefined;
  readonly isPaused: boolean;
}

/** The clock that binds, and the one that ends before it. */
export function DueMark({ binding, next, isPaused }: DueMarkProps) {
  const { t } = useTranslation();
  const shown = [binding, next].filter((mark) => mark !== undefined);
  const marks = shown.filter(
    (mark, at) => shown.findIndex(({ clock }) => clock === mark.clock) === at,
  );
  return (
    <div className="voice-dues">
      {isPaused && (
        <span className="tag tag-pause">
          <Icon name="pause" /> {t("voices:paused")}
        </span>
      )}
      {marks.map((mark) => (
        <Line key={mark.clock} mark={mark} />
      ))}
      {marks.length === 0 && <span className="meta">{t("voices:noClock")}</span>}
    </div>
  );
}
