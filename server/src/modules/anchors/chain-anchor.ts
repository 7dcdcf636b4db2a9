/** What a chain is to us, whichever it is, and the rules of asking it. Pure. */
import { createHash } from "node:crypto";

import type { AnchorReceipt } from "../../../../contract/src/anchors.ts";

export interface Submission {
  readonly hash: Buffer;
  /** Opaque; the same when the same hash is handed over again. */
  readonly requestId: string;
}

/** `missing`: the chain does not know it. `moved`: it stands in another block. `differs`: it says something else. */
export type Finding = "holds" | "missing" | "moved" | "differs";

/** A chain outside. Each call ends within `ANSWER_MS`, by an answer, by ChainPending or by ChainTrouble. */
export interface ChainAnchor {
  readonly name: AnchorReceipt["chain"];
  readonly algorithm: AnchorReceipt["algorithm"];
  /** Hands a hash over, or finds what was handed over before. @throws ChainPending, ChainTrouble */
  submit(submission: Submission): Promise<AnchorReceipt>;
  /** Holds a receipt against what the chain says now. @throws ChainTrouble if it gives no usable answer */
  check(receipt: AnchorReceipt): Promise<Finding>;
}

/** No usable answer: an outage, whatever its reason. The message goes to the operator. */
export class ChainTrouble extends Error {}
/** Taken, but in no block yet, or not deep enough: asked again soon. */
export class ChainPending extends Error {}

/** A chain that has not answered by then is down. */
export const ANSWER_MS = 20_000;
const FIRST_WAIT_S = 10;
const LONGEST_WAIT_S = 900;

/** Seconds until the next try after so many failures in a row. */
export const waitAfter = (failures: number): number =>
  Math.min(FIRST_WAIT_S * 2 ** Math.min(failures - 1, 20), LONGEST_WAIT_S);

/** Origin, size and root of a signed checkpoint: what is hashed. Who signed it besides may change later. */
export function checkpointTextOf(note: string): string {
  const end = note.lastIndexOf("\n\n");
  if (end < 0) throw new Error("the checkpoint is no signed note");
  return note.slice(0, end + 1);
}

export const anchorHash = (text: string, algorithm: ChainAnchor["algorithm"]): Buffer =>
  createHash(algorithm).update(text, "utf8").digest();

const HOUR_MS = 3_600_000;
const YOUNG_MS = 24 * HOUR_MS;

/** How long a receipt of this age is believed before it is looked at again. */
export const believedFor = (ageMs: number): number => (ageMs < YOUNG_MS ? HOUR_MS : YOUNG_MS);

/** A chain is believed to have lost an anchor when it says so twice, this far apart. */
export const SECOND_LOOK_MS = 60_000;
