/** One warning: the article, the values, how the time was counted, what was said and done. It finds nothing. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { WarningStep, WarningView } from "../../../../contract/src/warnings.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { HandleForm } from "./handle-form.tsx";
import { useWarning } from "./queries.ts";
import { CourseTag, ModeMark, projectOf, useSay, useValue } from "./words.tsx";

import "./warnings.css";

const HIDDEN: ReadonlySet<string> = new Set(["currency"]);
/** What was, before what should have been. */
const ORDER = ["from", "to", "days", "count", "amount", "base", "limit", "most", "earliest", "due"];
const placeOf = (name: string): number =>
  ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;

function Values({ params }: Pick<WarningView, "params">) {
  const { t } = useTranslation();
  const valueOf = useValue();
  return (
    <Panel title={t("warnings:values")}>
      <dl className="warning-values">
        {Object.entries(params)
          .filter(([name]) => !HIDDEN.has(name))
          .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`warnings:param.${name}`)}</dt>
              <dd>{valueOf(name, value)}</dd>
            </div>
          ))}
      </dl>
    </Panel>
  );
}

function Strip({ strip }: { readonly strip: NonNullable<WarningView["strip"]> }) {
  const { t } = useTranslation();
  const summary = t("warnings:stripSummary", {
    from: strip[0]?.date ?? "",
    to: strip.at(-1)?.date ?? "",
  });
  return (
    <Panel title={t("warnings:strip")}>
      <ol className="warning-strip" aria-label={summary}>
        {strip.map(({ date, kind, n, name, isDue }) => (
          <li
            key={date}
            className={`day-${kind} ${isDue === true ? "is-due" : ""}`}
            title={`${date} ${name ?? t(`warnings:stripKind.${kind}`)}`}
          >
            <small>{Number(date.slice(8))}</small>
            <b>{n ?? "·"}</b>
            <span className="hidden-text">
              {t(`warnings:stripKind.${kind}`)} {isDue === true && t("warnings:due")}
            </span>
          </li>
        ))}
      </ol>
      <p className="meta">{summary}</p>
    </Panel>
  );
}

function Articles({ node }: Pick<WarningView, "node">) {
  const { t } = useTranslation();
  const say = useSay();
  return (
    <Panel title={t("warnings:article")}>
      {node.articles.map(({ id, citation, text, isFromMemory }) => (
        <p key={id} className="warning-article">
          <b>{citation}</b>
          {isFromMemory && <span className="meta"> {t("warnings:fromMemory")}</span>}
          <span className="block">{text}</span>
        </p>
      ))}
      <dl className="warning-values is-wide">
        <div>
          <dt>{t("warnings:innocent")}</dt>
          <dd>{say(node.innocent)}</dd>
        </div>
        <div>
          <dt>{t("warnings:clearedBy")}</dt>
          <dd>{say(node.clearedBy)}</dd>
        </div>
      </dl>
    </Panel>
  );
}

function Step({ step }: { readonly step: WarningStep }) {
  const { t } = useTranslation();
  const { at, what, by, ground, text, approvedBy, handling } = step;
  return (
    <li>
      <span className="meta nowrap">{dayAndTime(at)}</span>
      <div>
        <b>{t(`warnings:step.${what}`)}</b>
        {handling !== undefined && `：${t(`warnings:handling.${handling}`)}`}{" "}
        <span className="meta">
          {what === "handled" ? by : t("warnings:source", { name: by ?? "" })}
        </span>
        {ground !== undefined && (
          <span className="block">{t(`warnings:overrideGround.${ground}`)}</span>
        )}
        {text !== undefined && <span className="block">{text}</span>}
        {approvedBy !== undefined && (
          <span className="block meta">{t("warnings:approvedBy", { name: approvedBy })}</span>
        )}
      </div>
    </li>
  );
}

function Content({ view }: { readonly view: WarningView }) {
  const { t } = useTranslation();
  const say = useSay();
  const { warning, node, params, strip, steps, may, version } = view;
  const project = projectOf(warning);
  return (
    <>
      <h1 className="page-sentence">{say(node.name)}</h1>
      <p className="warning-head">
        <ModeMark mode={warning.mode} /> <CourseTag course={warning.course} />{" "}
        <span className="meta">
          {t("warnings:node", { id: node.id })} · {t(`warnings:stage.${node.stage}`)} ·{" "}
          {t(`warnings:act.${warning.act}`)} · {dayAndTime(warning.at)}
        </span>
      </p>
      <p>
        {project ?? t("warnings:noProject")}{" "}
        {warning.title !== undefined && (
          <Link to={`/processes/${warning.ocid ?? ""}`}>{t("warnings:process")}</Link>
        )}
      </p>
      <p className="meta">{t("warnings:lead")}</p>
      <div className="split">
        <div>
          <Values params={params} />
          {strip !== undefined && <Strip strip={strip} />}
          <Articles node={node} />
        </div>
        <div>
          <Panel title={t("warnings:steps")}>
            <ol className="warning-steps">
              {steps.map((step) => (
                <Step key={`${step.at} ${step.what} ${step.text ?? ""}`} step={step} />
              ))}
            </ol>
          </Panel>
          {may.handle && <HandleForm key={version} id={warning.id} version={version} />}
        </div>
      </div>
    </>
  );
}

export function WarningPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const warning = useWarning(id);
  return (
    <div className="page">
      <title>{t("warnings:title")}</title>
      <p className="meta">
        <Link to="/warnings">{t("warnings:back")}</Link>
      </p>
      <QueryState query={warning} />
      {warning.data !== undefined && <Content view={warning.data} />}
    </div>
  );
}
