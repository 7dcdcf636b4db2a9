/** The list of duties: by department or by matter, its versions, and what changed between two of them. */
import type { DutyItem, DutyLimit } from "../../../../contract/src/facts/duties.list-published.ts";
import { AMOUNT_BANDS } from "../../../../contract/src/organisation.ts";
import { longDay } from "./format.ts";
import { type Html, html, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, sectionHead } from "./parts.ts";
import { DEADLINE, DUTIES, dutiesPath, HOME, LIMITS, VOICE, WHO, withQuery } from "./paths.ts";
import type { DutiesView, DutyChangesView, PublicDutyList } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";

export const matterName = ({ word }: Speech, { matter, matterName: own }: DutyItem): string =>
  own ?? word("matter", matter) ?? matter;

/** 30 working days from the acceptance; the dash where the list sets none. */
export function limitText({ say }: Speech, limit: DutyLimit | undefined): string {
  if (limit === undefined) return "—";
  const days = say(limit.unit === "workingDay" ? "duties.workingDays" : "duties.calendarDays", {
    days: limit.days,
  });
  return limit.from === undefined ? days : say("duties.limitFrom", { days, from: limit.from });
}

const wan = (band: number): number => (AMOUNT_BANDS[band] ?? 0) / 10_000;

/** "满 400 万元", "不满 400 万元"; nothing where the amount does not matter. */
export function amountText(
  { say }: Speech,
  { bandFrom = 0, bandTo }: DutyItem,
): string | undefined {
  const last = AMOUNT_BANDS.length - 1;
  const to = bandTo === undefined || bandTo >= last ? undefined : wan(bandTo + 1);
  if (bandFrom === 0 && to === undefined) return undefined;
  if (to === undefined) return say("duties.amountFrom", { from: wan(bandFrom) });
  if (bandFrom === 0) return say("duties.amountBelow", { to });
  return say("duties.amountBetween", { from: wan(bandFrom), to });
}

/** Kind of trading, field, place, amount and stage, as far as the item names them. */
export function coverText(speech: Speech, item: DutyItem): string {
  const { say, word } = speech;
  const parts = [
    word("regime", item.regime),
    item.industry === undefined ? undefined : (word("industry", item.industry) ?? item.industry),
    item.placeName ?? item.place,
    amountText(speech, item),
    word("stage", item.stage),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? say("duties.everything") : parts.join(" · ");
}

export const contactLines = ({
  contact: { phone, window, address },
}: DutyItem | PublicDutyList["fallback"]): Html =>
  html`${phone !== undefined && html`<a class="tight" href="tel:${phone}">${phone}</a>`}${
    window !== undefined && html`<span class="meta block">${window}</span>`
  }${address !== undefined && html`<span class="meta block">${address}</span>`}`;

export const basisLines = ({ legalBasis }: DutyItem): Html =>
  html`${legalBasis.map(({ citation }) => html`<span class="block">${citation}</span>`)}`;

function table(items: readonly DutyItem[], speech: Speech, by: DutiesView["by"]): Html {
  const { say } = speech;
  const first = by === "department" ? "duties.matter" : "duties.department";
  return html`<table class="list duties">
    <thead>
      <tr>
        <th>${say(first)}</th>
        <th>${say("duties.basis")}</th>
        <th>${say("duties.statutory")}</th>
        <th>${say("duties.committed")}</th>
        <th>${say("duties.contact")}</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(
        (item) =>
          html`<tr id="${item.item}">
            <td class="title">
              <b>${by === "department" ? matterName(speech, item) : item.department.name}</b>
              <span class="meta block">${coverText(speech, item)} · <code>${item.item}</code></span>
              ${
                item.responsibilities.length > 0 &&
                html`<details>
                  <summary>${say("duties.responsibilities")}</summary>
                  <ul class="plain">
                    ${item.responsibilities.map((one) => html`<li>${one}</li>`)}
                  </ul>
                </details>`
              }
            </td>
            ${cell(say("duties.basis"), html`<span>${basisLines(item)}</span>`)}
            ${cell(say("duties.statutory"), limitText(speech, item.statutoryLimit))}
            ${cell(say("duties.committed"), limitText(speech, item.committedLimit))}
            ${cell(say("duties.contact"), html`<span>${contactLines(item)}</span>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export const whoForm = ({ say }: Speech, q = ""): Html =>
  html`<form class="search" role="search" action="${WHO}" method="get">
    <label class="hidden-text" for="q">${say("who.label")}</label>
    <input
      id="q"
      name="q"
      type="search"
      maxlength="100"
      value="${q}"
      placeholder="${say("who.placeholder")}"
    />
    <button>${say("who.button")}</button>
  </form>`;

function about(list: PublicDutyList, { page, day }: DutiesView, { lang, say }: Speech): Html {
  const facts: readonly (readonly [WordKey, string])[] = [
    ["duties.adoptedBy", list.adoptedBy],
    ["duties.documentNo", list.documentNo],
    ["duties.validFrom", longDay(lang, list.validFrom)],
    ["duties.items", say("duties.count", { count: list.count })],
  ];
  const version = page.query["version"] === undefined ? undefined : list.number;
  const isPast = list.validFrom <= day;
  return html`<dl class="facts">
      ${facts.map(
        ([term, value]) =>
          html`<div>
            <dt>${say(term)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${!isPast && html`<p class="note">${say("duties.notYet", { day: longDay(lang, list.validFrom) })}</p>`}
    <p class="links">
      <a href="${VOICE}">${say("voice.title")}</a>
      <a href="${DEADLINE}">${say("deadline.title")}</a>
      <a href="${LIMITS}">${say("limits.title")}</a>
      <a href="${withQuery("/api/public/duties.csv", { version })}">${say("duties.csv")}</a>
      <a href="${withQuery("/api/public/duties", { version })}">${say("duties.json")}</a>
    </p>`;
}

function history({ lists, list, page }: DutiesView, speech: Speech): Html {
  const { lang, say } = speech;
  return html`${sectionHead("versions", say("duties.versions"))}
    <ul class="plain">
      ${lists.map(({ number, title, documentNo, validFrom }) => {
        const isShown = number === list?.number;
        const changes =
          lists.some((other) => other.number === number - 1) &&
          html` ·
            <a href="${withQuery(`${DUTIES}/changes`, { from: number - 1, to: number })}"
              >${say("duties.changes")}</a
            >`;
        return html`<li>
          <a
            href="${dutiesPath({ version: number, by: page.query["by"] })}"
            ${isShown && raw(' aria-current="true"')}
            >${title}</a
          >
          <span class="meta"
            >${documentNo} · ${say("duties.from", { day: longDay(lang, validFrom) })}</span
          >${changes}
        </li>`;
      })}
    </ul>`;
}

/** Renders the list. */
export function renderDuties(view: DutiesView): string {
  const { by, items, list, page } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const groups = Map.groupBy(items, (item) =>
    by === "department" ? item.department.name : matterName(speech, item),
  );
  const { version } = page.query;
  const link = (to: DutiesView["by"], key: WordKey) =>
    html`<a href="${dutiesPath({ version, by: to })}" ${to === by && raw(' aria-current="true"')}
      >${say(key)}</a
    >`;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / ${say("nav.duties")}
    </p>
    <h1>${list === null ? say("duties.none") : list.title}</h1>
    <p class="lead">${say("duties.lead")}</p>
    ${whoForm(speech)}
    ${
      list !== null &&
      html`${about(list, view, speech)}
        <nav class="switch" aria-label="${say("duties.order")}">
          ${link("department", "duties.byDepartment")} ${link("matter", "duties.byMatter")}
        </nav>
        ${[...groups].map(
          ([name, own], index) =>
            html`${sectionHead(`group-${index}`, name, html`<span class="meta">${say("duties.count", { count: own.length })}</span>`)}
            ${table(own, speech, by)}`,
        )}
        ${history(view, speech)}`
    }`;
  return layout(page, { title: say("nav.duties"), body, current: DUTIES });
}

const FIELDS: readonly (readonly [
  string,
  WordKey,
  (speech: Speech, item: DutyItem) => Html | string,
])[] = [
  ["matter", "duties.matter", matterName],
  ["cover", "duties.cover", coverText],
  ["department", "duties.department", (_speech, item) => item.department.name],
  ["legalBasis", "duties.basis", (_speech, item) => basisLines(item)],
  ["statutoryLimit", "duties.statutory", (speech, item) => limitText(speech, item.statutoryLimit)],
  ["committedLimit", "duties.committed", (speech, item) => limitText(speech, item.committedLimit)],
  ["contact", "duties.contact", (_speech, item) => contactLines(item)],
  [
    "responsibilities",
    "duties.responsibilities",
    (_speech, item) => item.responsibilities.join("；"),
  ],
];
const COVER = new Set(["regime", "industry", "place", "placeName", "bandFrom", "bandTo", "stage"]);

function side(item: DutyItem | undefined, fields: readonly string[], speech: Speech): Html {
  if (item === undefined) return html`<span class="meta">${speech.say("duties.absent")}</span>`;
  const changed = new Set(fields.map((field) => (COVER.has(field) ? "cover" : field)));
  const shown = FIELDS.filter(
    ([field]) =>
      changed.size === 0 || changed.has(field) || field === "matter" || field === "cover",
  );
  return html`<span
    >${shown.map(
      ([, term, text]) =>
        html`<span class="block"
          ><span class="meta">${speech.say(term)}</span> ${text(speech, item)}</span
        >`,
    )}</span
  >`;
}

/** Renders what changed between two lists, side by side. */
export function renderDutyChanges(view: DutyChangesView): string {
  const { after, before, changes, page, same } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${DUTIES}">${say("nav.duties")}</a>
    </p>
    <h1>${say("duties.changesTitle")}</h1>
    <p class="lead">${say("duties.changesLead", { changed: changes.length, same })}</p>
    ${
      changes.length > 0 &&
      html`<table class="list duties changes">
        <thead>
          <tr>
            <th>${say("duties.item")}</th>
            <th>${before.documentNo}</th>
            <th>${after.documentNo}</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(
            (change) =>
              html`<tr>
                <td class="title">
                  <code>${change.item}</code>
                  <span class="meta block">${speech.word("duties.change", change.change)}</span>
                </td>
                ${cell(before.documentNo, side(change.before, change.fields, speech))}
                ${cell(after.documentNo, side(change.after, change.fields, speech))}
              </tr>`,
          )}
        </tbody>
      </table>`
    }`;
  return layout(page, { title: say("duties.changesTitle"), body, current: DUTIES });
}
