/** One event of a voice in lines. Pure. */
import type { TFunction } from "i18next";

import type { MovedClock } from "../../../../contract/src/deadlines.ts";
import type { Receiver } from "../../../../contract/src/voice-values.ts";
import type { VoiceHistoryEvent } from "../../../../contract/src/voices.ts";

/** Above this, an act was not written down when it was done. */
const LATER_MS = 3_600_000;

type Moment = Pick<VoiceHistoryEvent, "at" | "recordedAt">;

export const isEnteredLater = ({ at, recordedAt }: Moment) =>
  Date.parse(recordedAt) - Date.parse(at) > LATER_MS;

/**
 * Written down together with a receipt that was itself written down later: a case taken over whole from elsewhere says
 * so once, at its receipt.
 */
export const cameWhole = ({ recordedAt }: Moment, receipt: Moment | undefined): boolean =>
  receipt !== undefined &&
  isEnteredLater(receipt) &&
  Math.abs(Date.parse(recordedAt) - Date.parse(receipt.recordedAt)) <= LATER_MS;

interface Words {
  readonly t: TFunction;
  readonly word: (group: string, code: string) => string;
}

export interface EventLines {
  readonly who: string;
  readonly ground: string;
  readonly text: string;
  readonly days: string;
}

type Payload = VoiceHistoryEvent["payload"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const named = (value: unknown): string => text((value as { name?: string } | undefined)?.name);

function whoOf({ kind, payload }: VoiceHistoryEvent, { t, word }: Words): string {
  if (kind === "deadlines.escalated") {
    const told = (payload["to"] as string[] | undefined) ?? [];
    const names = told.map((audience) => word("audience", audience));
    return t("voices:history.told", { names: names.join(t("voices:separator")) });
  }
  const officer = payload["officer"] as { name?: string; department?: unknown } | undefined;
  return [text(officer?.name), named(officer?.department)]
    .filter((part) => part !== "")
    .join(" · ");
}

/** Old and new last day of each clock that a new calendar or article moved. */
function movedOf(payload: Payload, { t, word }: Words): string {
  const clocks = (payload["clocks"] as MovedClock[] | undefined) ?? [];
  const dayOf = (day: string | null) => day ?? t("voices:history.noDay");
  return clocks
    .map(({ clock, from, to }) =>
      t("voices:history.moved", {
        clock: word("clock.name", clock),
        from: dayOf(from),
        to: dayOf(to),
      }),
    )
    .join(t("voices:separator"));
}

function daysOf(kind: string, payload: Payload, words: Words): string {
  const { t } = words;
  if (kind === "complaints.dates-moved") return movedOf(payload, words);
  const [from, to] = [text(payload["from"]), text(payload["expectedEnd"])];
  if (from !== "" && to !== "") return t("voices:history.fromTo", { from, to });
  if (text(payload["answerBy"]) !== "")
    return t("voices:history.answerBy", { from, day: text(payload["answerBy"]) });
  if (text(payload["decidedOn"]) !== "")
    return t("voices:history.decidedOn", { day: text(payload["decidedOn"]) });
  return text(payload["to"]) === "" ? "" : t("voices:history.until", { day: text(payload["to"]) });
}

const GROUPS = {
  "complaints.acceptance-decided": ["outcome", "outcome"],
  "complaints.pause-begun": ["ground", "pauseGround"],
  "complaints.pause-ended": ["why", "pauseEnd"],
  "complaints.step-recorded": ["step", "step"],
  "complaints.reply-withdrawn": ["reason", "withdrawal"],
  "complaints.publication-checked": ["site", "site"],
} as const satisfies Record<string, readonly [member: string, group: string]>;

function caseOf(receiver: unknown): string {
  const { number, unit } = receiver as Receiver;
  return `${number} · ${unit.name}`;
}

function groundOf({ kind, payload }: VoiceHistoryEvent, { t, word }: Words): string {
  if (kind === "deadlines.escalated")
    return t("voices:history.clock", {
      clock: word("clock.name", text(payload["clock"])),
      step: word("escalation", text(payload["step"])),
    });
  if (kind === "complaints.voice-routed")
    return t("voices:history.routedTo", { unit: named(payload["unit"]) });
  if (kind === "complaints.voice-transferred") return caseOf(payload["to"]);
  if (kind === "complaints.transfer-received") return caseOf(payload["from"]);
  const coded = kind in GROUPS ? GROUPS[kind as keyof typeof GROUPS] : undefined;
  if (coded === undefined) return "";
  const said = word(coded[1], text(payload[coded[0]]));
  const ground = kind === "complaints.acceptance-decided" ? text(payload["ground"]) : "";
  return ground === "" ? said : `${said} · ${word("refusal", ground)}`;
}

const TEXTS = [
  "letterNo",
  "document",
  "what",
  "text",
  "decision",
  "ground",
  "legalBasis",
  "detail",
] as const;
/** Its ground is a code that is said in words above. */
const CODED_GROUND: ReadonlySet<string> = new Set([
  "complaints.acceptance-decided",
  "complaints.pause-begun",
]);

export function linesOf(event: VoiceHistoryEvent, words: Words): EventLines {
  const { kind, payload } = event;
  const parts = TEXTS.filter((member) => member !== "ground" || !CODED_GROUND.has(kind)).map(
    (member) => text(payload[member]),
  );
  return {
    who: whoOf(event, words),
    ground: groundOf(event, words),
    text: parts.filter((part) => part !== "").join("\n"),
    days: kind === "deadlines.escalated" ? "" : daysOf(kind, payload, words),
  };
}
