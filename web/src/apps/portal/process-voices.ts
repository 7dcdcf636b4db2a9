/** "对这个项目有话说": what can be brought forward about a process today, until when, and what cannot any more. */
import { dayText, longDay } from "./format.ts";
import { type Html, html } from "./html.ts";
import { TIPOFF, VOICE, withQuery } from "./paths.ts";
import type { OfferedVoice, ProcessView } from "./views.ts";
import type { Speech } from "./words.ts";

function offer(speech: Speech, { matter, state, firstOn, lastOn, query }: OfferedVoice) {
  const { lang, say } = speech;
  const address = withQuery(VOICE, query);
  if (state === "open")
    return html`<p>
      <a class="button" href="${address}">${say(`voices.act.${matter}`)}</a>
      ${lastOn !== null && html`<span class="meta">${say("voices.until", { day: dayText(speech, lastOn) })}</span>`}
    </p>`;
  const [key, day] =
    state === "notYet"
      ? ([`voices.from.${matter}`, firstOn] as const)
      : ([`voices.over.${matter}`, lastOn] as const);
  return html`<p class="soft">
    ${say(key, { day: day === null ? "" : longDay(lang, day) })}
    <a href="${address}">${say("voices.why")}</a>
  </p>`;
}

/** Other ways stand below whatever the day. */
export function voicesBox({ process, voices }: ProcessView, speech: Speech): Html {
  const { say } = speech;
  const { ocid, regime } = process;
  const wishes =
    regime === "works"
      ? (["complaint", "enquiry"] as const)
      : (["challenge", "complaint", "enquiry"] as const);
  return html`<section class="box" id="voices">
    <h2>${say("voices.title")}</h2>
    ${voices.map((voice) => offer(speech, voice))}
    <p class="links">
      ${wishes.map((kind) => html`<a href="${withQuery(VOICE, { kind, regime, ocid })}">${say(`voices.go.${kind}`)}</a> `)}
      <a href="${TIPOFF}">${say("voices.go.tipoff")}</a>
    </p>
  </section>`;
}
