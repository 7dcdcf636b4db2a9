/** "我要反映问题": one question a page, without scripts; at the end whether it is possible today, and what to expect. */
import { MATTERS, REGIMES } from "../../../../clocks/src/index.ts";
import { articleMark } from "./article-mark.ts";
import { dayText } from "./format.ts";
import { type Html, html, joinHtml } from "./html.ts";
import { layout } from "./layout.ts";
import {
  DEADLINE,
  DUTIES,
  HOME,
  LIMITS,
  TIPOFF,
  VOICE,
  VOICE_DRAFT,
  VOICE_STATUS,
  VOICE_WRITE,
  WHO,
  withQuery,
} from "./paths.ts";
import type { VoiceView } from "./views.ts";
import { type Speech, speak, type WordKey } from "./words.ts";
import { tellIn } from "./writer-words.ts";

/** What the reader answered so far, in the order of the questions. */
const ANSWERS = [
  "kind",
  "regime",
  "matter",
  "earlier",
  "answered",
  "known",
  "deadline",
  "from",
  "to",
  "ocid",
] as const;

const given = ({ page }: VoiceView): Record<string, string> =>
  Object.fromEntries(
    ANSWERS.flatMap((name) => {
      const value = page.query[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

function choice({ say }: Speech, view: VoiceView, [name, value]: readonly [string, string]): Html {
  const title = `voice.${name}.${value}` as WordKey;
  const about = `voice.${name}.${value}.about` as WordKey;
  const query = given(view);
  return html`<li>
    <a class="choice" href="${withQuery(VOICE, { ...query, [name]: value })}">
      <b>${say(title)}</b>${name === "kind" && html`<span>${say(about)}</span>`}
    </a>
  </li>`;
}

const CHOICES: Readonly<Record<"kind" | "regime", readonly string[]>> = {
  kind: ["enquiry", "challenge", "complaint", "tipoff"],
  regime: REGIMES,
};

function choices(speech: Speech, view: VoiceView, name: "kind" | "regime" | "matter"): Html {
  const isComplaint = view.page.query["kind"] === "complaint";
  const values =
    name === "matter" ? [...MATTERS, ...(isComplaint ? ["other"] : [])] : CHOICES[name];
  return html`<ul class="choices">
    ${values.map((value) => choice(speech, view, [name, value]))}
  </ul>`;
}

function dayField(
  { say }: Speech,
  view: VoiceView,
  [name, label, hint]: readonly [string, WordKey, WordKey?],
): Html {
  return html`<p>
    <label for="${name}">${say(label)}</label>
    <input
      id="${name}"
      name="${name}"
      value="${view.page.query[name] ?? ""}"
      inputmode="numeric"
      placeholder="${view.today}"
      maxlength="40"
    />
    ${hint !== undefined && html`<span class="meta">${say(hint)}</span>`}
  </p>`;
}

const FIELDS: Readonly<
  Record<
    "earlier" | "known" | "deadline" | "publicity",
    readonly (readonly [string, WordKey, WordKey?])[]
  >
> = {
  earlier: [
    ["earlier", "voice.earlier.received"],
    ["answered", "voice.earlier.answered", "voice.earlier.answeredHint"],
  ],
  known: [["known", "voice.known.day", "voice.known.hint"]],
  deadline: [["deadline", "voice.deadline.day"]],
  publicity: [
    ["from", "voice.publicity.from"],
    ["to", "voice.publicity.to"],
  ],
};

function form(speech: Speech, view: VoiceView, step: keyof typeof FIELDS): Html {
  const { say } = speech;
  const fields = FIELDS[step];
  const own = new Set(fields.map(([name]) => name));
  const kept = Object.entries(given(view)).filter(([name]) => !own.has(name));
  return html`<form class="voice-form" action="${VOICE}" method="get">
    ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    ${fields.map((field) => dayField(speech, view, field))}
    ${view.state.isBad && html`<p class="field-error" role="alert">${say(`voice.bad.${step}` as WordKey)}</p>`}
    <p class="acts">
      <button class="button">${say("voice.next")}</button>
      ${
        step === "earlier" &&
        html`<a
          class="button plain"
          href="${withQuery(VOICE, { ...Object.fromEntries(kept), earlier: "none" })}"
          >${say("voice.earlier.none")}</a
        >`
      }
    </p>
  </form>`;
}

type Answer = NonNullable<VoiceView["state"]["answer"]>;

function first(speech: Speech, view: VoiceView, { window, act }: Answer): Html | false {
  const { say } = speech;
  if (window.reason !== "challenge-first" && window.reason !== "objection-first") return false;
  return html`<p>
    <a
      class="button"
      href="${withQuery(VOICE, { kind: "challenge", regime: act.regime, matter: act.matter })}"
      >${say(`voice.go.${window.reason}`)}</a
    >
  </p>`;
}

function expected(speech: Speech, { act, window, expected: found }: Answer): Html | false {
  const { say } = speech;
  if (window.state !== "open") return false;
  const { binding } = found;
  const asked = {
    kind: act.kind,
    regime: act.regime,
    matter: act.matter === "other" ? undefined : act.matter,
    event: act.on,
    accepted: act.on,
  };
  return html`<section class="box">
    <h2 class="small">${say("voice.expected")}</h2>
    <p>
      ${
        binding === null
          ? say("voice.expectedNone")
          : binding.due === null
            ? say("voice.expectedUnknown")
            : say("voice.expectedDay", {
                day: dayText(speech, binding.due),
                clock: say(`deadline.clock.${binding.clock}` as WordKey),
              })
      }
    </p>
    <p><a href="${withQuery(DEADLINE, asked)}">${say("voice.howCounted")}</a></p>
  </section>`;
}

/** The form stands with the inner hosts: these addresses are theirs (docs/operations/roles.md). */
function write(view: VoiceView, state: string): Html {
  const tell = tellIn(view.page.lang);
  const isOpen = state === "open" || state === "unknown";
  return html`<p class="acts">
      <a class="button ${!isOpen && "plain"}" href="${withQuery(VOICE_WRITE, given(view))}"
        >${tell(isOpen ? "start.button" : "start.outside")}</a
      >
    </p>
    ${!isOpen && html`<p class="note">${tell("start.outsideHint")}</p>`}`;
}

/** For those who have a receipt code already. */
function coded({ page }: VoiceView): Html {
  const tell = tellIn(page.lang);
  return html`<p class="links">
    <a href="${VOICE_STATUS}">${tell("start.status")}</a>
    <a href="${VOICE_DRAFT}">${tell("start.draft")}</a>
  </p>`;
}

function result(speech: Speech, view: VoiceView, answer: Answer): Html {
  const { say } = speech;
  const { window, act } = answer;
  const { state, reason, firstOn, lastOn, doubts } = window;
  const isAboutPeople = act.kind === "tipoff";
  return html`<div class="voice-answer ${state}">
    <h1>${say(`voice.state.${state}`)}</h1>
    <p class="lead">${say(`voice.reason.${reason}`)}</p>
    ${
      isAboutPeople &&
      html`<p class="box"><b>${say("voice.officials")}</b></p>
        <p><a class="button" href="${TIPOFF}">${say("voice.tipoff")}</a></p>`
    }
    ${act.kind === "complaint" && html`<p class="note">${say("voice.signed")}</p>`}
    ${first(speech, view, answer)}
    ${
      (firstOn !== null || lastOn !== null) &&
      html`<dl class="facts">
        ${
          firstOn !== null &&
          html`<div>
            <dt>${say("voice.firstOn")}</dt>
            <dd>${dayText(speech, firstOn)}</dd>
          </div>`
        }
        ${
          lastOn !== null &&
          html`<div>
            <dt>${say("voice.lastOn")}</dt>
            <dd>${dayText(speech, lastOn)}</dd>
          </div>`
        }
      </dl>`
    }
    ${doubts.map((doubt) => html`<p class="note">${say(`voice.doubt.${doubt}`)}</p>`)}
    ${expected(speech, answer)}
    ${
      answer.basis.length > 0 &&
      html`<p class="meta">
        ${say("voice.basis")}${joinHtml(
          answer.basis.map((article) => articleMark(speech, article)),
          "；",
        )}
      </p>`
    }
    ${!isAboutPeople && write(view, state)}
    <p class="links">
      <a href="${WHO}">${say("voice.who")}</a> <a href="${VOICE}">${say("voice.again")}</a>
    </p>
    <p class="note">${say("voice.note")}</p>
  </div>`;
}

/** Renders the next question, or the answer. */
export function renderVoice(view: VoiceView): string {
  const { page, state } = view;
  const speech = speak(page.lang);
  const { say } = speech;
  const { step, answer } = state;
  const question = () =>
    html`<h1>${say(`voice.question.${step}` as WordKey)}</h1>
      ${step === "kind" && html`<p class="lead">${say("voice.lead")}</p>`}
      ${step === "kind" || step === "regime" || step === "matter" ? choices(speech, view, step) : step !== "answer" && form(speech, view, step)}
      ${step === "kind" && coded(view)}
      ${step === "kind" && html`<p class="links"><a href="${LIMITS}">${say("limits.link")}</a></p>`}
      ${step !== "kind" && html`<p class="links"><a href="${VOICE}">${say("voice.again")}</a></p>`}`;
  const body = html`<div class="narrow">
    <p class="crumbs">
      <a href="${HOME}">${say("nav.home")}</a> / <a href="${DUTIES}">${say("nav.duties")}</a>
    </p>
    ${answer === null ? question() : result(speech, view, answer)}
  </div>`;
  return layout(page, { title: say("voice.title"), body, current: DUTIES });
}
