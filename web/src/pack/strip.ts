/** The prices of the lot on one axis: firms of the lead filled, the others hollow. */
import type { BidsOpened } from "../../../contract/src/facts/procurement.bids-opened.ts";
import type { Party } from "../../../contract/src/values.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, MARGIN, AXIS, LEVEL] = [720, 120, 36, 84, 16];
const TEN_THOUSAND = 1_000_000;
const TICKS = 4;

export interface Dot {
  readonly label: string;
  readonly value: number;
  readonly isSubject: boolean;
}

export const nameOf = (party: Party): string =>
  party.kind === "naturalPerson" ? party.maskedName : party.name;

/** Total prices in 万元. */
export function dotsOf({ bids }: BidsOpened, subjects: ReadonlySet<string>): readonly Dot[] {
  return bids.flatMap(({ bidder, offer }) =>
    offer?.kind === "total"
      ? [
          {
            label: nameOf(bidder),
            value: Number(offer.amount.amountMinor) / TEN_THOUSAND,
            isSubject: subjects.has(nameOf(bidder)),
          },
        ]
      : [],
  );
}

function draw(name: string, attributes: Readonly<Record<string, string | number>>, text?: string) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.append(text);
  return made;
}

const short = (value: number): string =>
  value.toLocaleString("en-US", { maximumFractionDigits: 2 });

function markOf({ label, value, isSubject }: Dot, at: number, y: number): SVGElement {
  const mark = isSubject
    ? draw("path", { class: "subject", d: `M${at} ${y - 7}l7 7-7 7-7-7z` })
    : draw("circle", { class: "other", cx: at, cy: y, r: 5.5 });
  mark.append(draw("title", {}, `${label} ${short(value)}`));
  return mark;
}

/** @param ceiling 万元 */
export function priceStrip(dots: readonly Dot[], ceiling: number | undefined): SVGElement {
  const values = [...dots.map(({ value }) => value), ...(ceiling === undefined ? [] : [ceiling])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  const x = (value: number) => MARGIN + ((value - low) / span) * (WIDTH - 2 * MARGIN);
  const strip = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "strip", role: "img" });
  strip.append(draw("path", { class: "axis", d: `M${MARGIN} ${AXIS}H${WIDTH - MARGIN}` }));
  for (let tick = 0; tick <= TICKS; tick += 1) {
    const value = low + (span * tick) / TICKS;
    const at = x(value);
    strip.append(draw("path", { class: "axis", d: `M${at} ${AXIS}v5` }));
    strip.append(draw("text", { x: at, y: AXIS + 22, "text-anchor": "middle" }, short(value)));
  }
  if (ceiling !== undefined)
    strip.append(draw("path", { class: "limit", d: `M${x(ceiling)} 14V${AXIS}` }));
  const placed: number[] = [];
  for (const dot of dots.toSorted((one, other) => one.value - other.value)) {
    const at = x(dot.value);
    const near = placed.filter((other) => Math.abs(other - at) < LEVEL).length;
    placed.push(at);
    strip.append(markOf(dot, at, AXIS - 16 - near * LEVEL));
  }
  return strip;
}
