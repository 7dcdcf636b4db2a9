/** Workbench: what is due for this post now, by what is lost in law when nobody acts. */
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeFigure, HomeView } from "../../../../contract/src/workbench.ts";
import { timeOf } from "../../ui/dates.ts";
import { Key } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRowKeys } from "../../ui/use-row-keys.ts";
import { api, useSession } from "../session/index.ts";
import { DepartmentBoard } from "./department-board.tsx";
import { dueKind, DueList } from "./due-list.tsx";
import { OpeningsPanel } from "./openings-panel.tsx";
import { ScoresPanel, SubmissionsPanel } from "./own-panels.tsx";
import { TasksPanel } from "./tasks-panel.tsx";
import { VoicesPanel } from "./voices-panel.tsx";

const REFRESH_MS = 60_000;

function useHome() {
  return useQuery({
    queryKey: ["home"],
    queryFn: ({ signal }) => api.getHome(signal),
    refetchInterval: REFRESH_MS,
  });
}

/** One quiet sentence: the heaviest first, or that nothing presses. */
function Sentence({ home }: { readonly home: HomeView }) {
  const { t } = useTranslation();
  const name = useSession().data?.name ?? "";
  const pressing = (home.due ?? []).filter(({ risk }) => risk !== "calm").length;
  const total = home.dueTotal ?? 0;
  const key = pressing > 0 ? "pressing" : total > 0 ? "calm" : "none";
  const open = home.voicesOpen ?? 0;
  const late = home.figures.find(({ figure }) => figure === "voicesLate")?.count ?? 0;
  if (open > 0 && total === 0)
    return <h1 className="page-sentence">{t("home:sentence.voices", { name, open, late })}</h1>;
  const text =
    home.due === undefined
      ? t("home:sentence.plain", { name })
      : key === "none"
        ? t(`home:sentence.none.${dueKind(home.role)}`, { name })
        : t(`home:sentence.${key}`, { name, pressing, total });
  return (
    <h1 className="page-sentence">
      {text}
      {open > 0 && t("home:sentence.voicesToo", { open, late })}
    </h1>
  );
}

const MARK = { overdue: "▲", due: "◆", calm: "" } as const;

function Figures({ figures }: { readonly figures: readonly HomeFigure[] }) {
  const { t } = useTranslation();
  if (figures.length === 0) return null;
  return (
    <ul className="figures" aria-label={t("home:figures")}>
      {figures.map(({ figure, count, to, risk }) => (
        <li key={figure} className={`figure figure-${risk}`}>
          <Link to={to}>
            <span className="figure-count">
              {MARK[risk] !== "" && <i aria-hidden="true">{MARK[risk]}</i>}
              {count.toLocaleString("en-US")}
            </span>
            <span className="figure-name">{t(`home:figure.${figure}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Roles whose work has no rows here yet: said plainly, with where to go. */
function Nothing({ home }: { readonly home: HomeView }) {
  const { t } = useTranslation();
  const isBare =
    home.figures.length === 0 && home.due === undefined && home.departments === undefined;
  if (!isBare) return null;
  return <Empty title={t("home:nothing.title")} why={t("home:nothing.why")} />;
}

/** Those who watch begin with the board over the departments. */
function OversightLink() {
  const { t } = useTranslation();
  const isWatcher = useSession().data?.permissions.includes("oversight.read") === true;
  if (!isWatcher) return null;
  return (
    <p className="say">
      <Link to="/oversight">{t("oversight:home.link")}</Link> {t("oversight:home.linkWhy")}
    </p>
  );
}

function Content({ home }: { readonly home: HomeView }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const hasAside = home.openings !== undefined;
  return (
    <>
      <Sentence home={home} />
      <OversightLink />
      <Figures figures={home.figures} />
      <Nothing home={home} />
      <div className={hasAside ? "split split-home" : ""} ref={box}>
        <div>
          {home.departments !== undefined && <DepartmentBoard rows={home.departments} />}
          {home.voices !== undefined && <VoicesPanel rows={home.voices} />}
          {home.due !== undefined && <DueList home={home} rows={home.due} />}
          {home.submissions !== undefined && <SubmissionsPanel rows={home.submissions} />}
          {home.scores !== undefined && <ScoresPanel rows={home.scores} />}
          <TasksPanel />
        </div>
        {home.openings !== undefined && (
          <div>
            <OpeningsPanel rows={home.openings} />
          </div>
        )}
      </div>
      <p className="key-line">
        <span>
          <Key>J</Key> <Key>K</Key> {t("home:keys.move")}
        </span>
        <span>
          <Key>Enter</Key> {t("home:keys.open")}
        </span>
        <span>
          <Key>?</Key> {t("home:keys.all")}
        </span>
        <span className="as-of">{t("home:asOf", { time: timeOf(home.asOf) })}</span>
      </p>
    </>
  );
}

export function HomePage() {
  const { t } = useTranslation();
  const home = useHome();
  return (
    <div className="page">
      <title>{t("home:documentTitle")}</title>
      <QueryState query={home} />
      {home.data !== undefined && <Content home={home.data} />}
    </div>
  );
}
