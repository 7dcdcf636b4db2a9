/** Figures of voices out of one row a voice; each names the list that it counts. Pure. */
import { ESCALATION_STEPS, type EscalationStep } from "../../../../contract/src/deadlines.ts";
import type {
  FiguresQuery,
  GroupedFigure,
  ListFilter,
  VoiceFigure,
  VoiceFigures,
} from "../../../../contract/src/voice-figures.ts";
import {
  CLAIM_RESULTS,
  REFUSAL_GROUNDS,
  VOICE_CHANNELS,
  VOICE_KINDS,
} from "../../../../contract/src/voice-values.ts";
import type { VoiceState } from "../../../../contract/src/voices.ts";
import { dayAfter } from "../../kernel/plain-date.ts";
import type { Measure } from "./measure.ts";
import { quantile, shareOf, tally } from "./share.ts";
import { DONE } from "./standing.ts";

export interface CountedVoice extends Measure {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly regime: string;
  readonly unit: { readonly id: string; readonly name: string };
  /** Day of receipt. */
  readonly receivedOn: string;
  readonly state: VoiceState;
  readonly isPublished: boolean;
  readonly isLate: boolean;
  readonly returns: number;
  /** One a rung climbed. */
  readonly rungs: readonly EscalationStep[];
}

export interface Counted {
  readonly voices: readonly CountedVoice[];
  readonly query: FiguresQuery;
  /** Day on which it is counted. */
  readonly today: string;
}

/** Ways out of a voice without an answer: no last day for one runs any more. */
const WITHOUT_ANSWER: ReadonlySet<VoiceState> = DONE;

/** Whether the answer came by a last day; undefined: no such day, or it is still to come. */
export function isKept(
  { answeredOn, state }: Pick<CountedVoice, "answeredOn" | "state">,
  lastOn: string | undefined,
  today: string,
): boolean | undefined {
  if (lastOn === undefined) return undefined;
  if (answeredOn !== undefined) return answeredOn <= lastOn;
  return !WITHOUT_ANSWER.has(state) && lastOn < today ? false : undefined;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

export function figuresOf(counted: Counted): Omit<VoiceFigures, "asOf"> {
  const { voices, query } = counted;
  const base = listOf(query);
  const figure = (more: ListFilter, isMeant: (voice: CountedVoice) => boolean): VoiceFigure => ({
    count: voices.filter(isMeant).length,
    query: { ...base, ...more },
  });
  return {
    query,
    total: figure({}, () => true),
    by: groupsOf(counted),
    pace: paceOf(counted),
    kept: keptOf(counted, figure),
    results: CLAIM_RESULTS.map((result) => ({
      result,
      claims: sumOf(voices.map(({ results }) => results[result] ?? 0)),
      ...figure({ result }, ({ results }) => (results[result] ?? 0) > 0),
    })),
    unanswered: {
      claims: sumOf(voices.map(({ unanswered }) => unanswered)),
      ...figure({ has: "unanswered" }, ({ unanswered }) => unanswered > 0),
    },
    refused: REFUSAL_GROUNDS.map((ground) => ({
      ground,
      ...figure({ refusal: ground }, ({ refusal }) => refusal === ground),
    })),
    ends: {
      withdrawn: figure({ state: "withdrawn" }, ({ state }) => state === "withdrawn"),
      transferred: figure({ state: "transferred" }, ({ state }) => state === "transferred"),
      published: figure({ has: "publication" }, ({ isPublished }) => isPublished),
      takenDown: figure({ has: "takenDown" }, ({ isTakenDown }) => isTakenDown),
      late: figure({ due: "late" }, ({ isLate }) => isLate),
    },
    escalations: ESCALATION_STEPS.map((step) => ({
      step,
      times: sumOf(voices.map(({ rungs }) => rungs.filter((rung) => rung === step).length)),
      ...figure({ rung: step }, ({ rungs }) => rungs.includes(step)),
    })),
    pauses: {
      times: sumOf(voices.map(({ pauses }) => pauses)),
      days: sumOf(voices.map(({ pauseDays }) => pauseDays)),
      ...figure({ has: "pause" }, ({ pauses }) => pauses > 0),
    },
    returns: {
      times: sumOf(voices.map(({ returns }) => returns)),
      ...figure({ has: "return" }, ({ returns }) => returns > 0),
    },
  };
}

const listOf = (query: FiguresQuery): ListFilter =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));

type Figure = (more: ListFilter, isMeant: (voice: CountedVoice) => boolean) => VoiceFigure;

function keptOf({ today }: Counted, figure: Figure): VoiceFigures["kept"] {
  const rules = { statute: "statuteOn", promise: "promiseOn" } as const;
  return (["statute", "promise"] as const).map((rule) => {
    const whether = (voice: CountedVoice) => isKept(voice, voice[rules[rule]], today);
    const kept = figure({ [rule]: "kept" }, (voice) => whether(voice) === true);
    const missed = figure({ [rule]: "missed" }, (voice) => whether(voice) === false);
    const share = shareOf(kept.count, missed.count);
    return { rule, kept, missed, ...(share === undefined ? {} : { share }) };
  });
}

function paceOf({ voices, query }: Counted): VoiceFigures["pace"] {
  const steps = { take: "takeDays", acceptance: "acceptanceDays", answer: "answerDays" } as const;
  return (["take", "acceptance", "answer"] as const).map((step) => {
    const days = voices.flatMap((voice) => voice[steps[step]] ?? []);
    const median = quantile(days, 0.5);
    const ninetieth = quantile(days, 0.9);
    return {
      step,
      count: days.length,
      query: { ...listOf(query), has: step },
      ...(median === undefined ? {} : { median }),
      ...(ninetieth === undefined ? {} : { ninetieth }),
      days: [...tally(days)],
    };
  });
}

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;

function groupsOf({ voices, query }: Counted): VoiceFigures["by"] {
  const base = listOf(query);
  const group = (name: "kind" | "channel" | "regime", values: readonly string[]) =>
    values.flatMap((value): GroupedFigure[] => {
      const count = voices.filter((voice) => voice[name] === value).length;
      return count === 0 ? [] : [{ value, count, query: { ...base, [name]: value } }];
    });
  return {
    kind: group("kind", VOICE_KINDS),
    channel: group("channel", VOICE_CHANNELS),
    regime: group("regime", REGIMES),
    unit: unitsOf(voices, base),
    month: monthsOf(voices, base),
  };
}

/** The unit with the most first. */
function unitsOf(voices: readonly CountedVoice[], base: ListFilter): GroupedFigure[] {
  const byUnit = Map.groupBy(voices, ({ unit }) => unit.id);
  return [...byUnit]
    .map(([id, own]) => ({
      value: id,
      name: own[0]?.unit.name ?? id,
      count: own.length,
      query: { ...base, holder: id },
    }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

const monthAfter = (month: string): string => dayAfter(`${month}-28`, 5).slice(0, 7);

/** Every month from the first to the last with a voice; days outside the asked period stay outside. */
function monthsOf(voices: readonly CountedVoice[], base: ListFilter): GroupedFigure[] {
  const byMonth = Map.groupBy(voices, ({ receivedOn }) => receivedOn.slice(0, 7));
  const found = [...byMonth.keys()].toSorted();
  const last = found.at(-1);
  const figures: GroupedFigure[] = [];
  if (last === undefined) return figures;
  for (let month = found[0] ?? last; month <= last; month = monthAfter(month)) {
    const first = `${month}-01`;
    const end = dayAfter(`${monthAfter(month)}-01`, -1);
    const { from = first, to = end } = base;
    figures.push({
      value: month,
      count: byMonth.get(month)?.length ?? 0,
      query: { ...base, from: from > first ? from : first, to: to < end ? to : end },
    });
  }
  return figures;
}
