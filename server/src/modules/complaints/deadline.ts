/** What a reader asked about a date: each field read, or the reason why it cannot be. Pure. */
import {
  explainClocks,
  type Explanation,
  type Kind,
  KINDS,
  type Matter,
  MATTERS,
  parseDay,
  type Regime,
  REGIMES,
} from "../../../../clocks/src/index.ts";
import type { Statutes } from "../statutes/index.ts";
import { type Fields, oneOf } from "./fields.ts";

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

/** An empty field says nothing; one that cannot be read is `undefined`. */
function readFields({ kind, regime, event = "", accepted = "", matter = "" }: Fields) {
  const receivedOn = parseDay(event);
  const acceptedOn = accepted === "" ? "" : parseDay(accepted);
  return {
    kind: oneOf(KINDS, kind),
    regime: oneOf(REGIMES, regime),
    event: receivedOn,
    // Nothing can be accepted before it came.
    accepted:
      acceptedOn === "" || (acceptedOn ?? "") >= (receivedOn ?? "") ? acceptedOn : undefined,
    matter: matter === "" ? ("" as const) : oneOf(MATTERS, matter),
  };
}

/** @returns undefined when nothing was asked */
export function readQuestion(query: Fields): Asked | undefined {
  if (["kind", "regime", "event"].every((name) => query[name] === undefined)) return undefined;
  const { kind, regime, event, accepted, matter } = readFields(query);
  if (
    kind === undefined ||
    regime === undefined ||
    event === undefined ||
    accepted === undefined ||
    matter === undefined
  ) {
    const found = { kind, regime, event, accepted, matter };
    const names = Object.keys(found) as DeadlineField[];
    return { question: undefined, bad: names.filter((name) => found[name] === undefined) };
  }
  return {
    bad: [],
    question: {
      kind,
      regime,
      receivedOn: event,
      ...(accepted === "" ? {} : { acceptedOn: accepted }),
      ...(matter === "" ? {} : { matter }),
    },
  };
}

/** By the calendar and the law of the moment. */
export const answerQuestion = (
  question: DeadlineQuestion,
  { calendar, law }: Pick<Statutes, "calendar" | "law">,
): Explanation => explainClocks(question, calendar, law);
