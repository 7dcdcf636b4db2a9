/** What stands beside the evidence at the same height: clearing, the firms' reply, the legal basis. */
import type { i18n as I18n } from "i18next";
import { useTranslation } from "react-i18next";

import type { LeadEvent, LeadView } from "../../../../contract/src/leads.ts";
import type { IndicatorResult, LegalBasis } from "../../../../contract/src/screening.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { groupBy } from "../../ui/lists.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { hitsOf, useCode } from "./words.ts";

type Group = "clearing" | "innocent";

/** Codes of all hits, each once, with the indicators it would explain. */
function codesOf(hits: readonly IndicatorResult[], group: Group) {
  const pairs = hits.flatMap((hit) => hit[group].map((code) => [code, hit.indicator] as const));
  return groupBy(pairs, ([code]) => code).map(
    ([code, members]) => [code, members.map(([, indicator]) => indicator)] as const,
  );
}

export function ClearingPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const code = useCode();
  const hits = hitsOf(view.screening.results);
  const isOpen = view.lead.state === "routed" || view.lead.state === "received";
  const innocent = codesOf(hits, "innocent");
  return (
    <Panel title={t("leads:clearing.title")}>
      <ul className="check-list">
        {codesOf(hits, "clearing").map(([name, indicators]) => (
          <li key={name}>
            <Icon name="clock" />
            <span>
              {code("clearing", name)}
              <small>{indicators.map((id) => code("indicator", id)).join("、")}</small>
            </span>
            {isOpen && <Tag>{t("leads:clearing.toCheck")}</Tag>}
          </li>
        ))}
      </ul>
      {innocent.length > 0 && (
        <>
          <h3 className="sub-title">{t("leads:clearing.innocent")}</h3>
          <ul className="innocent-list">
            {innocent.map(([name]) => (
              <li key={name}>{code("innocent", name)}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

/** What a correction says instead; when and as which fact it was recorded stays the act's own. */
function withoutPlace(correction: LeadEvent | undefined): Pick<LeadEvent, "step" | "text"> {
  const { step, text } = correction ?? {};
  return { ...(step === undefined ? {} : { step }), ...(text === undefined ? {} : { text }) };
}

export function ReplyPanel({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const corrections = new Map(view.history.map((event) => [event.corrects ?? "", event]));
  const steps = view.history
    .filter(({ corrects }) => corrects === undefined)
    .map((event) => ({ ...event, ...withoutPlace(corrections.get(event.factId)) }));
  const replies = steps.filter((event) => event.step === "explanationReceived");
  const asked = steps.filter((event) => event.step === "explanationRequested");
  return (
    <Panel title={t("leads:reply.title")}>
      {replies.map((event) => (
        <div key={event.factId} className="reply">
          <blockquote>{event.text}</blockquote>
          <p className="meta">
            {t("leads:reply.recorded", {
              time: dayAndTime(event.at),
              name: event.officer?.name ?? "",
            })}{" "}
            <Ring leafIndex={event.leafIndex} />
          </p>
        </div>
      ))}
      {replies.length === 0 && (
        <p>{asked.length > 0 ? t("leads:reply.asked") : t("leads:reply.notAsked")}</p>
      )}
      <p className="meta">{t("leads:reply.noInference")}</p>
    </Panel>
  );
}

/** Each article once, however many indicators rest on it. */
function articlesOf(hits: readonly IndicatorResult[]): readonly LegalBasis[] {
  const groups = groupBy(
    hits.flatMap((hit) => hit.legalBasis),
    (basis) => `${basis.article} ${basis.place}`,
  );
  return groups.flatMap(([, [first]]) => (first === undefined ? [] : [first]));
}

/** A place of the law register is a code for the whole country, else the name of the place. */
function placeName(i18n: I18n, place: string): string {
  const key = `leads:basis.place.${place}`;
  return i18n.exists(key) ? i18n.t(key) : place;
}

export function BasisPanel({ view }: { readonly view: LeadView }) {
  const { t, i18n } = useTranslation();
  const articles = articlesOf(hitsOf(view.screening.results));
  return (
    <Panel title={t("leads:basis.title")}>
      {articles.length === 0 && <p>{t("leads:basis.none")}</p>}
      <ul className="check-list">
        {articles.map((basis) => (
          <li key={`${basis.article} ${basis.place}`}>
            <Icon name="book" />
            <span>
              {basis.citation}
              <small>
                {placeName(i18n, basis.place)}
                {basis.validFrom !== undefined &&
                  ` · ${t("leads:basis.validFrom", { day: basis.validFrom })}`}
              </small>
            </span>
            <Tag tone={basis.verified ? "accent" : "prov"}>
              {basis.verified ? t("leads:basis.verified") : t("leads:basis.notVerified")}
            </Tag>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
