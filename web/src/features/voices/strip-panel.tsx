/** 每一天怎么算: the strips of the running clocks, why each day counts, and the articles. */
import { useTranslation } from "react-i18next";

import { voiceCalendarPath } from "../../../../contract/src/voices-client.ts";
import type { ExplainedClock, VoiceView } from "../../../../contract/src/voices.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { DayStrip } from "./day-strip.tsx";
import { groupsOf, type StripGroup } from "./strip.ts";
import { clockTitle, useCodeWord } from "./words.ts";

const LEGEND = ["done", "pledge", "open", "paused", "holiday", "weekend"] as const;

function Legend({ id }: { readonly id: string }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="strip-legend">
      {LEGEND.map((mark) => (
        <span key={mark}>
          <i className={`legend-${mark}`} aria-hidden="true" />
          {t(`voices:legend.${mark}`)}
        </span>
      ))}
      <span>{t("voices:legend.makeUp")}</span>
      <a href={`${voiceCalendarPath(id)}?lang=${i18n.language}`} download>
        <Icon name="calendar" /> {t("voices:ics")}
      </a>
    </div>
  );
}

/** "text-read" stood before a reader; anything else says so. */
export function Verified({ verified }: { readonly verified: string }) {
  const { t } = useTranslation();
  const isRead = verified.startsWith("text-read");
  return (
    <Tag tone={isRead ? "plain" : "prov"}>
      {isRead ? <Icon name="check" /> : <Icon name="warning" />}{" "}
      {t(isRead ? "voices:law.read" : "voices:law.notRead")}
    </Tag>
  );
}

function Articles({ clocks, law }: { clocks: readonly ExplainedClock[]; law: VoiceView["law"] }) {
  const ids = new Set(clocks.flatMap(({ articles }) => articles));
  return (
    <ul className="strip-law">
      {law
        .filter(({ id }) => ids.has(id))
        .map((article) => (
          <li key={article.id} title={article.summaryZh}>
            {article.instrument}
            {article.article} <Verified verified={article.verified} />
          </li>
        ))}
    </ul>
  );
}

function Start({ group, law }: { readonly group: StripGroup; readonly law: VoiceView["law"] }) {
  const { t } = useTranslation();
  const [clock] = group.clocks;
  const first = clock?.strip.find(({ kind }) => kind === "counted");
  if (clock === undefined) return null;
  return (
    <div>
      <b>{t("voices:calc.start")}</b>{" "}
      {clock.unit === "sameDay"
        ? t("voices:calc.sameDay", { day: clock.startOn })
        : t("voices:calc.startText", { day: clock.startOn, first: first?.date ?? "—" })}
      {first?.isMakeUp === true && t("voices:calc.firstMakeUp")}
      <Articles clocks={group.clocks} law={law} />
    </div>
  );
}

/** The pauses of the case, from its history. */
function pausesOf(history: VoiceView["history"]) {
  const begun = history.filter(({ kind }) => kind === "complaints.pause-begun");
  const ended = history.filter(({ kind }) => kind === "complaints.pause-ended");
  return begun.map(({ factId, payload }, at) => ({
    factId,
    begun: payload,
    ended: ended[at]?.payload,
  }));
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function Pauses({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const word = useCodeWord();
  const pauses = pausesOf(view.history);
  return (
    <div>
      <b>{t("voices:calc.pause")}</b> {pauses.length === 0 && t("voices:calc.noPause")}
      {pauses.map(({ factId, begun, ended }) => (
        <p key={factId}>
          {t(ended === undefined ? "voices:calc.pauseOpen" : "voices:calc.pauseText", {
            ground: word("pauseGround", text(begun["ground"])),
            from: text(begun["from"]),
            to: text(ended?.["to"]) || view.pause?.endsOn || text(begun["expectedEnd"]),
            document: text(begun["document"]),
          })}
          {ended !== undefined && ` ${word("pauseEnd", text(ended["why"]))}`}
          {text(ended?.["document"]) !== "" && ` ${text(ended?.["document"])}`}
        </p>
      ))}
    </div>
  );
}

function CalendarNote({ group }: { readonly group: StripGroup }) {
  const { t } = useTranslation();
  const years = [
    ...new Set(group.clocks.flatMap(({ strip }) => strip.map(({ date }) => date.slice(0, 4)))),
  ];
  const unknown = group.clocks.find(({ year }) => year !== undefined)?.year;
  const due = group.clocks.map((clock) => clock.due).findLast((day) => day !== null);
  return (
    <div>
      <b>{t("voices:calc.calendar")}</b>{" "}
      {unknown === undefined
        ? t("voices:calc.calendarText", { years: years.join(t("voices:separator")) })
        : t("voices:calc.calendarMissing", { year: unknown })}
      {due !== undefined && group.isRunning && <p>{t("voices:calc.escalates", { day: due })}</p>}
    </div>
  );
}

function Group({ group, view }: { readonly group: StripGroup; readonly view: VoiceView }) {
  const { t } = useTranslation();
  const word = useCodeWord();
  const names = group.clocks.map((clock) =>
    t("voices:calc.clock", { name: word("clock.name", clock.id), period: clockTitle(t, clock) }),
  );
  return (
    <div className="strip-group">
      <h3>{names.join(t("voices:separator"))}</h3>
      <DayStrip group={group} />
      <div className="strip-calc">
        <Start group={group} law={view.law} />
        <Pauses view={view} />
        <CalendarNote group={group} />
      </div>
    </div>
  );
}

export function StripPanel({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const groups = groupsOf(view.clocks);
  const running = groups.filter(({ isRunning }) => isRunning);
  const settled = groups.filter(({ isRunning }) => !isRunning);
  return (
    <Panel title={t("voices:strip.title")} aside={<Legend id={view.voice.id} />} flush>
      {groups.length === 0 && <p className="panel-note">{t("voices:strip.none")}</p>}
      {running.map((group) => (
        <Group key={group.key} group={group} view={view} />
      ))}
      {settled.length > 0 && (
        <details className="strip-settled" open={running.length === 0}>
          <summary>{t("voices:strip.settled", { count: settled.length })}</summary>
          {settled.map((group) => (
            <Group key={group.key} group={group} view={view} />
          ))}
        </details>
      )}
    </Panel>
  );
}
