/**
 * Island of the verifier's page. Reads a certificate or a clip's pack that the reader drops, chooses, pastes or fetches from
 * this site, verifies it here, and shows what was found. The file never leaves the device.
 */
import {
  isZip,
  MAX_CLIP_BYTES,
  verifyCertificate,
  verifyClip,
} from "../../../verifier/src/index.ts";
import { startAnswers } from "./verify/answer.ts";
import { element } from "./verify/element.ts";
import { noPapers, readInput } from "./verify/input.ts";
import { type Checked, reportOf, VERDICT_ID } from "./verify/report.ts";
import { statusSection } from "./verify/status.ts";
import { readWords, type Words } from "./verify/words.ts";

interface Input {
  readonly name: string;
  readonly size: number;
  readonly content: Uint8Array | string;
}

interface Tool {
  readonly root: HTMLElement;
  readonly words: Words;
  readonly trustedKey: string | undefined;
  /** Leaf index that the reader came for. */
  readonly leaf: number | undefined;
}

const part = (root: ParentNode, selector: string): HTMLElement | null =>
  root.querySelector(selector);

function announce({ root }: Tool, sentence: string): void {
  part(root, '[data-role="status"]')?.replaceChildren(sentence);
}

const NUMBER = /^MJ-[0-9A-F]{24}$/u;

/** Lets the browser paint the "working" sentence before the processor is busy. */
const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });

async function check(tool: Tool, input: Input): Promise<void> {
  const { trustedKey, words } = tool;
  announce(tool, words.say("island.working"));
  await painted();
  const started = performance.now();
  const options = trustedKey === undefined ? {} : { trustedKeys: [trustedKey] };
  const { content } = input;
  const isClip = typeof content !== "string" && isZip(content);
  const report = isClip ? verifyClip(content, options) : verifyCertificate(content, options);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const checked: Checked = { report, leaf: tool.leaf, keyKnown: trustedKey !== undefined };
  const sheet = reportOf(checked, words);
  const number = "certificate" in report ? report.certificate?.certificateId : undefined;
  if (report.verdict === "valid" && number !== undefined && NUMBER.test(number))
    sheet.querySelector(".both")?.before(statusSection(number, words));
  part(tool.root, '[data-role="report"]')?.replaceChildren(sheet);
  part(tool.root, '[data-role="pick"]')?.replaceChildren(words.say("island.another"));
  const size = words.count(input.size);
  announce(tool, words.say("island.read", { name: input.name, size, seconds }));
  document.getElementById(VERDICT_ID)?.focus();
}

const papers = noPapers();

/** A certificate, its PDF, or a photo of its paper. */
async function checkFile(tool: Tool, file: File | undefined): Promise<void> {
  if (file === undefined) return;
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (isZip(head)) {
    const content = new Uint8Array(await file.slice(0, MAX_CLIP_BYTES + 1).arrayBuffer());
    return check(tool, { name: file.name, size: file.size, content });
  }
  const { say } = tool.words;
  announce(tool, say("island.working"));
  await painted();
  const input = await readInput(file, papers);
  if (input.kind === "certificate")
    await check(tool, { name: file.name, size: file.size, content: input.content });
  else if (input.kind === "part")
    announce(tool, say("island.part", { ...input.params, read: input.number }));
  else announce(tool, say(input.code, input.params));
}

async function checkFromSite(tool: Tool, url: string): Promise<void> {
  announce(tool, tool.words.say("island.working"));
  try {
    const reply = await fetch(url, { credentials: "same-origin" });
    if (!reply.ok) throw new Error(`the server answered ${reply.status}`);
    const content = new Uint8Array(await reply.arrayBuffer());
    const name = tool.words.say("island.fromSite");
    await check(tool, { name, size: content.length, content });
  } catch {
    announce(tool, tool.words.say("island.fetchFailed"));
  }
}

function listenForFiles(tool: Tool): void {
  const zone = part(tool.root, '[data-role="drop"]');
  const picker = tool.root.querySelector<HTMLInputElement>('input[type="file"]');
  picker?.addEventListener("change", () => {
    void checkFile(tool, picker.files?.[0]).then(() => {
      picker.value = "";
    });
  });
  for (const type of ["dragover", "dragleave", "drop"] as const) {
    zone?.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", type === "dragover");
      if (type === "drop") void checkFile(tool, event.dataTransfer?.files[0]);
    });
  }
}

function listenForText(tool: Tool): void {
  const field = tool.root.querySelector<HTMLTextAreaElement>("#pasted");
  part(tool.root, '[data-act="paste"]')?.addEventListener("click", () => {
    const content = field?.value ?? "";
    const size = new TextEncoder().encode(content).length;
    void check(tool, { name: tool.words.say("island.pasted"), size, content });
  });
}

function listenForFetch(tool: Tool): void {
  const button = part(tool.root, '[data-act="fetch"]');
  const url = button?.dataset["url"];
  if (url !== undefined) button?.addEventListener("click", () => void checkFromSite(tool, url));
}

function start(root: HTMLElement): void {
  const { leaf, vkey } = root.dataset;
  const tool: Tool = {
    root,
    words: readWords(),
    trustedKey: vkey === undefined || vkey === "" ? undefined : vkey,
    leaf: leaf !== undefined && /^\d{1,15}$/u.test(leaf) ? Number(leaf) : undefined,
  };
  listenForFiles(tool);
  listenForText(tool);
  listenForFetch(tool);
  if (tool.trustedKey === undefined) {
    root.append(element("p", { class: "soft" }, tool.words.say("island.keyMissing")));
  }
  root.hidden = false;
  document.getElementById("verifier-off")?.remove();
}

startAnswers();
const root = document.getElementById("verifier");
if (root !== null) start(root);
