import {
  sourceRegistered,
  type SourceRegistered,
} from "../../../../contract/src/facts/intake.source-registered.ts";
import type { FactProjection } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

export const intakeFacts: FactProjection = {
  kinds: [sourceRegistered],
  tables: ["intake.source"],

  apply(tx, facts) {
    const rows = facts.map(({ id, occurredAt, payload }) => {
      const { name, title, zone, keyHash } = payload as unknown as SourceRegistered;
      return { name, title, zone, key_hash: keyHash, registered_at: occurredAt, fact_id: id };
    });
    return insertRows(tx, "intake.source", rows);
  },

  retract: (tx, facts) =>
    deleteByFact(
      tx,
      ["intake.source"],
      facts.map((fact) => fact.id),
    ),
};
