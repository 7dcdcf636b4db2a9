/** What happened to the lead, oldest first, each with its place in the witness log. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeadEvent, LeadView } from "../../../../contract/src/leads.ts";
import { dayOf, timeOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { sorted } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel } from "../../ui/panel.tsx";
import { CorrectForm } from "./correct-form.tsx";
import { useCode } from "./words.ts";

function useEventWords() {
  const { t, i18n } = useTranslation();
  return (event: LeadEvent) => {
    if (event.step !== undefined) return t(`leads:step.${event.step}.done`);
    const key = `leads:event.${event.kind.replace(".", "_")}`;
    return i18n.exists(key) ? t(key) : event.kind;
  };
}

function What({ event }: { readonly event: LeadEvent }) {
  const { t } = useTranslation();
  return (
    <>
      {event.outcome !== undefined && (
        <div>
          {t(`leads:outcome.${event.outcome}.name`)}{" "}
          {event.decisionNo !== undefined && <code>{event.decisionNo}</code>}
        </div>
      )}
      {event.text !== undefined && <div className="history-text">{event.text}</div>}
    </>
  );
}

/** The act as it was and as it is now: what was wrong stays readable, struck through. */
function Act({
  event,
  correction,
}: {
  readonly event: LeadEvent;
  readonly correction: LeadEvent | undefined;
}) {
  const { t } = useTranslation();
  if (correction === undefined) return <What event={event} />;
  return (
    <>
      <del className="corrected" aria-label={t("leads:correct.was")}>
        <What event={event} />
      </del>
      <ins className="correction">
        <What event={correction} />
      </ins>
      <div className="meta">
        {t("leads:correct.done", {
          time: timeOf(correction.at),
          ground: correction.ground ?? "",
        })}{" "}
        <Ring leafIndex={correction.leafIndex} />
      </div>
    </>
  );
}

interface EventProps {
  readonly event: LeadEvent;
  readonly correction: LeadEvent | undefined;
  readonly onCorrect: (event: LeadEvent) => void;
}

function Event({ event, correction, onCorrect }: EventProps) {
  const { t } = useTranslation();
  const words = useEventWords();
  const who = [event.officer?.name, event.officer?.department.name ?? event.department?.name]
    .filter((part) => part !== undefined)
    .join(" · ");
  const routedTo = event.officer === undefined ? undefined : event.department?.name;
  return (
    <li>
      <time dateTime={event.at}>
        {dayOf(event.at)} <span>{timeOf(event.at)}</span>
      </time>
      <div>
        <b>{words(event)}</b> {who !== "" && <span className="meta">{who}</span>}
        {routedTo !== undefined && <div>{t("leads:history.routedTo", { unit: routedTo })}</div>}
        <Act event={event} correction={correction} />
        {event.ground !== undefined && <div className="history-text">{event.ground}</div>}
        {event.legalBasis !== undefined && (
          <div className="meta">
            {event.legalBasis}
            {event.matched !== undefined && ` · ${t(`leads:matched.${event.matched}`)}`}
          </div>
        )}
        {event.correctableUntil !== undefined && (
          <Button size="small" className="correct-button" onClick={() => onCorrect(event)}>
            <Icon name="pen" /> {t("leads:correct.until", { time: timeOf(event.correctableUntil) })}
          </Button>
        )}
      </div>
      <Ring leafIndex={event.leafIndex} />
    </li>
  );
}

/** Corrections stand inside the act that they correct; the last one counts. */
function withCorrections(view: LeadView) {
  const oldestFirst = sorted(
    view.history,
    (left, right) => Date.parse(left.at) - Date.parse(right.at),
  );
  const corrections = new Map(
    oldestFirst.flatMap((event) =>
      event.corrects === undefined ? [] : [[event.corrects, event] as const],
    ),
  );
  return oldestFirst
    .filter(({ corrects }) => corrects === undefined)
    .map((event) => ({ event, correction: corrections.get(event.factId) }));
}

export function HistoryPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const [correcting, setCorrecting] = useState<string>();
  const rows = withCorrections(view);
  const wrong = view.history.find(({ factId }) => factId === correcting);
  return (
    <Panel
      title={t("leads:history.title")}
      aside={<span className="meta">{t("leads:history.order")}</span>}
    >
      <ol className="timeline">
        {rows.map(({ event, correction }) => (
          <Event
            key={event.factId}
            event={event}
            correction={correction}
            onCorrect={({ factId }) => setCorrecting(factId)}
          />
        ))}
      </ol>
      {wrong !== undefined && (
        <CorrectForm view={view} event={wrong} onClose={() => setCorrecting(undefined)} />
      )}
    </Panel>
  );
}

/** Indicators that could not be computed, with the reason: absence of data is not innocence. */
export function NotComputablePanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const code = useCode();
  const missing = view.screening.results.filter((result) => result.outcome === "notComputable");
  const silent = view.screening.results.filter((result) => result.outcome === "noHit");
  return (
    <Panel title={t("leads:notComputable.title", { count: missing.length })}>
      {missing.length === 0 && <p>{t("leads:notComputable.none")}</p>}
      <ul className="check-list check-list-flat">
        {missing.map((result) => (
          <li key={result.indicator}>
            <span>
              {code("indicator", result.indicator)}
              <small>
                {result.reason === undefined
                  ? t("leads:notComputable.noReason")
                  : code("reason", result.reason.code, result.reason.params)}
              </small>
            </span>
            <code className="meta">{result.indicator}</code>
          </li>
        ))}
      </ul>
      <p className="meta">
        {t("leads:notComputable.noHits", { count: silent.length })}{" "}
        {t("leads:notComputable.engine", {
          version: view.screening.engineVersion,
          inputs: view.screening.inputs,
        })}{" "}
        <code className="hash">{view.screening.inputHash}</code>
      </p>
    </Panel>
  );
}
