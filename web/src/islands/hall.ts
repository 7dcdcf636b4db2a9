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
  hallBids,
  hallChapters,
  hallEvents,
  hallMessages,
  hallObjections,
  hallRecord,
  hallSteps,
} from "../apps/portal/hall-parts.ts";
import type { HallData } from "../apps/portal/hall-views.ts";
import { type Html, html } from "../apps/portal/html.ts";
import { type Speech, speak } from "../apps/portal/words.ts";

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

function show({ session }: HallData, state: HallState, speech: Speech): void {
  put("steps", hallSteps(state, speech));
  put("bids", hallBids(session, state, speech));
  put("record", hallRecord(state, speech));
  put("chapters", hallChapters(state, speech));
  put("events", hallEvents(state, speech));
  put("objections", hallObjections(state, speech));
  put("messages", hallMessages(state, speech));
  if (state.stage !== "planned")
    put("live", html`<span class="live">${speech.say("hall.live")}</span>`);
}

/** Goes on from the server's time as it was when the page was made. */
function startClock(serverTime: string): void {
  const ahead = Date.parse(serverTime) - performance.now();
  const place = part("now");
  const tick = () =>
    place?.replaceChildren(secondsOf(new Date(ahead + performance.now()).toISOString()));
  setInterval(tick, 500);
}

function follow(data: HallData): void {
  const speech = speak(data.lang);
  let state = data.events.reduce(applyHallEvent, EMPTY_HALL);
  const stream = new EventSource(data.streamUrl);
  const link = part("link");
  stream.addEventListener("open", () => link?.replaceChildren());
  stream.addEventListener("error", () => link?.replaceChildren(link.dataset["lost"] ?? ""));
  stream.addEventListener("hall", ({ data: text }: MessageEvent<string>) => {
    state = applyHallEvent(state, JSON.parse(text) as HallEvent);
    show(data, state, speech);
    if (isOver(state.stage)) stream.close();
  });
  stream.addEventListener("reset", () => location.reload());
  stream.addEventListener("end", () => stream.close());
}

const block = document.getElementById("hall-data");
if (block !== null) {
  const data = JSON.parse(block.textContent ?? "{}") as HallData;
  startClock(data.serverTime);
  follow(data);
}
