/**
 * Island of a hall: takes each event of the opening as it comes, and makes the parts of the page anew from all of them. A broken line
 * comes back by itself and misses nothing; a line that cannot go on loads the page.
 */
import {
  applyHallEvent,
  EMPTY_HALL,
  type HallEvent,
  type HallState,
  isOver,
} from "../../../contract/src/opening-values.ts";
import { secondsOf } from "../apps/portal/format.ts";
import {
  hallCaption,
  hallObjectionState,
  hallPrecise,
  hallPrices,
  hallSeal,
  hallVerdict,
  hallWatching,
} from "../apps/portal/hall-live-parts.ts";
import {
  hallBids,
  hallChapters,
  hallEvents,
  hallMessages,
  hallObjections,
  hallRecord,
  hallSteps,
} from "../apps/portal/hall-parts.ts";
import type { HallData, HallNow } from "../apps/portal/hall-views.ts";
import { type Html, html } from "../apps/portal/html.ts";
import { type Speech, speak } from "../apps/portal/words.ts";
import { verdictOf } from "./hall/replay.ts";

const part = (name: string): HTMLElement | null => document.getElementById(`hall-${name}`);

/** Text comes escaped from the same templates that the server uses. */
function put(name: string, content: Html | null): void {
  const place = part(name);
  const text = content?.text ?? "";
  if (place !== null && place.dataset["text"] !== text) {
    place.dataset["text"] = text;
    place.innerHTML = text;
  }
}

const say = (name: string, text: string) => {
  const place = part(name);
  if (place !== null && place.textContent !== text) place.textContent = text;
};

/** A button that only a script can serve is shown by it. */
function offerVerify(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-hall-verify]"))
    button.hidden = false;
}

function show({ session, ceiling, isText }: HallData, state: HallState, speech: Speech): void {
  put("steps", hallSteps(state, speech));
  put("bids", hallBids(session, state, speech));
  put("record", hallRecord(state, speech));
  put("seal", hallSeal(session, state, speech));
  put("chapters", hallChapters(state, speech));
  put("events", hallEvents(state, speech));
  put("objections", hallObjections(state, speech));
  put("messages", hallMessages(state, speech));
  if (!isText) put("prices", hallPrices(state, ceiling, speech));
  say("caption", hallCaption(state, speech));
  say("objection-state", hallObjectionState(state, speech));
  offerVerify();
  if (isOver(state.stage)) say("live", speech.say("hall.replay"));
  else if (state.stage !== "planned")
    put("live", html`<span class="live">${speech.say("hall.live")}</span>`);
}

const TRIES = 3;
const AGAIN_MS = 60_000;

/**
 * The clock of the page: first the server's time as it was when the page was made, then that of the database. Of a few questions
 * the one that was answered fastest counts; the time may be off by half of its way and by what the server itself does not know.
 */
function startClock({ serverTime, nowUrl }: HallData, speech: Speech): void {
  let ahead = Date.parse(serverTime) - performance.now();
  let best = Infinity;
  const place = part("now");
  const tick = () =>
    place?.replaceChildren(secondsOf(new Date(ahead + performance.now()).toISOString()));
  async function ask(): Promise<void> {
    const from = performance.now();
    const response = await fetch(nowUrl, { cache: "no-store" });
    if (!response.ok) return;
    const { now, within, watching } = (await response.json()) as HallNow;
    const way = (performance.now() - from) / 2;
    say("watching", hallWatching(watching, speech));
    if (way + within >= best) return;
    best = way + within;
    ahead = Date.parse(now) + way - performance.now();
    say("precise", hallPrecise(best, speech));
    tick();
  }
  // A line that is cut says so itself; the clock goes on with what it knows.
  const askAgain = () => ask().catch(() => undefined);
  async function begin(): Promise<void> {
    for (let left = TRIES; left > 0; left -= 1) await askAgain();
  }
  void begin();
  setInterval(() => void askAgain(), AGAIN_MS);
  setInterval(tick, 500);
}

/** Computes the replay again from what this page received. */
function answerVerify({ session }: HallData, stateNow: () => HallState, speech: Speech): void {
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || target.closest("[data-hall-verify]") === null) return;
    const state = stateNow();
    const verdict = verdictOf(session, state);
    if (verdict === undefined) return;
    const place = part("verdict");
    place?.replaceChildren(hallVerdict(verdict, state, speech));
    place?.classList.toggle("is-equal", verdict.is === "equal");
  });
}

function follow(data: HallData): void {
  const speech = speak(data.lang);
  let state = data.events.reduce(applyHallEvent, EMPTY_HALL);
  startClock(data, speech);
  answerVerify(data, () => state, speech);
  offerVerify();
  // What is over and sealed says nothing more.
  if (isOver(state.stage)) return;
  const stream = new EventSource(data.streamUrl);
  const link = part("link");
  stream.addEventListener("open", () => link?.replaceChildren());
  stream.addEventListener("error", () => link?.replaceChildren(link.dataset["lost"] ?? ""));
  stream.addEventListener("hall", ({ data: text }: MessageEvent<string>) => {
    state = applyHallEvent(state, JSON.parse(text) as HallEvent);
    show(data, state, speech);
    // The picture's island asks on until the opening is over.
    if (isOver(state.stage)) document.documentElement.dataset["hall"] = "over";
    if (state.seal !== undefined) stream.close();
  });
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("end", () => stream.close());
}

const block = document.getElementById("hall-data");
if (block !== null) follow(JSON.parse(block.textContent ?? "{}") as HallData);
