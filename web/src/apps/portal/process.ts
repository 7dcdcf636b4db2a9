/** One contracting process: what it is, where it stands, what happened, its lots and its certificate. */
import { ANSWER_SCRIPT, answerBox } from "./answer-box.ts";
import type { AnswerShown } from "./answer-views.ts";
import { decisionList } from "./decisions.ts";
import { dayOf, longDay, longInstant } from "./format.ts";
import { type Html, html, type Value } from "./html.ts";
import { layout } from "./layout.ts";
import { ICONS, pager, sectionHead, tag } from "./parts.ts";
import { HOME, localPath, PROJECTS, verifyPath } from "./paths.ts";
import { lots } from "./process-lots.ts";
import { objectionBox } from "./process-objection.ts";
import { timeline } from "./process-timeline.ts";
import { voicesBox } from "./process-voices.ts";
import type { ProcessView } from "./views.ts";
import { type Speech, speak } from "./words.ts";

/** Last day on which the candidates are disclosed, of the lot that closes last. */
export const disclosedUntil = (view: ProcessView): string | undefined =>
  view.lots
    .map((lot) => lot.disclosureTo)
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);

function announced(view: ProcessView, { lang, say }: Speech): string {
  const { openingAt } = view.process;
  if (openingAt === undefined) return say("stands.announced");
  const time = longInstant(lang, openingAt);
  return Date.parse(openingAt) > Date.parse(view.page.serverTime)
    ? say("stands.opensAt", { time })
    : say("stands.openingDue", { time });
}

function evaluated(view: ProcessView, { lang, say }: Speech): string {
  const last = disclosedUntil(view);
  if (last === undefined) return say("stands.evaluated");
  const day = longDay(lang, last);
  return last >= dayOf(view.page.serverTime)
    ? say("stands.disclosed", { day })
    : say("stands.disclosureOver", { day });
}

/** Where the process stands, in one sentence. */
function standing(view: ProcessView, speech: Speech): string {
  const { lang, say } = speech;
  const { state } = view.process;
  if (state === "announced") return announced(view, speech);
  if (state === "evaluated") return evaluated(view, speech);
  const newest = (days: readonly (string | undefined)[]) =>
    days
      .filter((day) => day !== undefined)
      .toSorted()
      .at(-1);
  if (state === "opened") {
    const at = newest(view.lots.map((lot) => lot.openedAt));
    return at === undefined
      ? say("stands.opened")
      : say("stands.openedAt", { time: longInstant(lang, at) });
  }
  if (state === "awarded") {
    const at = newest(view.lots.map((lot) => lot.award?.at));
    return at === undefined
      ? say("stands.awarded")
      : say("stands.awardedOn", { day: longDay(lang, dayOf(at)) });
  }
  if (state === "contracted") {
    const day = newest(view.lots.map((lot) => lot.contract?.signedOn));
    return day === undefined
      ? say("stands.contracted")
      : say("stands.contractedOn", { day: longDay(lang, day) });
  }
  return say("stands.failed");
}

function facts({ process }: ProcessView, speech: Speech): Html {
  const { lang, say, word } = speech;
  const instant = (at: string | undefined) =>
    at === undefined ? undefined : longInstant(lang, at);
  const rows: readonly (readonly [string, Value | undefined])[] = [
    [say("fact.ocid"), html`<code>${process.ocid}</code>`],
    [say("fact.procuringEntity"), process.procuringEntity],
    [say("fact.procurementAgency"), process.procurementAgency],
    [say("fact.method"), word("method", process.method)],
    [say("fact.regime"), word("regime", process.regime)],
    [say("fact.category"), process.category],
    [say("fact.industry"), word("industry", process.industry) ?? process.industry],
    [say("fact.place"), process.place],
    [say("fact.publishedAt"), instant(process.publishedAt)],
    [say("fact.bidDeadline"), instant(process.bidDeadline)],
    [say("fact.openingAt"), instant(process.openingAt)],
    [say("fact.venue"), process.venue],
  ];
  const known = rows.filter(([, value]) => value !== undefined && value !== "");
  return html`<dl class="facts">
    ${known.map(
      ([term, value]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function certificateBox(view: ProcessView, { rich, say }: Speech): Html {
  const { certificate, process } = view;
  if (certificate === null) {
    return html`<section class="box" id="certificate">
      <h2>${say("certificate.title")}</h2>
      <p class="soft">${say("certificate.none")}</p>
    </section>`;
  }
  const count = html`<a class="number" href="#events">${certificate.facts}</a>`;
  return html`<section class="box" id="certificate">
    <h2>${say("certificate.title")}</h2>
    <p>${rich("certificate.facts", { count })}</p>
    <p class="soft">${say("certificate.not")}</p>
    <p class="acts">
      <a class="button" href="${verifyPath({ ocid: process.ocid })}"
        >${say("certificate.verify")}</a
      >
      <a class="button plain" href="${localPath(certificate.url)}" download
        >${ICONS.down}${say("certificate.download")}</a
      >
      <a class="button plain" href="${localPath(`${certificate.url}.pdf`)}" download
        >${ICONS.down}${say("certificate.pdf")}</a
      >
    </p>
    <p class="soft">${say("certificate.self")}</p>
    <pre class="code"><code>mingjing certificate verify ${say("command.file")}</code></pre>
  </section>`;
}

/** Links that jump to the parts of a long page; shown on phones only. */
const jumps = ({ say }: Speech): Html =>
  html`<nav class="jumps" aria-label="${say("jump.label")}">
    <a href="#events">${say("process.events")}</a> <a href="#lots">${say("process.lots")}</a
    ><a href="#voices">${say("voices.jump")}</a>
    <a href="#certificate">${say("certificate.title")}</a>
    <a href="#answer-box">${say("answer.title")}</a>
  </nav>`;

/** What proven records are compared with. */
const shownOf = (view: ProcessView): AnswerShown => ({
  events: view.events.map(({ factId, kind }) => ({ factId, kind })),
  lots: view.lots.map(({ award, contract, lotId }) => ({
    lotId,
    ...(award === undefined ? {} : { award }),
    ...(contract === undefined ? {} : { contract }),
  })),
});

/** Renders the page of a process. */
export function renderProcess(view: ProcessView): string {
  const { decisions, lotPaging, page, process } = view;
  const speech = speak(page.lang);
  const { say, word } = speech;
  const state = word("state", process.state) ?? process.state;
  const decided = html`<section aria-labelledby="decisions">
    ${sectionHead("decisions", say("process.decisions"))}${decisionList(decisions, page, speech)}
  </section>`;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${PROJECTS}">${say("nav.projects")}</a>
    </p>
    <h1>${process.title}</h1>
    <p class="under-title">
      ${tag(state, "accent")} <span class="standing">${standing(view, speech)}</span>
    </p>
    ${facts(view, speech)} ${jumps(speech)}
    <div class="columns">
      <div class="main-column">
        ${timeline(view, speech)} ${decisions.length > 0 && decided} ${lots(view, speech)}
        ${lotPaging !== undefined && pager(page, lotPaging, speech)}
      </div>
      <aside aria-label="${say("process.aside")}">
        ${objectionBox(view, speech)} ${voicesBox(view, speech)} ${certificateBox(view, speech)}
        ${answerBox({ key: `process:${process.ocid}`, shown: shownOf(view), log: view.log }, speech)}
      </aside>
    </div>`;
  return layout(page, {
    title: process.title,
    body,
    current: PROJECTS,
    log: view.log,
    scripts: [ANSWER_SCRIPT],
  });
}
