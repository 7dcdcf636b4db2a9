import {
  sourceKeyRegistered,
  type SourceKeyRegistered,
} from "../../../../contract/src/facts/intake.source-key-registered.ts";
import {
  sourceRegistered,
  type SourceRegistered,
} from "../../../../contract/src/facts/intake.source-registered.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const isKey = ({ kind }: StoredFact): boolean => kind === sourceKeyRegistered.kind;

export const intakeFacts: FactProjection = {
  kinds: [sourceRegistered, sourceKeyRegistered],
  tables: ["intake.source", "intake.signing_key"],

  async apply(tx, facts) {
    const sources = facts.filter((fact) => !isKey(fact));
    await insertRows(tx, "intake.source", sources.map(sourceRow));
    await insertRows(tx, "intake.signing_key", facts.filter(isKey).map(keyRow));
  },

  retract: (tx, facts) =>
    deleteByFact(
      tx,
      ["intake.source", "intake.signing_key"],
      facts.map((fact) => fact.id),
    ),
};

function sourceRow({ id, occurredAt, payload }: StoredFact) {
  const { name, title, zone, keyHash } = payload as unknown as SourceRegistered;
  return { name, title, zone, key_hash: keyHash, registered_at: occurredAt, fact_id: id };
}

function keyRow({ id, occurredAt, payload }: StoredFact) {
  const { source, publicKey } = payload as unknown as SourceKeyRegistered;
  return { fact_id: id, source, public_key: publicKey, registered_at: occurredAt };
}
