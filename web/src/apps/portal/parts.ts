import { longInstant } from "./format.ts";
/** Parts that several pages share. */
import { type Html, html, raw, type Value } from "./html.ts";
import { LOG, samePage, verifyPath } from "./paths.ts";
import type { LogStatus, Page, Paging } from "./views.ts";
import { countText, type Speech } from "./words.ts";

/** The mirror ring, half filled: in the log and provable. */
export const RING = raw(
  '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/><path d="M3.3 8.8h9.4a4.7 4.7 0 0 1-9.4 0z"/></svg>',
);

/** The ring, empty: written, waiting for the next checkpoint. */
const EMPTY_RING = raw(
  '<svg class="ring" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.5"/></svg>',
);

const icon = (paths: string) =>
  raw(`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${paths}</svg>`);

export const ICONS = {
  menu: icon('<path d="M3 6h14M3 10h14M3 14h14"/>'),
  down: icon('<path d="M10 3v10M6 9.5l4 4 4-4M4 17h12"/>'),
  up: icon('<path d="M10 17V7M6 10.5l4-4 4 4M4 3.5h12"/>'),
  lock: icon('<path d="M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9"/>'),
  file: icon('<path d="M5 3h7l3.5 3.5V17H5z"/><path d="M12 3v4h3.5M7.5 10.5h5M7.5 13.5h5"/>'),
  list: icon('<path d="M4 5h12M4 10h12M4 15h7"/>'),
  seal: icon(
    '<path d="M4.5 3h11v14h-11zM7.5 7h5M7.5 10h5"/><circle cx="12.500" cy="14" r="1.200"/>',
  ),
  shield: icon(
    '<path d="M10 2.5 16.5 5v5c0 4-2.800 6.300-6.500 7.500C6.300 16.300 3.500 14 3.500 10V5z"/><path d="m7.300 9.800 2 2 3.500-3.800"/>',
  ),
  due: icon('<path d="M10 3l7 7-7 7-7-7z"/>'),
};

/** A number that opens its rows. */
export const counted = (href: string, count: number): Html =>
  html`<a class="number" href="${href}">${countText(count)}</a>`;

interface Place {
  readonly ocid: string;
  readonly leafIndex?: number | undefined;
  readonly partly?: true | undefined;
}

/**
 * Place of a fact in the log, counted from 1 as the command line does; opens the verifier. A fact that
 * is public in part has no public place: its fingerprint could not be recomputed.
 */
export function proof({ say }: Speech, { ocid, leafIndex, partly }: Place): Html {
  if (partly === true) {
    return html`<span class="proof" title="${say("proof.partlyText")}"
      >${say("proof.partly")}</span
    >`;
  }
  if (leafIndex === undefined) {
    return html`<span class="proof">${EMPTY_RING}<span>${say("proof.pending")}</span></span>`;
  }
  const number = countText(leafIndex + 1);
  return html`<a
    class="proof"
    href="${verifyPath({ ocid, leaf: leafIndex })}"
    title="${say("proof.place", { number })}"
    >${RING}<span class="hidden-text">${say("proof.label")}</span><b>#${number}</b></a
  >`;
}

/** Heading of a section with what stands at its right. */
export const sectionHead = (id: string, title: string, right?: Value): Html =>
  html`<div class="section-head">
    <h2 id="${id}">${title}</h2>
    ${right}
  </div>`;

export const tag = (word: string, tone = ""): Html =>
  html`<span class="tag ${tone}">${word}</span>`;

/** Bids before the opening: the fact that they are sealed, and no number. */
export const sealed = ({ say }: Speech): Html =>
  html`<p class="sealed">${ICONS.lock}<span>${say("sealed")}</span></p>`;

/** Page numbers as links that keep the rest of the query; nothing when one page holds all. */
export function pager(page: Page, { number, size, total }: Paging, { say }: Speech): Html | null {
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  const link = (to: number, word: string, rel: string) =>
    to < 1 || to > last
      ? html`<span class="off">${word}</span>`
      : html`<a href="${samePage(page, { page: to })}" rel="${rel}">${word}</a>`;
  return html`<nav class="pager" aria-label="${say("pager.label")}">
    ${link(number - 1, say("pager.previous"), "prev")}
    <span>${say("pager.place", { number, last })}</span>
    ${link(number + 1, say("pager.next"), "next")}
  </nav>`;
}

/** One line: size and time of the newest checkpoint. */
export function logLine({ lang, rich, say }: Speech, log: LogStatus | null): Html {
  if (log === null) return html`<span>${EMPTY_RING} ${say("log.none")}</span>`;
  const size = html`<a class="number" href="${LOG}">${countText(log.size)}</a>`;
  const time = html`<time datetime="${log.signedAt}">${longInstant(lang, log.signedAt)}</time>`;
  return html`<span>${RING} ${rich("log.line", { size, time })}</span>`;
}

/** Cell that becomes a labelled line on phones. */
export const cell = (label: string, content: Value, classes = ""): Html =>
  html`<td class="${classes}" data-label="${label}">${content}</td>`;
