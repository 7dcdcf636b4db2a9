/** Openings of a day, as a list with search and a calendar file. */
import { isLive, isOver } from "../../../../contract/src/opening-values.ts";
import { clockOf, longDay, weekday } from "./format.ts";
import type { HallRow, HallsView } from "./hall-views.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { cell, counted } from "./parts.ts";
import { BOARD, hallPath, HALLS, hallsPath, HOME } from "./paths.ts";
import { type Speech, speak } from "./words.ts";

function stateOf({ stage }: HallRow, { say }: Speech): Html {
  if (stage === "planned") return html`<span class="meta">${say("hall.waiting")}</span>`;
  if (isOver(stage))
    return html`<span class="meta"
      >${say(stage === "closed" ? "hall.over" : "hall.notOpened")}</span
    >`;
  return html`<span class="live">${say("hall.live")}</span>`;
}

function line(row: HallRow, speech: Speech): Html {
  const { say, word } = speech;
  const { id, title, startsAt, room, mode, lotId } = row.session;
  return html`<tr>
    ${cell(say("hall.time"), html`<time datetime="${startsAt}">${clockOf(startsAt)}</time>`, "tight")}
    <td class="title">
      <a href="${hallPath(id)}">${title}</a>
      <span class="meta">${say("hall.lot", { lot: lotId })}</span>
    </td>
    ${cell(say("hall.where"), `${word("hall.mode", mode) ?? ""}${room === undefined ? "" : ` · ${room}`}`)}
    ${cell(say("column.state"), stateOf(row, speech), "tight")}
  </tr>`;
}

function sentence({ day, rows, nextDay }: HallsView, speech: Speech): Html {
  const { lang, rich, say } = speech;
  const named = longDay(lang, day);
  if (rows.length === 0)
    return nextDay === undefined
      ? html`${say("halls.none", { day: named })}`
      : rich("halls.noneNext", {
          day: named,
          next: html`<a href="${hallsPath({ day: nextDay })}">${longDay(lang, nextDay)}</a>`,
        });
  const live = rows.filter(({ stage }) => isLive(stage)).length;
  return rich("halls.sentence", {
    day: named,
    count: counted(hallsPath({ day }), rows.length),
    live,
  });
}

/** Renders the day's list. */
export function renderHalls(view: HallsView): string {
  const { page, day, before, after, q, rows, log } = view;
  const speech = speak(page.lang);
  const { lang, say } = speech;
  const body = html`<p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / ${say("halls.title")}
    </p>
    <h1>${say("halls.title")}</h1>
    <p class="lead">${sentence(view, speech)}</p>
    <nav class="hall-days" aria-label="${say("halls.days")}">
      <a href="${hallsPath({ day: before, q })}" rel="prev">${say("halls.before")}</a>
      <b>${longDay(lang, day)} ${weekday(lang, day)}</b>
      <a href="${hallsPath({ day: after, q })}" rel="next">${say("halls.after")}</a>
    </nav>
    <form class="filters" role="search" action="${HALLS}" method="get">
      <div class="wide">
        <label for="q">${say("search.label")}</label>
        <input id="q" name="q" type="search" maxlength="100" value="${q}" />
      </div>
      <div>
        <label for="day">${say("halls.day")}</label>
        <input id="day" name="day" type="date" value="${day}" />
      </div>
      <button class="button">${say("search.button")}</button>
    </form>
    ${
      rows.length > 0 &&
      html`<table class="list">
        <caption class="hidden-text">
          ${say("halls.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say("hall.time")}</th>
            <th scope="col">${say("hall.project")}</th>
            <th scope="col">${say("hall.where")}</th>
            <th scope="col">${say("column.state")}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => line(row, speech))}
        </tbody>
      </table>`
    }
    <p class="meta">
      <a href="/openings.ics?day=${day}">${say("halls.calendar")}</a> ·
      <a href="${BOARD}">${say("board.title")}</a> · ${say("halls.law")}
    </p>`;
  return layout(page, { title: say("halls.title"), body, current: HALLS, log });
}
