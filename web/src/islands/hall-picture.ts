/** Island of a hall: the picture of the host's desk, live and afterwards as a film with chapters that anybody can check. */
import Hls from "hls.js/light";

import { applyHallEvent, EMPTY_HALL, isOver } from "../../../contract/src/opening-values.ts";
import type { HallData } from "../apps/portal/hall-views.ts";
import { type Speech, speak } from "../apps/portal/words.ts";
import { secondsAt } from "../ui/film-times.ts";
import { checkPicture, readPictureChain } from "./hall/picture-chain.ts";

type State = "live" | "replay" | "none";

const ASK_MS = 5000;
/** A picture is sealed within seconds after the end; after so many questions nothing more is to come. */
const ASKS_AFTER_END = 12;
const LONG_OVER_MS = 600_000;
/**
 * Segments are a second long. Who fell behind, as on a machine that was busy, plays a little faster until caught up, and jumps when it
 * is five seconds: without that a viewer stays as late as the worst moment was. `lowLatencyMode` is what allows it, there are no parts.
 */
const HLS_OPTIONS = {
  lowLatencyMode: true,
  liveSyncDurationCount: 2,
  liveMaxLatencyDurationCount: 5,
  maxLiveSyncPlaybackRate: 1.1,
  enableWorker: false,
};

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "hall-picture-act";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

function sentence(): HTMLParagraphElement {
  const made = document.createElement("p");
  made.className = "meta";
  made.setAttribute("role", "status");
  return made;
}

/** Controls of the browser serve the keyboard; the sound starts only when asked for. */
function createVideo({ say }: Speech): HTMLVideoElement {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, autoplay: true, playsInline: true, controls: true });
  video.setAttribute("aria-label", say("hall.pictureLabel"));
  return video;
}

interface Player {
  readonly video: HTMLVideoElement;
  /** Milliseconds since 1970 of the film's place; undefined: not known yet. */
  readonly seek: (at: number) => void;
  readonly stop: () => void;
}

function playNative(video: HTMLVideoElement, url: string, onTrouble: () => void): Player {
  video.src = url;
  video.addEventListener("error", onTrouble);
  const seek = (at: number) => {
    const start = (video as { getStartDate?: () => Date }).getStartDate?.().getTime();
    if (start !== undefined && !Number.isNaN(start))
      video.currentTime = Math.max(0, (at - start) / 1000);
  };
  const stop = () => {
    video.removeEventListener("error", onTrouble);
    video.removeAttribute("src");
  };
  return { video, seek, stop };
}

function play(video: HTMLVideoElement, url: string, onTrouble: () => void): Player {
  if (!Hls.isSupported()) return playNative(video, url, onTrouble);
  const hls = new Hls(HLS_OPTIONS);
  hls.on(Hls.Events.ERROR, (_event, { fatal }) => {
    if (fatal) onTrouble();
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  const seek = (at: number) => {
    const seconds = secondsAt(hls.levels[0]?.details?.fragments ?? [], at);
    if (seconds !== undefined) video.currentTime = seconds;
  };
  return { video, seek, stop: () => hls.destroy() };
}

/** What the sealed replay says of the picture; a replay without a picture says nothing. */
async function sealedOf(base: string): Promise<string | undefined> {
  const answer = await fetch(base.replace(/picture$/u, "replay.json"), { cache: "no-store" });
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { picture } = (await answer.json()) as { picture?: { manifestHash: string } };
  return picture?.manifestHash;
}

async function check(base: string, status: HTMLElement, { say }: Speech): Promise<void> {
  const load = async (file: string) => {
    const answer = await fetch(`${base}/${file}`, { cache: "no-store" });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const chain = await load("chain.jsonl");
  const records = readPictureChain(new TextDecoder().decode(chain));
  const verdict = await checkPicture(records, {
    load,
    sealed: await sealedOf(base),
    onProgress: (done, all) =>
      status.replaceChildren(say("hall.pictureChecking", { done: String(done), all: String(all) })),
  });
  if (verdict.is === "changed") {
    status.replaceChildren(say("hall.pictureChanged", { number: String(verdict.number) }));
    return;
  }
  if (verdict.is === "other") {
    status.replaceChildren(say("hall.pictureOther"));
    return;
  }
  const value = document.createElement("code");
  value.textContent = verdict.chain;
  const count = String(verdict.segments);
  status.replaceChildren(say("hall.pictureEqual", { count }), " ", value);
}

/** A chapter's link leads to its line `#e<n>`; while there is a film it also leads there in the film. */
function followChapters({ events }: HallData, player: () => Player | undefined): void {
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("#hall-chapters a") : null;
    const event = events.find(({ n }) => link?.getAttribute("href") === `#e${n}`);
    if (event !== undefined) player()?.seek(Date.parse(event.at));
  });
}

/** Whether the session is over, as the page came or as its other island has heard since. */
function createEnd({ events, serverTime }: HallData): { isOver(): boolean; isLongAgo: boolean } {
  const { stage } = events.reduce(applyHallEvent, EMPTY_HALL);
  const last = Date.parse(events.at(-1)?.at ?? serverTime);
  return {
    isOver: () => isOver(stage) || document.documentElement.dataset["hall"] === "over",
    isLongAgo: isOver(stage) && Date.parse(serverTime) - last > LONG_OVER_MS,
  };
}

interface Shown {
  readonly place: HTMLElement;
  readonly base: string;
  readonly status: HTMLElement;
  readonly speech: Speech;
}

/** The picture with what can be done about it; `trouble` is called when it cannot go on. */
function showPicture(
  { place, base, status, speech }: Shown,
  state: Exclude<State, "none">,
  trouble: () => void,
): Player {
  const { say } = speech;
  const video = createVideo(speech);
  const notice = sentence();
  notice.textContent = say("hall.pictureNotice");
  const sound = button(say("hall.pictureSound"), () => {
    video.muted = !video.muted;
    sound.textContent = say(video.muted ? "hall.pictureSound" : "hall.pictureMute");
  });
  const verify = button(say("hall.pictureVerify"), () => {
    verify.disabled = true;
    void check(base, status, speech)
      .catch(() => status.replaceChildren(say("hall.pictureCheckTrouble")))
      .finally(() => (verify.disabled = false));
  });
  const bar = document.createElement("div");
  bar.className = "hall-picture-bar";
  bar.append(notice, sound, ...(state === "replay" ? [verify] : []));
  status.classList.add("hall-picture-status");
  place.replaceChildren(video, bar, status);
  return play(video, `${base}/${state}.m3u8`, trouble);
}

function begin(place: HTMLElement, data: HallData): void {
  const speech = speak(data.lang);
  const base = `/openings/${place.dataset["session"]}/picture`;
  const status = sentence();
  const end = createEnd(data);
  let shown: State = "none";
  let player: Player | undefined;
  let asksLeft = end.isLongAgo ? 1 : ASKS_AFTER_END;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), ASK_MS);
  };
  const trouble = () => {
    player?.stop();
    player = undefined;
    shown = "none";
    status.replaceChildren(speech.say("hall.pictureTrouble"));
    asksLeft = ASKS_AFTER_END;
    later();
  };
  function show(state: State): void {
    if (state === shown) return;
    player?.stop();
    shown = state;
    status.replaceChildren();
    player =
      state === "none" ? undefined : showPicture({ place, base, status, speech }, state, trouble);
  }
  async function ask(): Promise<void> {
    try {
      const answer = await fetch(`${base}/status.json`, { cache: "no-store" });
      if (!answer.ok) throw new Error(`${answer.status}`);
      show(((await answer.json()) as { state: State }).state);
    } catch {
      status.replaceChildren(speech.say("hall.pictureTrouble"));
    }
    // A replay no longer changes, and where none came by now none will.
    if (shown === "replay") return;
    if (end.isOver() && shown === "none") asksLeft -= 1;
    if (asksLeft > 0) later();
  }
  followChapters(data, () => (shown === "replay" ? player : undefined));
  void ask();
}

const place = document.querySelector<HTMLElement>("[data-hall-picture]");
const block = document.getElementById("hall-data");
if (place !== null && block !== null)
  begin(place, JSON.parse(block.textContent ?? "{}") as HallData);
