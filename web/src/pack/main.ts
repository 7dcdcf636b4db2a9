/**
 * Program of the page in a pack. The data files, scripts beside the page, hand themselves in; then everything is checked
 * and the rules are run again, here, without network. It stands in the page itself, so that it can check itself too.
 */
import type { PackFile } from "../../../pack/src/build.ts";
import { checkFiles, type FileDamage, pageFileOf } from "../../../pack/src/check-files.ts";
import {
  checkContent,
  checkPack,
  checkPackFiles,
  contentOf,
  isSound,
  type PackReport,
} from "../../../pack/src/check-pack.ts";
import { bytesOfAscii, fileOfSource, readDataFile } from "../../../pack/src/data-file.ts";
import { DATA_FILES, MANIFEST, PAGE, pageText } from "../../../pack/src/page-text.ts";
import { element } from "../islands/verify/element.ts";
import {
  checksSection,
  custodySection,
  damageWords,
  factsSection,
  limitsSection,
  replaySection,
} from "./findings.ts";
import { leadSections, paragraph, section } from "./sections.ts";
import { say } from "./words.ts";

declare global {
  interface Window {
    mingjingPack: (name: string, data: () => void) => void;
  }
}

const handedIn = new Map<string, string>();
window.mingjingPack = (name, data) => {
  handedIn.set(name, fileOfSource(name, String(data)));
};

const textOf = (id: string): string => document.getElementById(id)?.textContent ?? "";

/** The page again from its parts, as the browser holds them. */
const ownPage = (): PackFile =>
  pageFileOf(
    pageText({ style: textOf("mj-style"), app: textOf("mj-app"), seal: textOf("mj-seal") }),
  );

/** A file that did not hand itself in, though its name stands in the page: it is no program any more. */
const named = (damages: readonly FileDamage[]): readonly FileDamage[] =>
  damages.map((damage) =>
    damage.reason === "missing" ? { file: damage.file, reason: "changed", from: 0, to: 1 } : damage,
  );

function verdictOf(isValid: boolean, number: string | undefined): HTMLElement {
  const verdict = isValid ? "valid" : "refused";
  return element(
    "div",
    { class: `verdict ${verdict}`, role: "status", id: "mj-verdict", "data-verdict": verdict },
    element("b", {}, `${isValid ? "✓" : "✗"} ${say(`pack.verdict.${verdict}`)}`),
    element("span", {}, number === undefined ? "" : say("pack.number", { number })),
  );
}

function reportOf({ verdict, damages, content }: PackReport): HTMLElement {
  return element(
    "div",
    { class: `verdict ${verdict}`, role: "status", "data-verdict": verdict },
    element("b", {}, say(`pack.verdict.${verdict}`)),
    element(
      "ul",
      {},
      ...damages.map((damage) => element("li", {}, damageWords(damage))),
      ...(content?.facts ?? [])
        .filter(({ finding }) => finding !== "ok")
        .map(({ id, finding }) =>
          element("li", {}, `${id}：${say(`pack.damage.factBad.${finding}`)}`),
        ),
    ),
  );
}

/** A whole archive, or the files that were in it, by their paths. */
async function checkChosen(chosen: readonly File[]): Promise<PackReport> {
  const files = await Promise.all(
    chosen.map(async (file) => ({ file, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const [first] = files;
  if (files.length === 1 && first !== undefined && first.file.name.endsWith(".zip"))
    return checkPack(first.bytes);
  return checkPackFiles(
    files.map(({ file, bytes }) => ({
      name: file.name === PAGE ? PAGE : `data/${file.name}`,
      bytes,
    })),
  );
}

function dropSection(): HTMLElement {
  const answer = element("div", {});
  const input = element("input", {
    type: "file",
    multiple: "",
    id: "mj-files",
  }) as HTMLInputElement;
  input.addEventListener("change", () => {
    void checkChosen([...(input.files ?? [])]).then((report) =>
      answer.replaceChildren(reportOf(report)),
    );
  });
  return section(
    say("pack.drop"),
    paragraph(say("pack.dropAbout")),
    element("label", { class: "choose" }, say("pack.choose"), input),
    answer,
  );
}

function show(): void {
  const data = [MANIFEST, ...DATA_FILES].flatMap((name) => {
    const text = handedIn.get(name);
    return text === undefined ? [] : [{ name, bytes: bytesOfAscii(text) }];
  });
  const found = checkFiles([ownPage(), ...data]);
  const damages = named(found.damages);
  const content = contentOf((name) => readDataFile(name, handedIn.get(name) ?? ""));
  const report = content && checkContent(content);
  const isValid = damages.length === 0 && report !== undefined && isSound(report);
  const parts = [
    verdictOf(isValid, found.number),
    checksSection({ damages, files: data.length + 1, report }),
  ];
  const about = content === undefined ? [] : leadSections(content);
  const rest =
    content === undefined || report === undefined
      ? []
      : [replaySection(content, report), factsSection(report), custodySection(content)];
  const [title, ...sections] = about;
  document
    .getElementById("mj-root")
    ?.replaceChildren(
      element("p", { class: "wordmark" }, `${say("pack.name")} · ${say("pack.title")}`),
      ...(title === undefined ? [] : [title]),
      ...parts,
      ...sections,
      ...rest,
      limitsSection(),
      dropSection(),
    );
}

window.addEventListener("load", () => {
  try {
    show();
  } catch {
    document
      .getElementById("mj-root")
      ?.replaceChildren(
        verdictOf(false, undefined),
        paragraph(say("pack.check.unread")),
        dropSection(),
      );
  }
});
