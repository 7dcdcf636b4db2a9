/** Computes the replay of an opening again, with the verifier's code, from the events that this browser received. */
import { judgeReplay, type ReplayVerdict } from "../../../../contract/src/opening-replay.ts";
import {
  type HallSession,
  type HallState,
  replayedEvents,
} from "../../../../contract/src/opening-values.ts";
import { canonicalJson, encodeHex, encodeUtf8, sha256 } from "../../../../verifier/src/index.ts";

/** What is no canonical JSON has no hash, so it equals nothing. */
function hashOf(value: unknown): string {
  const text = canonicalJson(value);
  const bytes = text.ok ? encodeUtf8(text.value) : text;
  return bytes.ok ? encodeHex(sha256(bytes.value)) : "";
}

/** undefined: nothing is sealed yet. */
export function verdictOf(session: HallSession, state: HallState): ReplayVerdict | undefined {
  const { seal } = state;
  if (seal === undefined) return undefined;
  return judgeReplay(session, { events: replayedEvents(state), seal }, hashOf);
}
