/**
 * The page that verifies without us: one file, no network. Takes the file of a certificate, its PDF, or photos of its paper,
 * and says what holds, what does not, and what no certificate proves. Whoever holds the file can hide events in it.
 */
import {
  blankRow,
  type Certificate2,
  decodeUtf8,
  parseVkey,
  verifyCertificate,
} from "../../../verifier/src/index.ts";
import { element } from "../islands/verify/element.ts";
import { type Input, noPapers, type Papers, readInput } from "../islands/verify/input.ts";
import { reportOf, VERDICT_ID } from "../islands/verify/report.ts";
import { readWords, type Words } from "../islands/verify/words.ts";
import { rowsSection } from "./rows.ts";

interface Shown {
  readonly name: string;
  readonly text: string;
  readonly medium: "file" | "pdf" | "paper";
  /** Rows that were hidden here, from 0. */
  readonly hidden: readonly number[];
}

const FORMAT_2 = "mingjing-certificate/2";
const words: Words = readWords();
let papers: Papers = noPapers();
let shown: Shown | undefined;

const part = (role: string): HTMLElement | null => document.querySelector(`[data-role="${role}"]`);
const announce = (sentence: string): void => part("status")?.replaceChildren(sentence);

/** Lets the browser paint the "working" sentence before the processor is busy. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** The keys that the reader pasted, one per line; undefined if none. */
function pastedKeys(): readonly string[] | undefined {
  const text = document.querySelector<HTMLTextAreaElement>("#key")?.value ?? "";
  const keys = text.split(/\s*\n\s*/u).filter((line) => line.trim() !== "");
  return keys.length === 0 ? undefined : keys.map((line) => line.trim());
}

function certificateOf(text: string): Certificate2 | undefined {
  try {
    const value = JSON.parse(text) as Certificate2;
    return value.format === FORMAT_2 ? value : undefined;
  } catch {
    return undefined;
  }
}

function downloadLink({ text, hidden }: Shown, certificate: Certificate2): HTMLElement | null {
  if (hidden.length === 0) return null;
  const file = new Blob([text], { type: "application/json" });
  const name = `${certificate.certificateId}-${hidden.map((place) => place + 1).join("-")}.mjcert.json`;
  return element(
    "div",
    { class: "drop own" },
    element("div", {}, element("b", {}, words.say("offline.hiddenDone", { count: hidden.length }))),
    element(
      "a",
      { class: "button", id: "hidden-file", href: URL.createObjectURL(file), download: name },
      words.say("offline.hiddenDownload"),
    ),
  );
}

function hide(place: number): void {
  if (shown === undefined) return;
  const text = blankRow(shown.text, place);
  if (!text.ok) {
    announce(words.say(text.code, text.params));
    return;
  }
  show({ ...shown, text: text.value, hidden: [...shown.hidden, place] });
}

function show(next: Shown): void {
  shown = next;
  const keys = pastedKeys();
  const report = verifyCertificate(next.text, keys === undefined ? {} : { trustedKeys: keys });
  const sheet = reportOf({ report, leaf: undefined, keyKnown: keys !== undefined }, words);
  sheet.dataset["verdict"] = report.verdict;
  const certificate = report.certificate === null ? undefined : certificateOf(next.text);
  if (report.certificate !== null) sheet.firstElementChild?.after(numberLine(next, report));
  if (certificate !== undefined) {
    const canHide = next.medium !== "paper" && report.verdict === "valid";
    sheet
      .querySelector(".checks")
      ?.after(rowsSection(certificate, words, canHide ? hide : undefined));
    sheet.querySelector("#facts")?.remove();
  }
  const extra = certificate === undefined ? null : downloadLink(next, certificate);
  part("report")?.replaceChildren(...[extra, sheet].filter((child) => child !== null));
  document.getElementById(VERDICT_ID)?.focus();
}

/** Number, key and medium: what a reader compares with the paper and with what is published. */
function numberLine({ medium }: Shown, report: ReturnType<typeof verifyCertificate>): HTMLElement {
  const { certificate, log } = report;
  const rows: readonly (readonly [string, string])[] = [
    ["offline.number", certificate?.certificateId ?? ""],
    ["offline.subject", certificate?.subject ?? ""],
    ["offline.issued", words.instant(certificate?.issuedAt ?? "")],
    ["offline.key", log === null ? "—" : `${log.origin} · ${log.keyId}`],
    ["offline.status", words.say("offline.statusText")],
    ["offline.medium", words.say(`offline.medium.${medium}`)],
  ];
  const list = rows.flatMap(([term, value]) => [
    element("dt", {}, words.say(term)),
    element("dd", {}, value),
  ]);
  return element("dl", { class: "about" }, ...list);
}

async function check(name: string, started: number, input: Input): Promise<void> {
  if (input.kind === "failed") {
    announce(`${name}：${words.say(input.code, input.params)}`);
    part("report")?.replaceChildren();
    shown = undefined;
    return;
  }
  if (input.kind === "part") {
    announce(words.say("offline.part", { ...input.params, read: input.number }));
    return;
  }
  const { content, medium } = input;
  const text =
    typeof content === "string" ? { ok: true as const, value: content } : decodeUtf8(content);
  show({ name, medium, text: text.ok ? text.value : "\ufffd", hidden: [] });
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  announce(words.say("offline.read", { name, seconds }));
}

async function take(files: FileList | readonly File[] | null | undefined): Promise<void> {
  for (const file of files ?? []) {
    announce(words.say("island.working"));
    await painted();
    const started = performance.now();
    await check(file.name, started, await readInput(file, papers));
  }
}

function listenForFiles(): void {
  const picker = document.querySelector<HTMLInputElement>("#files");
  picker?.addEventListener("change", () => {
    void take(picker.files).then(() => {
      picker.value = "";
    });
  });
  const zone = part("drop");
  for (const type of ["dragover", "dragleave", "drop"] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      zone?.classList.toggle("over", type === "dragover");
      if (type === "drop") void take(event.dataTransfer?.files);
    });
  }
  document.addEventListener("paste", (event) => {
    const { files } = event.clipboardData ?? { files: null };
    if (files !== null && files.length > 0) void take(files);
  });
}

function listenForKey(): void {
  const field = document.querySelector<HTMLTextAreaElement>("#key");
  field?.addEventListener("input", () => {
    const bad = (pastedKeys() ?? []).find((key) => !parseVkey(key).ok);
    part("key-said")?.replaceChildren(bad === undefined ? "" : words.say("offline.keyBad"));
    field.setAttribute("aria-invalid", String(bad !== undefined));
    if (shown !== undefined && bad === undefined) show(shown);
    field.focus();
  });
}

listenForFiles();
listenForKey();
part("again")?.addEventListener("click", () => {
  papers = noPapers();
  shown = undefined;
  part("report")?.replaceChildren();
  announce("");
});
document.getElementById("off")?.remove();
part("tool")?.removeAttribute("hidden");
