/** From what the trading system reported of decryption to acts of the session. */
import type { Tx } from "../../platform/database.ts";
import { hold, lotAt, record, type Recording } from "./act.service.ts";
import { checkCommitment } from "./commitment.ts";
import { readCommitments, readDecryptions, readReveals } from "./session.store.ts";

/**
 * What the trading system reported of decryption, as acts of the session: a bid whose commitment was made waits until its file is
 * named. Done again it adds nothing.
 */
export async function takeDecryptions(
  tx: Tx,
  recording: Pick<Recording, "registry">,
  id: string,
): Promise<void> {
  const held = await hold(tx, id);
  const { session, state } = held;
  if (state.stage !== "decrypting") return;
  const lot = lotAt(session);
  const decrypted = await readDecryptions(tx, lot);
  const reveals = await readReveals(tx, lot);
  const commitments = await readCommitments(tx, lot);
  let version = state.version;
  for (const { key, bidder, state: bid } of state.bids) {
    const reported = decrypted.get(key);
    if (bid !== "waiting" || reported?.succeeded !== true) continue;
    const reveal = reveals.get(key);
    if (reveal === undefined && commitments.length > 0) continue;
    const check =
      reveal === undefined
        ? "missing"
        : checkCommitment(reveal, { commitments, deadline: lot.deadline });
    const offer = reveal?.offer === undefined ? {} : { offer: reveal.offer };
    const made = { kind: "bid-handled", payload: { bidder, act: "decrypted", check, ...offer } };
    const at = { ...recording, at: reported.at };
    await record(tx, at, { held: { session, state: { ...state, version } }, made });
    version += 1;
  }
}
