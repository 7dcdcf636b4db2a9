/** Parts of a hall that change while it goes on: made on the server first, and in the browser with each event. */
import {
  type HallBid,
  type HallEvent,
  type HallObjection,
  type HallSession,
  type HallState,
  OPENING_COURSE,
  type OpeningStage,
} from "../../../../contract/src/opening-values.ts";
import { offerText, secondsOf } from "./format.ts";
import { type Html, html, type Value } from "./html.ts";
import { cell } from "./parts.ts";
import type { Speech } from "./words.ts";

const countOf = ({ bids }: HallState, ...states: readonly HallBid["state"][]): number =>
  bids.filter(({ state }) => states.includes(state)).length;

/** Under the name of a step: when it began, and how far it has come. */
function stepNote(step: OpeningStage, state: HallState, { say }: Speech): string {
  const at = state.since[step];
  if (at === undefined) return "";
  const time = secondsOf(at);
  const all = state.bids.length;
  if (step === "announced" && all > 0) return `${time} · ${say("hall.firms", { count: all })}`;
  if (step === "decrypting" && all > 0)
    return `${time} · ${countOf(state, "decrypted", "read", "confirmed")}/${all}`;
  if (step === "reading" && all > 0)
    return `${time} · ${countOf(state, "read", "confirmed")}/${all}`;
  return time;
}

export function hallSteps(state: HallState, speech: Speech): Html {
  const { say, word } = speech;
  if (state.stage === "notOpened") {
    return html`<p class="hall-not"><b>${say("hall.notOpened")}</b> ${state.reason ?? ""}</p>`;
  }
  const current = OPENING_COURSE.findIndex((step) => step === state.stage);
  const items = OPENING_COURSE.map((step, index) => {
    const place = index < current ? "past" : index === current ? "on" : "next";
    return html`<li class="${place}" ${index === current && html` aria-current="step"`}>
      ${word("hall.step", step)}<span>${stepNote(step, state, speech)}</span>
    </li>`;
  });
  return html`<ol class="hall-steps" aria-label="${say("hall.steps")}">
    ${items}
  </ol>`;
}

function bidState(bid: HallBid, isNext: boolean, { say, word }: Speech): Value {
  if (isNext) return say("hall.isNext");
  const ground = bid.ground === undefined ? undefined : word("hall.ground", bid.ground);
  const parts = [word("hall.bid", bid.state), ground].filter((part) => part !== undefined);
  return parts.join(say("list.comma"));
}

function bidRow(bid: HallBid, place: number, told: { isNext: boolean; speech: Speech }): Html {
  const { speech, isNext } = told;
  const { say, word } = speech;
  const odd =
    bid.check === undefined || bid.check === "matches" || bid.check === "missing"
      ? undefined
      : word("hall.check", bid.check);
  const isRead = bid.state === "read" || bid.state === "confirmed";
  const offer = isRead && bid.offer !== undefined ? offerText(speech, bid.offer) : "";
  return html`<tr class="${isNext ? "is-next" : isRead ? "" : "is-waiting"}">
    ${cell(say("hall.place"), String(place + 1), "tight")}
    ${cell(say("hall.bidder"), html`${bid.name}${odd !== undefined && html`<span class="meta hall-odd">${odd}</span>`}`)}
    ${cell(say("hall.offer"), offer === "" ? bidState(bid, isNext, speech) : offer, "right")}
    ${cell(say("hall.readAt"), isRead && bid.at !== undefined ? html`<time datetime="${bid.at}">${secondsOf(bid.at)}</time>${bid.state === "confirmed" && html` <span class="meta">${say("hall.confirmed")}</span>`}` : "", "tight")}
  </tr>`;
}

export function hallBids({ isOpenMethod }: HallSession, state: HallState, speech: Speech): Html {
  const { say } = speech;
  if (!isOpenMethod) return html`<p class="empty">${say("hall.noQuotes")}</p>`;
  if (state.bids.length === 0) {
    const text = state.stage === "planned" ? say("sealed") : say("hall.notYet");
    return html`<p class="empty">${text}</p>`;
  }
  const next =
    state.stage === "reading" ? state.bids.findIndex((bid) => bid.state === "decrypted") : -1;
  const rows = state.bids.map((bid, place) =>
    bidRow(bid, place, { isNext: place === next, speech }),
  );
  return html`<table class="list hall-bids">
      <caption class="hidden-text">
        ${say("hall.bids")}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say("hall.place")}</th>
          <th scope="col">${say("hall.bidder")}</th>
          <th scope="col" class="right">${say("hall.offer")}</th>
          <th scope="col">${say("hall.readAt")}</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
    ${checkLine(state, speech)}`;
}

/** How many files are those that were committed to before the deadline. */
function checkLine({ bids }: HallState, { say }: Speech): Html | null {
  const checked = bids.filter(({ check }) => check !== undefined && check !== "missing");
  if (checked.length === 0) return null;
  const same = checked.filter(({ check }) => check === "matches").length;
  return html`<p class="meta">${say("hall.checked", { same, checked: checked.length })}</p>`;
}

const objection = ({ number, at, by, text, answer }: HallObjection, { say }: Speech): Html =>
  html`<li>
    <p class="meta">${secondsOf(at)} · ${say("hall.objectionBy", { number, by })}</p>
    <p>${text}</p>
    ${
      answer === undefined
        ? html`<p class="hall-open">${say("hall.unanswered")}</p>`
        : html`<div class="hall-answer">
            <p class="meta">${secondsOf(answer.at)} ${say("hall.answered")}</p>
            <p>${answer.text}</p>
          </div>`
    }
  </li>`;

export function hallObjections({ objections }: HallState, speech: Speech): Html {
  const { say } = speech;
  if (objections.length === 0) return html`<p class="empty">${say("hall.noObjections")}</p>`;
  return html`<ul class="hall-list">
    ${objections.map((one) => objection(one, speech))}
  </ul>`;
}

export function hallMessages({ messages }: HallState, { say }: Speech): Html {
  if (messages.length === 0) return html`<p class="empty">${say("hall.noMessages")}</p>`;
  return html`<ul class="hall-list">
    ${messages.map(
      ({ at, by, text }) =>
        html`<li>
          <p class="meta">
            ${secondsOf(at)} ·
            ${by === undefined ? say("hall.host") : say("hall.number", { number: by })}
          </p>
          <p>${text ?? ""}</p>
        </li>`,
    )}
  </ul>`;
}

type Tell = (
  event: HallEvent,
  told: { readonly state: HallState; readonly speech: Speech },
) => string;

const BID_WORDS = {
  signedIn: "hall.act.decrypted",
  decrypted: "hall.act.decrypted",
  failed: "hall.act.failed",
  read: "hall.act.read",
  confirmed: "hall.act.confirmed",
} as const;

const TEXTS: Readonly<Record<HallEvent["type"], Tell>> = {
  step: ({ step, count }, { speech: { say, word } }) => {
    const said = word("hall.event", step) ?? "";
    return step === "locked" && count !== undefined
      ? said + say("hall.countSaid", { count })
      : said;
  },
  bid: ({ act = "decrypted", place = -1 }, { state, speech }) =>
    speech.say(BID_WORDS[act], { name: state.bids[place]?.name ?? "" }),
  objection: ({ number = 0, by = "" }, { speech }) =>
    speech.say("hall.objectionBy", { number, by }),
  answer: ({ number = 0 }, { speech }) => speech.say("hall.answerSaid", { number }),
  message: ({ isHost, by = "" }, { speech: { say } }) =>
    isHost === true ? say("hall.hostWrote") : say("hall.number", { number: by }),
  signature: ({ by = "" }, { speech }) => speech.say("hall.signedBy", { by }),
  sealed: ({ count = 0 }, { speech }) => speech.say("hall.act.sealed", { count }),
};

/** One line of the event track in words. */
export const eventText = (event: HallEvent, state: HallState, speech: Speech): string =>
  TEXTS[event.type](event, { state, speech });

export function hallEvents(state: HallState, speech: Speech): Html {
  const { say } = speech;
  if (state.events.length === 0) return html`<p class="empty">${say("hall.noEvents")}</p>`;
  const items = state.events
    .toReversed()
    .map(
      (event) =>
        html`<li id="e${event.n}">
          <time datetime="${event.at}">${secondsOf(event.at)}</time
          ><span>${eventText(event, state, speech)}</span>
        </li>`,
    );
  return html`<ol class="hall-events" reversed>
    ${items}
  </ol>`;
}

/** Steps that were reached, as places to jump to in the track. */
export function hallChapters(state: HallState, { say, word }: Speech): Html | null {
  const chapters = state.events.filter(({ type }) => type === "step" || type === "objection");
  if (chapters.length === 0) return null;
  return html`<p class="hall-chapters">
    <span class="meta">${say("hall.chapters")}</span>
    ${chapters.map(
      ({ n, at, step, number }) =>
        html`<a href="#e${n}"
          >${step === undefined ? say("hall.objectionNo", { number: number ?? 0 }) : word("hall.step", step)}
          ${secondsOf(at).slice(0, 5)}</a
        >`,
    )}
  </p>`;
}

export function hallRecord(state: HallState, { say }: Speech): Html | null {
  if (state.hash === undefined) return null;
  return html`<div class="hall-record">
    <p class="meta">${say("hall.recordHash")}</p>
    <p><code>${state.hash}</code></p>
    ${state.signatures.map(({ at, by }) => html`<p class="meta">${secondsOf(at)} ${say("hall.signedBy", { by })}</p>`)}
  </div>`;
}
