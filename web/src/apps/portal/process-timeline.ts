/** What happened, newest first: hollow dots are done, the filled one is now, dashed ones are to come. */
import { longDay, dayOf, shortDay, shortInstant } from "./format.ts";
import { type Html, html, type Value } from "./html.ts";
import { kindTitle } from "./kinds.ts";
import { proof, sectionHead } from "./parts.ts";
import type { ProcessView, PublicEvent } from "./views.ts";
import type { Speech } from "./words.ts";

/** Facts of a dispute carry a diamond. */
const DISPUTES = new Set(["procurement.objection-recorded", "procurement.complaint-recorded"]);

interface Entry {
  readonly when: Html;
  readonly dot: "" | "now" | "ahead" | "dispute";
  readonly title: string;
  readonly text?: Value;
  readonly proof?: Html;
}

/** Title of an event: a notice says of which type it is. */
function titleOf({ detail, kind }: PublicEvent, { lang, word }: Speech): string {
  const notice = kind === "procurement.notice-published" ? word("notice", detail) : undefined;
  return notice ?? kindTitle(kind, lang);
}

function past(view: ProcessView, speech: Speech): readonly Entry[] {
  const { page, process } = view;
  const newestFirst = view.events.toSorted(
    (left, right) => Date.parse(right.at) - Date.parse(left.at),
  );
  return newestFirst.map((event, index) => {
    const { say } = speech;
    const lot = event.lotId === undefined ? undefined : say("lot.name", { lot: event.lotId });
    const number = event.kind === "publication.decision-published" ? event.detail : undefined;
    const recorded =
      event.recordedAt === undefined
        ? undefined
        : say("timeline.recorded", { time: shortInstant(event.recordedAt, page.serverTime) });
    const words = [lot, number, event.text, recorded].filter(
      (part) => part !== undefined && part !== "",
    );
    const first = index === 0 ? "now" : "";
    return {
      when: html`<time datetime="${event.at}">${shortInstant(event.at, page.serverTime)}</time>`,
      dot: DISPUTES.has(event.kind) ? "dispute" : first,
      title: titleOf(event, speech),
      text: words.join(" · "),
      proof: proof(speech, { ...event, ocid: process.ocid }),
    };
  });
}

/** What the notices announce for later: the opening, the end of a disclosure. */
function ahead({ lots, page, process }: ProcessView, { lang, say }: Speech): readonly Entry[] {
  const now = page.serverTime;
  const works = process.regime === "works";
  const entries: Entry[] = [];
  const ends = lots.map((lot) => lot.disclosureTo).filter((day) => day !== undefined);
  for (const day of [...new Set(ends)].toSorted().toReversed()) {
    if (process.state !== "evaluated" || day < dayOf(now)) continue;
    entries.push({
      when: html`<time datetime="${day}">${shortDay(day, now)} 24:00</time>`,
      dot: "ahead",
      title: say("timeline.disclosureEnds"),
      ...(works && { text: say("timeline.disclosureEndsText", { day: longDay(lang, day) }) }),
    });
  }
  const { openingAt } = process;
  if (openingAt !== undefined && Date.parse(openingAt) > Date.parse(now)) {
    entries.push({
      when: html`<time datetime="${openingAt}">${shortInstant(openingAt, now)}</time>`,
      dot: "ahead",
      title: say("timeline.opening"),
      text: say("sealed"),
    });
  }
  return entries;
}

const line = (entry: Entry): Html =>
  html`<li>
    <span class="dot ${entry.dot}" aria-hidden="true"></span>${entry.when}
    <div>
      <b>${entry.title}</b
      >${entry.text !== undefined && entry.text !== "" && html`<p>${entry.text}</p>`}
    </div>
    ${entry.proof}
  </li>`;

/** Section with the events. */
export function timeline(view: ProcessView, speech: Speech): Html {
  const { say } = speech;
  const entries = [...ahead(view, speech), ...past(view, speech)];
  const note = html`<span class="meta">${say("timeline.note")}</span>`;
  const skewed = view.events.filter(({ recordedAt }) => recordedAt !== undefined).length;
  return html`<section aria-labelledby="events">
    ${sectionHead("events", say("process.events"), note)}
    ${
      entries.length === 0
        ? html`<p class="empty">${say("timeline.empty")}</p>`
        : html`<ol class="timeline">
            ${entries.map(line)}
          </ol>`
    }
    ${skewed > 0 && html`<p class="meta">${say("timeline.skewed", { count: skewed })}</p>`}
  </section>`;
}
