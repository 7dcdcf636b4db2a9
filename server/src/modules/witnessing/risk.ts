/** Which room needs the witness now: reasons from what is known of it, and the order that follows from them. Pure. */
import { isLive, type OpeningStage } from "../../../../contract/src/opening-values.ts";
import { type RoomPictureProblem, RISKS } from "../../../../contract/src/witnessing-values.ts";
import type { RiskReason } from "../../../../contract/src/witnessing.ts";

/** What of a room counts. */
export interface RoomState {
  readonly stage: OpeningStage | undefined;
  readonly startsAt: string | undefined;
  readonly since: Partial<Readonly<Record<OpeningStage, string>>>;
  /** Minutes that bidders have to decrypt. */
  readonly minutes: number | undefined;
  /** When each objection without an answer was raised. */
  readonly unanswered: readonly string[];
  /** When a decryption failed whose ground nobody has recorded. */
  readonly failed: readonly string[];
  /** Bids without a result of decryption. */
  readonly waiting: number;
  /** When each warning fired that nobody has handled. */
  readonly warned: readonly string[];
  readonly pictureProblem: RoomPictureProblem | undefined;
  readonly isWatched: boolean;
  /** Booked and under way without an opening: an evaluation, a draw. */
  readonly isInUse: boolean;
}

const MINUTE_MS = 60_000;
const SOON_MS = 5 * MINUTE_MS;

const first = (instants: readonly string[]): string | undefined => instants.toSorted()[0];

function several(code: RiskReason["code"], instants: readonly string[]): RiskReason[] {
  const at = first(instants);
  return at === undefined ? [] : [{ code, at, count: instants.length }];
}

function timeOver({ stage, since, minutes, waiting }: RoomState, now: string): RiskReason[] {
  const began = since.decrypting;
  if (stage !== "decrypting" || began === undefined || minutes === undefined || waiting === 0)
    return [];
  const end = new Date(Date.parse(began) + minutes * MINUTE_MS).toISOString();
  return now > end ? [{ code: "timeOver", at: end, count: waiting }] : [];
}

function soon({ stage, startsAt }: RoomState, now: string): RiskReason[] {
  if (stage !== "planned" || startsAt === undefined) return [];
  const left = Date.parse(startsAt) - Date.parse(now);
  return left <= SOON_MS ? [{ code: "soon", at: startsAt }] : [];
}

/** Why the room stands where it does, the most urgent reason first. @param now In the form of toISOString */
export function reasonsOf(state: RoomState, now: string): readonly RiskReason[] {
  const isRunning = state.isInUse || (state.stage !== undefined && isLive(state.stage));
  const begun = state.stage === undefined ? undefined : state.since[state.stage];
  const at = begun === undefined ? {} : { at: begun };
  const urgent = [
    ...several("unanswered", state.unanswered),
    ...several("failedDecryption", state.failed),
    ...timeOver(state, now),
    ...several("warned", state.warned),
    ...soon(state, now),
    ...(isRunning && state.pictureProblem !== undefined ? [{ code: "picture" as const }] : []),
    ...(isRunning && !state.isWatched ? [{ code: "unwatched" as const }] : []),
  ];
  return [...urgent, isRunning ? { code: "running" as const, ...at } : { code: "idle" as const }];
}

/** failedDecryption and timeOver are of one weight: the older stands first. */
const WEIGHT: Readonly<Record<RiskReason["code"], number>> = {
  ...(Object.fromEntries(RISKS.map((code, index) => [code, index])) as Record<
    RiskReason["code"],
    number
  >),
  timeOver: RISKS.indexOf("failedDecryption"),
};

interface Ranked {
  readonly room: string;
  readonly reasons: readonly RiskReason[];
}

/** Negative: `left` needs the witness before `right`. Worst reason, then which has waited longer, then the room's own order. */
export function compareRisk(left: Ranked, right: Ranked): number {
  const [one, other] = [left.reasons[0], right.reasons[0]];
  const weight = (reason: RiskReason | undefined) =>
    reason === undefined ? RISKS.length : WEIGHT[reason.code];
  if (weight(one) !== weight(other)) return weight(one) - weight(other);
  const [at, otherAt] = [one?.at ?? "9", other?.at ?? "9"];
  if (at !== otherAt) return at < otherAt ? -1 : 1;
  return right.reasons.length - left.reasons.length || compareRooms(left.room, right.room);
}

const NUMERALS = "零一二三四五六七八九";

/** 十二 → 12; a name without numerals stays as it is. */
const numbered = (room: string): string =>
  room.replaceAll(/[零一二三四五六七八九]?十?[零一二三四五六七八九]?/gu, (numeral) => {
    if (numeral === "") return "";
    const [tens = "", ones = ""] = numeral.includes("十") ? numeral.split("十") : ["零", numeral];
    const value =
      10 * (tens === "" ? 1 : NUMERALS.indexOf(tens)) + Math.max(0, NUMERALS.indexOf(ones));
    return String(value).padStart(3, "0");
  });

/** 开标二室 before 开标十室, in the order of doors. */
export function compareRooms(left: string, right: string): number {
  const [one, other] = [numbered(left), numbered(right)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
