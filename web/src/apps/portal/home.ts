import { decisionList } from "./decisions.ts";
/** Front page: today's openings, newest results, published decisions, the log and how to check it. */
import { clockOf, longDay, offerText, partyName, shortInstant } from "./format.ts";
import { type Html, html, type Value } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, counted, ICONS, logLine, proof, RING, sectionHead } from "./parts.ts";
import { DECISIONS, LOG, PROJECTS, processPath, projectsPath, VERIFY } from "./paths.ts";
import type { HomeView, OpeningRow, ResultRow } from "./views.ts";
import { type Speech, speak } from "./words.ts";

/** The page's question answered in one sentence, each number opening its rows. */
function sentence({ counts, openings }: HomeView, { rich, say }: Speech): Html {
  const processes = counted(PROJECTS, counts.processes);
  if (counts.processes === 0) return html`${say("home.empty")}`;
  if (openings.total === 0) return rich("home.noOpening", { processes });
  const today = counted(projectsPath({ opening: openings.day }), openings.total);
  return rich("home.sentence", { openings: today, processes });
}

function searchBox({ say }: Speech): Html {
  return html`<form class="search" role="search" action="${PROJECTS}" method="get">
    <label class="hidden-text" for="q">${say("search.label")}</label>
    <input
      id="q"
      name="q"
      type="search"
      maxlength="100"
      placeholder="${say("search.placeholder")}"
    />
    <button>${say("search.button")}</button>
  </form>`;
}

function openingState(row: OpeningRow, view: HomeView, { say }: Speech): Value {
  if (row.opened) return html`<span class="state">${say("opening.done")}</span>`;
  const minutes = Math.floor(
    (Date.parse(row.openingAt) - Date.parse(view.page.serverTime)) / 60_000,
  );
  if (minutes < 0) return html`<span class="state">${say("opening.awaited")}</span>`;
  if (minutes >= 60) return null;
  return html`<span class="state">${say("opening.inMinutes", { minutes: minutes + 1 })}</span>`;
}

function openingsBox(view: HomeView, speech: Speech): Html {
  const { lang, say } = speech;
  const { day, rows, total } = view.openings;
  const items = rows.map(
    (row) =>
      html`<li>
        <time datetime="${row.openingAt}">${clockOf(row.openingAt)}</time>
        <div>
          <a href="${processPath(row.ocid)}">${row.title}</a>${
            row.venue !== undefined && html`<span class="meta">${row.venue}</span>`
          }
        </div>
        ${openingState(row, view, speech)}
      </li>`,
  );
  const more = projectsPath({ opening: day });
  return html`<aside class="today" aria-labelledby="today">
    <div class="head">
      <h2 id="today">${say("home.today")}</h2>
      <span>${longDay(lang, day)}</span>
    </div>
    ${
      total === 0
        ? html`<p class="empty">${say("home.todayEmpty")}</p>`
        : html`<ol>
            ${items}
          </ol>`
    }
    ${total > 0 && html`<p class="note">${say("sealed")}</p>`}
    ${total > rows.length && html`<a class="more" href="${more}">${say("home.todayAll", { total })}</a>`}
  </aside>`;
}

function resultLine(row: ResultRow, view: HomeView, speech: Speech): Html {
  const { say, word } = speech;
  const supplier = row.supplier === undefined ? "—" : partyName(speech, row.supplier);
  const more =
    row.lots > 1 && html` <span class="meta">${say("result.lots", { lots: row.lots })}</span>`;
  return html`<tr>
    <td class="title"><a href="${processPath(row.ocid)}">${row.title}</a></td>
    ${cell(say("column.state"), word("state", row.state), "tight")}
    ${cell(say("column.supplier"), html`<span>${supplier}${more}</span>`)}
    ${cell(say("column.offer"), row.offer === undefined ? "—" : offerText(speech, row.offer), "right")}
    ${cell(say("column.at"), html`<time datetime="${row.resultAt}">${shortInstant(row.resultAt, view.page.serverTime)}</time>`)}
    ${cell(say("column.proof"), proof(speech, row))}
  </tr>`;
}

function resultsSection(view: HomeView, speech: Speech): Html {
  const { rich, say } = speech;
  const href = projectsPath({ state: "result" });
  const all = rich("home.resultsAll", { count: counted(href, view.counts.results) });
  const head = sectionHead(
    "results",
    say("home.results"),
    view.counts.results > 0 && html`<span>${all}</span>`,
  );
  if (view.results.length === 0)
    return html`<section>
      ${head}
      <p class="empty">${say("home.resultsEmpty")}</p>
    </section>`;
  return html`<section aria-labelledby="results">
    ${head}
    <table class="list">
      <thead>
        <tr>
          <th>${say("column.title")}</th>
          <th>${say("column.state")}</th>
          <th>${say("column.supplier")}</th>
          <th class="right">${say("column.offer")}</th>
          <th>${say("column.at")}</th>
          <th>${say("column.proof")}</th>
        </tr>
      </thead>
      <tbody>
        ${view.results.map((row) => resultLine(row, view, speech))}
      </tbody>
    </table>
  </section>`;
}

function decisions(view: HomeView, speech: Speech): Html {
  const { rich, say } = speech;
  const all = rich("home.decisionsAll", { count: counted(DECISIONS, view.counts.decisions) });
  return html`<section aria-labelledby="decisions">
    ${sectionHead("decisions", say("home.decisions"), view.counts.decisions > 0 && html`<span>${all}</span>`)}
    ${
      view.decisions.length === 0
        ? html`<p class="empty">${say("home.decisionsEmpty")}</p>`
        : decisionList(view.decisions, view.page, speech)
    }
  </section>`;
}

/** The log's size and time beside the three steps of checking. */
function checking(view: HomeView, speech: Speech): Html {
  const { say } = speech;
  const steps = (["one", "two", "three"] as const).map(
    (step) =>
      html`<li>
        <h3>${say(`check.${step}.title`)}</h3>
        <p>${say(`check.${step}.text`)}</p>
      </li>`,
  );
  return html`<section class="checking" aria-labelledby="checking">
    <div class="log-status">
      <svg class="mirror" viewBox="0 0 64 64" aria-hidden="true">
        <circle cx="32" cy="32" r="29" />
        <path d="M10 35h44a22 22 0 0 1-44 0z" />
        <path class="glass" d="M10 29a22 22 0 0 1 44 0" />
      </svg>
      <div>
        <h2 id="checking">${say("check.title")}</h2>
        <p>${say("check.lead")}</p>
        <p class="meta">${logLine(speech, view.log)}</p>
      </div>
    </div>
    <ol class="steps">
      ${steps}
    </ol>
    <p class="acts">
      <a class="button" href="${VERIFY}">${ICONS.up}${say("check.act")}</a>
      <a class="button plain" href="${LOG}">${say("check.log")}</a>
    </p>
  </section>`;
}

/** The four ways in, each with what is behind it. */
function doors({ counts, log }: HomeView, { say }: Speech): Html {
  const results = projectsPath({ state: "result" });
  const entries = [
    [
      results,
      ICONS.list,
      "results",
      counts.results === 0
        ? say("door.resultsNone")
        : say("door.resultsText", { count: counts.results }),
    ],
    [
      DECISIONS,
      ICONS.seal,
      "decisions",
      counts.decisions === 0
        ? say("door.decisionsNone")
        : say("door.decisionsText", { count: counts.decisions }),
    ],
    [VERIFY, ICONS.shield, "verify", say("door.verifyText")],
    [
      LOG,
      RING,
      "log",
      log === null ? say("door.logEmpty") : say("door.logText", { count: log.size }),
    ],
  ] as const;
  return html`<div class="doors">
    ${entries.map(
      ([path, sign, name, text]) =>
        html`<a href="${path}"
          >${sign}<span><b>${say(`door.${name}`)}</b><span>${text}</span></span></a
        >`,
    )}
  </div>`;
}

/** Renders the front page. */
export function renderHome(view: HomeView): string {
  const speech = speak(view.page.lang);
  const { say } = speech;
  const body = html`<section class="hero">
      <div>
        <h1>${sentence(view, speech)}</h1>
        <p class="lead">${say("home.lead")}</p>
        ${searchBox(speech)} ${doors(view, speech)}
      </div>
      ${openingsBox(view, speech)}
    </section>
    ${resultsSection(view, speech)} ${decisions(view, speech)} ${checking(view, speech)}`;
  return layout(view.page, { title: say("home.title"), body, log: view.log });
}
