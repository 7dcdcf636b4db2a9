/** List of the public processes: search, filters, pages. */
import { longDay, shortDay, shortInstant, dayOf } from "./format.ts";
import { type Html, html, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, counted, pager } from "./parts.ts";
import { answersPath, HOME, PROJECTS, processPath, projectsPath, samePage } from "./paths.ts";
import type { ProjectFilter, ProjectRow, ProjectsView } from "./views.ts";
import { type Speech, speak } from "./words.ts";

const STATES = ["result", "announced", "opened", "evaluated", "awarded", "contracted", "failed"];
const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"];

interface Choice {
  readonly name: "state" | "regime";
  readonly codes: readonly string[];
  readonly chosen: string | undefined;
}

function choice({ name, codes, chosen }: Choice, { say, word }: Speech): Html {
  const options = codes.map(
    (code) =>
      html`<option value="${code}" ${code === chosen && raw(" selected")}>
        ${word(name, code)}
      </option>`,
  );
  return html`<div>
    <label for="${name}">${say(`filter.${name}`)}</label>
    <select id="${name}" name="${name}">
      <option value="">${say("filter.all")}</option>
      ${options}
    </select>
  </div>`;
}

function form(filter: ProjectFilter, speech: Speech): Html {
  const { say } = speech;
  return html`<form class="filters" role="search" action="${PROJECTS}" method="get">
    <div class="wide">
      <label for="q">${say("search.label")}</label>
      <input
        id="q"
        name="q"
        type="search"
        maxlength="100"
        value="${filter.q}"
        placeholder="${say("search.placeholder")}"
      />
    </div>
    ${choice({ name: "state", codes: STATES, chosen: filter.state }, speech)}
    ${choice({ name: "regime", codes: REGIMES, chosen: filter.regime }, speech)}
    <div>
      <label for="opening">${say("filter.opening")}</label>
      <input id="opening" name="opening" type="date" value="${filter.opening}" />
    </div>
    <button class="button">${say("search.button")}</button>
  </form>`;
}

/** What was asked for, in words: 「道路」、候选人公示、2026年10月14日开标. */
function asked(filter: ProjectFilter, { lang, say, word }: Speech): string {
  const opening = filter.opening === undefined ? undefined : longDay(lang, filter.opening);
  return [
    filter.q === undefined || filter.q === ""
      ? undefined
      : say("projects.quoted", { text: filter.q }),
    word("state", filter.state),
    word("regime", filter.regime),
    opening === undefined ? undefined : say("projects.opening", { day: opening }),
  ]
    .filter((part) => part !== undefined)
    .join(say("list.comma"));
}

function line(row: ProjectRow, view: ProjectsView, speech: Speech): Html {
  const { say, word } = speech;
  const now = view.page.serverTime;
  const meta = [row.procuringEntity, row.place].filter((part) => part !== undefined).join(" · ");
  const lots =
    row.lots > 1 && html` <span class="meta">${say("result.lots", { lots: row.lots })}</span>`;
  return html`<tr>
    <td class="title">
      <a href="${processPath(row.ocid)}">${row.title}</a>${lots}<span class="meta block"
        >${meta}</span
      >
    </td>
    ${cell(say("column.regime"), word("regime", row.regime), "tight")}
    ${cell(say("column.state"), word("state", row.state), "tight")}
    ${cell(say("column.openingAt"), row.openingAt === undefined ? "—" : html`<time datetime="${row.openingAt}">${shortInstant(row.openingAt, now)}</time>`)}
    ${cell(say("column.publishedAt"), html`<time datetime="${row.publishedAt}">${shortDay(dayOf(row.publishedAt), now)}</time>`)}
  </tr>`;
}

function heading(view: ProjectsView, speech: Speech): Html {
  const { rich, say } = speech;
  const { total } = view.paging;
  const words = asked(view.filter, speech);
  const count = counted(samePage(view.page, { page: undefined }), total);
  if (words === "" && total === 0) return html`${say("projects.nothing")}`;
  if (words === "") return rich("projects.sentence", { count });
  return total === 0
    ? html`${say("projects.none", { words })}`
    : rich("projects.found", { words, count });
}

/** A whole code, for which it can be proved that nothing is public under it. */
const isCode = (text: string | undefined): boolean =>
  /^(ocds-[A-Za-z0-9._-]+|[0-9A-HJ-NPQRTUWXY]{18})$/u.test(text ?? "");

/** Renders the list of projects. */
export function renderProjects(view: ProjectsView): string {
  const { page, paging, rows } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const table = html`<table class="list">
    <thead>
      <tr>
        <th>${say("column.title")}</th>
        <th>${say("column.regime")}</th>
        <th>${say("column.state")}</th>
        <th>${say("column.openingAt")}</th>
        <th>${say("column.publishedAt")}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line(row, view, speech))}
    </tbody>
  </table>`;
  const empty =
    asked(view.filter, speech) === ""
      ? html`<p class="empty">${say("projects.nothingWhy")}</p>`
      : html`<p class="empty">
          ${say("projects.empty")} <a href="${PROJECTS}">${say("projects.clear")}</a>
          ${isCode(view.filter.q) && html`<a href="${answersPath(view.filter.q ?? "")}">${say("answers.ask")}</a>`}
        </p>`;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / ${say("nav.projects")}
    </p>
    <h1>${heading(view, speech)}</h1>
    ${form(view.filter, speech)} ${rows.length === 0 ? empty : table} ${pager(page, paging, speech)}`;
  const current = view.filter.state === "result" ? projectsPath({ state: "result" }) : PROJECTS;
  return layout(page, { title: say("nav.projects"), body, current });
}
