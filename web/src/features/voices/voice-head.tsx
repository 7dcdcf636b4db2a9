/** What it is, from whom, with whom it lies, and how much time is left. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ExplainedClock, VoiceView } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Tag } from "../../ui/panel.tsx";
import { Notice } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { remainingOf } from "./remaining.ts";
import { useArticleName, clockTitle, shortDay } from "./words.ts";

const SIGN = { late: "▲ ", today: "◆ ", left: "", unknown: "◌ " } as const;
const TONE = { late: "overdue", today: "due", left: "calm", unknown: "prov" } as const;
/** Counted days from which on a date no longer presses. */
const SOON = 2;

function ClockCard({ clock }: { readonly clock: ExplainedClock }) {
  const { t } = useTranslation();
  const left = remainingOf(clock, useToday());
  const isSoon = left.state === "left" && left.count <= SOON;
  return (
    <div className={`clock-card clock-card-${isSoon ? "due" : TONE[left.state]}`}>
      <span className="clock-name">{clockTitle(t, clock)}</span>
      <span className="clock-left">
        <i aria-hidden="true">{isSoon ? "◆ " : SIGN[left.state]}</i>
        {left.state === "unknown" ? (
          <small>{t("voices:card.unknown", { year: left.year ?? "" })}</small>
        ) : (
          <>
            {t(`voices:card.${left.state}`)} {left.count > 0 && <b>{left.count}</b>}{" "}
            <small>{t("voices:card.until", { day: shortDay(t, clock.due ?? "") })}</small>
          </>
        )}
      </span>
    </div>
  );
}

function ClockCards({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const running = view.clocks.filter(({ isRunning }) => isRunning);
  if (running.length === 0) return null;
  // The promise stands left of the statute, as it ends before it.
  const inOrder = running.toSorted((left, right) => left.length - right.length);
  return (
    <div className="clock-cards" role="group" aria-label={t("voices:card.label")}>
      {inOrder.map((clock) => (
        <ClockCard key={clock.id} clock={clock} />
      ))}
    </div>
  );
}

function Meta({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { voice, content, process } = view;
  const parts = [
    [t(`voices:writerName.${voice.kind}`), voice.writer],
    [t("voices:meta.against"), content.against],
    [t("voices:meta.received"), dayAndTime(voice.receivedAt)],
    [t("voices:meta.unit"), [voice.unit.name, voice.officerName].filter(Boolean).join(" · ")],
    [
      t(view.transferredTo === undefined ? "voices:meta.watcher" : "voices:meta.transferredTo"),
      voice.watcher?.name,
    ],
    [t("voices:meta.channel"), t(`voices:channel.${voice.channel}`)],
    [t("voices:meta.window"), view.window && t(`voices:window.${view.window}`)],
  ] as const;
  return (
    <p className="page-meta">
      {process !== undefined && (
        <Link to={`/processes/${encodeURIComponent(process.ocid)}`}>{process.title}</Link>
      )}
      {parts.map(([label, value]) =>
        value === undefined || value === "" ? null : (
          <span key={label}>
            <i>{label}</i> {value}
          </span>
        ),
      )}
    </p>
  );
}

/** The law stops the tender, not the platform; until the answer is served the banner stays. */
function MustPause({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const articleName = useArticleName(view.law);
  const required = view.history.findLast(({ kind }) => kind === "complaints.pause-required");
  const lifted = view.history.findLast(({ kind }) => kind === "complaints.pause-lifted");
  const articles = (required?.payload["articles"] as string[] | undefined) ?? [];
  if (view.mustPause)
    return (
      <Notice tone="due">
        <p>
          <b>{t("voices:mustPause.title")}</b> {t("voices:mustPause.text")}{" "}
          {articles.map((id) => articleName(id)).join(t("voices:separator"))}
        </p>
      </Notice>
    );
  if (lifted === undefined) return null;
  return (
    <Notice tone="accent">
      <p>{t("voices:mustPause.lifted", { time: dayAndTime(lifted.at) })}</p>
    </Notice>
  );
}

export function VoiceHead({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { voice } = view;
  const received = view.history.find(({ kind }) => kind === "complaints.voice-received");
  return (
    <>
      <div className="voice-head">
        <div>
          <div className="page-kicker">
            <Tag tone="accent">{t(`voices:state.${voice.state}`)}</Tag>
            {voice.isPaused && <Tag tone="pause">{t("voices:paused")}</Tag>}
            <b>{t(`voices:kind.${voice.kind}`)}</b>
            <code>{voice.number}</code>
            <Ring leafIndex={received?.leafIndex} />
          </div>
          <h1 className="voice-title">{voice.title}</h1>
          <Meta view={view} />
        </div>
        <ClockCards view={view} />
      </div>
      <MustPause view={view} />
    </>
  );
}
