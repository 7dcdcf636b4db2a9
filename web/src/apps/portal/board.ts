/**
 * The day board (大厅显示屏): today's openings and which rooms are in use, to be read from five metres. A page without frame;
 * its island exchanges the content when it has changed, and says when it is old.
 */
import { isLive, isOver } from "../../../../contract/src/opening-values.ts";
import { ROOM_ZONES } from "../../../../contract/src/venue-values.ts";
import type { BoardView } from "./board-views.ts";
import { clockOf, longDay, weekday } from "./format.ts";
import type { HallRow } from "./hall-views.ts";
import { type Html, html, raw } from "./html.ts";
import { BOARD } from "./paths.ts";
import { type Speech, speak } from "./words.ts";

/** So old, the rooms are not said to be as shown. */
export const STALE_MS = 120_000;

/** What goes on first, then what comes, then what is over, the latest first. */
function orderOf({ stage, session }: HallRow): readonly [number, number] {
  const at = Date.parse(session.startsAt);
  if (isLive(stage)) return [0, at];
  return isOver(stage) ? [2, -at] : [1, at];
}

const inOrder = (rows: readonly HallRow[]): readonly HallRow[] =>
  rows.toSorted((a, b) => {
    const [one, at] = orderOf(a);
    const [other, then] = orderOf(b);
    return one - other || at - then;
  });

function stateOf({ stage }: HallRow, { say, word }: Speech): Html {
  if (isLive(stage)) return html`<b class="on">${word("hall.step", stage) ?? say("hall.live")}</b>`;
  if (stage === "planned") return html`<span>${say("hall.waiting")}</span>`;
  return html`<span>${say(stage === "closed" ? "hall.over" : "hall.notOpened")}</span>`;
}

function line(row: HallRow, speech: Speech): Html {
  const { title, startsAt, room, lotId } = row.session;
  const place = isLive(row.stage) ? "live" : isOver(row.stage) ? "over" : "next";
  return html`<li class="${place}">
    <time datetime="${startsAt}">${clockOf(startsAt)}</time>
    <span class="where">${room ?? speech.say("hall.online")}</span>
    <span class="what"
      >${title}${lotId !== "1" && html` <i>${speech.say("hall.lot", { lot: lotId })}</i>`}</span
    >
    <span class="how">${stateOf(row, speech)}</span>
  </li>`;
}

function roomList({ rooms }: BoardView, isOld: boolean, { say, word }: Speech): Html {
  const zones = ROOM_ZONES.map((zone) => ({
    zone,
    own: rooms.filter((room) => room.zone === zone),
  })).filter(({ own }) => own.length > 0);
  return html`<div class="rooms">
    ${zones.map(
      ({ zone, own }) =>
        html`<section>
          <h2>${word("board.zone", zone) ?? zone}</h2>
          <ul>
            ${own.map(
              ({ name, isOccupied }) =>
                html`<li class="${isOccupied ? "held" : "free"}">
                  <span>${name}</span>
                  <b>${isOld ? "—" : say(isOccupied ? "board.held" : "board.free")}</b>
                </li>`,
            )}
          </ul>
        </section>`,
    )}
  </div>`;
}

/** Says how old the content is, once it is. */
function freshness({ page, asOf }: BoardView, isOld: boolean, { say }: Speech): Html {
  if (asOf === undefined) return html`<p class="old" role="status">${say("board.never")}</p>`;
  if (isOld)
    return html`<p class="old" role="status">${say("board.old", { time: clockOf(asOf) })}</p>`;
  return html`<p class="fresh">${say("board.asOf", { time: clockOf(page.serverTime) })}</p>`;
}

const isStale = ({ page, asOf }: BoardView): boolean =>
  asOf === undefined || Date.parse(page.serverTime) - Date.parse(asOf) > STALE_MS;

/** Renders the whole document; without a script it loads itself again every minute. */
export function renderBoard(view: BoardView): string {
  const { page, day, rows } = view;
  const speech = speak(page.lang);
  const { lang, say } = speech;
  const isOld = isStale(view);
  const dark = page.theme === "dark" && raw(' data-theme="dark"');
  const document = html`<!doctype html>
    <html lang="${lang}" ${dark}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${say("board.title")} · ${say("brand")}</title>
        <link rel="icon" href="/static/mirror.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/static/portal.css" />
        <noscript><meta http-equiv="refresh" content="60" /></noscript>
        <script type="module" src="/static/islands/board.js"></script>
      </head>
      <body class="board">
        <main
          id="board"
          data-url="${BOARD}"
          data-time="${page.serverTime}"
          data-lost="${speech.template("board.lost")}"
          data-page="${speech.template("board.page")}"
        >
          <header>
            <h1>${say("board.title")}</h1>
            <p class="day">${longDay(lang, day)} ${weekday(lang, day)}</p>
            <time class="now" id="board-now">${clockOf(page.serverTime)}</time>
          </header>
          <div class="columns" id="board-body">
            <div class="openings">
              ${
                rows.length === 0
                  ? html`<p class="none">${say("board.none")}</p>`
                  : html`<ol id="board-list">
                      ${inOrder(rows).map((row) => line(row, speech))}
                    </ol>`
              }
            </div>
            ${roomList(view, isOld, speech)}
          </div>
          <footer>
            <div id="board-fresh">${freshness(view, isOld, speech)}</div>
            <p id="board-page"></p>
            <p>${page.demo ? say("board.demo") : say("board.law")}</p>
          </footer>
        </main>
      </body>
    </html> `;
  return document.text;
}
