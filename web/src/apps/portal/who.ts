/** "谁来管": what was understood, who handles it, or that nobody is named and where to ask. */
import {
  amountText,
  basisLines,
  contactLines,
  coverText,
  limitText,
  matterName,
  whoForm,
} from "./duties.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { DUTIES, HOME, WHO, withQuery } from "./paths.ts";
import type { WhoView } from "./views.ts";
import { type Speech, speak } from "./words.ts";

type Result = NonNullable<WhoView["result"]>;
type Answer = Result["answers"][number];

function conditionText(speech: Speech, { item, conditions }: Answer): string | undefined {
  const { say, word } = speech;
  const words = {
    regime: word("regime", item.regime),
    industry: word("industry", item.industry) ?? item.industry,
    place: item.placeName ?? item.place,
    amount: amountText(speech, item),
  };
  const named = conditions.flatMap((aspect) => words[aspect] ?? []);
  return named.length === 0
    ? undefined
    : say("who.if", { conditions: named.join(say("list.comma")) });
}

function answer(speech: Speech, one: Answer): Html {
  const { say } = speech;
  const { item } = one;
  const condition = conditionText(speech, one);
  return html`<article class="who-answer">
    ${condition !== undefined && html`<p class="who-if">${condition}</p>`}
    <h2>${item.department.name}</h2>
    <p class="meta">
      ${matterName(speech, item)} · ${coverText(speech, item)} ·
      <a href="${DUTIES}#${item.item}"><code>${item.item}</code></a>
    </p>
    <dl class="facts">
      <div>
        <dt>${say("duties.contact")}</dt>
        <dd>${contactLines(item)}</dd>
      </div>
      <div>
        <dt>${say("duties.statutory")}</dt>
        <dd>${limitText(speech, item.statutoryLimit)}</dd>
      </div>
      <div>
        <dt>${say("duties.committed")}</dt>
        <dd>${limitText(speech, item.committedLimit)}</dd>
      </div>
      <div>
        <dt>${say("duties.basis")}</dt>
        <dd>${basisLines(item)}</dd>
      </div>
    </dl>
  </article>`;
}

function understood(speech: Speech, { understood: words }: Result): Html | false {
  const { say, word } = speech;
  if (words.length === 0) return false;
  const lines = words.map(({ word: text, as }) => {
    const means = as.map(({ group, code }) =>
      group === "place" ? text : (word(group, code) ?? code),
    );
    return means.length === 0
      ? say("projects.quoted", { text })
      : say("who.word", { word: text, means: means.join(say("who.or")) });
  });
  return html`<p class="meta">
    ${say("who.understood", { words: lines.join(say("list.comma")) })}
  </p>`;
}

function unknown(speech: Speech, result: Result, { fallback }: WhoView): Html {
  const { say, word } = speech;
  return html`<h1>${say("who.unknown")}</h1>
    <p class="lead">${word("who.why", result.why) ?? say("who.why.nobody")}</p>
    ${
      fallback !== null &&
      html`<section class="who-answer">
        <h2>${fallback.department.name}</h2>
        <p>${say("who.ask")}</p>
        <p>${contactLines(fallback)}</p>
      </section>`
    }`;
}

const EXAMPLES = ["who.example.1", "who.example.2", "who.example.3", "who.example.4"] as const;

function start(speech: Speech): Html {
  const { say } = speech;
  return html`<p class="lead">${say("who.lead")}</p>
    <ul class="plain">
      ${EXAMPLES.map((key) => html`<li><a lang="zh-CN" href="${withQuery(WHO, { q: say(key) })}">${say(key)}</a></li>`)}
    </ul>`;
}

/** Renders the answer, or the empty form. */
export function renderWho(view: WhoView): string {
  const { page, q, result } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const known = (found: Result) =>
    html`<h1>
        ${found.state === "one" ? say("who.one", { department: found.answers[0]?.item.department.name ?? "" }) : say("who.depends")}
      </h1>
      ${found.state === "depends" && html`<p class="lead">${say("who.dependsLead")}</p>`}
      ${found.answers.map((one) => answer(speech, one))}`;
  const body = html`<div class="narrow">
    <p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${DUTIES}">${say("nav.duties")}</a>
    </p>
    ${result === null && html`<h1>${say("who.title")}</h1>`} ${whoForm(speech, q)}
    ${result === null ? start(speech) : understood(speech, result)}
    ${result !== null && (result.state === "unknown" ? unknown(speech, result, view) : known(result))}
    ${result !== null && html`<p class="note">${say("who.note")}</p>`}
  </div>`;
  return layout(page, { title: say("who.title"), body, current: DUTIES });
}
