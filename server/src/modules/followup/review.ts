/** Reviews of leads: who may take which slot, and what may be seen of the other's. Pure. */
import type { ReviewSlot, Verdict } from "../../../../contract/src/followup-values.ts";
import type { Pair } from "./triage.ts";

export interface Review {
  readonly slot: ReviewSlot;
  readonly account: string;
  readonly verdict: Verdict | undefined;
}

export interface ReviewState {
  readonly reviews: readonly Review[];
  readonly isDouble: boolean;
  /** Drawn for audit after it was dismissed. */
  readonly isDrawn: boolean;
}

/** Slots that must be filled for this lead, in their order. */
const wanted = ({ isDouble, isDrawn }: ReviewState): readonly ReviewSlot[] => [
  "first",
  ...(isDouble ? (["second"] as const) : []),
  ...(isDrawn ? (["audit"] as const) : []),
];

/** Nobody looks twice at one lead: the second look is somebody else's, and so is the audit. */
export function slotFor(state: ReviewState, account: string): ReviewSlot | undefined {
  if (state.reviews.some((review) => review.account === account)) return undefined;
  return wanted(state).find((slot) => state.reviews.every((review) => review.slot !== slot));
}

/** The slot that this person took and has still to fill. */
export const openSlot = ({ reviews }: ReviewState, account: string): ReviewSlot | undefined =>
  reviews.find((one) => one.account === account && one.verdict === undefined)?.slot;

export const isFinished = (state: ReviewState): boolean =>
  wanted(state).every((slot) =>
    state.reviews.some((review) => review.slot === slot && review.verdict !== undefined),
  );

const verdictOf = ({ reviews }: ReviewState, slot: ReviewSlot): Verdict | undefined =>
  reviews.find((review) => review.slot === slot)?.verdict;

/** Both verdicts of a double review once both are given. */
export function pairOf(state: ReviewState): readonly Pair[] {
  const [first, second] = [verdictOf(state, "first"), verdictOf(state, "second")];
  return first === undefined || second === undefined ? [] : [[first, second]];
}

/** Nobody who looked found it worth a person's time. */
export function isDismissed(state: ReviewState): boolean {
  const own = state.reviews.filter(({ slot }) => slot !== "audit");
  return own.length > 0 && own.every(({ verdict }) => verdict === "dismiss");
}

export const auditVerdict = (state: ReviewState): Verdict | undefined => verdictOf(state, "audit");
