/** `mingjing pack verify FILE…`: checks evidence packs without server, database or network, and runs their rules again. */
import { parseArgs } from "node:util";

import en from "../../../locales/en/evidence.json" with { type: "json" };
import zh from "../../../locales/zh-CN/evidence.json" with { type: "json" };
import { checkPack, type FileDamage, type PackReport } from "../../../pack/src/index.ts";

export const PACK_VERIFY_USAGE = zh.cli.usage;

type Words = typeof zh;

interface World {
  write(text: string): void;
  printError(line: string): void;
  readFile(path: string): Promise<Uint8Array>;
}

const EXIT = { valid: 0, refused: 1, unreadable: 3 } as const;
const WRONG_USAGE = 2;
const LANGUAGES: Readonly<Record<string, Words>> = { zh, en };

/** A file must not be able to move the cursor or turn the writing direction. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");

const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? oneLine(String(params[name])) : whole,
  );

const hex = (byte: number): string => byte.toString(16).padStart(2, "0");

function damageLine(
  { file, reason, from = 0, to = 1, exact, fact }: FileDamage,
  { damage }: Words["pack"],
): string {
  const name = file === "" ? damage.archive : file;
  const range = { file: name, from, to: Math.max(from, to - 1) };
  if (reason === "missing" || reason === "unknown" || reason === "seal")
    return fill(damage[reason], range);
  const place =
    exact === undefined
      ? fill(damage.range, range)
      : fill(damage.exact, {
          file: name,
          offset: exact.offset,
          is: hex(exact.is),
          should: hex(exact.should),
        });
  return fact === undefined ? place : `${place}  ${fill(damage.fact, fact)}`;
}

function replayLine(report: PackReport, { check }: Words["pack"]): string {
  const replay = report.content?.replay;
  switch (replay?.state) {
    case "equal":
      return fill(check.replayOk, { figures: replay.figures, rules: replay.rules });
    case "different":
      return fill(check.replayBad, { figures: replay.figures, count: replay.differences.length });
    case "noInput":
      return check.replayNone;
    case "otherVersion":
      return fill(check.replayVersion, { recorded: replay.recorded, here: replay.here });
    case "failed":
    case undefined:
      return check.replayFailed;
  }
}

function contentLines({ content }: PackReport, { pack }: Words): readonly string[] {
  if (content === undefined) return [`✗ ${pack.check.unread}`];
  const { log, facts, seal, commitments } = content;
  const { check } = pack;
  const bad = facts.filter(({ finding }) => finding !== "ok");
  return [
    log.ok
      ? `✓ ${fill(check.logOk, { origin: log.origin, key: log.keyId, size: log.size })}`
      : `✗ ${check.logBad}`,
    bad.length === 0
      ? `✓ ${fill(check.factsOk, { count: facts.length })}`
      : `✗ ${fill(check.factsBad, { count: bad.length })}`,
    ...bad.map(
      ({ id, kind, finding }) =>
        `    ${oneLine(kind)} ${oneLine(id)}: ${pack.damage.factBad[finding as "inclusion"]}`,
    ),
    seal?.length === 0
      ? `✓ ${check.sealOk}`
      : `✗ ${seal === undefined ? check.sealNone : fill(check.sealBad, { count: seal.length })}`,
    commitments === undefined
      ? `– ${check.commitmentsNone}`
      : commitments.length === 0
        ? `✓ ${check.commitmentsOk}`
        : `✗ ${fill(check.commitmentsBad, { rules: commitments.join(" ") })}`,
  ];
}

function describe(file: string, report: PackReport, words: Words): string {
  const { verdict, number, damages, content } = report;
  const isReplayed = content?.replay.state === "equal";
  const lines = [
    `${words.pack.title}  ${oneLine(file)}  ${oneLine(number ?? "")}`,
    words.pack.verdict[verdict],
    ...damages.map((damage) => `✗ ${damageLine(damage, words.pack)}`),
    ...(verdict === "unreadable"
      ? []
      : [
          ...contentLines(report, words),
          `${isReplayed ? "✓" : "–"} ${replayLine(report, words.pack)}`,
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

interface Options {
  readonly files: readonly string[];
  readonly keys: readonly string[];
  readonly json: boolean;
  readonly words: Words;
}

/** @throws TypeError (of parseArgs) for unknown options */
function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
    },
  });
  const words = Object.hasOwn(LANGUAGES, values.lang) ? LANGUAGES[values.lang] : undefined;
  if (words === undefined || positionals.length === 0) return undefined;
  return { files: positionals, keys: values.key, json: values.json, words };
}

const UNREADABLE: PackReport = {
  verdict: "unreadable",
  number: undefined,
  damages: [],
  content: undefined,
};

async function verifyFile(file: string, { keys }: Options, world: World) {
  const bytes = await world.readFile(file).catch(() => undefined);
  const report = bytes === undefined ? UNREADABLE : checkPack(bytes);
  const key = report.content?.log.vkey;
  const isForeign = keys.length > 0 && (key === undefined || !keys.includes(key));
  const isRefused = isForeign && report.verdict === "valid";
  return {
    report: isRefused ? { ...report, verdict: "refused" as const } : report,
    isForeign,
  };
}

/**
 * FILE… [--key VKEY]… [--json] [--lang zh|en]. With `--json` one line per file: `{ file, …PackReport }`.
 * Exit code 0 valid, 1 refused (naming file, byte and fact), 2 wrong usage, 3 unreadable.
 */
export async function packVerify(args: readonly string[], world: World): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions(args);
  } catch {
    world.printError(fill(zh.cli.bad, { option: args.join(" ") }));
  }
  if (options === undefined) {
    world.printError(PACK_VERIFY_USAGE);
    return WRONG_USAGE;
  }
  const codes: number[] = [];
  for (const file of options.files) {
    const { report, isForeign } = await verifyFile(file, options, world);
    codes.push(EXIT[report.verdict]);
    const { words, keys } = options;
    const key = isForeign ? words.cli.keyBad : keys.length === 0 ? words.cli.keyUnknown : "";
    const isSaid = report.verdict !== "unreadable" && key !== "";
    world.write(
      options.json
        ? `${JSON.stringify({ file, ...report })}\n`
        : `${describe(file, report, words)}${isSaid ? `${isForeign ? "✗" : "–"} ${key}\n` : ""}`,
    );
  }
  if (codes.includes(EXIT.refused)) return EXIT.refused;
  return codes.includes(EXIT.unreadable) ? EXIT.unreadable : EXIT.valid;
}
