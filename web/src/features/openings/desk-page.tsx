/** One opening: the host runs it, bidders and the witness take part, everybody else looks. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { OPENING_COURSE } from "../../../../contract/src/opening-values.ts";
import type { OpeningDesk } from "../../../../contract/src/opening.ts";
import { timeOf } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { BidsPanel } from "./bids-panel.tsx";
import { NextPanel } from "./next-panel.tsx";
import { useOpening } from "./queries.ts";
import { RecordPanel } from "./record-panel.tsx";
import { MessagesPanel, ObjectionsPanel } from "./talk-panels.tsx";

import "./openings.css";

function Steps({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { stage } = desk.row;
  if (stage === "notOpened")
    return (
      <p className="opening-not">
        <b>{t("openings:stage.notOpened")}</b> {desk.reason}
      </p>
    );
  const current = OPENING_COURSE.findIndex((step) => step === stage);
  return (
    <ol className="opening-steps" aria-label={t("openings:steps")}>
      {OPENING_COURSE.map((step, index) => {
        const at = desk.since[step];
        const place = index < current ? "past" : index === current ? "on" : "next";
        return (
          <li
            key={step}
            className={place}
            {...(index === current ? { "aria-current": "step" as const } : {})}
          >
            {t(`openings:stage.${step}`)}
            <span>{at === undefined ? " " : timeOf(at)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function Desk({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { row, role } = desk;
  return (
    <>
      <p className="meta">
        <Link to="/openings">{t("openings:title")}</Link> /{" "}
        {row.room ?? t(`openings:mode.${row.mode}`)}
      </p>
      <h1 className="page-sentence">{row.title}</h1>
      <p className="meta opening-meta">
        <Tag tone="accent">{t(`openings:role.${role}`)}</Tag>{" "}
        <Link to={`/processes/${row.ocid}`} className="mono">
          {row.ocid}
        </Link>{" "}
        {t("openings:lot", { lot: row.lotId })} ·{" "}
        {t("openings:startsAt", { at: timeOf(row.startsAt) })} ·{" "}
        {t("openings:host", { host: row.host })} ·{" "}
        <a href={`/openings/${row.id}`} target="_blank" rel="noreferrer">
          {t("openings:public")}
        </a>
      </p>
      <Steps desk={desk} />
      <div className="opening-columns">
        <div>
          <NextPanel desk={desk} />
          <BidsPanel desk={desk} />
          <RecordPanel desk={desk} />
        </div>
        <div>
          <ObjectionsPanel desk={desk} />
          <MessagesPanel desk={desk} />
        </div>
      </div>
    </>
  );
}

export function OpeningDeskPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useOpening(id);
  return (
    <div className="page">
      <title>
        {query.data === undefined
          ? t("openings:documentTitle")
          : t("openings:deskTitle", { title: query.data.row.title })}
      </title>
      <QueryState query={query} />
      {query.data !== undefined && <Desk desk={query.data} />}
    </div>
  );
}
