/** Facts of anchors → receipts, those that were lost, and the public copy of what holds. */
import { sql } from "kysely";

import { anchored, type Anchored } from "../../../../contract/src/facts/anchors.anchored.ts";
import { anchorLost, type AnchorLost } from "../../../../contract/src/facts/anchors.lost.ts";
import type { Tx } from "../../platform/database.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLES = ["anchors.receipt", "anchors.lost", "released.anchor"];

export const anchorFacts: FactProjection = {
  kinds: [anchored, anchorLost],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "anchors.receipt", of("anchors.anchored").map(receiptRow));
    await insertRows(tx, "anchors.lost", of("anchors.lost").map(lostRow));
    await insertRows(tx, "released.anchor", of("anchors.anchored").map(releasedRow));
    await hideLost(tx);
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map((fact) => fact.id),
    ),
};

function receiptRow({ id, payload }: StoredFact) {
  const { size, receipt } = payload as unknown as Anchored;
  const { chain, anchoredAt } = receipt;
  return { fact_id: id, chain, size, anchored_at: anchoredAt, receipt };
}

const releasedRow = (fact: StoredFact) => ({
  ...receiptRow(fact),
  checkpoint: fact.payload["checkpoint"],
});

const lostRow = ({ id, payload }: StoredFact) => ({
  fact_id: id,
  receipt_fact: (payload as unknown as AnchorLost).receiptFact,
});

/** Whichever of the two facts comes first. */
const hideLost = (tx: Tx) =>
  sql`DELETE FROM released.anchor USING anchors.lost WHERE receipt_fact = anchor.fact_id`.execute(
    tx,
  );
