/** What the verification found, as elements: verdict, what it proves and not, checks, facts. */
import type { CertificateReport, ClipReport, FactReport } from "../../../../verifier/src/index.ts";
import { clipFindings, clipHeader } from "./clip.ts";
import { element, mark } from "./element.ts";
import type { Words } from "./words.ts";

/** What is shown and why. */
export interface Checked {
  readonly report: CertificateReport | ClipReport;
  /** Leaf index to point at. */
  readonly leaf: number | undefined;
  /** False when the page had no key to compare. */
  readonly keyKnown: boolean;
}

export const VERDICT_ID = "verdict";
const FACTS_AT_FIRST = 200;

const CIRCLE = "M20 2a18 18 0 1 1 0 36a18 18 0 1 1 0-36";
/** The ring of the mirror: whole with a tick, broken, or empty with a question. */
const MARKS: Readonly<Record<CertificateReport["verdict"], readonly string[]>> = {
  valid: [CIRCLE, "m11.5 20.5 6 6L29 14"],
  refused: [
    "M14 3a18 18 0 0 0-10 24M10 35a18 18 0 0 0 27-9M38 18A18 18 0 0 0 20 2",
    "m13 13 14 14M27 13 13 27",
  ],
  unreadable: [CIRCLE, "M15 15a5 5 0 1 1 7 5c-1.500 1-2 2-2 4M20 29v.3"],
};

function verdictWord({ report }: Checked): string {
  const word = "packHash" in report ? "verdict.clip" : "verdict";
  const join = "packHash" in report ? "-" : ".";
  if (report.code === "certificate.awaiting-cosignature") return "verdict.awaiting";
  if (report.verdict !== "valid" || report.keyTrusted) return `${word}${join}${report.verdict}`;
  return `${word}${join}valid-key-not-compared`;
}

const READERS: Readonly<Record<string, readonly [key: string, param: string]>> = {
  court: ["island.forCourt", "organ"],
  discipline: ["island.forDiscipline", "organ"],
  party: ["island.forParty", "uscc"],
};

/** For whom it was issued, unless for everybody. */
function reader(audience: string, words: Words): string {
  const [kind = "", name = ""] = audience.split(/:(.*)/su);
  const found = READERS[kind];
  return found === undefined ? "" : ` ${words.say(found[0], { [found[1]]: name })}`;
}

/** What the file is about: as a statement only when everything holds. */
function subject({ report }: Checked, words: Words): HTMLElement | null {
  if ("packHash" in report) return clipHeader(report, words);
  const { certificate, facts, verdict } = report;
  if (certificate === null) return null;
  const key = verdict === "valid" ? "island.about" : "island.claims";
  const about = words.say(key, { title: certificate.title, count: facts.length });
  return element(
    "p",
    {},
    `${about}${verdict === "valid" ? reader(certificate.audience, words) : ""}`,
  );
}

function verdictHead(checked: Checked, words: Words): HTMLElement {
  const { report } = checked;
  const heading = element(
    "h2",
    { id: VERDICT_ID, tabindex: "-1" },
    words.say(verdictWord(checked)),
  );
  const reason =
    report.verdict === "valid"
      ? null
      : element("p", { class: "reason" }, words.say(report.code, report.params));
  const body = element("div", {}, heading, reason, subject(checked, words));
  return element("div", { class: "verdict" }, mark(MARKS[report.verdict]), body);
}

const list = (codes: readonly string[], words: Words): HTMLElement =>
  element("ul", {}, ...codes.map((code) => element("li", {}, words.say(code))));

/** Both columns, equal, whatever the verdict. */
function both({ report }: Checked, words: Words): HTMLElement {
  const proves =
    report.proves.length === 0
      ? element("p", {}, words.say("island.provesNothing"))
      : list(report.proves, words);
  const unproven =
    report.doesNotProve.length > 0
      ? report.doesNotProve
      : "packHash" in report
        ? ["clip-scene", "clip-pack"]
        : ["facts-true", "complete"];
  const not = report.keyTrusted ? ["island.keyFromPage", ...unproven] : unproven;
  return element(
    "div",
    { class: "both" },
    element("section", {}, element("h3", {}, words.say("island.proves")), proves),
    element("section", {}, element("h3", {}, words.say("island.notProves")), list(not, words)),
  );
}

const outcome = (ok: boolean, words: Words, fails = "island.fails"): HTMLElement =>
  element(
    "span",
    { class: ok ? "tag holds" : "tag fails" },
    words.say(ok ? "island.holds" : fails),
  );

function checks({ report }: Checked, words: Words): HTMLElement {
  const rows = report.checks.map((check) => {
    const texts = element(
      "div",
      {},
      element("b", {}, words.say(`check.${check.id}`)),
      element("p", {}, words.say(check.code, check.params)),
    );
    const fails = report.verdict === "unreadable" ? "island.unread" : "island.fails";
    return element("li", {}, texts, outcome(check.ok, words, fails));
  });
  return element(
    "section",
    { class: "checks" },
    element("h3", {}, words.say("island.checks")),
    element("ol", {}, ...rows),
  );
}

/** Where a fact was recorded much later or earlier than it happened, both times. */
function when({ occurredAt, recordedAt, isSkewed }: FactReport, words: Words): Node | string {
  const time = words.instant(occurredAt);
  if (!isSkewed) return time;
  const said = words.say("island.recorded", { time: words.instant(recordedAt) });
  return element("span", {}, time, element("span", { class: "meta skewed" }, said));
}

function factRow(fact: FactReport, checked: Checked, words: Words): HTMLElement {
  const cell = (label: string, child: Node | string) =>
    element("td", { "data-label": words.say(label) }, child);
  const number = `#${words.count(fact.leafIndex + 1)}`;
  return element(
    "tr",
    { class: fact.leafIndex === checked.leaf ? "first" : undefined },
    element("td", { class: "title" }, words.kind(fact.kind)),
    cell("island.when", when(fact, words)),
    cell("island.place", number),
    cell("island.result", outcome(fact.ok, words)),
  );
}

/** The fact the reader came for stands first, then those that do not hold, then the order of the file. */
function inReadingOrder({ leaf, report }: Checked): readonly FactReport[] {
  const weight = (fact: FactReport) => (fact.leafIndex === leaf ? 0 : fact.ok ? 2 : 1);
  return report.facts.toSorted((left, right) => weight(left) - weight(right));
}

function factTable(checked: Checked, words: Words): HTMLElement | null {
  const ordered = inReadingOrder(checked);
  if (ordered.length === 0) return null;
  const rows = (from: number, to?: number) =>
    ordered.slice(from, to).map((fact) => factRow(fact, checked, words));
  const body = element("tbody", {}, ...rows(0, FACTS_AT_FIRST));
  const heads = ["island.kind", "island.when", "island.place", "island.result"];
  const head = element("tr", {}, ...heads.map((key) => element("th", {}, words.say(key))));
  const table = element("table", { class: "list" }, element("thead", {}, head), body);
  const count = { count: ordered.length };
  const more = element(
    "button",
    { type: "button", class: "button plain" },
    words.say("island.moreFacts", count),
  );
  more.addEventListener("click", () => {
    body.append(...rows(FACTS_AT_FIRST));
    more.remove();
  });
  const title = element("h3", {}, words.say("island.facts"), " ");
  title.append(element("span", { class: "meta" }, words.say("island.factCount", count)));
  return element(
    "section",
    { id: "facts" },
    title,
    table,
    ordered.length > FACTS_AT_FIRST ? more : null,
  );
}

function logLine({ report }: Checked, words: Words): HTMLElement | null {
  const { log } = report;
  if (log === null) return null;
  const { keyId, origin, size } = log;
  return element(
    "p",
    { class: "soft wrap-anywhere" },
    words.say("island.log", { keyId, origin, size }),
  );
}

/** The whole sheet. */
export function reportOf(checked: Checked, words: Words): HTMLElement {
  return element(
    "article",
    { class: `sheet ${checked.report.verdict}` },
    verdictHead(checked, words),
    checked.report.verdict === "unreadable" ? null : both(checked, words),
    checks(checked, words),
    "packHash" in checked.report ? clipFindings(checked.report, words) : null,
    factTable(checked, words),
    logLine(checked, words),
  );
}
