/**
 * The replay of an opening as one document, the same for whoever puts it together: its canonical JSON (RFC 8785) has the hash
 * that is sealed when the opening ends. Server and browser make it from the same events, each with its own code for hashes.
 */
import Type, { type Static } from "typebox";

import type { HallEvent, HallSession } from "./opening-values.ts";
import { closed } from "./values.ts";

export const REPLAY_FORMAT = "mingjing-opening-replay/1";

const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$" });

/**
 * What the public picture adds: the value of its chain when the opening ended. It commits to every segment up to then, and the check of
 * the picture finds it again in the chain.
 */
export const ReplayPicture = Type.Object({ manifestHash: Sha256 }, closed);
export type ReplayPicture = Static<typeof ReplayPicture>;

/** The first digits of the SHA-256 of each event, in order: they say which event was changed. */
export const ReplayLinks = Type.Array(Type.String({ pattern: "^[0-9a-f]{16}$" }), {
  maxItems: 20_000,
});
export const LINK_DIGITS = 16;

/** What is sealed of a replay. */
export const ReplaySeal = Type.Object(
  {
    /** Public events that the replay has. */
    events: Type.Integer({ minimum: 1 }),
    /** SHA-256 (hex) of the document. */
    hash: Sha256,
    links: ReplayLinks,
    /** Of the record's lines; absent where nothing was put up for signature. */
    recordHash: Type.Optional(Sha256),
    picture: Type.Optional(ReplayPicture),
  },
  closed,
);
export type ReplaySeal = Static<typeof ReplaySeal>;

type Replayed = Pick<HallSession, "id" | "ocid" | "lotId" | "startsAt" | "mode">;

/** The document; without what another may word differently, such as the title. */
export const replayOf = (
  { id, ocid, lotId, startsAt, mode }: Replayed,
  events: readonly HallEvent[],
  { recordHash, picture }: Pick<ReplaySeal, "recordHash" | "picture">,
) => ({
  format: REPLAY_FORMAT,
  session: id,
  ocid,
  lotId,
  startsAt,
  mode,
  ...(recordHash === undefined ? {} : { recordHash }),
  ...(picture === undefined ? {} : { picture }),
  events,
});

/** How events stand against what was sealed. */
export type ReplayVerdict =
  | { readonly is: "equal"; readonly hash: string }
  /** An event is not the one that was sealed. */
  | { readonly is: "changed"; readonly n: number; readonly hash: string }
  /** So many events instead of those sealed. */
  | { readonly is: "count"; readonly have: number; readonly hash: string }
  /** All events are those sealed, but what stands beside them is not. */
  | { readonly is: "differs"; readonly hash: string };

/** @param hashOf SHA-256 (hex) of the canonical JSON of a value */
export function judgeReplay(
  session: Replayed,
  { events, seal }: { readonly events: readonly HallEvent[]; readonly seal: ReplaySeal },
  hashOf: (value: unknown) => string,
): ReplayVerdict {
  const hash = hashOf(replayOf(session, events, seal));
  const place = events.findIndex(
    (event, index) => hashOf(event).slice(0, LINK_DIGITS) !== seal.links[index],
  );
  const changed = events[place];
  if (changed !== undefined && place < seal.events) return { is: "changed", n: changed.n, hash };
  if (events.length !== seal.events) return { is: "count", have: events.length, hash };
  return hash === seal.hash ? { is: "equal", hash } : { is: "differs", hash };
}
