/** The public column 公示专栏: what units have published, one item, and what is left of one that is gone. */
import type {
  ColumnFilter,
  ColumnKind,
  ColumnRow,
  ColumnView,
  GoneView,
  ItemView,
} from "./column-views.ts";
import { dayOf, longDay, longInstant, shortDay } from "./format.ts";
import { type Html, html, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, counted, pager, proof, tag } from "./parts.ts";
import {
  COLUMN,
  columnPath,
  decisionPath,
  HOME,
  itemPath,
  processPath,
  samePage,
  withQuery,
} from "./paths.ts";
import { countText, type Speech, speak, type WordKey } from "./words.ts";

const KINDS: readonly ColumnKind[] = [
  "reply",
  "decision",
  "inspectionResult",
  "penalty",
  "courtResult",
  "policeResult",
];
const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"];

const pathOf = ({ id, kind }: ColumnRow): string =>
  kind === "decision" ? decisionPath(id) : itemPath(id);

const kindName = ({ word }: Speech, kind: ColumnKind): string => word("itemKind", kind) ?? kind;

const outcomeName = ({ word }: Speech, { outcome }: ColumnRow): string | undefined =>
  outcome === undefined ? undefined : (word("outcome", outcome) ?? outcome);

/** One kind a tab, each with how many the rest of the filter finds. */
function tabs({ filter, counts, page }: ColumnView, speech: Speech): Html {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const tab = (kind: ColumnKind | undefined, name: string, count: number) =>
    html`<a
      href="${samePage(page, { kind, page: undefined })}"
      ${kind === filter.kind && raw(' aria-current="true"')}
      >${name} <span class="count">${countText(count)}</span></a
    >`;
  return html`<nav class="tabs" aria-label="${speech.say("column.kinds")}">
    ${tab(undefined, speech.say("filter.all"), total)}
    ${KINDS.map((kind) => tab(kind, kindName(speech, kind), counts[kind] ?? 0))}
  </nav>`;
}

interface Choice {
  readonly name: "unit" | "regime";
  readonly label: WordKey;
  readonly options: readonly (readonly [value: string, name: string])[];
  readonly chosen: string | undefined;
}

const choice = ({ name, label, options, chosen }: Choice, { say }: Speech): Html =>
  html`<div>
    <label for="${name}">${say(label)}</label>
    <select id="${name}" name="${name}">
      <option value="">${say("filter.all")}</option>
      ${options.map(
        ([value, text]) =>
          html`<option value="${value}" ${value === chosen && raw(" selected")}>${text}</option>`,
      )}
    </select>
  </div>`;

const dayField = (name: "from" | "to", label: string, value: string | undefined): Html =>
  html`<div>
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="date" value="${value}" />
  </div>`;

function form({ filter, units }: ColumnView, speech: Speech): Html {
  const { say, word } = speech;
  const regimes = REGIMES.map((code) => [code, word("regime", code) ?? code] as const);
  return html`<form class="filters column" role="search" action="${COLUMN}" method="get">
    ${filter.kind !== undefined && html`<input type="hidden" name="kind" value="${filter.kind}" />`}
    <div class="wide">
      <label for="q">${say("column.searchLabel")}</label>
      <input
        id="q"
        name="q"
        type="search"
        maxlength="100"
        value="${filter.q}"
        placeholder="${say("column.searchHint")}"
      />
    </div>
    ${choice({ name: "unit", label: "column.unit", options: units.map((unit) => [unit, unit]), chosen: filter.unit }, speech)}
    ${choice({ name: "regime", label: "filter.regime", options: regimes, chosen: filter.regime }, speech)}
    ${dayField("from", say("column.from"), filter.from)}
    ${dayField("to", say("column.to"), filter.to)}
    <button class="button">${say("search.button")}</button>
  </form>`;
}

function line(row: ColumnRow, { page }: ColumnView, speech: Speech): Html {
  const { say, word } = speech;
  const day = dayOf(row.publishedAt);
  const meta = [row.documentNo, word("regime", row.regime)].filter((part) => part !== undefined);
  return html`<tr>
    <td class="title">
      <a href="${pathOf(row)}">${row.title}</a><span class="meta block">${meta.join(" · ")}</span>
    </td>
    ${cell(say("column.kind"), kindName(speech, row.kind), "tight")}
    ${cell(say("column.unit"), row.unit)}
    ${cell(say("column.outcome"), outcomeName(speech, row) ?? "—")}
    ${cell(say("column.publishedOn"), html`<time datetime="${row.publishedAt}">${shortDay(day, page.serverTime)}</time>`)}
    ${cell(say("column.expiresOn"), row.expiresOn === undefined ? "—" : html`<time datetime="${row.expiresOn}">${shortDay(row.expiresOn, page.serverTime)}</time>`)}
  </tr>`;
}

const isFiltered = ({ kind: _kind, ...rest }: ColumnFilter): boolean =>
  Object.values(rest).some((value) => value !== undefined);

function heading(view: ColumnView, speech: Speech): Html {
  const { rich, say } = speech;
  const { total } = view.paging;
  if (total === 0) return html`${say(isFiltered(view.filter) ? "column.none" : "column.nothing")}`;
  const count = counted(samePage(view.page, { page: undefined }), total);
  const { kind } = view.filter;
  if (kind === undefined) return rich("column.sentence", { count });
  return rich("column.sentenceKind", { count, kind: kindName(speech, kind) });
}

/** The same selection for programs: as a feed, a table, JSON. */
function takeAway({ page }: ColumnView, { say }: Speech): Html {
  const { page: _page, lang: _lang, mode: _mode, theme: _theme, ...query } = page.query;
  return html`<p class="take-away">
    ${say("column.takeAway")} <a href="${withQuery("/column.rss", query)}">RSS</a> ·
    <a href="${withQuery("/api/public/items.csv", query)}" download>CSV</a> ·
    <a href="${withQuery("/api/public/items", query)}">JSON</a>
  </p>`;
}

/** Renders the column. */
export function renderColumn(view: ColumnView): string {
  const { page, paging, rows } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const table = html`<table class="list">
    <thead>
      <tr>
        <th>${say("column.item")}</th>
        <th>${say("column.kind")}</th>
        <th>${say("column.unit")}</th>
        <th>${say("column.outcome")}</th>
        <th>${say("column.publishedOn")}</th>
        <th>${say("column.expiresOn")}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => line(row, view, speech))}
    </tbody>
  </table>`;
  const empty = html`<p class="empty">
    ${isFiltered(view.filter) ? html`${say("column.empty")} <a href="${columnPath({ kind: view.filter.kind })}">${say("projects.clear")}</a>` : say("column.emptyWhy")}
  </p>`;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / ${say("nav.column")}
    </p>
    <h1>${heading(view, speech)}</h1>
    <p class="lead">${say("column.lead")}</p>
    ${tabs(view, speech)} ${form(view, speech)} ${rows.length === 0 ? empty : table}
    ${pager(page, paging, speech)} ${takeAway(view, speech)}`;
  return layout(page, { title: say("nav.column"), body, current: COLUMN });
}

const paragraphs = (text: string): readonly Html[] =>
  text
    .split(/\n+/u)
    .filter((words) => words.trim() !== "")
    .map((words) => html`<p>${words}</p>`);

type Fact = readonly [term: string, value: Html | string];

function factsOf({ item }: ItemView, speech: Speech): readonly Fact[] {
  const { lang, say, word } = speech;
  const process =
    item.ocid !== undefined && item.processTitle !== undefined
      ? html`<a href="${processPath(item.ocid)}">${item.processTitle}</a>`
      : undefined;
  const regime = word("regime", item.regime);
  return [
    [say("column.unit"), item.unit],
    [say("column.documentNo"), item.documentNo],
    [say("column.decidedOn"), longDay(lang, item.decidedOn)],
    [say("decision.publishedAt"), longInstant(lang, item.publishedAt)],
    [
      say("column.shownUntil"),
      item.expiresOn === undefined ? say("column.noEnd") : longDay(lang, item.expiresOn),
    ],
    ...(regime === undefined ? [] : [[say("filter.regime"), regime] as const]),
    ...(process === undefined ? [] : [[say("column.about"), process] as const]),
    ...(item.unitUrl === undefined
      ? []
      : [
          [
            say("column.unitPage"),
            html`<a href="${item.unitUrl}" rel="noreferrer nofollow"
              ><code>${item.unitUrl}</code></a
            >`,
          ] as const,
        ]),
  ];
}

const subjectLine = ({ name, uscc }: ItemView["item"]["subjects"][number]): Html =>
  html`<li>${name}${uscc !== undefined && html` <code>${uscc}</code>`}</li>`;

const list = (title: string, items: readonly (Html | string)[]): Html | false =>
  items.length > 0 &&
  html`<h2 class="small">${title}</h2>
    <ul class="plain">
      ${items.map((one) => (typeof one === "string" ? html`<li>${one}</li>` : one))}
    </ul>`;

/** Renders one item: the unit's own words, by which law it is public, and its place in the log. */
export function renderItem(view: ItemView): string {
  const { item, page } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const outcome = outcomeName(speech, item);
  const place = { ocid: `publication:${item.id}`, leafIndex: item.leafIndex };
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${COLUMN}">${say("nav.column")}</a> /
      <a href="${columnPath({ kind: item.kind })}">${kindName(speech, item.kind)}</a>
    </p>
    <article class="reading">
      <h1>${item.title}</h1>
      <p class="under-title">
        ${tag(kindName(speech, item.kind))} ${outcome !== undefined && tag(outcome, "accent")}
      </p>
      <dl class="facts">
        ${factsOf(view, speech).map(
          ([term, value]) =>
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <div class="prose">${paragraphs(item.text)}</div>
      ${list(say("column.subjects"), item.subjects.map(subjectLine))}
      ${list(say("decision.articles"), item.articles)}
      <h2 class="small">${say("column.legalBasis")}</h2>
      <p>${item.legalBasis}</p>
      <p class="note">${say("column.note")} ${proof(speech, place)}</p>
      ${
        item.leafIndex !== undefined &&
        html`<p class="note">
          <a href="/api/public/items/${item.id}/certificate" download
            >${say("column.certificate")}</a
          >
        </p>`
      }
    </article>`;
  return layout(page, { title: item.title, body, current: COLUMN, log: view.log });
}

/** Renders what is left of an item: that it is gone, since when, and why; nothing of what it said. */
export function renderGone({ page, state, goneAt, publicReason }: GoneView): string {
  const speech = speak(page.lang);
  const { lang, say } = speech;
  const title = say(state === "expired" ? "gone.expired" : "gone.withdrawn");
  const since = state === "expired" ? longDay(lang, dayOf(goneAt)) : longInstant(lang, goneAt);
  const body = html`<div class="narrow message">
    <h1>${title}</h1>
    <p class="lead">${say("gone.since", { time: since })}</p>
    ${publicReason !== null && html`<p>${say("gone.reason")}${publicReason}</p>`}
    <p>${say(state === "expired" ? "gone.expiredText" : "gone.withdrawnText")}</p>
    <p><a href="${COLUMN}">${say("gone.column")}</a></p>
  </div>`;
  return layout(page, { title, body, current: COLUMN });
}
