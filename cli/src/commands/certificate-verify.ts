/** `mingjing certificate verify FILE…` and `mingjing clip verify FILE…`: without server, database or network. */
import { parseArgs } from "node:util";

import en from "../../../locales/en/verifier.json" with { type: "json" };
import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  type CertificateReport,
  type ClipReport,
  type Params,
  parseVkey,
  type Verdict,
  verifyCertificate,
  verifyClip,
  type VerifyOptions,
} from "../../../verifier/src/index.ts";

type Sentences = typeof zh;
type SentenceKey = keyof Sentences;

export interface CommandIo {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Bytes of a file; rejects if it cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
}

/** Exit codes (contracts.md §4). */
const EXIT: Readonly<Record<Verdict, number>> = { valid: 0, refused: 1, unreadable: 3 };
const WRONG_USAGE = 2;

const LANGUAGES: Readonly<Record<string, Sentences>> = { zh, en };

/** One line of safe characters: a file must not be able to move the cursor or turn the writing direction. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");

function createSpeaker(sentences: Sentences) {
  return (key: SentenceKey, params: Params = {}): string =>
    sentences[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(params, name) ? oneLine(String(params[name])) : whole,
    );
}

type Speaker = ReturnType<typeof createSpeaker>;

interface Options {
  readonly files: readonly string[];
  readonly keys: readonly string[] | undefined;
  readonly json: boolean;
  readonly help: boolean;
  readonly say: Speaker;
}

/** @throws TypeError (of parseArgs) for unknown options. */
function readOptions(args: readonly string[]): Options | { readonly badLanguage: string } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: "string", multiple: true },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const { key: keys, json, lang, help } = values;
  const sentences = Object.hasOwn(LANGUAGES, lang) ? LANGUAGES[lang] : undefined;
  if (sentences === undefined) return { badLanguage: lang };
  return { files: positionals, keys, json, help, say: createSpeaker(sentences) };
}

/** For whom a certificate was issued, in words. */
function readerOf(audience: string, say: Speaker): string {
  const [kind, name = ""] = audience.split(/:(.*)/su);
  if (kind === "court") return say("cli.audience-court", { organ: name });
  if (kind === "discipline") return say("cli.audience-discipline", { organ: name });
  return kind === "party" ? say("cli.audience-party", { uscc: name }) : say("cli.audience-public");
}

function headerLines(report: CertificateReport, say: Speaker): string[] {
  const { certificate, log } = report;
  if (certificate === null) return [];
  const { certificateId, title, subject, audience } = certificate;
  const lines = [
    `${say("cli.number")}  ${oneLine(certificateId)}`,
    `${say("cli.subject")}  ${oneLine(title)} (${oneLine(subject)})`,
    `${say("cli.audience")}  ${readerOf(audience, say)}`,
  ];
  if (log !== null) lines.push(`${say("cli.log")}  ${say("cli.log-size", { ...log })}`);
  return ["", ...lines.map((line) => `  ${line}`)];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

function clipLines({ clip, log, packHash }: ClipReport, say: Speaker): string[] {
  if (clip === null) return [];
  const { roomName, title, channel, ocid, from, to, segments, share } = clip;
  const percent = `${(share * 100).toFixed(2)}%`;
  const lines = [
    `${say("cli.clip-place")}  ${oneLine(`${roomName} ${title} (${channel})`)}`,
    `${say("cli.clip-time")}  ${from} – ${to}`,
    `${say("cli.clip-segments")}  ${say("clip.segment-count", { count: segments, share: percent })}`,
    `${say("cli.subject")}  ${oneLine(ocid)}`,
    `${say("clip.pack-hash")}  ${packHash}`,
  ];
  if (log !== null) lines.push(`${say("cli.log")}  ${say("cli.log-size", { ...log })}`);
  return ["", ...lines.map((line) => `  ${line}`)];
}

const causeOf = (why: string, say: Speaker): string => {
  const key = `cause.${why}`;
  return Object.hasOwn(zh, key) ? say(key as SentenceKey) : oneLine(why);
};

function clipFindings({ changed, gaps }: ClipReport, say: Speaker): string[] {
  const lines = gaps.map(({ from, to, why, isProven }) => {
    const line = say("clip.gap", { from, to, why: causeOf(why, say) });
    return `${line}（${say(isProven ? "clip.gap-proven" : "clip.gap-unproven")}）`;
  });
  return [
    ...section(
      say("clip.changed"),
      changed.map(({ number, file, startAt }) =>
        say("clip.changed-segment", { number, file, at: new Date(startAt).toISOString() }),
      ),
    ),
    ...section(say("clip.gaps"), lines),
  ];
}

const mark = (ok: boolean) => (ok ? "✓" : "✗");

function factLine(fact: CertificateReport["facts"][number], position: number, say: Speaker) {
  const { ok, code, id, kind, occurredAt, leafIndex } = fact;
  const place = say("cli.fact-place", { number: leafIndex + 1 });
  const line = `${mark(ok)} ${position}. ${oneLine(kind)}  ${oneLine(occurredAt)}  ${place}`;
  return ok ? line : `${line}\n     ${say(code, { position, factId: id, leafIndex })}`;
}

/** The report in words. */
function describeReport(file: string, report: Report, say: Speaker): string {
  const { verdict, code: reason, checks, facts, proves, doesNotProve, keyTrusted } = report;
  const isClip = "packHash" in report;
  const kind = isClip ? "clip-" : "";
  const rest = verdict === "valid" && !keyTrusted ? "valid-key-not-compared" : verdict;
  const isAwaiting = reason === "certificate.awaiting-cosignature";
  const checkLines = checks.map(
    ({ id, ok, code, params }) => `${mark(ok)} ${say(`check.${id}`)}  ${say(code, params)}`,
  );
  const lines = [
    `${say(isClip ? "cli.clip-title" : "cli.title")}  ${oneLine(file)}`,
    say(isAwaiting ? "verdict.awaiting" : `verdict.${kind}${rest}`),
    ...(isClip ? clipLines(report, say) : headerLines(report, say)),
    ...(isClip || verdict !== "valid" ? [] : ["", `  ${say("cli.status-not-asked")}`]),
    ...section(say("cli.checks"), checkLines),
    ...(isClip ? clipFindings(report, say) : []),
    ...section(
      say("cli.facts"),
      facts.map((fact, index) => factLine(fact, index + 1, say)),
    ),
    ...section(
      say("cli.proves"),
      proves.map((code) => `✓ ${say(code)}`),
    ),
    ...section(
      say("cli.does-not-prove"),
      doesNotProve.map((code) => `– ${say(code)}`),
    ),
  ];
  return `${lines.join("\n")}\n`;
}

type Report = CertificateReport | ClipReport;

/** What is verified, and in which words it is asked for. */
interface Noun {
  readonly verify: (input: unknown, options?: VerifyOptions) => Report;
  readonly usage: SentenceKey;
  readonly help: SentenceKey;
}

const CERTIFICATE: Noun = { verify: verifyCertificate, usage: "cli.usage", help: "cli.help" };
const CLIP: Noun = { verify: verifyClip, usage: "cli.clip-usage", help: "cli.clip-help" };

/** The report of nothing, told as a file that is not there. */
function notFound({ verify }: Noun): Report {
  const checks = [{ id: "file" as const, ok: false, code: "file.not-found" as const, params: {} }];
  return { ...verify(undefined), code: "file.not-found", params: {}, checks };
}

async function verifyFile(file: string, { noun, keys }: Options & { noun: Noun }, io: CommandIo) {
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(file);
  } catch {
    return notFound(noun);
  }
  return noun.verify(bytes, keys === undefined ? {} : { trustedKeys: keys });
}

interface Complaint {
  readonly say: Speaker;
  readonly noun: Noun;
}

function complain(io: CommandIo, { say, noun }: Complaint, complaint: string): number {
  io.stderr(`${complaint}\n${say(noun.usage)}\n`);
  return WRONG_USAGE;
}

/** 1 if one was refused, else 3 if one was unreadable, else 0. */
function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.includes("refused")) return EXIT.refused;
  return verdicts.includes("unreadable") ? EXIT.unreadable : EXIT.valid;
}

/**
 * FILE… [--key VKEY]… [--json] [--lang zh|en] [--help]. With `--json` one line per file: `{ file, …report }`.
 * Exit code 0 valid, 1 refused, 2 wrong usage, 3 unreadable (also: no such file).
 */
async function verifyAll(args: readonly string[], io: CommandIo, noun: Noun): Promise<number> {
  const chinese = { say: createSpeaker(zh), noun };
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch {
    return complain(io, chinese, chinese.say("cli.bad-option", { option: args.join(" ") }));
  }
  if ("badLanguage" in options) {
    const option = `--lang ${options.badLanguage}`;
    return complain(io, chinese, chinese.say("cli.bad-option", { option }));
  }
  const { say, files, keys, json } = options;
  if (options.help) {
    io.stdout(`${say(noun.usage)}\n\n${say(noun.help)}\n`);
    return EXIT.valid;
  }
  if (files.length === 0) return complain(io, { say, noun }, say("cli.no-file"));
  const badKey = keys?.find((key) => !parseVkey(key).ok);
  if (badKey !== undefined) return complain(io, { say, noun }, say("cli.bad-key", { key: badKey }));
  const verdicts: Verdict[] = [];
  for (const [index, file] of files.entries()) {
    const report = await verifyFile(file, { ...options, noun }, io);
    verdicts.push(report.verdict);
    const separator = index > 0 && !json ? "\n" : "";
    const text = json
      ? `${JSON.stringify({ file, ...report })}\n`
      : describeReport(file, report, say);
    io.stdout(`${separator}${text}`);
  }
  return exitCodeOf(verdicts);
}

export const certificateVerify = (args: readonly string[], io: CommandIo): Promise<number> =>
  verifyAll(args, io, CERTIFICATE);

export const clipVerify = (args: readonly string[], io: CommandIo): Promise<number> =>
  verifyAll(args, io, CLIP);
