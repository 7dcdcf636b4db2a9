/** One tip-off: what was written, what happened, what can be done. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { TipoffView } from "../../../../contract/src/tipoffs.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { ActPanel } from "./act-panel.tsx";
import { ClockPanel } from "./clock-panel.tsx";
import { ContentPanel } from "./content-panel.tsx";
import { useTipoff } from "./queries.ts";
import { ReadersPanel } from "./readers-panel.tsx";
import { ThreadPanel } from "./thread-panel.tsx";
import { TipoffHead } from "./tipoff-head.tsx";
import { UnlockPanel } from "./unlock-panel.tsx";
import { useTipoffWords } from "./words.tsx";

function FactsPanel({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  const { row, legalBasis, deletedOn, summary } = view;
  const facts = [
    ["hour", dayAndTime(row.hour)],
    ["office", row.department.name],
    ["basis", legalBasis],
    ["concerned", row.unitName ?? t("tipoffs:noUnit")],
    ...(summary === undefined ? [] : [["summary", summary]]),
    ...(row.state === "closed" && !row.isDeleted
      ? [["deletedOn", deletedOn ?? t("tipoffs:fact.notYet")]]
      : []),
  ] as const;
  return (
    <Panel title={t("tipoffs:facts")}>
      <dl className="tipoff-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`tipoffs:fact.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Content({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  const words = useTipoffWords();
  return (
    <div className="page">
      <title>{t("tipoffs:title")}</title>
      <TipoffHead />
      <h1 className="page-fact">{words.title(view.row)}</h1>
      <p className="tipoff-note">
        {t(`tipoffs:state.${view.row.state}`)} · {words.about(view.row)}
      </p>
      <div className="tipoff-split">
        <div>
          <ContentPanel view={view} />
          <ThreadPanel view={view} />
          <ActPanel view={view} />
        </div>
        <div>
          <UnlockPanel />
          <ClockPanel view={view} />
          <FactsPanel view={view} />
          <ReadersPanel tipoff={view.row.id} />
        </div>
      </div>
    </div>
  );
}

export function TipoffPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useTipoff(id);
  if (query.data !== undefined) return <Content key={id} view={query.data} />;
  return (
    <div className="page">
      <QueryState query={query} back={<Link to="/tipoffs">{t("tipoffs:back")}</Link>} />
    </div>
  );
}
