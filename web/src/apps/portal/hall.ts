/** One opening: live while it goes on, a replay of its event track afterwards. */
import {
  applyHallEvent,
  EMPTY_HALL,
  type HallState,
  isOver,
} from "../../../../contract/src/opening-values.ts";
import { dayOf, longDay, moneyText, secondsOf } from "./format.ts";
import { hallCaption, hallObjectionState, hallPrices, hallSeal } from "./hall-live-parts.ts";
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
import { hallPath, HALLS, hallsPath, processPath, samePage } from "./paths.ts";
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
      <span class="meta" id="hall-precise">${say("hall.clock")}</span>
      <span class="meta"
        >${say("hall.starts", { time: `${longDay(lang, dayOf(startsAt))} ${secondsOf(startsAt)}` })}</span
      >
      <span class="meta" id="hall-link" role="status" data-lost="${say("hall.lost")}"></span>
    </div>
  </div>`;
}

/** The picture's place, which a player fills; its words, its chapters, and the prices so far. */
function view(shown: HallView, state: HallState, speech: Speech): Html {
  const { session, ceiling, page, isText } = shown;
  const { say } = speech;
  const other = samePage(page, { text: isText ? undefined : 1 });
  return html`<section class="hall-view" aria-label="${say("hall.captions")}">
    ${
      !isText &&
      html`<div class="hall-picture" data-hall-picture data-session="${session.id}">
        <p class="meta">${say("hall.picture")}</p>
      </div>`
    }
    <p id="hall-caption" class="hall-caption" aria-live="polite">${hallCaption(state, speech)}</p>
    <div class="hall-bar">
      <div id="hall-chapters">${hallChapters(state, speech)}</div>
      <a href="${other}">${say(isText ? "hall.textFull" : "hall.textOnly")}</a>
    </div>
    ${!isText && html`<div id="hall-prices">${hallPrices(state, ceiling, speech)}</div>`}
  </section>`;
}

function bids({ session }: HallView, state: HallState, speech: Speech): Html {
  const { say } = speech;
  const aside = html`<a href="${hallPath(session.id)}/bids.csv">CSV</a>`;
  return html`<section class="hall-read" aria-labelledby="bids">
    ${sectionHead("bids", say("hall.bids"), aside)}
    <div id="hall-bids" aria-live="polite">${hallBids(session, state, speech)}</div>
    <div id="hall-record">${hallRecord(state, speech)}</div>
    <div id="hall-seal">${hallSeal(session, state, speech)}</div>
    <p id="hall-verdict" class="hall-verdict" role="status"></p>
  </section>`;
}

function objections(state: HallState, speech: Speech): Html {
  const { say } = speech;
  const aside = html`<span class="meta" id="hall-objection-state"
    >${hallObjectionState(state, speech)}</span
  >`;
  return html`<section class="hall-talk" aria-labelledby="objections">
    ${sectionHead("objections", say("hall.objections"), aside)}
    <div id="hall-objections" aria-live="polite">${hallObjections(state, speech)}</div>
    <p class="meta">${say("hall.objectHow")}</p>
  </section>`;
}

function lower(state: HallState, speech: Speech): Html {
  const { say } = speech;
  return html`<div class="hall-columns">
    <section aria-labelledby="track">
      ${sectionHead("track", say("hall.track"))}
      <div id="hall-events">${hallEvents(state, speech)}</div>
    </section>
    <section aria-labelledby="messages">
      ${sectionHead("messages", say("hall.messages"), html`<span class="meta" id="hall-watching"></span>`)}
      <div id="hall-messages" aria-live="polite">${hallMessages(state, speech)}</div>
      <p class="meta">${say("hall.messageHow")}</p>
    </section>
  </div>`;
}

/** Renders the hall; all of it can be read without a script, which then only keeps it fresh. */
export function renderHall(shown: HallView): string {
  const { page, session, events, entity, ceiling, isText, log } = shown;
  const speech = speak(page.lang);
  const { say } = speech;
  const state = events.reduce(applyHallEvent, EMPTY_HALL);
  const data: HallData = {
    lang: page.lang,
    session,
    events,
    ...(ceiling === undefined ? {} : { ceiling }),
    isText,
    serverTime: page.serverTime,
    streamUrl: `${hallPath(session.id)}/events?after=${events.at(-1)?.n ?? 0}`,
    nowUrl: `${hallPath(session.id)}/now`,
  };
  const where = session.room ?? say("hall.online");
  const body = html`<p class="crumbs">
      <a href="${hallsPath({ day: dayOf(session.startsAt) })}">${say("halls.title")}</a> / ${where}
    </p>
    ${head(shown, state, speech)}
    <div id="hall-steps">${hallSteps(state, speech)}</div>
    <div class="hall-main">
      ${view(shown, state, speech)} ${bids(shown, state, speech)} ${objections(state, speech)}
    </div>
    ${lower(state, speech)} ${entity !== undefined && html`<p class="meta">${entity}</p>`}
    ${jsonBlock("hall-data", data)}`;
  return layout(page, {
    title: say("hall.documentTitle", { title: session.title }),
    body,
    current: HALLS,
    log,
    scripts: ["/static/islands/hall.js", ...(isText ? [] : ["/static/islands/hall-picture.js"])],
  });
}
