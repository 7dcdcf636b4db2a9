/** One opening: live while it goes on, a replay of its event track afterwards. */
import {
  applyHallEvent,
  EMPTY_HALL,
  type HallState,
  isOver,
} from "../../../../contract/src/opening-values.ts";
import { dayOf, longDay, moneyText, secondsOf } from "./format.ts";
import {
  hallBids,
  hallChapters,
  hallEvents,
  hallMessages,
  hallObjections,
  hallRecord,
  hallSteps,
} from "./hall-parts.ts";
import type { HallData, HallView } from "./hall-views.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { sectionHead } from "./parts.ts";
import { hallPath, HALLS, hallsPath, processPath } from "./paths.ts";
import { type Speech, speak } from "./words.ts";

function liveMark(state: HallState, { say }: Speech): Html {
  if (state.stage === "planned") return html`<span class="meta">${say("hall.waiting")}</span>`;
  if (isOver(state.stage)) return html`<span class="meta">${say("hall.replay")}</span>`;
  return html`<span class="live">${say("hall.live")}</span>`;
}

function head({ session, ceiling, page }: HallView, state: HallState, speech: Speech): Html {
  const { lang, say } = speech;
  const { title, ocid, startsAt } = session;
  return html`<div class="hall-head">
    <div>
      <p class="hall-marks">
        <span id="hall-live">${liveMark(state, speech)}</span>
        <a class="mono" href="${processPath(ocid)}">${ocid}</a>
        ${ceiling !== undefined && html`<span>${say("hall.ceiling", { amount: moneyText(speech, ceiling) })}</span>`}
      </p>
      <h1>${title}</h1>
    </div>
    <div class="hall-clock">
      <time id="hall-now" datetime="${page.serverTime}">${secondsOf(page.serverTime)}</time>
      <span class="meta"
        >${say("hall.clock")} ·
        ${say("hall.starts", { time: `${longDay(lang, dayOf(startsAt))} ${secondsOf(startsAt)}` })}</span
      >
      <span class="meta" id="hall-link" role="status" data-lost="${say("hall.lost")}"></span>
    </div>
  </div>`;
}

/** Renders the hall; all of it can be read without a script, which then only keeps it fresh. */
export function renderHall(view: HallView): string {
  const { page, session, events, entity, log } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const state = events.reduce(applyHallEvent, EMPTY_HALL);
  const data: HallData = {
    lang: page.lang,
    session,
    events,
    serverTime: page.serverTime,
    streamUrl: `${hallPath(session.id)}/events?after=${events.at(-1)?.n ?? 0}`,
  };
  const where = session.room ?? say("hall.online");
  const body = html`<p class="crumbs">
      <a href="${hallsPath({ day: dayOf(session.startsAt) })}">${say("halls.title")}</a> / ${where}
    </p>
    ${head(view, state, speech)}
    <div id="hall-steps">${hallSteps(state, speech)}</div>
    <div class="hall-columns">
      <section aria-labelledby="bids">
        ${sectionHead("bids", say("hall.bids"), html`<a href="${hallPath(session.id)}/bids.csv">CSV</a>`)}
        <div id="hall-bids" aria-live="polite">${hallBids(session, state, speech)}</div>
        <div id="hall-record">${hallRecord(state, speech)}</div>
      </section>
      <section aria-labelledby="track">
        ${sectionHead("track", say("hall.track"))}
        <div id="hall-chapters">${hallChapters(state, speech)}</div>
        <div id="hall-events">${hallEvents(state, speech)}</div>
      </section>
    </div>
    <div class="hall-columns">
      <section aria-labelledby="objections">
        ${sectionHead("objections", say("hall.objections"))}
        <div id="hall-objections" aria-live="polite">${hallObjections(state, speech)}</div>
        <p class="meta">${say("hall.objectHow")}</p>
      </section>
      <section aria-labelledby="messages">
        ${sectionHead("messages", say("hall.messages"))}
        <div id="hall-messages" aria-live="polite">${hallMessages(state, speech)}</div>
        <p class="meta">${say("hall.messageHow")}</p>
      </section>
    </div>
    <p class="meta">${entity !== undefined && html`${entity} · `}${say("hall.picture")}</p>
    ${jsonBlock("hall-data", data)}`;
  return layout(page, {
    title: say("hall.documentTitle", { title: session.title }),
    body,
    current: HALLS,
    log,
    scripts: isOver(state.stage) ? [] : ["/static/islands/hall.js"],
  });
}
