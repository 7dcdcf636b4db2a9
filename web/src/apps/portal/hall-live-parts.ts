/** Parts of a hall beside its lists: what goes on in words, prices on a line, how objections stand, the seal of the replay. */
import type { ReplayVerdict } from "../../../../contract/src/opening-replay.ts";
import {
  type HallBid,
  type HallState,
  replayedEvents,
} from "../../../../contract/src/opening-values.ts";
import type { Money } from "../../../../contract/src/values.ts";
import { BASE, decimal, FEN_PER_WAN, PAD, place, type Scale, scaleFor } from "./bid-chart.ts";
import { offerText, secondsOf } from "./format.ts";
import { eventText } from "./hall-parts.ts";
import { type Html, html } from "./html.ts";
import { certificatePath, hallPath } from "./paths.ts";
import type { Speech } from "./words.ts";

const isRead = ({ state }: HallBid): boolean => state === "read" || state === "confirmed";

function readingCaption(state: HallState, speech: Speech): string | undefined {
  if (state.stage !== "reading") return undefined;
  const { say } = speech;
  const next = state.bids.findIndex((bid) => bid.state === "decrypted");
  const told = state.events.at(-1);
  const last = told?.type === "bid" && told.act === "read" ? (told.place ?? -1) : -1;
  const named = (at: number) => ({ place: at + 1, name: state.bids[at]?.name ?? "" });
  if (last === -1) return next === -1 ? undefined : say("hall.captionReading", named(next));
  const offer = state.bids[last]?.offer;
  const said = say("hall.captionRead", {
    ...named(last),
    offer: offer === undefined ? say("hall.bid.read") : offerText(speech, offer),
  });
  return next === -1 ? said : said + say("hall.captionNext", named(next));
}

/** What goes on, in one sentence: the captions of a picture, and all there is without one. */
export function hallCaption(state: HallState, speech: Speech): string {
  const { say } = speech;
  const event = state.events.at(-1);
  if (event === undefined) return say("hall.captionPlanned");
  const reading = readingCaption(state, speech);
  if (reading !== undefined && event.type !== "objection" && event.type !== "answer")
    return reading;
  const { number = 0, by = "", text = "" } = event;
  if (event.type === "objection") return say("hall.captionObjection", { by, text });
  if (event.type === "answer") return say("hall.captionAnswer", { number, text });
  if (event.type === "message" && event.isHost === true) return say("hall.captionHost", { text });
  return eventText(event, state, speech);
}

export function hallObjectionState({ objections }: HallState, { say }: Speech): string {
  const open = objections.filter(({ answer }) => answer === undefined).length;
  const count = objections.length;
  if (count === 0) return "";
  return open === 0
    ? say("hall.objectionDone", { count })
    : say("hall.objectionOpen", { count, open });
}

const wanOf = ({ amountMinor, currency }: Money): number | undefined =>
  currency === "CNY" ? Number(amountMinor) / FEN_PER_WAN : undefined;

interface Strip {
  /** In order of price. */
  readonly dots: readonly {
    readonly price: number;
    readonly label: string;
    readonly isNew: boolean;
  }[];
  readonly ceiling: number | undefined;
}

function stripOf({ bids, events }: HallState, ceiling: Money | undefined): Strip {
  const newest = events.findLast(({ type, act }) => type === "bid" && act === "read")?.place;
  const dots = bids.flatMap((bid, index) => {
    const price = isRead(bid) && bid.offer?.kind === "total" ? wanOf(bid.offer.amount) : undefined;
    return price === undefined
      ? []
      : [{ price, label: String(index + 1), isNew: index === newest }];
  });
  dots.sort((left, right) => left.price - right.price);
  return { dots, ceiling: ceiling === undefined ? undefined : wanOf(ceiling) };
}

/** Numbers of dots that touch stand at two heights. */
const LABEL_WIDTH = 14;

function drawing({ dots, ceiling }: Strip, { width, ticks, at }: Scale, { say }: Speech): Html {
  const limit =
    ceiling !== undefined &&
    html`<path class="limit" d="M${place(at(ceiling))} 20V${BASE}" /><text
        class="dark"
        x="${place(Math.min(at(ceiling), width - 4))}"
        y="12"
        text-anchor="end"
        >${say("chart.ceiling", { amount: decimal.format(ceiling) })}</text
      >`;
  return html`<svg
    viewBox="0 0 ${width} 82"
    class="chart ${width > 500 ? "wide-only" : "narrow-only"}"
    aria-hidden="true"
  >
    ${ticks.map(
      (tick) =>
        html`<path class="grid" d="M${place(at(tick))} 30V${BASE}" /><text
            x="${place(at(tick))}"
            y="${BASE + 18}"
            text-anchor="middle"
            >${decimal.format(tick)}</text
          >`,
    )}
    <path class="axis" d="M${PAD} ${BASE}H${width - PAD}" />
    ${limit}
    ${dots.map(({ price, label, isNew }, index) => {
      const x = at(price);
      const before = dots[index - 1];
      const isClose = before !== undefined && x - at(before.price) < LABEL_WIDTH;
      const y = BASE - (isClose && index % 2 === 1 ? 35 : 24);
      return html`<circle
          class="bid ${isNew ? "candidate" : ""}"
          cx="${place(x)}"
          cy="${BASE - 12}"
          r="6"
        /><text x="${place(x)}" y="${y}" text-anchor="middle">${label}</text>`;
    })}
  </svg>`;
}

/** Prices that were read out, on one line with the ceiling; null before the first. */
export function hallPrices(
  state: HallState,
  ceiling: Money | undefined,
  speech: Speech,
): Html | null {
  const strip = stripOf(state, ceiling);
  if (strip.dots.length === 0) return null;
  const prices = strip.dots.map(({ price }) => price);
  const all = strip.ceiling === undefined ? prices : [...prices, strip.ceiling];
  return html`<figure class="hall-prices">
    <figcaption class="meta">${speech.say("hall.prices", { count: strip.dots.length })}</figcaption>
    ${drawing(strip, scaleFor(all, 620), speech)}${drawing(strip, scaleFor(all, 328), speech)}
  </figure>`;
}

/** The sealed fingerprint of the replay, and the button that computes it again; it works with a script alone. */
export function hallSeal(
  { id, ocid }: { readonly id: string; readonly ocid: string },
  state: HallState,
  { say }: Speech,
): Html | null {
  const { seal } = state;
  if (seal === undefined) return null;
  return html`<div class="hall-record">
    <p class="meta">${say("hall.replayHash", { count: replayedEvents(state).length })}</p>
    <p><code>${seal.hash}</code></p>
    <p class="hall-seal-acts">
      <button class="button plain" type="button" data-hall-verify hidden>
        ${say("hall.verify")}
      </button>
      <a href="${hallPath(id)}/replay.json">${say("hall.replayFile")}</a>
      <a href="${certificatePath(ocid)}">${say("hall.replayCertificate")}</a>
    </p>
    <p class="meta">${say("hall.replayHow")}</p>
  </div>`;
}

/** @param within Milliseconds */
export const hallPrecise = (within: number, { say }: Speech): string =>
  say("hall.precise", { ms: Math.ceil(within) });

export const hallWatching = (count: number | undefined, { say }: Speech): string =>
  count === undefined ? "" : say("hall.watching", { count });

/** What came of computing the replay again. */
export function hallVerdict(verdict: ReplayVerdict, state: HallState, { say }: Speech): string {
  const { seal, events } = state;
  const count = seal?.events ?? 0;
  switch (verdict.is) {
    case "equal":
      return say("hall.verdict.equal", { count });
    case "changed": {
      const at = events.find(({ n }) => n === verdict.n)?.at;
      return say("hall.verdict.changed", {
        n: verdict.n,
        at: at === undefined ? "" : secondsOf(at),
      });
    }
    case "count":
      return say("hall.verdict.count", { have: verdict.have, count });
    case "differs":
      return say("hall.verdict.differs");
  }
}
