/** What a reader asked about a date: each field read, or the reason why it cannot be. Pure. */
import {
  explainClocks,
  type Explanation,
  type Kind,
  KINDS,
  type Matter,
  MATTERS,
  parseDay,
  publishedCalendar,
  type Regime,
  REGIMES,
} from "../../../../clocks/src/index.ts";

export interface DeadlineQuestion {
  readonly kind: Kind;
  readonly regime: Regime;
  readonly receivedOn: string;
  readonly acceptedOn?: string;
  readonly matter?: Matter;
}

/** Fields of the form that could not be read. */
export type DeadlineField = "kind" | "regime" | "event" | "accepted" | "matter";

export type Asked =
  | { readonly question: DeadlineQuestion; readonly bad: readonly [] }
  | { readonly question: undefined; readonly bad: readonly DeadlineField[] };

type Query = Readonly<Record<string, string | undefined>>;

const oneOf = <const T extends string>(allowed: readonly T[], text: string | undefined) =>
  allowed.find((one) => one === text);

/** @returns undefined when nothing was asked */
export function readQuestion(query: Query): Asked | undefined {
  const { kind, regime, event, accepted = "", matter = "" } = query;
  if (kind === undefined && regime === undefined && event === undefined) return undefined;
  const found = {
    kind: oneOf(KINDS, kind),
    regime: oneOf(REGIMES, regime),
    event: parseDay(event ?? ""),
    accepted: accepted === "" ? "" : parseDay(accepted),
    matter: matter === "" ? ("" as const) : oneOf(MATTERS, matter),
  };
  const bad = (Object.keys(found) as DeadlineField[]).filter((name) => found[name] === undefined);
  // Nothing can be accepted before it came.
  if (found.event !== undefined && found.accepted !== "" && (found.accepted ?? "") < found.event)
    if (!bad.includes("accepted")) bad.push("accepted");
  if (
    found.kind === undefined ||
    found.regime === undefined ||
    found.event === undefined ||
    bad.length > 0
  )
    return { question: undefined, bad };
  return {
    bad: [],
    question: {
      kind: found.kind,
      regime: found.regime,
      receivedOn: found.event,
      ...(found.accepted === "" || found.accepted === undefined
        ? {}
        : { acceptedOn: found.accepted }),
      ...(found.matter === "" || found.matter === undefined ? {} : { matter: found.matter }),
    },
  };
}

/** By the calendar as published. */
export const answerQuestion = (question: DeadlineQuestion): Explanation =>
  explainClocks(question, publishedCalendar);
