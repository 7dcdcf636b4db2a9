/** "Check this answer": the box on a page; the work is done in the reader's browser by islands/verify.ts. */
import english from "../../../../locales/en/verifier.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/verifier.json" with { type: "json" };
import type { AnswerShown } from "./answer-views.ts";
import { type Html, html, jsonBlock } from "./html.ts";
import { kindTitles } from "./kinds.ts";
import type { LogStatus } from "./views.ts";
import { type Speech, type WordKey } from "./words.ts";

export const ANSWER_SCRIPT = "/static/islands/verify.js";

const ISLAND_KEYS = [
  "answer.again",
  "answer.working",
  "answer.done",
  "answer.fetchFailed",
  "answer.pageDiffers",
  "answer.pageSame",
  "answer.upTo",
  "answer.keptBack",
  "answer.details",
  "answer.key.process",
  "answer.key.firm",
  "answer.key.department",
  "island.proves",
  "island.provesNothing",
  "island.notProves",
  "island.checks",
  "island.holds",
  "island.fails",
  "island.unread",
  "island.keyFromPage",
] as const satisfies readonly WordKey[];

/** Codes that the verifier words for a reader who named the key; here the page names it. */
const HERE = {
  "log-key": "here.log-key",
  "check.key": "here.check.key",
  "certificate.key-trusted": "here.certificate.key-trusted",
  "certificate.key-not-trusted": "here.certificate.key-not-trusted",
} as const satisfies Readonly<Record<string, WordKey>>;

const FOREIGN = /^(cli|sm2|ed25519|bytes|canonical-json|certificate|fact)\./u;

function wordsFor({ lang, template }: Speech): Readonly<Record<string, string>> {
  const sentences: Readonly<Record<string, string>> = lang === "en" ? english : chinese;
  const spoken = Object.entries(sentences).filter(([code]) => !FOREIGN.test(code));
  const here = Object.entries(HERE).map(([code, key]) => [code, template(key)] as const);
  const own = ISLAND_KEYS.map((key) => [key, template(key)] as const);
  return Object.fromEntries([...spoken, ...here, ...own]);
}

export interface AnswerBox {
  readonly key: string;
  readonly shown: AnswerShown;
  readonly log: LogStatus | null;
}

/** The box with what it needs; one on a page. */
export function answerBox({ key, shown, log }: AnswerBox, speech: Speech): Html {
  const { lang, say } = speech;
  const command = `mingjing query ${key} --server URL --verify`;
  return html`<section class="box answer" id="answer-box">
    <h2>${say("answer.title")}</h2>
    <p class="soft">${say("answer.lead")}</p>
    <div
      id="answer"
      data-lang="${lang}"
      data-key="${key}"
      data-vkey="${log?.vkey}"
      data-url="/api/public/answers?key=${encodeURIComponent(key)}"
      hidden
    >
      <p class="acts">
        <button type="button" class="button" data-act="answer">${say("answer.act")}</button>
      </p>
      <p class="status" role="status" aria-live="polite" data-role="answer-status"></p>
      <div data-role="answer-report"></div>
    </div>
    <div id="answer-off">
      <p class="soft">${say("answer.noScript")}</p>
      <pre class="code" tabindex="0"><code>${command}</code></pre>
    </div>
    ${jsonBlock("verifier-words", wordsFor(speech))}
    ${jsonBlock("verifier-kinds", kindTitles(lang))} ${jsonBlock("answer-shown", shown)}
  </section>`;
}
