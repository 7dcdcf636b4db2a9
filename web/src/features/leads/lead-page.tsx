/**
 * One lead, in the order of the visual language: level and place, one neutral fact, both sides, market,
 * chance, what would clear it at the same height, the firms' reply, legal basis, history, and what
 * was not counted.
 */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Ring } from "../../ui/mirror.tsx";
import { Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Trail } from "../../ui/trail.tsx";
import { EvidencePanel } from "../evidence/index.ts";
import { FollowUpPanels } from "../followup/index.ts";
import { ActBar } from "./act-bar.tsx";
import { BasisPanel, ClearingPanel, ReplyPanel } from "./aside-panels.tsx";
import { BidsPanel } from "./bids-panel.tsx";
import { BothSides } from "./both-sides.tsx";
import { ChancePanel } from "./chance-panel.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { HistoryPanel, NotComputablePanel } from "./history-panel.tsx";
import { LevelGlyph } from "./level-glyph.tsx";
import { MarketPanel } from "./market-panel.tsx";
import { useLead } from "./queries.ts";
import { ReadersPanel } from "./readers-panel.tsx";
import { levelName, useFactWords } from "./words.ts";

const NAMED_FIRMS = 2;

function ScopeBanner({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  return (
    <section className="scope" aria-label={t("leads:scope.label")}>
      <Icon name="eye" />
      <span>{t("leads:scope.text", { department: view.lead.department.name })}</span>
    </section>
  );
}

/** One neutral sentence: who, what is the same, and that nobody has judged it. */
function useFactSentence(view: LeadView): string {
  const { t } = useTranslation();
  const words = useFactWords();
  const { firms, indicators } = view.lead;
  const who =
    firms.length <= NAMED_FIRMS
      ? firms.join(t("leads:factSentence.and"))
      : t("leads:factSentence.firms", { count: firms.length });
  return t("leads:factSentence.sentence", {
    who,
    facts: indicators.map(words).join(t("leads:factSentence.separator")),
  });
}

function Meta({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const { lead, process } = view;
  const parts = [
    [t("leads:meta.lot"), lead.lotId],
    [t("leads:meta.procuringEntity"), process.procuringEntity],
    [t("leads:meta.procurementAgency"), process.procurementAgency],
    [
      t("leads:meta.openedAt"),
      process.openedAt === undefined ? undefined : dayAndTime(process.openedAt),
    ],
    [t("leads:meta.raisedAt"), dayAndTime(lead.raisedAt)],
  ] as const;
  return (
    <p className="page-meta">
      <Link to={`/processes/${encodeURIComponent(lead.ocid)}`}>{process.title}</Link>
      <Link to={`/dossier/${encodeURIComponent(lead.ocid)}`}>{t("dossier:open")}</Link>
      {parts.map(([label, value]) =>
        value === undefined ? null : (
          <span key={label}>
            <i>{label}</i> {value}
          </span>
        ),
      )}
    </p>
  );
}

function Head({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const { lead } = view;
  const sentence = useFactSentence(view);
  return (
    <div className="lead-head">
      <div>
        <div className="page-kicker">
          <LevelGlyph level={lead.level} />
          <b>{levelName(t, lead.level)}</b>
          <span>
            {[view.process.place, dayOf(view.process.openedAt ?? lead.raisedAt)]
              .filter((part) => part !== undefined)
              .join(" · ")}
          </span>
          <span className="meta">
            {view.decision === undefined ? t("leads:notAFinding") : t("leads:decidedNote")}
          </span>
          <code>{lead.number}</code>
          <Tag>{t(`leads:state.${lead.state}`)}</Tag>
          <Ring leafIndex={view.screening.leafIndex} />
        </div>
        <h1 className="page-fact">{sentence}</h1>
        <Meta view={view} />
      </div>
      <ActBar view={view} />
    </div>
  );
}

function LeadContent({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const { results } = view.screening;
  return (
    <>
      <title>{t("leads:page.documentTitle", { number: view.lead.number })}</title>
      <ScopeBanner view={view} />
      <div className="page">
        <Head view={view} />
        <div className="with-trail">
          <div className="split split-lead">
            <div>
              <DecisionPanel view={view} />
              <BothSides results={results} />
              <BidsPanel view={view} />
              <MarketPanel results={results} />
              <ChancePanel screening={view.screening} />
              <FollowUpPanels
                lead={view.lead.id}
                department={view.lead.department.id}
                parties={view.bids.filter(({ isInLead }) => isInLead).map(({ bidder }) => bidder)}
              />
            </div>
            <div>
              <ClearingPanel view={view} />
              <ReplyPanel view={view} />
              <BasisPanel view={view} />
              <EvidencePanel lead={view.lead.id} number={view.lead.number} />
              <NotComputablePanel view={view} />
            </div>
          </div>
          <Trail label={t("leads:history.trail")}>
            <HistoryPanel view={view} />
            <ReadersPanel lead={view.lead.id} />
          </Trail>
        </div>
      </div>
    </>
  );
}

export function LeadPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useLead(id);
  if (query.data !== undefined) return <LeadContent key={id} view={query.data} />;
  return (
    <div className="page">
      <QueryState query={query} back={<Link to="/leads">{t("leads:page.back")}</Link>} />
    </div>
  );
}
