/** One contracting process: facts, lots with bids, time line with log index, leads. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { certificatePath } from "../../../../contract/src/client.ts";
import type { ProcessView } from "../../../../contract/src/processes.ts";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { Trail } from "../../ui/trail.tsx";
import { ChecksPanel } from "../rules/index.ts";
import { useSession } from "../session/index.ts";
import { LotPanel } from "./lot-panel.tsx";
import { useProcess } from "./queries.ts";
import { Timeline } from "./timeline.tsx";
import { useWord } from "./words.ts";

function Facts({ view }: { readonly view: ProcessView }) {
  const { t } = useTranslation();
  const word = useWord();
  const { process } = view;
  const at = (instant: string | undefined) =>
    instant === undefined ? undefined : dayAndTime(instant);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["regime", word("regime", process.regime)],
    ["method", view.method === undefined ? undefined : word("method", view.method)],
    ["industry", process.industry === undefined ? undefined : word("industry", process.industry)],
    ["category", view.category],
    ["place", process.place],
    ["procuringEntity", process.procuringEntity],
    ["procurementAgency", view.procurementAgency],
    ["venue", view.venue],
    ["publishedAt", process.publishedAt === undefined ? undefined : dayOf(process.publishedAt)],
    ["bidDeadline", at(view.bidDeadline)],
    ["openingAt", at(process.openingAt)],
  ];
  return (
    <dl className="facts facts-wide">
      {rows.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{t(`processes:column.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function LeadLinks({ leads }: { readonly leads: ProcessView["leads"] }) {
  const { t } = useTranslation();
  if (leads.length === 0) {
    return <Empty title={t("processes:leads.none")} why={t("processes:leads.noneWhy")} />;
  }
  return (
    <ul className="plain-list">
      {leads.map((lead) => (
        <li key={lead.id}>
          <Icon name="link" />
          <Link to={`/leads/${encodeURIComponent(lead.id)}`}>{lead.number}</Link>
          <Tag>{t(`leads:state.${lead.state}`)}</Tag>
        </li>
      ))}
    </ul>
  );
}

function Certificate({ ocid }: { readonly ocid: string }) {
  const { t } = useTranslation();
  return (
    <div className="stack-gap">
      <p>{t("processes:certificate.about")}</p>
      <p>
        <a className="button-link" href={certificatePath(ocid)} download>
          <Icon name="download" /> {t("processes:certificate.download")}
        </a>
      </p>
      <p>
        <a href={`/process/${encodeURIComponent(ocid)}`} target="_blank" rel="noreferrer">
          {t("processes:certificate.publicPage")}
        </a>
      </p>
      <p className="meta">{t("processes:certificate.publicAbout")}</p>
    </div>
  );
}

/** Way to everything on record, for those who may open it. */
function DossierLink({ ocid }: { readonly ocid: string }) {
  const { t } = useTranslation();
  const may = useSession().data?.permissions.includes("dossier.read") ?? false;
  if (!may) return null;
  return (
    <p>
      <Link className="button-link" to={`/dossier/${encodeURIComponent(ocid)}`}>
        <Icon name="folder" /> {t("dossier:open")}
      </Link>
    </p>
  );
}

function ProcessContent({ view }: { readonly view: ProcessView }) {
  const { t } = useTranslation();
  const word = useWord();
  const { process } = view;
  return (
    <div className="page">
      <title>{t("processes:page.documentTitle", { title: process.title })}</title>
      <div className="page-kicker">
        <Tag tone="accent">{word("state", process.state)}</Tag>
        <code>{process.ocid}</code>
      </div>
      <h1 className="page-fact">{process.title}</h1>
      <DossierLink ocid={process.ocid} />
      <div className="with-trail">
        <div>
          <Panel title={t("processes:page.facts")}>
            <Facts view={view} />
          </Panel>
          {view.lots.map((lot) => (
            <LotPanel key={lot.lotId} lot={lot} />
          ))}
          <ChecksPanel ocid={process.ocid} />
          <div className="pair">
            <Panel title={t("processes:leads.title")}>
              <LeadLinks leads={view.leads} />
            </Panel>
            <Panel title={t("processes:certificate.title")}>
              <Certificate ocid={process.ocid} />
            </Panel>
          </div>
        </div>
        <Trail label={t("processes:timeline.title")}>
          <Panel title={t("processes:timeline.title")} aside={t("processes:timeline.order")}>
            <Timeline events={view.events} />
          </Panel>
        </Trail>
      </div>
    </div>
  );
}

export function ProcessPage() {
  const { ocid = "" } = useParams();
  const query = useProcess(ocid);
  if (query.data === undefined)
    return (
      <div className="page">
        <QueryState query={query} />
      </div>
    );
  return <ProcessContent view={query.data} />;
}
