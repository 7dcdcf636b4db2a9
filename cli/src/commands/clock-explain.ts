/**
 * `mingjing clock explain`: every clock that runs for a voice, its date, and each day by which it was counted. No server,
 * no database: what the public page shows, recomputed.
 */
import { parseArgs } from "node:util";

import {
  type ClockAnswer,
  explainClocks,
  type Explanation,
  GROUNDS,
  KINDS,
  MATTERS,
  type Pause,
  REGIMES,
  type StripDay,
} from "../../../clocks/src/index.ts";
import { guarded, UsageError } from "../usage.ts";
import { dayOf, oneOf, readStatutes, STATUTE_OPTIONS } from "./clock-arguments.ts";

export const CLOCK_EXPLAIN_USAGE =
  "mingjing clock explain --kind enquiry|challenge|objection|complaint|tipoff|inspection-result --regime works|procurement|land|mineral|property|other --event ISO [--accepted ISO] [--matter documents|prequalification|opening|result] [--pauses FILE] [--calendar FILE] [--law FILE] [--json]";

export interface ClockWorld {
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly readText: (path: string) => Promise<string>;
}

/** Exit code: 0 done, 2 wrong usage, 3 fault. */
export async function runClockExplain(
  argumentList: readonly string[],
  world: ClockWorld,
): Promise<number> {
  const { printError } = world;
  return guarded({ name: "clock explain", usage: CLOCK_EXPLAIN_USAGE, printError }, async () => {
    const { isJson, statutes, ...asked } = await parse(argumentList, world);
    const explanation = explainClocks(asked, statutes.calendar, statutes.law);
    if (isJson) world.print(JSON.stringify(explanation));
    else for (const line of linesOf(explanation)) world.print(line);
    return 0;
  });
}

async function parse(argumentList: readonly string[], world: ClockWorld) {
  const { values } = parseArgs({
    args: [...argumentList],
    options: {
      kind: { type: "string" },
      regime: { type: "string" },
      event: { type: "string" },
      accepted: { type: "string" },
      matter: { type: "string" },
      pauses: { type: "string" },
      ...STATUTE_OPTIONS,
      json: { type: "boolean", default: false },
    },
  });
  const receivedOn = dayOf("--event", values.event ?? "");
  return {
    isJson: values.json,
    statutes: await readStatutes(values, world.readText),
    kind: oneOf("--kind", KINDS, values.kind),
    regime: oneOf("--regime", REGIMES, values.regime),
    receivedOn,
    // Without another day the voice counts as accepted when it came.
    acceptedOn: values.accepted === undefined ? receivedOn : dayOf("--accepted", values.accepted),
    ...(values.matter === undefined ? {} : { matter: oneOf("--matter", MATTERS, values.matter) }),
    ...(values.pauses === undefined
      ? {}
      : { pauses: pausesIn(await readPauses(values.pauses, world)) }),
  };
}

async function readPauses(path: string, { readText }: ClockWorld): Promise<string> {
  try {
    return await readText(path);
  } catch (error) {
    throw new UsageError(
      `--pauses ${path}: ${error instanceof Error ? error.message : "unreadable"}`,
    );
  }
}

/** JSON `[{ ground, from, to, document }]`, or CSV with these columns; without `to` the pause still runs. */
function pausesIn(text: string): Pause[] {
  const lines = text.trim().startsWith("[") ? rowsOfJson(text) : rowsOfCsv(text);
  return lines.map((row, index) => {
    const where = `--pauses, pause ${index + 1}`;
    const { ground, from, to, document } = row;
    const found = [...GROUNDS, "other" as const].find((one) => one === ground);
    if (found === undefined)
      throw new UsageError(
        `${where}: ground ${ground ?? ""}: give one of ${GROUNDS.join(", ")}, other`,
      );
    const begin = dayOf(`${where}, from`, from ?? "");
    const end = to === undefined || to === "" ? undefined : dayOf(`${where}, to`, to);
    if (end !== undefined && end < begin)
      throw new UsageError(`${where}: it ends on ${end}, before it begins on ${begin}`);
    return {
      ground: found,
      from: begin,
      ...(end === undefined ? {} : { to: end }),
      ...(document === undefined ? {} : { document }),
    };
  });
}

type Row = Partial<Readonly<Record<"ground" | "from" | "to" | "document", string>>>;

function rowsOfJson(text: string): readonly Row[] {
  try {
    const rows: unknown = JSON.parse(text);
    if (Array.isArray(rows)) return rows.map((row) => row as Row);
  } catch {
    // Told below, with what to give.
  }
  throw new UsageError(
    `--pauses: give a JSON list of { "ground", "from", "to", "document" }, or CSV`,
  );
}

function rowsOfCsv(text: string): readonly Row[] {
  const [head = "", ...lines] = text
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/);
  const columns = head.split(",").map((name) => name.trim());
  if (!columns.includes("ground") || !columns.includes("from"))
    throw new UsageError("--pauses: the first line names the columns ground,from,to,document");
  return lines
    .filter((line) => line.trim() !== "")
    .map((line) => {
      const cells = line.split(",").map((cell) => cell.trim());
      return Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""]));
    });
}

const UNITS = { workingDay: "工作日", calendarDay: "日", sameDay: "当场" } as const;

/** For people: the binding date first, then each clock with its days. */
function linesOf({ binding, clocks, law }: Explanation): string[] {
  const head =
    binding === null
      ? "没有正在计时的时限（no clock runs）"
      : `以最早的为准：${binding.due ?? "暂不能确定"}（${binding.clock}）`;
  const articles = law.map(
    ({ id, instrument, article, verified }) =>
      `  ${id} ${instrument}${article}${verified === "text-read" ? "" : "（未核对原文）"}`,
  );
  return [
    head,
    ...clocks.flatMap(linesOfClock),
    ...(articles.length === 0 ? [] : ["依据："]),
    ...articles,
  ];
}

function linesOfClock(clock: ClockAnswer): string[] {
  const { id, due, startOn, length, unit, isCommitment, binds, reason, year } = clock;
  const marks = [isCommitment ? "本地承诺" : "法定", ...(binds ? [] : ["内部步骤"])].join("，");
  const why =
    reason === "pause" ? "（暂停中）" : reason === "calendar" ? `（${year} 年放假安排未公布）` : "";
  const period = unit === "sameDay" ? UNITS.sameDay : `${length} ${UNITS[unit]}`;
  return [
    "",
    `${id}（${marks}）：自 ${startOn} 起 ${period} → ${due ?? `暂定${why}`}`,
    ...clock.strip.map((day) => `  ${lineOf(day)}`),
  ];
}

const WORDS = {
  start: "开始当日，不计入",
  counted: "第",
  weekend: "周末，不计",
  holiday: "放假，不计",
  paused: "暂停，不计",
  moved: "末日遇休息日，顺延",
  unpublished: "放假安排未公布",
} as const;

function lineOf({ date, kind, n, name, isMakeUp, isDue }: StripDay): string {
  const word = kind === "counted" ? `第 ${n} 日` : WORDS[kind];
  const notes = [
    name,
    isMakeUp === true ? "调休上班" : undefined,
    isDue === true ? "届满" : undefined,
  ];
  const told = notes.filter((note) => note !== undefined).join("，");
  return told === "" ? `${date} ${word}` : `${date} ${word}（${told}）`;
}
