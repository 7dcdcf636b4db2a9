/** What happened, oldest first, each with its place in the log; what was written down later says so. */
import { useTranslation } from "react-i18next";

import type { VoiceHistoryEvent, VoiceView } from "../../../../contract/src/voices.ts";
import { dayAndTime, dayOf, timeOf } from "../../ui/dates.ts";
import { sorted } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { cameWhole, isEnteredLater, linesOf } from "./history.ts";
import { useCodeWord } from "./words.ts";

interface EventProps {
  readonly event: VoiceHistoryEvent;
  readonly receipt: VoiceHistoryEvent | undefined;
}

function Event({ event, receipt }: EventProps) {
  const { t } = useTranslation();
  const word = useCodeWord();
  const { who, ground, text, days } = linesOf(event, { t, word });
  return (
    <li className={event.kind === "deadlines.escalated" ? "is-escalation" : undefined}>
      <time dateTime={event.at}>
        {dayOf(event.at)} <span>{timeOf(event.at)}</span>
      </time>
      <div>
        <b>{word("event", event.kind)}</b>{" "}
        {isEnteredLater(event) && (event === receipt || !cameWhole(event, receipt)) && (
          <Tag tone="due">{t("voices:history.later", { time: dayAndTime(event.recordedAt) })}</Tag>
        )}{" "}
        {who !== "" && <span className="meta">{who}</span>}
        {[ground, days, text]
          .filter((line) => line !== "")
          .map((line) => (
            <div key={line} className="history-text">
              {line}
            </div>
          ))}
      </div>
      <Ring leafIndex={event.leafIndex} />
    </li>
  );
}

export function HistoryPanel({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const events = sorted(view.history, (left, right) => Date.parse(left.at) - Date.parse(right.at));
  const receipt = events.find(({ kind }) => kind === "complaints.voice-received");
  return (
    <Panel
      title={t("voices:history.title")}
      aside={<span className="meta">{t("voices:history.order")}</span>}
    >
      <ol className="timeline">
        {events.map((event) => (
          <Event key={event.factId} event={event} receipt={receipt} />
        ))}
      </ol>
    </Panel>
  );
}
