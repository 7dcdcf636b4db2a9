/** Fields of the acts on a voice and what is sent of them. Pure. */
import type { StepKind } from "../../../../contract/src/casework.ts";
import {
  PAUSE_GROUNDS,
  type PauseGround,
  REFUSAL_GROUNDS,
  WITHDRAWAL_REASONS,
} from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { claimsOf } from "./claims.ts";

export type FormAct =
  | "giveBack"
  | "reroute"
  | "decideAcceptance"
  | "correct"
  | "beginPause"
  | "endPause"
  | "askEvidence"
  | "giveEvidence"
  | "recordStep"
  | "question"
  | "takeDown";

export type Values = Readonly<Record<string, string>>;

export interface FieldSpec {
  readonly name: string;
  readonly kind: "line" | "text" | "day" | "choice" | "select" | "unit" | "claims";
  /** Group of the locale file that names the choices; absent: they name themselves. */
  readonly group?: string;
  readonly choices?: readonly string[];
  readonly isOptional?: boolean;
  readonly shortest?: number;
}

const STEPS = [
  "dataCheck",
  "explanationRequested",
  "explanationReceived",
  "siteVisit",
  "interview",
  "note",
] as const satisfies readonly StepKind[];

/** What each statute lets stop the clock (条例61, 采例58). */
export function pauseGroundsOf(regime: string): readonly PauseGround[] {
  const tests = PAUSE_GROUNDS.filter((ground) => ground !== "correction");
  if (regime === "procurement") return PAUSE_GROUNDS;
  return regime === "works" ? tests : [];
}

/** Requests for evidence that nobody answered yet, by number. */
export function openRequestsOf({ history }: Pick<VoiceView, "history">): readonly string[] {
  const numbers = (kind: string) =>
    history.filter((event) => event.kind === kind).map(({ payload }) => String(payload["request"]));
  const answered = new Set(numbers("complaints.evidence-given"));
  return numbers("complaints.evidence-asked").filter((request) => !answered.has(request));
}

const wasAskedToCorrect = ({ history }: VoiceView): boolean =>
  history.some(({ payload }) => payload["outcome"] === "correctionAsked");

function outcomesOf(view: VoiceView): readonly string[] {
  const all = ["accepted", "refused", "correctionAsked"];
  return wasAskedToCorrect(view) ? all.slice(0, 2) : all;
}

const GROUND: FieldSpec = { name: "ground", kind: "text", shortest: 4 };

function acceptanceFields(view: VoiceView, { outcome }: Values): readonly FieldSpec[] {
  const isAccepted = outcome === "accepted";
  return [
    { name: "outcome", kind: "choice", group: "outcome", choices: outcomesOf(view) },
    ...(outcome === "refused"
      ? [{ name: "ground", kind: "select", group: "refusal", choices: REFUSAL_GROUNDS } as const]
      : []),
    { name: "text", kind: "text", shortest: 2, isOptional: isAccepted || outcome === "" },
    { name: "letterNo", kind: "line", isOptional: true },
    { name: "decidedOn", kind: "day" },
  ];
}

export function fieldsOf(act: FormAct, view: VoiceView, values: Values): readonly FieldSpec[] {
  switch (act) {
    case "giveBack":
      return [GROUND];
    case "reroute":
      return [{ name: "unit", kind: "unit" }, GROUND];
    case "decideAcceptance":
      return acceptanceFields(view, values);
    case "correct":
      return [
        { name: "text", kind: "text", shortest: 2 },
        { name: "claims", kind: "text", isOptional: true },
      ];
    case "beginPause":
      return [
        {
          name: "ground",
          kind: "choice",
          group: "pauseGround",
          choices: pauseGroundsOf(view.voice.regime),
        },
        { name: "document", kind: "line", shortest: 2 },
        { name: "from", kind: "day" },
        { name: "expectedEnd", kind: "day" },
      ];
    case "endPause":
      return [
        { name: "to", kind: "day" },
        { name: "document", kind: "line", shortest: 2 },
      ];
    case "askEvidence":
      return [
        { name: "from", kind: "line" },
        { name: "what", kind: "text", shortest: 2 },
        { name: "answerBy", kind: "day" },
      ];
    case "giveEvidence":
      return [
        { name: "request", kind: "select", choices: openRequestsOf(view) },
        { name: "text", kind: "text" },
      ];
    case "recordStep":
      return [
        { name: "step", kind: "choice", group: "step", choices: STEPS },
        { name: "text", kind: "text" },
      ];
    case "question":
      return [{ name: "claims", kind: "claims", isOptional: true }, GROUND];
    case "takeDown":
      return [
        { name: "reason", kind: "choice", group: "withdrawal", choices: WITHDRAWAL_REASONS },
        GROUND,
        { name: "dueFrom", kind: "day" },
        { name: "publicReason", kind: "line", shortest: 2 },
      ];
  }
}

const NAMES = [
  "ground",
  "unit",
  "outcome",
  "text",
  "letterNo",
  "claims",
  "document",
  "from",
  "what",
  "request",
  "step",
  "reason",
  "publicReason",
  "expectedEnd",
  "answerBy",
] as const;

/** What a sheet holds when it opens: days are today's unless they lie ahead. */
export function initialOf(act: FormAct, today: string): Values {
  const empty = Object.fromEntries(NAMES.map((name) => [name, ""]));
  const days = { decidedOn: today, to: today, dueFrom: today };
  return act === "beginPause" ? { ...empty, ...days, from: today } : { ...empty, ...days };
}

/** @returns undefined when nothing is wrong */
export function faultOf(
  { kind, isOptional = false, shortest = 1 }: FieldSpec,
  value: string,
): "missing" | "tooShort" | undefined {
  const length = value.trim().length;
  if (length === 0) return isOptional ? undefined : "missing";
  return kind === "line" || kind === "text"
    ? length < shortest
      ? "tooShort"
      : undefined
    : undefined;
}

const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function memberOf(act: FormAct, { name }: FieldSpec, value: string): unknown {
  if (name === "request") return Number(value);
  if (name !== "claims") return value.trim();
  return act === "question" ? value.split(",").map(Number) : linesOf(value);
}

/** Body of the request, or undefined while something is missing. Empty optional members are left out. */
export function bodyOf(
  act: FormAct,
  view: VoiceView,
  values: Values,
): Readonly<Record<string, unknown>> | undefined {
  const fields = fieldsOf(act, view, values);
  if (fields.some((field) => faultOf(field, values[field.name] ?? "") !== undefined))
    return undefined;
  const members = fields.flatMap((field) => {
    const value = values[field.name] ?? "";
    return value.trim() === "" ? [] : [[field.name, memberOf(act, field, value)] as const];
  });
  return { version: view.voice.version, ...Object.fromEntries(members) };
}

/** Claims to tick, by index. */
export const claimChoices = (view: VoiceView): readonly string[] =>
  claimsOf(view).map((_, at) => String(at));
