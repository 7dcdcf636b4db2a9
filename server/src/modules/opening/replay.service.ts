/** Seals the replay of an opening in the transaction that ends it. */
import type { Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { Recording } from "./act.service.ts";
import { hallEventsOf, hallSessionOf } from "./hall.ts";
import { sealReplay } from "./replay.ts";
import { type HeldSession, readEvents } from "./session.store.ts";
import { stateOf } from "./session.ts";

/** Of all public events, the one that ended it among them. */
export async function recordReplay(
  tx: Tx,
  { registry, at, pictureOf }: Recording,
  session: HeldSession,
): Promise<void> {
  const { id, ocid, plan } = session;
  const own = (await readEvents(tx, [id])).get(id) ?? [];
  const { hash: recordHash } = stateOf(own);
  const told = hallEventsOf(session, own);
  const picture = await pictureOf?.(id);
  const seal = sealReplay(hallSessionOf(session), told, { recordHash, picture });
  await recordFact(tx, registry, {
    kind: "opening.replay-sealed",
    source: "mingjing",
    sourceId: `opening/${id}/replay`,
    subject: ocid,
    occurredAt: at,
    payload: { session: id, lotId: plan.lotId, ...seal },
  });
}
