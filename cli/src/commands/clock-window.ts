/**
 * `mingjing clock window`: whether a challenge, objection or complaint is possible on a day, until when, and what has to
 * come first. No server, no database.
 */
import { parseArgs } from "node:util";

import {
  type Act,
  type ActWindow,
  explainWindow,
  MATTERS,
  REGIMES,
} from "../../../clocks/src/index.ts";
import { UsageError, isUsage } from "../usage.ts";
import {
  dayOf,
  oneOf,
  readStatutes,
  STATUTE_OPTIONS,
  type StatuteFiles,
} from "./clock-arguments.ts";
import type { ClockWorld } from "./clock-explain.ts";

export const CLOCK_WINDOW_USAGE =
  "mingjing clock window --kind challenge|objection|complaint --regime works|procurement|… --on DAY [--known DAY] [--matter documents|prequalification|opening|result|other] [--deadline DAY] [--publicity DAY/DAY] [--earlier RECEIVED[/ANSWERED]] [--calendar FILE] [--law FILE] [--json]";

const KINDS = ["enquiry", "challenge", "objection", "complaint", "tipoff"] as const;

/** Exit code: 0 possible, 1 not possible or not known, 2 wrong usage. */
export async function runClockWindow(
  argumentList: readonly string[],
  { print, printError, readText }: ClockWorld,
): Promise<number> {
  try {
    const { act, isJson, files } = parse(argumentList);
    const { calendar, law } = await readStatutes(files, readText);
    const window = explainWindow(act, calendar, law);
    if (isJson) print(JSON.stringify(window));
    else for (const line of linesOf(window)) print(line);
    return window.state === "open" ? 0 : 1;
  } catch (error) {
    if (!isUsage(error)) throw error;
    printError(`clock window: ${error.message}`);
    printError(CLOCK_WINDOW_USAGE);
    return 2;
  }
}

interface Parsed {
  readonly act: Act;
  readonly isJson: boolean;
  readonly files: StatuteFiles;
}

function parse(argumentList: readonly string[]): Parsed {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...argumentList],
    options: {
      kind: text,
      regime: text,
      on: text,
      known: text,
      matter: text,
      deadline: text,
      publicity: text,
      earlier: text,
      ...STATUTE_OPTIONS,
      json: { type: "boolean", default: false },
    },
  });
  const { known, matter, deadline, publicity, earlier } = values;
  const [from, to] = publicity === undefined ? [] : daysOf("--publicity", publicity);
  const [receivedOn, answeredOn] = earlier === undefined ? [] : daysOf("--earlier", earlier);
  if (from !== undefined && to === undefined)
    throw new UsageError(`--publicity ${publicity}: give two days, e.g. 2026-03-23/2026-03-26`);
  return {
    isJson: values.json,
    files: values,
    act: {
      kind: oneOf("--kind", KINDS, values.kind),
      regime: oneOf("--regime", REGIMES, values.regime),
      on: dayOf("--on", values.on ?? ""),
      knownOn: known === undefined ? undefined : dayOf("--known", known),
      matter:
        matter === undefined
          ? undefined
          : oneOf("--matter", [...MATTERS, "other"] as const, matter),
      deadlineOn: deadline === undefined ? undefined : dayOf("--deadline", deadline),
      publicity: from === undefined || to === undefined ? undefined : { from, to },
      earlier: receivedOn === undefined ? undefined : { receivedOn, answeredOn },
    },
  };
}

/** One day, or two in order. */
function daysOf(name: string, text: string): readonly string[] {
  const days = text.split("/").map((part) => dayOf(name, part));
  const [first = "", second] = days;
  if (days.length > 2 || (second !== undefined && second < first))
    throw new UsageError(`${name} ${text}: give DAY or DAY/DAY, the earlier one first`);
  return days;
}

const STATES = {
  open: "可以提",
  closed: "已经过期",
  notYet: "还不能提",
  unknown: "还不能确定",
} as const;
const REASONS = {
  "any-time": "没有时间限制",
  "no-verified-limit": "没有核对过的法定时限",
  within: "在期限之内",
  "too-late": "超过了期限",
  "not-begun": "还没有开始",
  "challenge-first": "要先提质疑",
  "objection-first": "要先提异议",
  "answer-pending": "对方的答复期还没有满",
  "facts-missing": "还缺：",
  calendar: "要等放假安排公布",
} as const;
const DOUBTS = {
  "backward-count": "倒数的日子怎么数法律没有写明，这里取较早的一天",
  "rest-day": "末日遇休息日是否顺延，实践认为顺延",
  "end-days": "答复期的首尾两天是否扣除，法律没有写明",
} as const;

function linesOf(window: ActWindow): readonly string[] {
  const { state, reason, firstOn, lastOn, missing, articles, doubts } = window;
  return [
    `${STATES[state]}：${REASONS[reason]}${missing.join("、")}`,
    ...(firstOn === null ? [] : [`最早 ${firstOn}`]),
    ...(lastOn === null ? [] : [`最晚 ${lastOn}`]),
    ...doubts.map((doubt) => `注意：${DOUBTS[doubt]}。`),
    ...(articles.length === 0 ? [] : [`依据：${articles.join("、")}`]),
  ];
}
