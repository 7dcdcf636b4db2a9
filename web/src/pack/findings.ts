/** What the page found: checks, the places that were changed, figures side by side, facts in the log, custody. */
import type { CustodyEntry } from "../../../contract/src/evidence.ts";
import type { FileDamage } from "../../../pack/src/check-files.ts";
import type { ContentReport } from "../../../pack/src/check-pack.ts";
import type { PackContent } from "../../../pack/src/shape.ts";
import { element } from "../islands/verify/element.ts";
import { paragraph, screenedOf, section, table } from "./sections.ts";
import { codeWord, kindWord, say, timeWord } from "./words.ts";

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

/** One place that was changed, in words. Offsets count from 0. */
export function damageWords({ file, reason, from = 0, to = 0, exact, fact }: FileDamage): string {
  const name = file === "" ? say("pack.damage.archive") : file;
  const range = { file: name, from, to: Math.max(from, to - 1) };
  if (reason === "missing" || reason === "unknown")
    return say(`pack.damage.${reason}`, { file: name });
  if (reason === "seal") return say("pack.damage.seal", range);
  const place =
    exact === undefined
      ? say("pack.damage.range", range)
      : say("pack.damage.exact", {
          file: name,
          offset: exact.offset,
          is: hex(exact.is),
          should: hex(exact.should),
        });
  const whose =
    fact === undefined
      ? ""
      : `；${say("pack.damage.fact", { kind: kindWord(fact.kind), id: fact.id })}`;
  return `${place}${whose}`;
}

interface Line {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
}

const line = (name: string, ok: boolean, text: string): Line => ({
  name: say(`pack.check.${name}`),
  ok,
  text,
});

function replayLine({ replay }: ContentReport): Line {
  switch (replay.state) {
    case "equal":
      return line("replay", true, say("pack.check.replayOk", { ...replay }));
    case "different":
      return line(
        "replay",
        false,
        say("pack.check.replayBad", { figures: replay.figures, count: replay.differences.length }),
      );
    case "noInput":
      return line("replay", true, say("pack.check.replayNone"));
    case "otherVersion":
      return line("replay", true, say("pack.check.replayVersion", { ...replay }));
    case "failed":
      return line("replay", false, say("pack.check.replayFailed"));
  }
}

function listLine(
  name: "seal" | "commitments",
  bad: readonly string[] | undefined,
  isNoneBad: boolean,
): Line {
  if (bad === undefined) return line(name, !isNoneBad, say(`pack.check.${name}None`));
  const params = { count: bad.length, rules: bad.join("、") };
  return line(
    name,
    bad.length === 0,
    say(`pack.check.${name}${bad.length === 0 ? "Ok" : "Bad"}`, params),
  );
}

function contentLines(report: ContentReport): readonly Line[] {
  const { log, facts } = report;
  const bad = facts.filter(({ finding }) => finding !== "ok").length;
  return [
    line(
      "log",
      log.ok,
      say(`pack.check.log${log.ok ? "Ok" : "Bad"}`, { ...log, ok: "", key: log.keyId }),
    ),
    line(
      "facts",
      bad === 0,
      say(`pack.check.facts${bad === 0 ? "Ok" : "Bad"}`, { count: bad === 0 ? facts.length : bad }),
    ),
    listLine("seal", report.seal, true),
    listLine("commitments", report.commitments, false),
    replayLine(report),
  ];
}

export interface Found {
  readonly damages: readonly FileDamage[];
  readonly files: number;
  readonly report: ContentReport | undefined;
}

export function checksSection({ damages, files, report }: Found): HTMLElement {
  const isWhole = damages.length === 0;
  const lines = [
    line(
      "files",
      isWhole,
      say(`pack.check.files${isWhole ? "Ok" : "Bad"}`, { count: isWhole ? files : damages.length }),
    ),
    ...(report === undefined
      ? [line("facts", false, say("pack.check.unread"))]
      : contentLines(report)),
  ];
  return section(
    say("pack.checks"),
    element(
      "ul",
      { class: "checks" },
      ...lines.map(({ name, ok, text }) =>
        element(
          "li",
          { class: ok ? "ok" : "bad" },
          element("span", { class: "mark" }, ok ? "✓" : "✗"),
          element("b", {}, name),
          element("span", {}, text),
        ),
      ),
    ),
    damages.length === 0 ? "" : element("h3", {}, say("pack.damage.title")),
    element(
      "ul",
      { class: "damages" },
      ...damages.map((one) => element("li", {}, damageWords(one))),
    ),
  );
}

export function factsSection({ facts }: ContentReport): HTMLElement {
  return section(
    say("pack.proofs"),
    table(
      [say("pack.figure"), say("pack.position"), say("pack.outcome")],
      facts.map(({ id, kind, leafIndex, finding }) => [
        element("span", {}, kindWord(kind), element("small", {}, id)),
        say("pack.leaf", { number: leafIndex + 1 }),
        finding === "ok"
          ? "✓"
          : element("b", { class: "bad" }, `✗ ${say(`pack.damage.factBad.${finding}`)}`),
      ]),
    ),
  );
}

/** Each figure as recorded and as this page computed it. */
export function replaySection(content: PackContent, { replay }: ContentReport): HTMLElement {
  if (replay.state !== "equal" && replay.state !== "different")
    return section(say("pack.replay"), paragraph(replayLine({ replay } as ContentReport).text));
  const screened = screenedOf(content);
  const differences = replay.state === "different" ? replay.differences : [];
  const rows = (screened?.results ?? []).map(({ indicator, outcome, probability, bits }) => {
    const own = differences.filter(({ rule }) => rule === indicator);
    return [
      element("span", {}, codeWord("indicator", indicator), element("small", {}, indicator)),
      codeWord("outcome", outcome),
      probability === undefined ? "—" : String(probability),
      bits === undefined ? "—" : String(bits),
      own.length === 0
        ? say("pack.same")
        : element(
            "span",
            { class: "bad" },
            ...own.map(({ path, recorded, again }) =>
              element("small", {}, `${path}：${recorded} → ${again}`),
            ),
          ),
    ];
  });
  const whole = differences.filter(({ rule }) => rule === "");
  const total = [
    say("pack.whole"),
    "",
    "",
    String(screened?.bits ?? ""),
    whole.length === 0
      ? say("pack.same")
      : whole.map(({ path, recorded, again }) => `${path}：${recorded} → ${again}`).join("；"),
  ];
  return section(
    say("pack.replay"),
    paragraph(replayLine({ replay } as ContentReport).text),
    table(
      [
        say("pack.figure"),
        say("pack.outcome"),
        say("pack.probability"),
        say("pack.bits"),
        say("pack.again"),
      ],
      [...rows, total],
    ),
  );
}

function actWords(entry: CustodyEntry): string {
  const { act, until = "", review, result } = entry;
  const params = {
    day: until,
    review: review === undefined ? "" : say(`panel.${review}`),
    result: result === undefined ? "" : say(`panel.result.${result}`),
  };
  return say(`panel.act.${act}`, params);
}

export const custodySection = ({ custody }: PackContent): HTMLElement =>
  section(
    say("pack.custody"),
    element(
      "ol",
      { class: "custody" },
      ...custody.map((entry) =>
        element(
          "li",
          {},
          element("time", {}, timeWord(entry.at)),
          element("span", {}, entry.officer?.name ?? say("panel.system")),
          element("span", {}, actWords(entry)),
          entry.ground === undefined ? null : element("small", {}, entry.ground),
        ),
      ),
    ),
  );

const list = (name: "provesList" | "notProvesList", keys: readonly string[]) =>
  element("ul", {}, ...keys.map((key) => element("li", {}, say(`pack.${name}.${key}`))));

export const limitsSection = (): HTMLElement =>
  element(
    "div",
    { class: "pair" },
    section(say("pack.proves"), list("provesList", ["a", "b"])),
    section(say("pack.notProves"), list("notProvesList", ["a", "b", "c", "d"])),
  );
