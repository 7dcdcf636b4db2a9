/** `mingjing certificate verify FILE…`: verifies certificates without server, database or network. */
import { parseArgs } from "node:util";

import en from "../../../locales/en/verifier.json" with { type: "json" };
import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  type CertificateReport,
  type Params,
  parseVkey,
  type Verdict,
  verifyCertificate,
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

function headerLines(report: CertificateReport, say: Speaker): string[] {
  const { certificate, log } = report;
  if (certificate === null) return [];
  const { certificateId, title, subject, audience } = certificate;
  const uscc = audience.replace(/^party:/, "");
  const reader =
    audience === "public" ? say("cli.audience-public") : say("cli.audience-party", { uscc });
  const lines = [
    `${say("cli.number")}  ${oneLine(certificateId)}`,
    `${say("cli.subject")}  ${oneLine(title)} (${oneLine(subject)})`,
    `${say("cli.audience")}  ${reader}`,
  ];
  if (log !== null) lines.push(`${say("cli.log")}  ${say("cli.log-size", { ...log })}`);
  return ["", ...lines.map((line) => `  ${line}`)];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];
}

const mark = (ok: boolean) => (ok ? "✓" : "✗");

function factLine(fact: CertificateReport["facts"][number], position: number, say: Speaker) {
  const { ok, code, id, kind, occurredAt, leafIndex } = fact;
  const place = say("cli.fact-place", { number: leafIndex + 1 });
  const line = `${mark(ok)} ${position}. ${oneLine(kind)}  ${oneLine(occurredAt)}  ${place}`;
  return ok ? line : `${line}\n     ${say(code, { position, factId: id, leafIndex })}`;
}

/** The report in words. */
function describeReport(file: string, report: CertificateReport, say: Speaker): string {
  const { verdict, checks, facts, proves, doesNotProve, keyTrusted } = report;
  const heading =
    verdict === "valid" && !keyTrusted ? "verdict.valid-key-not-compared" : `verdict.${verdict}`;
  const checkLines = checks.map(
    ({ id, ok, code, params }) => `${mark(ok)} ${say(`check.${id}`)}  ${say(code, params)}`,
  );
  const lines = [
    `${say("cli.title")}  ${oneLine(file)}`,
    say(heading as SentenceKey),
    ...headerLines(report, say),
    ...section(say("cli.checks"), checkLines),
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

const NOT_FOUND: CertificateReport = {
  verdict: "unreadable",
  code: "file.not-found",
  params: {},
  checks: [{ id: "file", ok: false, code: "file.not-found", params: {} }],
  facts: [],
  proves: [],
  doesNotProve: [],
  certificate: null,
  log: null,
  rows: null,
  witnesses: [],
  keyTrusted: false,
};

async function verifyFile(file: string, options: Options, io: CommandIo) {
  let bytes: Uint8Array;
  try {
    bytes = await io.readFile(file);
  } catch {
    return NOT_FOUND;
  }
  return verifyCertificate(bytes, options.keys === undefined ? {} : { trustedKeys: options.keys });
}

function complain(io: CommandIo, say: Speaker, complaint: string): number {
  io.stderr(`${complaint}\n${say("cli.usage")}\n`);
  return WRONG_USAGE;
}

/** 1 if one was refused, else 3 if one was unreadable, else 0. */
function exitCodeOf(verdicts: readonly Verdict[]): number {
  if (verdicts.includes("refused")) return EXIT.refused;
  return verdicts.includes("unreadable") ? EXIT.unreadable : EXIT.valid;
}

/**
 * FILE… [--key VKEY]… [--json] [--lang zh|en] [--help]. With `--json` one line per file: `{ file, …CertificateReport }`.
 * Exit code 0 valid, 1 refused, 2 wrong usage, 3 unreadable (also: no such file).
 */
export async function certificateVerify(args: readonly string[], io: CommandIo): Promise<number> {
  const sayChinese = createSpeaker(zh);
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(args);
  } catch {
    return complain(io, sayChinese, sayChinese("cli.bad-option", { option: args.join(" ") }));
  }
  if ("badLanguage" in options) {
    const option = `--lang ${options.badLanguage}`;
    return complain(io, sayChinese, sayChinese("cli.bad-option", { option }));
  }
  const { say, files, keys, json } = options;
  if (options.help) {
    io.stdout(`${say("cli.usage")}\n\n${say("cli.help")}\n`);
    return EXIT.valid;
  }
  if (files.length === 0) return complain(io, say, say("cli.no-file"));
  const badKey = keys?.find((key) => !parseVkey(key).ok);
  if (badKey !== undefined) return complain(io, say, say("cli.bad-key", { key: badKey }));
  const verdicts: Verdict[] = [];
  for (const [index, file] of files.entries()) {
    const report = await verifyFile(file, options, io);
    verdicts.push(report.verdict);
    const separator = index > 0 && !json ? "\n" : "";
    const text = json
      ? `${JSON.stringify({ file, ...report })}\n`
      : describeReport(file, report, say);
    io.stdout(`${separator}${text}`);
  }
  return exitCodeOf(verdicts);
}
