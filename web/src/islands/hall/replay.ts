/** Computes the replay of an opening again, with the verifier's code, from the events that this browser received. */
import { judgeReplay, type ReplayVerdict } from "../../../../contract/src/opening-replay.ts";
import {
  type HallSession,
  type HallState,
  replayedEvents,
} from "../../../../contract/src/opening-values.ts";
import { canonicalJson, encodeHex, encodeUtf8, sha256 } from "../../../../verifier/src/index.ts";
import { secondsOf } from "../../apps/portal/format.ts";
import type { Speech } from "../../apps/portal/words.ts";

/** What is no canonical JSON has no hash, so it equals nothing. */
function hashOf(value: unknown): string {
  const text = canonicalJson(value);
  const bytes = text.ok ? encodeUtf8(text.value) : text;
  return bytes.ok ? encodeHex(sha256(bytes.value)) : "";
}

export function replayVerdict(
  session: HallSession,
  state: HallState,
  { say }: Speech,
): { readonly isEqual: boolean; readonly text: string } {
  const { seal } = state;
  if (seal === undefined) return { isEqual: false, text: "" };
  const events = replayedEvents(state);
  const verdict: ReplayVerdict = judgeReplay(session, { events, seal }, hashOf);
  switch (verdict.is) {
    case "equal":
      return { isEqual: true, text: say("hall.verdict.equal", { count: events.length }) };
    case "changed": {
      const at = events.find(({ n }) => n === verdict.n)?.at;
      const time = at === undefined ? "" : secondsOf(at);
      return { isEqual: false, text: say("hall.verdict.changed", { n: verdict.n, at: time }) };
    }
    case "count":
      return {
        isEqual: false,
        text: say("hall.verdict.count", { have: verdict.have, count: seal.events }),
      };
    case "differs":
      return { isEqual: false, text: say("hall.verdict.differs") };
  }
}
