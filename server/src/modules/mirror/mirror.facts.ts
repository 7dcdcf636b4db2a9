/** Facts of mirrors → tokens, ends, and which ranges left. */
import { mirrorRangePulled } from "../../../../contract/src/facts/mirror.range-pulled.ts";
import { mirrorTokenIssued } from "../../../../contract/src/facts/mirror.token-issued.ts";
import { mirrorTokenRevoked } from "../../../../contract/src/facts/mirror.token-revoked.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const TABLES = ["mirror.token", "mirror.revocation", "mirror.pull"];

const tokenRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  mirror: payload["mirror"],
  organ: payload["organ"],
  token_hash: `\\x${String(payload["tokenHash"])}`,
  issued_at: occurredAt,
});

const revocationRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  mirror: payload["mirror"],
  revoked_at: occurredAt,
});

const pullRow = ({ id, occurredAt, payload }: StoredFact) => ({
  fact_id: id,
  mirror: payload["mirror"],
  from_leaf: payload["from"],
  to_leaf: payload["to"],
  pulled_at: occurredAt,
});

export const mirrorFacts: FactProjection = {
  kinds: [mirrorTokenIssued, mirrorTokenRevoked, mirrorRangePulled],
  tables: TABLES,
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await insertRows(tx, "mirror.token", of(mirrorTokenIssued.kind).map(tokenRow));
    await insertRows(tx, "mirror.revocation", of(mirrorTokenRevoked.kind).map(revocationRow));
    await insertRows(tx, "mirror.pull", of(mirrorRangePulled.kind).map(pullRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      TABLES,
      facts.map(({ id }) => id),
    ),
};
