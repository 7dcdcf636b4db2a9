/** What every act of an opening goes through: the session's lock, its state, the rule, one fact. */
import type { ReplayPicture } from "../../../../contract/src/opening-replay.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { type ActContext, actOnce } from "../../platform/facts/act.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { type HeldSession, lockSession, readEvents, readSessions } from "./session.store.ts";
import { type SessionState, stateOf } from "./session.ts";

/** Who acts, for acts that the product takes by itself: nobody. */
export type OpeningContext = Pick<ActContext, "db" | "registry" | "at"> & {
  readonly officer?: ActContext["officer"] | undefined;
  readonly pictureOf?: PictureOf | undefined;
};

/** What stands of a session's public picture now; undefined: there is none. */
export type PictureOf = (session: string) => Promise<ReplayPicture | undefined>;

export interface Held {
  readonly session: HeldSession;
  readonly state: SessionState;
}

/** @throws RuleViolation opening.not-found */
export async function hold(tx: Tx, id: string): Promise<Held> {
  await lockSession(tx, id);
  const [session] = await readSessions(tx, [id]);
  if (session === undefined) throw new RuleViolation("opening.not-found", { id }, { status: 404 });
  const events = await readEvents(tx, [id]);
  return { session, state: stateOf(events.get(id) ?? []) };
}

export const lotAt = ({ ocid, plan }: HeldSession) => ({
  ocid,
  lotId: plan.lotId,
  deadline: plan.startsAt,
});

export interface Act {
  readonly kind: string;
  readonly payload: object;
  /** What else is recorded in the same transaction, after the act. */
  readonly after?: (tx: Tx) => Promise<void>;
}

export interface Recording {
  readonly registry: FactRegistry;
  readonly at: string;
  readonly pictureOf?: PictureOf | undefined;
}

export async function record(
  tx: Tx,
  { registry, at }: Recording,
  { held, made }: { readonly held: Held; readonly made: Act },
): Promise<void> {
  const { session, state } = held;
  const version = state.version + 1;
  await recordFact(tx, registry, {
    kind: `opening.${made.kind}`,
    source: "mingjing",
    sourceId: `opening/${session.id}/${version}`,
    subject: session.ocid,
    occurredAt: at,
    payload: { session: session.id, ...made.payload, version },
  });
}

/** One act under the lock; nothing is recorded when the rule refuses. */
export async function act(
  context: OpeningContext,
  id: string,
  make: (held: Held, tx: Tx) => Promise<Act> | Act,
): Promise<void> {
  await actOnce(context.db, "opening.stale", async (tx) => {
    const held = await hold(tx, id);
    const made = await make(held, tx);
    await record(tx, context, { held, made });
    await made.after?.(tx);
  });
}

export const by = ({ officer }: OpeningContext) => (officer === undefined ? {} : { officer });
