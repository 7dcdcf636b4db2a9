/** Public records under a key: of a project, a firm, a department; or that there are none. */
import { ANSWER_SCRIPT, answerBox } from "./answer-box.ts";
import type { AnswerRow, AnswersView } from "./answer-views.ts";
import { longInstant } from "./format.ts";
import { type Html, html } from "./html.ts";
import { kindTitle } from "./kinds.ts";
import { layout } from "./layout.ts";
import { ANSWERS, HOME, itemPath, processPath } from "./paths.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

function form({ asked }: AnswersView, { say }: Speech): Html {
  return html`<form class="filters" role="search" action="${ANSWERS}" method="get">
    <div class="wide">
      <label for="code">${say("answers.code")}</label>
      <input
        id="code"
        name="code"
        maxlength="170"
        value="${asked}"
        placeholder="${say("answers.placeholder")}"
      />
    </div>
    <button class="button">${say("answers.button")}</button>
  </form>`;
}

/** What a key stands for, in words. */
export function keyName(key: string, { say }: Speech): string {
  const [noun = "", code = ""] = /^([a-z]+):(.*)$/su.exec(key)?.slice(1) ?? [];
  return say(`answer.key.${noun}` as WordKey, { code });
}

/** Where a record is read in full. */
function placeOf({ id, subject }: AnswerRow): string {
  const item = /^publication:(.+)$/u.exec(subject)?.[1];
  return item === undefined ? `${processPath(subject)}?fact=${id}#events` : itemPath(item);
}

function line(row: AnswerRow, { lang, say }: Speech): Html {
  const when = html`<time datetime="${row.at}">${longInstant(lang, row.at)}</time>`;
  if (row.state !== undefined) {
    const why = row.publicReason === undefined ? "" : ` · ${row.publicReason}`;
    return html`<li>
      <b>${say(`answers.gone.${row.state}`)}</b><span class="meta block">${when}${why}</span>
    </li>`;
  }
  return html`<li>
    <a href="${placeOf(row)}">${kindTitle(row.kind, lang)}</a>${
      row.title !== undefined && html` <span>${row.title}</span>`
    }<span class="meta block">${when} · ${row.subject}</span>
  </li>`;
}

function found(view: AnswersView, speech: Speech): Html | false {
  const { answer, log } = view;
  if (answer === undefined) return false;
  const { key, rows, size } = answer;
  const { say } = speech;
  const who = keyName(key, speech);
  const events = rows
    .filter(({ state }) => state === undefined)
    .map(({ id: factId, kind }) => ({ factId, kind }));
  const box = answerBox({ key, shown: { events, lots: [] }, log }, speech);
  return html`<div class="columns answers">
    <div class="main-column">
      <h2>${say(size === 0 ? "answers.none" : "answers.found", { who, count: size })}</h2>
      ${
        size === 0
          ? html`<p class="empty">${say("answers.noneText")}</p>`
          : html`<ol class="answer-rows">
              ${rows.map((row) => line(row, speech))}
            </ol>`
      }
      ${key.startsWith("firm:") && html`<p class="meta">${say("answers.firmNote")}</p>`}
    </div>
    <aside>${box}</aside>
  </div>`;
}

/** Renders the page of public records. */
export function renderAnswers(view: AnswersView): string {
  const { log, page, trouble } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / ${say("answers.title")}
    </p>
    <h1>${say("answers.title")}</h1>
    <p class="lead">${say("answers.lead")}</p>
    ${form(view, speech)}
    ${trouble !== undefined && html`<p class="empty" role="alert">${say(`answers.${trouble}`)}</p>`}
    ${found(view, speech)}`;
  return layout(page, {
    title: say("answers.title"),
    body,
    log,
    ...(view.answer === undefined ? {} : { scripts: [ANSWER_SCRIPT] }),
  });
}
