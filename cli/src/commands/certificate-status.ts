/** `mingjing certificate status FILE --url URL`: verifies a certificate, then asks the portal by its number what became of it. */
import { parseArgs } from "node:util";

import type { CertificateStatus } from "../../../contract/src/certificates.ts";
import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import { verifyCertificate } from "../../../verifier/src/index.ts";
import { createSpeaker, type Speaker } from "../say.ts";
import { optionsOf } from "../usage.ts";

export const CERTIFICATE_STATUS_USAGE = zh["cli.status.usage"];

export interface StatusWorld {
  write(text: string): void;
  printError(line: string): void;
  readFile(path: string): Promise<Uint8Array>;
  /** Body of a reply; rejects with status and path, or the reason. */
  fetchText(url: string): Promise<string>;
}

/** 0 it stands, 1 replaced, withdrawn, expired, unknown or refused by the verifier, 2 wrong usage, 3 not asked. */
const EXIT = { standing: 0, other: 1, usage: 2, unread: 3 } as const;

interface Options {
  readonly file: string;
  readonly url: string;
  readonly json: boolean;
  readonly speaker: Speaker;
}

/** @returns what is wrong with the arguments, or the options. @throws TypeError for unknown options */
function readOptions(args: readonly string[]): Options | string {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: "string" },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
    },
  });
  const { url = "", json, lang } = values;
  const [file] = positionals;
  const speaker = createSpeaker(lang);
  if (speaker === undefined) return `--lang ${lang}`;
  if (file === undefined || positionals.length !== 1) return speaker.say("cli.no-file");
  if (!URL.canParse(url)) return `--url ${url}`;
  return { file, url, json, speaker };
}

const NOT_FOUND = /\b404\b/u;

async function ask(number: string, { url }: Options, world: StatusWorld) {
  const path = `/api/public/certificates/${encodeURIComponent(number)}/status`;
  try {
    return JSON.parse(await world.fetchText(new URL(path, url).href)) as CertificateStatus;
  } catch (error) {
    if (NOT_FOUND.test((error as Error).message)) return undefined;
    throw error;
  }
}

function linesOf(status: CertificateStatus | undefined, { url, speaker }: Options): string[] {
  const { say } = speaker;
  if (status === undefined) return [say("status.unknown")];
  const { state, at = "", organ, successor } = status;
  return [
    say(`status.${state}`, { at }),
    ...(organ === undefined ? [] : [say("status.organ", { organ })]),
    ...(successor === undefined
      ? []
      : [
          say("status.successor", { number: successor.number }),
          new URL(successor.address, url).href,
        ]),
  ];
}

async function run(options: Options, world: StatusWorld): Promise<number> {
  const { file, json, speaker } = options;
  const { say } = speaker;
  const report = verifyCertificate(await world.readFile(file));
  if (report.verdict !== "valid" || report.certificate === null) {
    world.printError(say(report.code, report.params));
    return report.verdict === "refused" ? EXIT.other : EXIT.unread;
  }
  const { certificateId: number } = report.certificate;
  const status = await ask(number, options, world);
  world.write(
    json
      ? `${JSON.stringify({ file, number, ...(status ?? { state: "unknown" }) })}\n`
      : `${[`${say("cli.number")}  ${number}`, ...linesOf(status, options)].join("\n")}\n`,
  );
  return status?.state === "standing" ? EXIT.standing : EXIT.other;
}

/** FILE --url URL [--json] [--lang zh|en]. Only the number is sent. */
export async function certificateStatus(
  args: readonly string[],
  world: StatusWorld,
): Promise<number> {
  const options = optionsOf(args, readOptions);
  if (typeof options === "string") {
    world.printError(`${options}\n${CERTIFICATE_STATUS_USAGE}`);
    return EXIT.usage;
  }
  try {
    return await run(options, world);
  } catch (error) {
    const reason = (error as Error).message;
    world.printError(options.speaker.say("cli.status.unreachable", { reason }));
    return EXIT.unread;
  }
}
