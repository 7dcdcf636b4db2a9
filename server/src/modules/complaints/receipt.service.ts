/** What a sender is told at once: number, place in the log, who answers, and until when. */
import { sql } from "kysely";

import type { VoiceReceiptView } from "../../../../contract/src/voice-intake.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { isOutrun } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { readKnownLaw } from "./law.service.ts";
import { type Incoming, receiveVoice, type VoiceReceipt } from "./receive.service.ts";
import { clocksOf, standingOf } from "./standing.ts";
import { readVoices } from "./summary.service.ts";

export interface Receipted extends VoiceReceiptView {
  readonly similar: readonly string[];
}

/**
 * Receives in a transaction of its own; of two at once under one number the second gets the receipt of the first.
 * @param incomingOf may keep files in the same transaction
 */
export async function receipt(
  { db, registry }: { readonly db: Database; readonly registry: FactRegistry },
  incomingOf: (tx: Tx) => Promise<Incoming>,
): Promise<Receipted> {
  const once = () =>
    inTransaction(db, async (tx) =>
      receiptView(tx, await receiveVoice(tx, registry, await incomingOf(tx))),
    );
  try {
    return await once();
  } catch (error) {
    if (!isOutrun(error)) throw error;
    return once();
  }
}

async function receiptView(tx: Tx, taken: VoiceReceipt): Promise<Receipted> {
  const { number, factId, receivedAt, unit, window, similar, isDuplicate } = taken;
  const { rows } = await sql<{ digest: string }>`
    SELECT encode(digest, 'hex') AS digest FROM fact.fact WHERE id = ${factId}`.execute(tx);
  const [facts] = await readVoices(tx, [number]);
  if (facts === undefined) throw new Error(`no voice ${number} after its receipt`);
  const { clocks, binding } = clocksOf(standingOf(facts), await readKnownLaw(tx));
  return {
    number,
    factId,
    digest: rows[0]?.digest ?? "",
    receivedAt,
    unit,
    window,
    binding: binding === null ? null : { clock: binding.clock, due: binding.due },
    clocks: clocks.map(({ id, due, provisional, binds, articles }) => ({
      id,
      due,
      provisional,
      binds,
      articles: [...articles],
    })),
    isDuplicate,
    similar,
  };
}
