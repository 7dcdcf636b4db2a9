/**
 * `mingjing log audit --server URL`: replays all public leaves and records, makes log and map again, and names what is
 * missing. What it found is kept, so that the next audit proves growth.
 */
import { parseArgs } from "node:util";

import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  parseVkey,
  readRoots,
  verifyAnswer,
  verifySignedNote,
} from "../../../verifier/src/index.ts";
import {
  type AuditSource,
  checkpointOf,
  downloadEntries,
  downloadKeys,
  downloadLeaves,
  type SignedKeys,
} from "../audit/download.ts";
import { type AuditState, examineRecords, type Examined, type Finding } from "../audit/examine.ts";
import { mapRoot, treeRoot } from "../audit/rebuild.ts";
import { createSpeaker, type Speaker } from "../say.ts";
import { optionsOf } from "../usage.ts";

export const LOG_AUDIT_USAGE = zh["cli.audit.usage"];

export interface AuditWorld extends AuditSource {
  write(text: string): void;
  printError(line: string): void;
  readonly readText: (path: string) => Promise<string>;
  writeText(path: string, text: string): Promise<void>;
}

const EXIT = { good: 0, bad: 1, usage: 2, unreadable: 3 } as const;
/** Answers that are asked for one by one when nothing else says which key is wrong. */
const MOST_ASKED = 5000;

interface Options {
  readonly server: string;
  readonly keys: readonly string[];
  readonly state: string | undefined;
  readonly json: boolean;
  readonly speaker: Speaker;
}

/** @throws TypeError for unknown options */
function readOptions(args: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: "string", default: "" },
      key: { type: "string", multiple: true, default: [] },
      state: { type: "string" },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
    },
  });
  const { json, key: keys, lang, server, state } = values;
  const speaker = createSpeaker(lang);
  if (speaker === undefined) return `--lang ${lang}`;
  if (!URL.canParse(server)) return `--server ${server}`;
  const badKey = keys.find((text) => !parseVkey(text).ok);
  if (badKey !== undefined) return speaker.say("cli.bad-key", { key: badKey });
  return { server, keys, state, json, speaker };
}

async function readState(path: string | undefined, { readText }: AuditWorld) {
  if (path === undefined) return undefined;
  const text = await readText(path).catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as AuditState);
}

interface Step {
  readonly id: "signature" | "log" | "growth" | "roots" | "records" | "map";
  readonly ok: boolean;
  readonly params: Readonly<Record<string, string | number>>;
  /** Sentence of the verifier, or "same", "differs", "first". */
  readonly result: string;
}

interface Audit {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly size: number;
  readonly state: AuditState;
}

const sameAs = (one: Uint8Array, other: Uint8Array): boolean =>
  Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;

const outcome = (ok: boolean) => (ok ? "cli.audit.same" : "cli.audit.differs");

/** The log itself: signed, made of its leaves, a continuation of what was seen last. */
function examineLog(
  { checkpoint: note }: SignedKeys,
  leaves: readonly Uint8Array[],
  {
    before,
    trusted,
  }: { readonly before: AuditState | undefined; readonly trusted: readonly string[] },
): Step[] {
  const checkpoint = checkpointOf(note);
  const size = checkpoint?.size ?? 0;
  const signatures = trusted.map((key) => verifySignedNote(note, key));
  const signature = signatures.find(({ ok }) => ok) ?? signatures[0];
  const isLog = checkpoint !== undefined && sameAs(treeRoot(leaves), checkpoint.root);
  const isGrown =
    before === undefined ||
    (before.size <= size && treeRoot(leaves, 0, before.size).toString("hex") === before.root);
  return [
    {
      id: "signature",
      ok: signature?.ok === true,
      params: signature?.params ?? {},
      result: signature?.code ?? "",
    },
    { id: "log", ok: isLog, params: { size }, result: outcome(isLog) },
    {
      id: "growth",
      ok: isGrown,
      params: { size: before?.size ?? 0 },
      result: before === undefined ? "cli.audit.first" : outcome(isGrown),
    },
  ];
}

async function audit({ keys, server, state }: Options, world: AuditWorld): Promise<Audit> {
  const before = await readState(state, world);
  const signed = await downloadKeys(server, world);
  const checkpoint = checkpointOf(signed.checkpoint);
  if (checkpoint === undefined) throw new Error("the checkpoint cannot be read");
  const { root, size } = checkpoint;
  const trusted = keys.length > 0 ? keys : [before?.vkey ?? signed.vkey];
  const leaves = await downloadLeaves(server, size, world);
  const roots = readRoots(signed.roots);
  const leaf = leaves[signed.roots.leafIndex];
  const isRoots = roots.ok && leaf !== undefined && sameAs(leaf, roots.value.leafHash);
  const rows = await downloadEntries(server, world);
  const examined = examineRecords(signed, rows, before?.keys ?? {});
  const isMap = roots.ok && sameAs(mapRoot(examined.values), roots.value.mapRoot);
  const isUnknown = !isMap && examined.findings.length === 0;
  const asked = isUnknown ? await askEach(server, examined, world) : [];
  const findings = [...examined.findings, ...asked];
  const isComplete = findings.length === 0;
  const counts = { keys: signed.keys.length, entries: rows.length };
  const steps: Step[] = [
    ...examineLog(signed, leaves, { before, trusted }),
    { id: "roots", ok: isRoots, params: {}, result: outcome(isRoots) },
    { id: "records", ok: isComplete, params: counts, result: outcome(isComplete) },
    { id: "map", ok: isMap, params: {}, result: outcome(isMap) },
  ];
  const next: AuditState = {
    format: "mingjing-audit/1",
    vkey: trusted[0] ?? signed.vkey,
    size,
    root: Buffer.from(root).toString("hex"),
    keys: examined.keys,
  };
  return { steps, findings, size, state: next };
}

/** The map differs, and no record says where: each key is asked for with its proof. */
async function askEach(server: string, { keys }: Examined, world: AuditWorld): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const key of Object.keys(keys).slice(0, MOST_ASKED)) {
    const url = new URL("/api/public/answers", server);
    url.searchParams.set("key", key);
    const report = verifyAnswer(await world.fetchText(url.href));
    if (report.verdict === "valid") continue;
    const params = { sentence: report.code, ...report.params };
    findings.push({ code: "refused", key, params, what: undefined });
  }
  return findings;
}

function findingLine({ code, key, params, what }: Finding, { say, titleOf }: Speaker): string {
  const { sentence } = params;
  const words =
    what === undefined
      ? ""
      : say("cli.audit.what", { title: titleOf(what.kind), at: what.at, id: what.id });
  return say(`cli.audit.found.${code}`, {
    ...params,
    key,
    what: words,
    ...(typeof sentence === "string" ? { sentence: say(sentence, params) } : {}),
  });
}

function describe({ findings, size, steps }: Audit, speaker: Speaker): string {
  const { say } = speaker;
  const bad = findings.length + steps.filter(({ id, ok }) => !ok && id !== "records").length;
  const lines = [
    say("cli.audit.title"),
    ...steps.map(
      ({ id, ok, params, result }) =>
        `  ${ok ? "✓" : "✗"} ${say(`cli.audit.${id}`, params)}  ${say(result, params)}`,
    ),
    ...findings.map((finding) => `  ✗ ${findingLine(finding, speaker)}`),
    bad === 0 ? say("cli.audit.good", { size }) : say("cli.audit.bad", { count: bad }),
  ];
  return `${lines.join("\n")}\n`;
}

/** Exit code 0 all holds, 1 something does not, 2 wrong usage, 3 not everything could be read. */
export async function runLogAudit(args: readonly string[], world: AuditWorld): Promise<number> {
  const options = optionsOf(args, readOptions);
  if (typeof options === "string") {
    world.printError(`${options}\n${LOG_AUDIT_USAGE}`);
    return EXIT.usage;
  }
  const { json, speaker, state } = options;
  let found: Audit;
  try {
    found = await audit(options, world);
  } catch (error) {
    world.printError(speaker.say("cli.audit.unreachable", { reason: (error as Error).message }));
    return EXIT.unreadable;
  }
  const isGood = found.findings.length === 0 && found.steps.every(({ ok }) => ok);
  if (json)
    world.write(
      `${JSON.stringify({ ok: isGood, steps: found.steps, findings: found.findings })}\n`,
    );
  else world.write(describe(found, speaker));
  // What a bad audit found must not become what the next one compares with.
  if (isGood && state !== undefined) {
    await world.writeText(state, `${JSON.stringify(found.state)}\n`);
    if (!json) world.write(`${speaker.say("cli.audit.saved", { file: state })}\n`);
  }
  return isGood ? EXIT.good : EXIT.bad;
}
