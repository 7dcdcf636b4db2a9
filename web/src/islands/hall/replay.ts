/** Computes the replay of an opening again, from the events that this browser received. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { judgeReplay, type ReplayVerdict } from "../../../../contract/src/opening-replay.ts";
import {
  type HallSession,
  type HallState,
  replayedEvents,
} from "../../../../contract/src/opening-values.ts";

/** Canonical JSON (RFC 8785) of what a page can hold. */
function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`);
  return `{${members.join(",")}}`;
}

/** The page of the verifier must load no file but its own, so the hall brings its own SHA-256. */
const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalText(value))));

/** undefined: nothing is sealed yet. */
export function verdictOf(session: HallSession, state: HallState): ReplayVerdict | undefined {
  const { seal } = state;
  if (seal === undefined) return undefined;
  return judgeReplay(session, { events: replayedEvents(state), seal }, hashOf);
}
