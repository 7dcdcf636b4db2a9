import { partyKey } from "./format.ts";
/** Offers of a lot as raw dots under one sentence; the table beneath holds the same figures. */
import { type Html, html } from "./html.ts";
import type { PublicLot } from "./views.ts";
import { countText, type Speech } from "./words.ts";

const LEAST_OFFERS = 3;
export const FEN_PER_WAN = 1_000_000;
export const PAD = 34;
export const BASE = 58;

interface Dot {
  /** 万元. */
  readonly price: number;
  readonly rank: number | undefined;
}

/** Valid total offers in CNY; a chart compares prices only. */
function dotsOf(lot: PublicLot): readonly Dot[] {
  const ranks = new Map(lot.candidates.map(({ bidder, rank }) => [partyKey(bidder), rank]));
  return lot.bids.flatMap(({ bidder, offer, status }) => {
    if (status !== "valid" || offer?.kind !== "total" || offer.amount.currency !== "CNY") return [];
    const price = Number(offer.amount.amountMinor) / FEN_PER_WAN;
    return price > 0 ? [{ price, rank: ranks.get(partyKey(bidder)) }] : [];
  });
}

const ceilingOf = ({ ceilingPrice }: PublicLot): number | undefined =>
  ceilingPrice?.currency === "CNY" ? Number(ceilingPrice.amountMinor) / FEN_PER_WAN : undefined;

/** Distance of ticks, 1, 2 or 5 times a power of ten, so that at most `most` fit. */
function stepFor(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return ([1, 2, 5, 10].find((factor) => span / (factor * power) <= most) ?? 10) * power;
}

export interface Scale {
  readonly width: number;
  readonly ticks: readonly number[];
  readonly at: (price: number) => number;
}

export function scaleFor(prices: readonly number[], width: number): Scale {
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const step = stepFor(Math.max(high - low, high / 1000), width > 500 ? 7 : 3);
  const start = Math.floor(low / step) * step;
  const count = Math.ceil((high - start) / step) + 1;
  const ticks = Array.from({ length: count }, (_, index) => start + index * step);
  const end = ticks.at(-1) ?? high;
  const at = (price: number) => PAD + ((price - start) / (end - start)) * (width - 2 * PAD);
  return { width, ticks, at };
}

export const decimal = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
export const place = (value: number) => value.toFixed(1);

const dot = ({ price, rank }: Dot, { at }: Scale): Html =>
  rank === undefined
    ? html`<circle class="bid" cx="${place(at(price))}" cy="${BASE - 14}" r="6" />`
    : html`<circle class="bid candidate" cx="${place(at(price))}" cy="${BASE - 14}" r="8" /><text
          class="on"
          x="${place(at(price))}"
          y="${BASE - 10}"
          text-anchor="middle"
          >${rank}</text
        >`;

/** Dots of a lot and its ceiling price, 万元. */
interface Prices {
  readonly dots: readonly Dot[];
  readonly ceiling: number | undefined;
}

function drawing({ ceiling, dots }: Prices, scale: Scale, { say }: Speech): Html {
  const { at, ticks, width } = scale;
  const axis = ticks.map(
    (tick) =>
      html`<path class="grid" d="M${place(at(tick))} 26V${BASE}" /><text
          x="${place(at(tick))}"
          y="${BASE + 18}"
          text-anchor="middle"
          >${decimal.format(tick)}</text
        >`,
  );
  const limit =
    ceiling !== undefined &&
    html`<path class="limit" d="M${place(at(ceiling))} 22V${BASE}" /><text
        class="dark"
        x="${place(Math.min(at(ceiling), width - 4))}"
        y="14"
        text-anchor="end"
        >${say("chart.ceiling", { amount: decimal.format(ceiling) })}</text
      >`;
  const others = dots.filter(({ rank }) => rank === undefined);
  const ranked = dots.filter(({ rank }) => rank !== undefined).toReversed();
  return html`<svg
    viewBox="0 0 ${width} 82"
    class="chart ${width > 500 ? "wide-only" : "narrow-only"}"
    aria-hidden="true"
  >
    ${axis}
    <path class="axis" d="M${PAD} ${BASE}H${width - PAD}" />
    ${limit} ${others.map((each) => dot(each, scale))}${ranked.map((each) => dot(each, scale))}
  </svg>`;
}

const percent = (share: number) => (share * 100).toFixed(1);

function sentence(dots: readonly Dot[], ceiling: number | undefined, { say }: Speech): string {
  const prices = dots.map(({ price }) => price);
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const spread = say("chart.sentence", {
    count: countText(dots.length),
    low: decimal.format(low),
    high: decimal.format(high),
    percent: percent((high - low) / low),
  });
  const first = dots.find(({ rank }) => rank === 1);
  if (first === undefined || ceiling === undefined || first.price > ceiling) return spread;
  const below = say("chart.belowCeiling", { percent: percent((ceiling - first.price) / ceiling) });
  return `${spread}${below}`;
}

/** Chart of a lot; null where fewer than three prices can be compared. */
export function bidChart(lot: PublicLot, speech: Speech): Html | null {
  const dots = dotsOf(lot);
  if (dots.length < LEAST_OFFERS) return null;
  const ceiling = ceilingOf(lot);
  const prices = [...dots.map(({ price }) => price), ...(ceiling === undefined ? [] : [ceiling])];
  const draw = (width: number) => drawing({ ceiling, dots }, scaleFor(prices, width), speech);
  return html`<figure class="bid-chart">
    <figcaption>${sentence(dots, ceiling, speech)}</figcaption>
    ${draw(740)}${draw(328)}
    <p class="meta">${speech.say("chart.note")}</p>
  </figure>`;
}
