/** The page behind a receipt code: where the matter stands, in plain words, with every date and the reply. */
import { clockSection } from "./deadline.ts";
import { dayText, longDay, longInstant } from "./format.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { layout } from "./layout.ts";
import { DUTIES, VOICE, VOICE_STATUS } from "./paths.ts";
import { type Speech, speak, type WordKey } from "./words.ts";
import type { WriterView } from "./writer-views.ts";
import { type Tell, tellIn, wordIn, type WriterWord } from "./writer-words.ts";

interface Known {
  readonly speech: Speech;
  readonly tell: Tell;
  readonly view: WriterView;
}

type Voice = WriterView["voice"];

function due({ speech, tell, view: { voice } }: Known): Html | false {
  const { explanation } = voice;
  if (explanation === null) return false;
  const { binding } = explanation;
  if (binding === null) return html`<p>${tell("status.dueNone")}</p>`;
  if (binding.due === null) return html`<p>${tell("status.dueUnknown")}</p>`;
  const clock = speech.say(`deadline.clock.${binding.clock}` as WordKey);
  return html`<p class="writer-due">
    <b
      ><time datetime="${binding.due}"
        >${tell("status.due", { day: dayText(speech, binding.due) })}</time
      ></b
    >
    ${tell("status.dueText", { clock })}
  </p>`;
}

function head(known: Known): Html {
  const { speech, tell, view } = known;
  const { state, stateSince, unit } = view.voice;
  const isUnknown = state === "returned" || unit === "";
  return html`<section class="box writer-state ${state}">
    <h2>${tell(`status.state.${state}`)}</h2>
    <p class="meta">${tell("status.since", { time: longInstant(speech.lang, stateSince) })}</p>
    <p>${tell("status.unit")}: <b>${isUnknown ? tell("status.unitNone") : unit}</b></p>
    ${acceptance(known)} ${transfer(known)} ${due(known)}
    <p>${tell(`status.next.${state}`)}</p>
  </section>`;
}

function acceptance({ speech, tell, view: { voice } }: Known): Html | false {
  const { acceptance: decided, state } = voice;
  if (decided === undefined || (state !== "refused" && state !== "correcting")) return false;
  const { ground, text } = decided;
  const reason = ground === undefined ? undefined : wordIn(speech.lang, `refusal.${ground}`);
  return html`<div class="writer-decided">
    ${reason !== undefined && html`<p>${tell("status.refusedBecause", { ground: reason })}</p>`}
    ${state === "correcting" && html`<h3>${tell("status.correction")}</h3>`}
    ${text !== undefined && html`<p class="writer-text">${text}</p>`}
  </div>`;
}

function transfer({ speech, tell, view: { voice } }: Known): Html | false {
  const { transferredTo: to } = voice;
  if (to === undefined) return false;
  const { number, unit, receivedAt } = to;
  return html`<div class="writer-decided">
    <p>
      ${tell("status.transferred", { number, unit: unit.name, time: longInstant(speech.lang, receivedAt) })}
    </p>
    <p>${tell("status.transferredClock")}</p>
  </div>`;
}

function pauses({ speech, tell, view: { voice } }: Known): Html | false {
  if (voice.pauses.length === 0) return false;
  const { lang } = speech;
  return html`<section>
    <h2 class="small">${tell("status.pauses")}</h2>
    <ul>
      ${voice.pauses.map(({ ground, from, to, expectedEnd, document }) => {
        const params = {
          from: longDay(lang, from),
          to: longDay(lang, to ?? expectedEnd),
          ground: wordIn(lang, `ground.${ground}`) ?? ground,
          document,
        };
        return html`<li>
          ${tell(to === undefined ? "status.pauseOpen" : "status.pause", params)}
        </li>`;
      })}
    </ul>
  </section>`;
}

function days({ speech, tell, view: { voice } }: Known): Html | false {
  const { explanation, question, entered } = voice;
  if (explanation === null || explanation.clocks.length === 0) return false;
  const { say } = speech;
  return html`<section>
      <h2>${tell("status.days")}</h2>
      <p
        class="box"
        id="recount"
        role="status"
        data-same="${say("deadline.recountSame")}"
        data-other="${say("deadline.recountOther")}"
      >
        ${say("deadline.recount")}
      </p>
      ${explanation.clocks.map((clock) => clockSection(speech, clock, explanation))}
    </section>
    ${jsonBlock("deadline-data", {
      question,
      binding: explanation.binding,
      due: explanation.clocks.map(({ id, due: day }) => [id, day]),
      entered,
    })}`;
}

type Reply = NonNullable<Voice["reply"]>;

function service({ speech, tell }: Known, { service: served, readAt }: Reply): string {
  const { way, servedOn, proof = "" } = served;
  if (way === "platform")
    return tell("status.service.platform", {
      time: readAt === undefined ? "" : longInstant(speech.lang, readAt),
    });
  return tell(`status.service.${way}`, { day: longDay(speech.lang, servedOn), proof });
}

function reply(known: Known): Html | false {
  const { speech, tell, view } = known;
  const given = view.voice.reply;
  if (given === undefined) return false;
  const { lang } = speech;
  return html`<section class="writer-reply">
    <h2>${tell("status.reply")}</h2>
    <p class="meta">
      ${tell("status.letter", { letterNo: given.letterNo, day: longDay(lang, given.decidedOn) })}
    </p>
    <ol class="writer-findings">
      ${view.voice.claims.map((claim, index) => finding(known, given, { claim, index }))}
    </ol>
    <h3>${tell("status.decision")}</h3>
    <p class="writer-text">${given.decision}</p>
    ${
      given.deadlineMove !== undefined &&
      html`<p class="writer-text">
        ${tell("status.deadlineMove", { was: longDay(lang, given.deadlineMove.was), earliest: longDay(lang, given.deadlineMove.earliest) })}
      </p>`
    }
    <p class="note">${service(known, given)}</p>
    ${
      given.appeals.length > 0 &&
      html`<h3>${tell("status.appeals")}</h3>
        <ul>
          ${given.appeals.map(
            ({ way, until }) =>
              html`<li>
                ${tell(`status.appeal.${way}`, { day: until === null ? tell("status.appealUnknown") : dayText(speech, until) })}
              </li>`,
          )}
        </ul>`
    }
  </section>`;
}

function finding(
  { tell, speech: { lang } }: Known,
  { findings }: Reply,
  { claim, index }: { readonly claim: string; readonly index: number },
): Html {
  const found = findings.find((one) => one.claim === index);
  return html`<li>
    <p class="writer-claim">${claim}</p>
    ${
      found === undefined
        ? html`<p class="field-error">${tell("status.unanswered")}</p>`
        : html`<p><span class="tag">${tell(`status.result.${found.result}`)}</span></p>
            <p class="writer-text">${found.text}</p>
            ${found.articles.length > 0 && html`<p class="meta">${tell("status.basis", { articles: found.articles.join(lang === "en" ? ", " : "、") })}</p>`}`
    }
  </li>`;
}

const codeField = ({ view: { code } }: Known): Html =>
  html`<input type="hidden" name="code" value="${code}" />`;

function correction(known: Known): Html | false {
  const { tell, view } = known;
  if (!view.voice.mayCorrect) return false;
  return html`<form
    class="writer-form box"
    action="${VOICE_STATUS}/correct"
    method="post"
    enctype="multipart/form-data"
  >
    ${codeField(known)}
    <div class="writer-field">
      <label for="text">${tell("status.correctText")}</label>
      <textarea id="text" name="text" rows="4" maxlength="4000"></textarea>
    </div>
    <details>
      <summary>${tell("status.correctClaims")}</summary>
      ${view.voice.claims.map(
        (_, index) =>
          html`<div class="writer-field">
            <label for="claim-${index + 1}">${tell("form.field.claim", { n: index + 1 })}</label>
            <textarea id="claim-${index + 1}" name="claim" rows="3" maxlength="2000"></textarea>
          </div>`,
      )}
    </details>
    <div class="writer-field">
      <label for="files">${tell("status.correctFiles")}</label>
      <span class="meta">${tell("form.hint.files")}</span>
      <input id="files" name="files" type="file" multiple />
    </div>
    <p class="acts"><button class="button">${tell("status.correctButton")}</button></p>
  </form>`;
}

function withdrawal(known: Known): Html | false {
  const { tell, view } = known;
  if (!view.voice.mayWithdraw) return false;
  return html`<details class="writer-withdraw">
    <summary>${tell("status.withdraw")}</summary>
    <form class="writer-form" action="${VOICE_STATUS}/withdraw" method="post">
      ${codeField(known)}
      <p>${tell("status.withdrawLead")}</p>
      <div class="writer-field">
        <label for="why"
          >${tell("status.withdrawText")} <span class="meta">${tell("form.optional")}</span></label
        >
        <input id="why" name="text" maxlength="2000" />
      </div>
      <label class="writer-choice"
        ><input
          type="checkbox"
          name="sure"
          value="yes"
          required
        />${tell("status.withdrawSure")}</label
      >
      <p class="acts"><button class="button plain">${tell("status.withdrawButton")}</button></p>
    </form>
  </details>`;
}

function written({ speech, tell, view: { voice } }: Known): Html {
  return html`<section>
    <h2 class="small">${tell("status.what")}</h2>
    <p><b>${voice.title}</b></p>
    <ol>
      ${voice.claims.map((claim) => html`<li class="writer-text">${claim}</li>`)}
    </ol>
    ${voice.files.length > 0 && html`<p class="meta">${tell("status.files", { names: voice.files.join(speech.lang === "en" ? ", " : "、") })}</p>`}
    <p class="meta">${tell("status.received")} ${longInstant(speech.lang, voice.receivedAt)}</p>
  </section>`;
}

const DONE: Readonly<Record<NonNullable<WriterView["done"]>, WriterWord>> = {
  withdrawn: "status.withdrawn",
  corrected: "status.corrected",
  refused: "status.notDone",
};

/** Renders the writer's page. */
export function renderWriter(view: WriterView): string {
  const { page, voice, done } = view;
  const known: Known = { speech: speak(page.lang), tell: tellIn(page.lang), view };
  const { tell } = known;
  const hasDates =
    voice.explanation?.binding?.due != null ||
    (voice.reply?.appeals ?? []).some(({ until }) => until !== null);
  const title = tell("status.title", { number: voice.number });
  const body = html`<div class="narrow writer">
    <p class="crumbs"><a href="${VOICE}">${known.speech.say("voice.title")}</a></p>
    <h1>${title}</h1>
    ${done !== null && html`<p class="box writer-notice ${done === "refused" && "bad"}" role="${done === "refused" ? "alert" : "status"}">${tell(DONE[done])}</p>`}
    ${head(known)} ${correction(known)} ${reply(known)} ${pauses(known)}
    ${
      hasDates &&
      html`<form class="acts" action="${VOICE_STATUS}/calendar" method="post">
        ${codeField(known)}<button class="button plain">${tell("status.calendar")}</button>
      </form>`
    }
    ${written(known)} ${days(known)} ${withdrawal(known)}
    <p class="links"><a href="${VOICE_STATUS}">${tell("status.again")}</a></p>
  </div>`;
  return layout(page, {
    title,
    body,
    current: DUTIES,
    ...(voice.explanation === null ? {} : { scripts: ["/static/islands/deadline.js"] }),
  });
}
