/** Facts about ways of signing in → a row each. No secret is in a fact. */
import { credentialChanged } from "../../../../../contract/src/facts/identity.credential-changed.ts";
import { resetApproved } from "../../../../../contract/src/facts/identity.reset-approved.ts";
import { resetRequested } from "../../../../../contract/src/facts/identity.reset-requested.ts";
import type { FactProjection } from "../../facts/registry.ts";
import { deleteByFact, insertRows } from "../../facts/rows.ts";

/** Table of each kind, and its column for the instant. */
const TABLES: Readonly<Record<string, readonly [table: string, at: string]>> = {
  "identity.reset-requested": ["identity.reset_request", "requested_at"],
  "identity.reset-approved": ["identity.reset_approval", "approved_at"],
  "identity.credential-changed": ["identity.credential_change", "changed_at"],
};
const tables = Object.values(TABLES).map(([table]) => table);

export const signInFacts: FactProjection = {
  kinds: [resetRequested, resetApproved, credentialChanged],
  tables,
  async apply(tx, facts) {
    for (const [kind, [table, at]] of Object.entries(TABLES)) {
      const rows = facts
        .filter((fact) => fact.kind === kind)
        .map(({ id, payload, occurredAt }) => ({ fact_id: id, ...payload, [at]: occurredAt }));
      await insertRows(tx, table, rows);
    }
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      tables,
      facts.map(({ id }) => id),
    ),
};
