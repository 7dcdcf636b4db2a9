/** The form of a voice: which project, then what, then who. Works without scripts; the island adds and removes items. */
import { dayText, longInstant } from "./format.ts";
import { type Html, html, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { DEADLINE, DUTIES, TIPOFF, VOICE, VOICE_WRITE, withQuery } from "./paths.ts";
import type { Page } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";
import type { VoiceFormView, VoiceProjectView } from "./writer-views.ts";
import { type Tell, tellIn, wordIn, type WriterWord } from "./writer-words.ts";

interface Said {
  readonly speech: Speech;
  readonly tell: Tell;
}

const said = ({ lang }: Page): Said => ({ speech: speak(lang), tell: tellIn(lang) });

/** Renders the question which project it is about. */
export function renderVoiceProject(view: VoiceProjectView): string {
  const { page, answers, q, projects } = view;
  const { tell } = said(page);
  const body = html`<div class="narrow writer">
    <p class="crumbs">
      <a href="${withQuery(VOICE, answers)}">${speak(page.lang).say("voice.title")}</a>
    </p>
    <h1>${tell("project.title")}</h1>
    <p class="lead">${tell("project.lead")}</p>
    <form class="search" role="search" action="${VOICE_WRITE}" method="get">
      ${hidden(answers)}
      <label class="hidden-text" for="q">${tell("project.label")}</label>
      <input
        id="q"
        name="q"
        type="search"
        maxlength="100"
        value="${q ?? ""}"
        placeholder="${tell("project.label")}"
      /><button>${tell("project.search")}</button>
    </form>
    ${
      projects.length > 0 &&
      html`<h2 class="small">${tell("project.results")}</h2>
        <ul class="choices">
          ${projects.map(
            ({ ocid, title, entity }) =>
              html`<li>
                <a class="choice" href="${withQuery(VOICE_WRITE, { ...answers, ocid })}"
                  ><b>${title}</b><span>${entity} <code>${ocid}</code></span></a
                >
              </li>`,
          )}
        </ul>`
    }
    ${q !== undefined && projects.length === 0 && html`<p class="note" role="status">${tell("project.none")}</p>`}
    <p class="links">
      <a href="${withQuery(VOICE_WRITE, { ...answers, ocid: "none" })}"
        >${tell("project.without")}</a
      >
    </p>
  </div>`;
  return layout(page, { title: tell("project.title"), body, current: DUTIES });
}

const hidden = (values: Readonly<Record<string, string>>): Html[] =>
  Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );

function windowText({ speech, tell }: Said, { window }: VoiceFormView): Html {
  const { state, lastOn } = window;
  const day = lastOn === null ? "" : dayText(speech, lastOn);
  const isDated = lastOn !== null && (state === "open" || state === "closed");
  const key: WriterWord = isDated
    ? state === "open"
      ? "form.window.openUntil"
      : "form.window.closedOn"
    : `form.window.${state}`;
  return html`<p class="writer-window ${state}">${tell(key, { day })}</p>`;
}

function expectedText({ speech, tell }: Said, { act, expected }: VoiceFormView): Html | false {
  const { binding } = expected;
  if (binding === null || binding.due === null) return false;
  const clock = speech.say(`deadline.clock.${binding.clock}` as WordKey);
  const { kind, regime, matter, on } = act;
  const asked = {
    kind,
    regime,
    matter: matter === "other" ? undefined : matter,
    event: on,
    accepted: on,
  };
  return html`<p>
    ${tell("form.expected", { day: dayText(speech, binding.due), clock })}
    <a href="${withQuery(DEADLINE, asked)}" target="_blank">${tell("form.howCounted")}</a>
  </p>`;
}

interface FieldSetup {
  readonly name: string;
  readonly max: number;
  readonly long?: true;
  readonly hint?: true;
  readonly optional?: true;
  readonly kind?: string;
}

const valueOf = ({ fields }: VoiceFormView, name: string, index = 0): string =>
  fields[name]?.[index] ?? "";

function field({ tell }: Said, view: VoiceFormView, setup: FieldSetup): Html {
  const { name, max, long, hint, optional, kind } = setup;
  const fault = view.faults[name];
  const value = valueOf(view, name);
  const described = [hint && `${name}-hint`, fault && `${name}-fault`].filter(Boolean).join(" ");
  const marks = raw(
    `${described === "" ? "" : ` aria-describedby="${described}"`}${fault === undefined ? "" : ' aria-invalid="true"'}`,
  );
  return html`<div class="writer-field ${fault !== undefined && "bad"} ${kind ?? ""}">
    <label for="${name}"
      >${tell(`form.field.${name}` as WriterWord)}${optional && html` <span class="meta">${tell("form.optional")}</span>`}</label
    >
    ${hint && html`<span class="meta" id="${name}-hint">${tell(`form.hint.${name}` as WriterWord)}</span>`}
    ${
      long
        ? html`<textarea id="${name}" name="${name}" rows="3" maxlength="${max}" ${marks}>
${value}</textarea>`
        : html`<input id="${name}" name="${name}" value="${value}" maxlength="${max}" ${marks} />`
    }
    ${fault !== undefined && html`<p class="field-error" id="${name}-fault" role="alert">${tell(`fault.${fault}`)}</p>`}
  </div>`;
}

function items({ tell }: Said, view: VoiceFormView): Html {
  const fault = view.faults["claim"];
  const claims = (view.fields["claim"] ?? []).filter((claim) => claim.trim() !== "");
  return html`<fieldset class="writer-items ${fault !== undefined && "bad"}" id="items">
    <legend>${tell("form.claims")}</legend>
    <p class="meta">${tell("form.hint.claims")}</p>
    ${fault !== undefined && html`<p class="field-error" role="alert">${tell(`fault.${fault}`)}</p>`}
    <ol>
      ${Array.from({ length: view.items }, (_, index) => index).map(
        (index) =>
          html`<li>
            <label for="claim-${index + 1}">${tell("form.field.claim", { n: index + 1 })}</label>
            <textarea id="claim-${index + 1}" name="claim" rows="3" maxlength="2000">
${claims[index] ?? ""}</textarea>
          </li>`,
      )}
    </ol>
    <p>
      <button class="button plain" name="do" value="more" formnovalidate id="more">
        ${tell("form.more")}
      </button>
    </p>
  </fieldset>`;
}

function who(known: Said, view: VoiceFormView): Html {
  const { tell } = known;
  const isPerson = valueOf(view, "writer") === "person";
  const choice = (value: "organisation" | "person", isChosen: boolean) =>
    html`<label class="writer-choice"
      ><input
        type="radio"
        name="writer"
        value="${value}"
        ${isChosen && raw(" checked")}
      />${tell(`form.${value}`)}</label
    >`;
  return html`<fieldset>
    <legend>${tell("form.who")}</legend>
    <p class="writer-choices">${choice("organisation", !isPerson)} ${choice("person", isPerson)}</p>
    ${field(known, view, { name: "name", max: 200, hint: true })}
    ${field(known, view, { name: "uscc", max: 18, hint: true, kind: "of-organisation" })}
    ${field(known, view, { name: "idCard", max: 18, hint: true, kind: "of-person" })}
    ${field(known, view, { name: "contactName", max: 40, hint: true, kind: "of-organisation" })}
    ${field(known, view, { name: "phone", max: 20 })}
    ${field(known, view, { name: "address", max: 200, optional: true })}
    <p class="note">${tell("form.privacy")}</p>
  </fieldset>`;
}

function noticeOf({ speech, tell }: Said, { notice }: VoiceFormView): Html | false {
  if (notice === null) return false;
  const isBad = notice.kind !== "kept" && notice.kind !== "found";
  return html`<p class="box writer-notice ${isBad && "bad"}" role="${isBad ? "alert" : "status"}">
    ${noticeText(notice, { speech, tell })}
  </p>`;
}

function noticeText(notice: NonNullable<VoiceFormView["notice"]>, { speech, tell }: Said): string {
  if (notice.kind === "kept")
    return tell("notice.kept", { day: longInstant(speech.lang, notice.until) });
  if (notice.kind === "slow") return tell("notice.slow", { minutes: notice.minutes });
  if (notice.kind !== "file") return tell(`notice.${notice.kind}`);
  const { name, reason } = notice;
  return (wordIn(speech.lang, `notice.file.${reason}`) ?? tell("notice.file.kind")).replace(
    "{name}",
    name,
  );
}

function projectLine({ tell }: Said, { project, answers }: VoiceFormView): Html {
  return html`<p class="writer-project">
    ${project === null ? tell("form.noProject") : html`<b>${project.title}</b> <code>${project.ocid}</code>`}
    <a href="${withQuery(VOICE_WRITE, answers)}">${tell("form.change")}</a>
  </p>`;
}

function form(known: Said, view: VoiceFormView): Html {
  const { tell } = known;
  const { act, answers, project, code, token, bits } = view;
  return html`<form
    class="writer-form"
    id="voice-form"
    action="${VOICE_WRITE}"
    method="post"
    enctype="multipart/form-data"
    data-bits="${bits}"
    data-preparing="${tell("form.preparing")}"
    data-sending="${tell("form.sending")}"
    data-add="${tell("form.add")}"
    data-remove="${tell("form.remove")}"
    data-item="${tell("form.field.claim", { n: "{n}" })}"
  >
    ${hidden({ ...answers, ocid: project?.ocid ?? "none", code, token, work: "" })}
    <button class="writer-default" name="do" value="send" tabindex="-1" aria-hidden="true">
      ${tell("form.send")}
    </button>
    <fieldset>
      <legend>${tell("form.what")}</legend>
      ${field(known, view, { name: "title", max: 200, hint: true })} ${items(known, view)}
      ${field(known, view, { name: "wish", max: 2000, long: true, optional: true })}
      ${field(known, view, { name: "against", max: 200, hint: true, optional: true })}
      <div class="writer-field">
        <label for="files">${tell("form.files")}</label>
        <span class="meta" id="files-hint">${tell("form.hint.files")}</span>
        ${act.kind === "complaint" && html`<p class="note">${tell("form.signed")}</p>`}
        <input
          id="files"
          name="files"
          type="file"
          multiple
          accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd,.mp4,.zip"
          aria-describedby="files-hint"
        />
      </div>
    </fieldset>
    ${who(known, view)}
    <section class="box writer-code">
      <h2 class="small">${tell("form.code")}</h2>
      <p class="receipt-code"><code>${code}</code></p>
      <p class="meta">${tell("form.codeHint")}</p>
    </section>
    <p class="acts">
      <button class="button" name="do" value="send">${tell("form.send")}</button>
      <button class="button plain" name="do" value="draft" formnovalidate>
        ${tell("form.keep")}
      </button>
    </p>
    <p role="status" id="voice-status"></p>
  </form>`;
}

/** Renders the form, with what was typed and what is wrong with it. */
export function renderVoiceForm(view: VoiceFormView): string {
  const { page, act } = view;
  const known = said(page);
  const { tell } = known;
  const title = tell(`form.title.${act.kind}` as WriterWord);
  const body = html`<div class="narrow writer">
    <p class="crumbs"><a href="${VOICE}">${speak(page.lang).say("voice.title")}</a></p>
    <h1>${title}</h1>
    ${noticeOf(known, view)} ${projectLine(known, view)}
    <div class="box">${windowText(known, view)} ${expectedText(known, view)}</div>
    <p class="meta">${tell("form.anonymous")} <a href="${TIPOFF}">${tell("form.tipoff")}</a></p>
    ${form(known, view)}
  </div>`;
  return layout(page, {
    title,
    body,
    current: DUTIES,
    scripts: ["/static/islands/voice.js"],
  });
}
