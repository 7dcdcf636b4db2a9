/**
 * "Check this answer": fetches the answer with its proof, verifies it here, compares its records with what this page was made
 * from, and says what was proved and what not.
 */
import {
  type AnswerReport,
  comparePage,
  type PageDifference,
  type Params,
  verifyAnswer,
} from "../../../../verifier/src/index.ts";
import { element } from "./element.ts";
import { readWords, type Words } from "./words.ts";

interface Box {
  readonly root: HTMLElement;
  readonly words: Words;
  readonly url: string;
  readonly vkey: string | undefined;
}

interface Found {
  readonly report: AnswerReport;
  /** Only looked at when the answer itself holds. */
  readonly differences: readonly PageDifference[];
}

const VERDICT = "answer-verdict";

function shownOnPage(): unknown {
  return JSON.parse(document.getElementById("answer-shown")?.textContent ?? "{}");
}

/** Keys and kinds as readers know them. */
function readable(params: Params, words: Words): Params {
  const { at, key, kind } = params;
  const [, noun = "", code = ""] = /^([a-z]+):(.*)$/su.exec(String(key ?? "")) ?? [];
  return {
    ...params,
    ...(key === undefined ? {} : { key: words.say(`answer.key.${noun}`, { code }) }),
    ...(kind === undefined ? {} : { title: words.kind(String(kind)) }),
    ...(typeof at === "string" ? { at: words.instant(at) } : {}),
  };
}

function headingOf({ report, differences }: Found, words: Words): string {
  if (report.verdict !== "valid") return words.say(`verdict.answer.${report.verdict}`);
  if (differences.length > 0) return words.say("answer.pageDiffers");
  if (!report.keyTrusted) return words.say("verdict.answer.valid-key-not-compared");
  return words.say(report.answer?.size === 0 ? "verdict.answer.absent" : "verdict.answer.valid");
}

function differenceList({ differences }: Found, words: Words): HTMLElement | null {
  if (differences.length === 0) return null;
  const lines = differences.map(({ code, params }) =>
    element("li", {}, words.say(code, readable(params, words))),
  );
  return element("ul", { class: "differences" }, ...lines);
}

function upTo({ report }: Found, words: Words): HTMLElement | null {
  const { answer, log } = report;
  if (answer === null || log === null) return null;
  const time = words.instant(answer.signedAt);
  return element("p", { class: "soft" }, words.say("answer.upTo", { size: log.size, time }));
}

function keptBack({ report }: Found, words: Words): HTMLElement | null {
  const count = report.answer?.records.filter((record) => typeof record === "string").length ?? 0;
  return count === 0
    ? null
    : element("p", { class: "soft" }, words.say("answer.keptBack", { count }));
}

const list = (codes: readonly string[], words: Words): HTMLElement =>
  element("ul", {}, ...codes.map((code) => element("li", {}, words.say(code))));

function details({ report }: Found, words: Words): HTMLElement | null {
  if (report.verdict === "unreadable") return null;
  const proves =
    report.proves.length === 0
      ? element("p", {}, words.say("island.provesNothing"))
      : list(report.proves, words);
  const not = [...(report.keyTrusted ? ["island.keyFromPage"] : []), ...report.doesNotProve];
  const checks = report.checks.map(({ code, id, ok, params }) => {
    const outcome = element(
      "span",
      { class: ok ? "tag holds" : "tag fails" },
      words.say(ok ? "island.holds" : "island.fails"),
    );
    const sentence = words.say(code, readable(params, words));
    return element(
      "li",
      {},
      element("b", {}, words.say(`check.${id}`)),
      " ",
      outcome,
      element("p", {}, sentence),
    );
  });
  return element(
    "details",
    {},
    element("summary", {}, words.say("answer.details")),
    element("h3", {}, words.say("island.proves")),
    proves,
    ...(not.length === 0
      ? []
      : [element("h3", {}, words.say("island.notProves")), list(not, words)]),
    element("h3", {}, words.say("island.checks")),
    element("ol", { class: "answer-checks" }, ...checks),
  );
}

function reportOf(found: Found, words: Words): HTMLElement {
  const { differences, report } = found;
  const isGood = report.verdict === "valid" && differences.length === 0;
  const sentence = words.say(report.code, readable(report.params, words));
  return element(
    "div",
    { class: `answer-report ${isGood ? "valid" : "refused"}` },
    element("h3", { id: VERDICT, tabindex: "-1" }, headingOf(found, words)),
    differenceList(found, words) ?? element("p", {}, sentence),
    isGood ? element("p", {}, words.say("answer.pageSame")) : null,
    keptBack(found, words),
    upTo(found, words),
    details(found, words),
  );
}

async function check({ root, url, vkey, words }: Box): Promise<void> {
  const part = (role: string) => root.querySelector(`[data-role="answer-${role}"]`);
  const announce = (sentence: string) => part("status")?.replaceChildren(sentence);
  announce(words.say("answer.working"));
  part("report")?.replaceChildren();
  try {
    const reply = await fetch(url, { credentials: "same-origin" });
    if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
    const content = new Uint8Array(await reply.arrayBuffer());
    const started = performance.now();
    const report = verifyAnswer(content, vkey === undefined ? {} : { trustedKeys: [vkey] });
    const differences = report.verdict === "valid" ? comparePage(report.answer, shownOnPage()) : [];
    const seconds = ((performance.now() - started) / 1000).toFixed(2);
    part("report")?.replaceChildren(reportOf({ report, differences }, words));
    announce(words.say("answer.done", { seconds }));
    document.getElementById(VERDICT)?.focus();
  } catch {
    announce(words.say("answer.fetchFailed"));
  }
}

/** Makes the box of the page work, if there is one. */
export function startAnswers(): void {
  const root = document.getElementById("answer");
  const { url, vkey } = root?.dataset ?? {};
  if (root === null || url === undefined) return;
  const box: Box = { root, words: readWords(), url, vkey: vkey === "" ? undefined : vkey };
  const button = root.querySelector('[data-act="answer"]');
  button?.addEventListener("click", () => {
    void check(box).then(() => button.replaceChildren(box.words.say("answer.again")));
  });
  root.hidden = false;
  document.getElementById("answer-off")?.remove();
}
