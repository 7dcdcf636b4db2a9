/** The seal of a replay (contract/src/opening-replay.ts). Pure. */
import { createHash } from "node:crypto";

import {
  LINK_DIGITS,
  replayOf,
  type ReplayPicture,
  type ReplaySeal,
} from "../../../../contract/src/opening-replay.ts";
import type { HallEvent, HallSession } from "../../../../contract/src/opening-values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";

const hashOf = (value: unknown): string =>
  createHash("sha256").update(canonicalJson(value), "utf8").digest("hex");

interface Beside {
  readonly recordHash: string | undefined;
  readonly picture?: ReplayPicture | undefined;
}

export function sealReplay(
  session: HallSession,
  events: readonly HallEvent[],
  { recordHash, picture }: Beside,
): ReplaySeal {
  const beside = {
    ...(recordHash === undefined ? {} : { recordHash }),
    ...(picture === undefined ? {} : { picture }),
  };
  return {
    events: events.length,
    hash: hashOf(replayOf(session, events, beside)),
    links: events.map((event) => hashOf(event).slice(0, LINK_DIGITS)),
    ...beside,
  };
}
