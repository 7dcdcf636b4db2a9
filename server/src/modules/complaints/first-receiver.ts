/**
 * Who writes to several supervisors about one matter is answered by the one that received it first
 * (招标投标法实施条例第61条第一款; ZTB-T-61). Pure: it proposes, a person transfers.
 */
import type { Department } from "../../../../contract/src/casework.ts";
import type { Receiver } from "../../../../contract/src/voice-values.ts";
import type { VoiceState } from "../../../../contract/src/voices.ts";

export const FIRST_RECEIVER_ARTICLE = "ZTB-T-61";

/** A works complaint about a known project. */
export interface SameProject {
  readonly number: string;
  readonly ocid: string;
  /** Key of the writer; of a consortium its own, not a member's. */
  readonly writer: string;
  readonly matter: string | null;
  /** Null: the writer named no lot. */
  readonly lotId: string | null;
  readonly receivedAt: string;
  /** Of two received in the same instant the one with the smaller id came first. */
  readonly factId: string;
  readonly unit: Department;
  readonly state: VoiceState;
  /** How the unit was found; "fallback": no supervisor was, the coordinating office keeps it. */
  readonly matched: string;
}

export interface Peers {
  readonly first?: Receiver;
  readonly later: readonly Receiver[];
}

/** Given back, it lies with nobody who may handle it; ended, there is nothing to handle. */
const HANDLED: ReadonlySet<VoiceState> = new Set(["routed", "taken", "correcting", "accepted"]);

const isWithSupervisor = ({ state, matched }: SameProject): boolean =>
  HANDLED.has(state) && matched !== "fallback";

/** A complaint that names no lot is about each of them. */
const isSame = (one: SameProject, other: SameProject): boolean =>
  one.ocid === other.ocid &&
  one.writer === other.writer &&
  one.matter === other.matter &&
  (one.lotId === null || other.lotId === null || one.lotId === other.lotId);

const byReceipt = (one: SameProject, other: SameProject): number =>
  Date.parse(one.receivedAt) - Date.parse(other.receivedAt) || (one.factId < other.factId ? -1 : 1);

const receiverOf = ({ number, unit, receivedAt }: SameProject): Receiver => ({
  number,
  unit,
  receivedAt,
});

/** Of each complaint, by number: who received the matter first where that is another, and who did later. */
export function peersOf(all: readonly SameProject[]): ReadonlyMap<string, Peers> {
  const open = all.filter(isWithSupervisor).toSorted(byReceipt);
  const firsts = new Map<string, SameProject>();
  for (const one of open) {
    const first = open.find((other) => isSame(one, other));
    // What the first receiver has twice it joins itself: nothing is to be transferred.
    if (first !== undefined && first.unit.id !== one.unit.id) firsts.set(one.number, first);
  }
  return new Map(
    all.map(({ number }) => {
      const first = firsts.get(number);
      const later = open.filter((other) => firsts.get(other.number)?.number === number);
      return [
        number,
        {
          ...(first === undefined ? {} : { first: receiverOf(first) }),
          later: later.map(receiverOf),
        },
      ];
    }),
  );
}
