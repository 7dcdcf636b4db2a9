/** One rule: how it is computed, its law at a place and day, its demonstration, and where it is blind. */
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import type { RuleQuery, RuleView } from "../../../../contract/src/indicators.ts";
import { Choice } from "../../ui/choice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useToday } from "../../ui/use-today.ts";
import { LevelGlyph, useCode } from "../leads/index.ts";
import { CoveragePanel } from "./coverage-panel.tsx";
import { DemonstrationPanel } from "./demonstration-panel.tsx";
import { HitsPanel } from "./hits-panel.tsx";
import { useRule } from "./queries.ts";

import "./rules.css";

const REGIMES = ["works", "procurement", "land", "property"] as const;

function LawPanel({ view, query, set }: { view: RuleView; query: RuleQuery; set: Setter }) {
  const { t } = useTranslation();
  const { level, isGround, basis } = view.law;
  return (
    <Panel title={t("rules:law")}>
      <div className="choices rules-bar">
        <Choice
          label={t("rules:place")}
          value={query.place ?? ""}
          any={t("rules:elsewhere")}
          values={view.places.map(({ code, name }) => [code, name])}
          onChange={(value) => set("place", value)}
        />
        <Choice
          label={t("rules:regime")}
          value={query.regime ?? "works"}
          values={REGIMES.map((one) => [one, t(`rules:regimes.${one}`)])}
          onChange={(value) => set("regime", value)}
        />
        <label className="rules-day">
          {t("rules:day")}
          <input
            type="date"
            className="input"
            value={query.day ?? ""}
            onChange={(event) => set("day", event.target.value)}
          />
        </label>
      </div>
      <p className="say">
        <LevelGlyph level={level} />{" "}
        {t(isGround ? "rules:levelThere" : "rules:noGround", {
          level: t(`leads:level.${level}.name`),
        })}
      </p>
      {basis.length === 0 ? (
        <p className="meta">{t("rules:noArticle")}</p>
      ) : (
        <ul className="rules-law">
          {basis.map(({ article, citation, verified }) => (
            <li key={`${article}${citation}`}>
              {citation}
              <span className="meta"> {t(verified ? "rules:textRead" : "rules:excerpt")}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type Setter = (name: keyof RuleQuery, value: string) => void;

const isRegime = (text: string | null): text is (typeof REGIMES)[number] =>
  REGIMES.some((one) => one === text);

export function RulePage() {
  const { t } = useTranslation();
  const code = useCode();
  const { id = "" } = useParams();
  const today = useToday();
  const [params, setParams] = useSearchParams();
  const place = params.get("place") ?? "";
  const regime = params.get("regime");
  const query: RuleQuery = {
    day: params.get("day") ?? today,
    regime: isRegime(regime) ? regime : "works",
    ...(place === "" ? {} : { place }),
  };
  const found = useRule(id, query);
  const view = found.data;
  const set: Setter = (name, value) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const list = (group: "innocent" | "clearing", codes: readonly string[]) => (
    <ul>
      {codes.map((one) => (
        <li key={one}>{code(group, one)}</li>
      ))}
    </ul>
  );
  return (
    <div className="page">
      <title>{`${id} ${code("indicator", id)}`}</title>
      <p className="meta">
        <Link to="/rules">{t("rules:title")}</Link>
      </p>
      <h1 className="page-sentence">
        <span className="code">{id}</span> {code("indicator", id)}
      </h1>
      <p className="rules-about">{code("explain", id)}</p>
      <QueryState query={found} />
      {view !== undefined && (
        <div className="rule-grid">
          <div>
            <LawPanel view={view} query={query} set={set} />
            <DemonstrationPanel demonstration={view.demonstration} />
            <HitsPanel id={id} />
            <Panel title={t("rules:how")}>
              <dl className="facts">
                <div>
                  <dt>{t("rules:trigger")}</dt>
                  <dd className="code">{view.rule.trigger}</dd>
                </div>
                <div>
                  <dt>{t("rules:facts")}</dt>
                  <dd>
                    {view.rule.facts
                      .map((kind) => t(`rules:kind.${kind.split(".")[1]}`))
                      .join("、")}
                  </dd>
                </div>
                <div>
                  <dt>{t("rules:version")}</dt>
                  <dd className="code">{view.rule.version}</dd>
                </div>
              </dl>
              <details className="rules-method">
                <summary>{t("rules:method")}</summary>
                <p lang="en">{view.method}</p>
              </details>
            </Panel>
          </div>
          <div>
            <Panel title={t("rules:innocent")}>{list("innocent", view.innocent)}</Panel>
            <Panel title={t("rules:clearing")}>{list("clearing", view.clearing)}</Panel>
            <CoveragePanel view={view} />
          </div>
        </div>
      )}
    </div>
  );
}
