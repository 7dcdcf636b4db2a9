/** `mingjing query KEY --server URL --verify`: asks a server for what is public under a key and verifies the answer. */
import { parseArgs } from "node:util";

import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  type AnswerEntry,
  type AnswerReport,
  compareAnswers,
  comparePage,
  type PageDifference,
  type Params,
  parseVkey,
  type Verification,
  verifyAnswer,
} from "../../../verifier/src/index.ts";
import { createSpeaker, oneLine, type Speaker } from "../say.ts";
import { optionsOf } from "../usage.ts";

export const QUERY_USAGE = zh["cli.answer.usage"];

export interface QueryWorld {
  write(text: string): void;
  printError(line: string): void;
  /** Body of a reply; rejects with the reason where there is none. */
  fetchText(url: string): Promise<string>;
  readText(path: string): Promise<string>;
  writeText(path: string, text: string): Promise<void>;
}

const EXIT = { valid: 0, refused: 1, unreadable: 3 } as const;
const WRONG_USAGE = 2;
const KEY = /^(process|firm|department):\S{1,200}$/;

interface Options {
  readonly key: string;
  readonly server: string;
  readonly verify: boolean;
  readonly keys: readonly string[] | undefined;
  readonly since: string | undefined;
  readonly save: string | undefined;
  readonly json: boolean;
  readonly speaker: Speaker;
}

/** @returns what is wrong with the arguments, or the options. @throws TypeError for unknown options */
function readOptions(args: readonly string[]): Options | string {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      server: { type: "string" },
      verify: { type: "boolean", default: false },
      key: { type: "string", multiple: true },
      since: { type: "string" },
      save: { type: "string" },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
    },
  });
  const [key = ""] = positionals;
  const { json, key: keys, lang, save, server = "", since, verify } = values;
  const speaker = createSpeaker(lang);
  if (speaker === undefined) return `--lang ${lang}`;
  if (positionals.length !== 1 || !KEY.test(key)) return speaker.say("cli.answer.bad-key", { key });
  if (!URL.canParse(server)) return `--server ${server}`;
  const badKey = keys?.find((text) => !parseVkey(text).ok);
  if (badKey !== undefined) return speaker.say("cli.bad-key", { key: badKey });
  return { key, server, verify, keys, since, save, json, speaker };
}

interface Found {
  readonly text: string;
  readonly report: AnswerReport;
  /** Undefined: there was no page to compare. */
  readonly differences: readonly PageDifference[] | undefined;
  readonly growth: Verification | undefined;
}

async function findPage({ key, server }: Options, world: QueryWorld): Promise<unknown> {
  const ocid = /^process:(.*)$/s.exec(key)?.[1];
  if (ocid === undefined) return undefined;
  const path = `/api/public/processes/${encodeURIComponent(ocid)}`;
  return world.fetchText(new URL(path, server).href).then(
    (text) => JSON.parse(text) as unknown,
    (error: unknown) =>
      /\b404\b/.test((error as Error).message) ? { events: [], lots: [] } : undefined,
  );
}

async function find(options: Options, world: QueryWorld): Promise<Found> {
  const { key, keys, server, since } = options;
  const url = new URL("/api/public/answers", server);
  url.searchParams.set("key", key);
  const text = await world.fetchText(url.href);
  const report = verifyAnswer(text, keys === undefined ? {} : { trustedKeys: keys });
  if (report.answer !== null && report.answer.key !== key)
    throw new Error(`it answers ${report.answer.key}`);
  const page = report.verdict === "valid" ? await findPage(options, world) : undefined;
  const older = since === undefined ? undefined : JSON.parse(await world.readText(since));
  return {
    text,
    report,
    differences: page === undefined ? undefined : comparePage(report.answer, page),
    growth: older === undefined ? undefined : compareAnswers(older, report.answer),
  };
}

function exitOf({ differences = [], growth, report }: Found): number {
  if (report.verdict !== "valid") return EXIT[report.verdict];
  return differences.length > 0 || growth?.ok === false ? EXIT.refused : EXIT.valid;
}

const mark = (ok: boolean) => (ok ? "✓" : "✗");

function entryLine(entry: AnswerEntry, index: number, { say, titleOf }: Speaker): string {
  const number = `${index + 1}.`;
  if (entry === null) return `${number} ${say("cli.answer.missing")}`;
  if (typeof entry === "string")
    return `${number} ${say("cli.answer.gone", { hash: entry.slice(0, 16) })}`;
  if (entry.type === "gone") {
    const { at, by = "", publicReason = "", state } = entry;
    const word = say(`cli.answer.word.${state}`, { entry: entry.entry + 1 });
    return [number, word, at, by, oneLine(publicReason)].filter((part) => part !== "").join(" ");
  }
  const { id, kind, occurredAt, subject } = entry;
  return `${number} ${titleOf(kind)}  ${oneLine(occurredAt)}  ${oneLine(subject)}  ${id}`;
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map((line) => `  ${line}`)];

function withTitle(params: Params, { titleOf }: Speaker): Params {
  const { kind } = params;
  return kind === undefined ? params : { ...params, title: titleOf(String(kind)) };
}

function pageLines({ differences, report }: Found, speaker: Speaker): string[] {
  const { say } = speaker;
  if (report.verdict !== "valid" || !report.answer?.key.startsWith("process:")) return [];
  if (differences === undefined) return [`– ${say("cli.answer.page-unreachable")}`];
  if (differences.length === 0) return [`✓ ${say("page.same")}`];
  return differences.map(({ code, params }) => `✗ ${say(code, withTitle(params, speaker))}`);
}

function headingOf({ differences = [], growth, report }: Found): string {
  if (report.verdict !== "valid") return `verdict.answer.${report.verdict}`;
  if (differences.length > 0 || growth?.ok === false) return "verdict.answer.refused";
  if (!report.keyTrusted) return "verdict.answer.valid-key-not-compared";
  return report.answer?.size === 0 ? "verdict.answer.absent" : "verdict.answer.valid";
}

function describe(found: Found, { key, speaker }: Options): string {
  const { growth, report } = found;
  const { say } = speaker;
  const { answer, checks, code, doesNotProve, keyTrusted, log, params, proves } = report;
  const lines = [
    `${say("cli.answer.title")}  ${oneLine(key)}`,
    say(headingOf(found)),
    say(code, params),
    ...section(
      say("cli.answer.records"),
      (answer?.records ?? []).map((entry, index) => entryLine(entry, index, speaker)),
    ),
    ...section(
      say("cli.answer.checks"),
      checks.map(
        ({ code: result, id, ok, params: values }) =>
          `${mark(ok)} ${say(`check.${id}`)}  ${say(result, values)}`,
      ),
    ),
    ...section(say("cli.answer.page"), pageLines(found, speaker)),
    ...section(
      say("cli.answer.since"),
      growth === undefined ? [] : [`${mark(growth.ok)} ${say(growth.code, growth.params)}`],
    ),
    ...section(
      say("cli.answer.proves"),
      proves.map((proved) => `✓ ${say(proved)}`),
    ),
    ...section(
      say("cli.answer.does-not-prove"),
      doesNotProve.map((open) => `– ${say(open)}`),
    ),
    "",
    ...(answer === null || log === null
      ? []
      : [say("cli.answer.up-to", { ...log, signedAt: answer.signedAt })]),
    ...(keyTrusted ? [] : [say("cli.answer.key-from-server")]),
  ];
  return `${lines.join("\n")}\n`;
}

function list(found: Found, { key, speaker }: Options): string {
  const { say } = speaker;
  const entries = found.report.answer?.records ?? [];
  const lines = entries.map((entry, index) => entryLine(entry, index, speaker));
  return `${[`${say("cli.answer.title")}  ${oneLine(key)}`, ...lines, say("cli.answer.not-verified")].join("\n")}\n`;
}

/** Exit code 0 proved, 1 refused (also: the page shows something else, or an older answer had more), 2 usage, 3 unreadable. */
export async function runQuery(args: readonly string[], world: QueryWorld): Promise<number> {
  const options = optionsOf(args, readOptions);
  if (typeof options === "string") {
    world.printError(`${options}\n${QUERY_USAGE}`);
    return WRONG_USAGE;
  }
  const { json, save, speaker, verify } = options;
  let found: Found;
  try {
    found = await find(options, world);
  } catch (error) {
    world.printError(speaker.say("cli.answer.unreachable", { reason: (error as Error).message }));
    return EXIT.unreadable;
  }
  if (save !== undefined) await world.writeText(save, found.text);
  if (json) {
    const { differences, growth, report } = found;
    world.write(`${JSON.stringify({ ...report, differences, growth })}\n`);
    return exitOf(found);
  }
  world.write(verify ? describe(found, options) : list(found, options));
  if (save !== undefined) world.write(`${speaker.say("cli.answer.saved", { file: save })}\n`);
  return verify ? exitOf(found) : EXIT.valid;
}
