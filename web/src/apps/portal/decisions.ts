/** Decisions that the competent departments have published. */
import { longDay, longInstant, shortDay } from "./format.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, counted, pager, proof, tag } from "./parts.ts";
import { COLUMN, columnPath, DECISIONS, decisionPath, HOME, processPath } from "./paths.ts";
import type { DecisionRow, DecisionsView, DecisionView, Page } from "./views.ts";
import { type Speech, speak } from "./words.ts";

const outcome = ({ word }: Speech, row: DecisionRow): string =>
  word("outcome", row.outcome) ?? row.outcome;

/** Table of decisions. */
export function decisionList(rows: readonly DecisionRow[], page: Page, speech: Speech): Html {
  const { say } = speech;
  const lines = rows.map(
    (row) =>
      html`<tr>
        <td class="title"><a href="${decisionPath(row.id)}">${row.title}</a></td>
        ${cell(say("column.department"), row.department)}
        ${cell(say("column.decisionNo"), row.decisionNo, "tight")}
        ${cell(say("column.outcome"), outcome(speech, row), "tight")}
        ${cell(say("column.decidedOn"), html`<time datetime="${row.decidedOn}">${shortDay(row.decidedOn, page.serverTime)}</time>`)}
      </tr>`,
  );
  return html`<table class="list">
    <thead>
      <tr>
        <th>${say("column.decision")}</th>
        <th>${say("column.department")}</th>
        <th>${say("column.decisionNo")}</th>
        <th>${say("column.outcome")}</th>
        <th>${say("column.decidedOn")}</th>
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

/** Renders the list of published decisions. */
export function renderDecisions(view: DecisionsView): string {
  const { page, paging, rows } = view;
  const speech = speak(page.lang);
  const { rich, say } = speech;
  const count = counted(DECISIONS, paging.total);
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${COLUMN}">${say("nav.column")}</a> /
      ${say("nav.decisions")}
    </p>
    <h1>${paging.total === 0 ? say("decisions.none") : rich("decisions.sentence", { count })}</h1>
    <p class="lead">${say("decisions.lead")}</p>
    ${rows.length > 0 && decisionList(rows, page, speech)} ${pager(page, paging, speech)}`;
  return layout(page, { title: say("decisions.title"), body, current: COLUMN });
}

/** Paragraphs of a text, as its author broke the lines. */
const paragraphs = (text: string): readonly Html[] =>
  text
    .split(/\n+/u)
    .filter((line) => line.trim() !== "")
    .map((line) => html`<p>${line}</p>`);

/** Renders one published decision. */
export function renderDecision(view: DecisionView): string {
  const { decision, page } = view;
  const speech = speak(page.lang);
  const { lang, say } = speech;
  const facts: readonly (readonly [string, Html | string])[] = [
    [say("column.department"), decision.department],
    [say("column.decisionNo"), decision.decisionNo],
    [say("column.decidedOn"), longDay(lang, decision.decidedOn)],
    [say("decision.publishedAt"), longInstant(lang, decision.publishedAt)],
  ];
  const about = html`<a href="${processPath(decision.ocid)}">${decision.processTitle}</a>`;
  const lot = decision.lotId !== undefined && html` · ${say("lot.name", { lot: decision.lotId })}`;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${COLUMN}">${say("nav.column")}</a> /
      <a href="${columnPath({ kind: "decision" })}">${say("nav.decisions")}</a>
    </p>
    <article class="reading">
      <h1>${decision.title}</h1>
      <p class="under-title">
        ${tag(outcome(speech, decision), "accent")} <span>${about}${lot}</span>
      </p>
      <dl class="facts">
        ${facts.map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="prose">${paragraphs(decision.text)}</div>
      ${
        decision.articles.length > 0 &&
        html`<h2 class="small">${say("decision.articles")}</h2>
          <ul class="plain">
            ${decision.articles.map((article) => html`<li>${article}</li>`)}
          </ul>`
      }
      <p class="note">${say("decision.note")} ${proof(speech, decision)}</p>
    </article>`;
  return layout(page, { title: decision.title, body, current: COLUMN });
}
