/** What happened to the lead, oldest first, each with its place in the witness log. */
import { useTranslation } from "react-i18next";

import type { LeadEvent, LeadView } from "../../../../contract/src/leads.ts";
import { dayOf, timeOf } from "../../ui/dates.ts";
import { sorted } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel } from "../../ui/panel.tsx";
import { useCode } from "./words.ts";

function useEventWords() {
  const { t, i18n } = useTranslation();
  return (event: LeadEvent) => {
    if (event.step !== undefined) return t(`leads:step.${event.step}.done`);
    const key = `leads:event.${event.kind.replace(".", "_")}`;
    return i18n.exists(key) ? t(key) : event.kind;
  };
}

function Event({ event }: { readonly event: LeadEvent }) {
  const { t } = useTranslation();
  const words = useEventWords();
  const who = [event.officer?.name, event.officer?.department.name ?? event.department?.name]
    .filter((part) => part !== undefined)
    .join(" · ");
  return (
    <li>
      <time dateTime={event.at}>
        {dayOf(event.at)} <span>{timeOf(event.at)}</span>
      </time>
      <div>
        <b>{words(event)}</b> {who !== "" && <span className="meta">{who}</span>}
        {event.outcome !== undefined && (
          <div>
            {t(`leads:outcome.${event.outcome}.name`)}{" "}
            {event.decisionNo !== undefined && <code>{event.decisionNo}</code>}
          </div>
        )}
        {event.text !== undefined && <div className="history-text">{event.text}</div>}
        {event.legalBasis !== undefined && (
          <div className="meta">
            {event.legalBasis}
            {event.matched !== undefined && ` · ${t(`leads:matched.${event.matched}`)}`}
          </div>
        )}
      </div>
      <Ring leafIndex={event.leafIndex} />
    </li>
  );
}

export function HistoryPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const oldestFirst = sorted(
    view.history,
    (left, right) => Date.parse(left.at) - Date.parse(right.at),
  );
  return (
    <Panel
      title={t("leads:history.title")}
      aside={<span className="meta">{t("leads:history.order")}</span>}
    >
      <ol className="timeline">
        {oldestFirst.map((event) => (
          <Event key={event.factId} event={event} />
        ))}
      </ol>
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
