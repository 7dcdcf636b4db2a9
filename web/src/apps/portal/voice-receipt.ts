/** The receipt of a voice, and the page on which a code is asked for. */
import { dayText, longInstant } from "./format.ts";
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";
import { DUTIES, VOICE, VOICE_DRAFT, VOICE_STATUS } from "./paths.ts";
import { speak, type WordKey } from "./words.ts";
import type { CodeView, VoiceReceiptPage } from "./writer-views.ts";
import { tellIn, wordIn } from "./writer-words.ts";

const line = (term: string, content: Html | string | false): Html | false =>
  content !== false &&
  html`<div>
    <dt>${term}</dt>
    <dd>${content}</dd>
  </div>`;

/** Renders what was received; the same for the same form sent again. */
export function renderVoiceReceipt(view: VoiceReceiptPage): string {
  const { page, number, code, receivedAt, unit, title, digest, binding, similar, files } = view;
  const { say, lang } = speak(page.lang);
  const tell = tellIn(page.lang);
  const due = binding?.due ?? null;
  const dueText =
    binding !== null &&
    due !== null &&
    tell("receipt.dueText", {
      day: dayText({ lang }, due),
      clock: say(`deadline.clock.${binding.clock}` as WordKey),
    });
  const body = html`<div class="narrow writer">
    <p class="crumbs"><a href="${VOICE}">${speak(page.lang).say("voice.title")}</a></p>
    <h1>${tell("receipt.title")}</h1>
    <p class="lead">${tell("receipt.lead")}</p>
    <section class="box receipt">
      <dl class="facts">
        ${line(tell("receipt.number"), html`<b class="receipt-number">${number}</b>`)}
        ${line(tell("receipt.code"), html`<code class="receipt-code">${code}</code>`)}
        ${line(tell("receipt.time"), longInstant(lang, receivedAt))}
        ${line(tell("receipt.about"), title)} ${line(tell("receipt.unit"), unit)}
        ${line(tell("receipt.due"), dueText)}
        ${line(tell("receipt.window"), wordIn(lang, `form.window.${view.window}`) ?? view.window)}
        ${line(tell("receipt.files"), files.length > 0 && files.join(lang === "en" ? ", " : "、"))}
        ${line(tell("receipt.digest"), html`<code class="receipt-digest">${digest}</code><span class="meta">${tell("receipt.digestHint")}</span>`)}
      </dl>
      <div id="receipt-qr" data-text="${number} ${digest}" data-label="${tell("receipt.qr")}"></div>
    </section>
    ${similar.length > 0 && html`<p class="note">${tell("receipt.similar", { numbers: similar.join(lang === "en" ? ", " : "、") })}</p>`}
    <form class="acts" action="${VOICE_STATUS}" method="post">
      <input type="hidden" name="code" value="${code}" />
      <button class="button">${tell("receipt.status")}</button>
      <span class="meta" id="receipt-print" data-print="${tell("receipt.print")}"
        >${tell("receipt.printHint")}</span
      >
    </form>
  </div>`;
  return layout(page, {
    title: tell("receipt.title"),
    body,
    current: DUTIES,
    scripts: ["/static/islands/voice.js"],
  });
}

/** Renders the question for a code; a wrong one reads the same whatever is wrong with it. */
export function renderCode({ page, about, problem }: CodeView): string {
  const tell = tellIn(page.lang);
  const title = tell(`code.${about}.title`);
  const body = html`<div class="narrow writer">
    <p class="crumbs"><a href="${VOICE}">${speak(page.lang).say("voice.title")}</a></p>
    <h1>${title}</h1>
    <p class="lead">${tell(`code.${about}.lead`)}</p>
    <form
      class="writer-form"
      action="${about === "status" ? VOICE_STATUS : VOICE_DRAFT}"
      method="post"
    >
      <div class="writer-field ${problem !== null && "bad"}">
        <label for="code">${tell("code.label")}</label>
        <span class="meta" id="code-hint">${tell("code.hint")}</span>
        <input
          id="code"
          name="code"
          maxlength="40"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck="false"
          required
          aria-describedby="code-hint"
        />
        ${problem !== null && html`<p class="field-error" role="alert">${tell(`code.${problem}`)}</p>`}
      </div>
      <p class="acts"><button class="button">${tell("code.button")}</button></p>
    </form>
  </div>`;
  return layout(page, { title, body, current: DUTIES });
}
