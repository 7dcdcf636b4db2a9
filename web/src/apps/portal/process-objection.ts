/** The objection window: when it is open, how its end is counted, who answers. */
import { dayOf, longDay, shortDay } from "./format.ts";
import { type Html, html } from "./html.ts";
import { ICONS } from "./parts.ts";
import type { ProcessView, PublicLot } from "./views.ts";
import type { Speech, WordKey } from "./words.ts";

const DAY_MS = 86_400_000;
const BAR_WIDTH = 300;

interface Disclosure {
  readonly from: string;
  readonly to: string;
}

/** A calendar day of Asia/Shanghai as an instant; the zone has no summer time. */
const startOf = (day: string) => Date.parse(`${day}T00:00:00+08:00`);

const closedOf = ({ disclosureFrom, disclosureTo }: PublicLot): Disclosure | undefined =>
  disclosureFrom === undefined || disclosureTo === undefined || disclosureTo < disclosureFrom
    ? undefined
    : { from: disclosureFrom, to: disclosureTo };

/** Disclosures of the lots, each once, the one that closes first at the top. */
function disclosures(lots: readonly PublicLot[]): readonly Disclosure[] {
  const each = new Map<string, Disclosure>();
  for (const lot of lots) {
    const disclosure = closedOf(lot);
    if (disclosure !== undefined) each.set(`${disclosure.from} ${disclosure.to}`, disclosure);
  }
  return [...each.values()].toSorted((left, right) => (left.to < right.to ? -1 : 1));
}

function bar({ from, to }: Disclosure, now: number): Html {
  const start = startOf(from);
  const end = startOf(to) + DAY_MS;
  const share = Math.min(1, Math.max(0, (now - start) / (end - start)));
  const width = Math.round(share * BAR_WIDTH);
  return html`<svg
    class="window"
    viewBox="0 0 ${BAR_WIDTH} 18"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <rect class="all" x="0" y="4" width="${BAR_WIDTH}" height="10" />
    <rect class="used" x="0" y="4" width="${width}" height="10" />
    <rect class="now" x="${Math.min(width, BAR_WIDTH - 2)}" y="0" width="2" height="18" />
  </svg>`;
}

function remaining(end: number, now: number, { say }: Speech): string {
  const minutes = Math.ceil((end - now) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  return days > 0
    ? say("objection.leftDays", { days, hours })
    : say("objection.leftHours", { hours, minutes: minutes % 60 });
}

function windowOf(disclosure: Disclosure, view: ProcessView, speech: Speech): Html {
  const { lang, say } = speech;
  const { serverTime } = view.page;
  const now = Date.parse(serverTime);
  const end = startOf(disclosure.to) + DAY_MS;
  const from = longDay(lang, disclosure.from);
  const to = longDay(lang, disclosure.to);
  if (now >= end) return html`<p class="soft">${say("objection.closed", { from, to })}</p>`;
  const soon = end - now <= 2 * DAY_MS;
  return html`${bar(disclosure, now)}
    <p class="ends">
      <span>${say("objection.from", { day: shortDay(disclosure.from, serverTime) })}</span>
      <span>${say("objection.to", { day: shortDay(disclosure.to, serverTime) })}</span>
    </p>
    <p>
      <span class="tag ${soon && "due"}">${soon && ICONS.due}${remaining(end, now, speech)}</span>
    </p>`;
}

function titleOf(works: boolean, open: boolean): WordKey {
  if (works) return open ? "objection.title" : "objection.titleClosed";
  return open ? "objection.titleOther" : "objection.titleOtherClosed";
}

/**
 * Box about objections; null where no disclosure of candidates is public. Only works under the Tendering Law
 * name an article: the days are those the notice states, none is counted here.
 */
export function objectionBox(view: ProcessView, speech: Speech): Html | null {
  const { say } = speech;
  const { lots, page, process } = view;
  const windows = disclosures(lots);
  if (windows.length === 0) return null;
  const open = windows.some(({ to }) => to >= dayOf(page.serverTime));
  const works = process.regime === "works";
  const law = works ? "objection.lawWorks" : "objection.lawOther";
  return html`<section class="box ${open && "urgent"}" id="objection">
    <h2>${say(titleOf(works, open))}</h2>
    ${windows.map((each) => windowOf(each, view, speech))}
    <p class="soft">${say(works ? "objection.works" : "objection.other")}</p>
    <details>
      <summary>${say("objection.how")}</summary>
      <p class="arithmetic">${say("objection.counted")}<br />${say(law)}</p>
    </details>
  </section>`;
}
