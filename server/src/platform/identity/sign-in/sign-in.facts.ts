import {
  type AccountLinkRevoked,
  accountLinkRevoked,
} from "../../../../../contract/src/facts/identity.account-link-revoked.ts";
import {
  type AccountsOpened,
  accountsOpened,
} from "../../../../../contract/src/facts/identity.accounts-opened.ts";
/** Facts about ways of signing in → a row each. No secret is in a fact. */
import { credentialChanged } from "../../../../../contract/src/facts/identity.credential-changed.ts";
import { resetApproved } from "../../../../../contract/src/facts/identity.reset-approved.ts";
import { resetRequested } from "../../../../../contract/src/facts/identity.reset-requested.ts";
import type { FactProjection, StoredFact } from "../../facts/registry.ts";
import { deleteByFact, insertRows } from "../../facts/rows.ts";

/** Table of each kind, and its column for the instant. */
const TABLES: Readonly<Record<string, readonly [table: string, at: string]>> = {
  "identity.reset-requested": ["identity.reset_request", "requested_at"],
  "identity.reset-approved": ["identity.reset_approval", "approved_at"],
  "identity.credential-changed": ["identity.credential_change", "changed_at"],
};
const LETTERS = "identity.account_letter";
const tables = [...Object.values(TABLES).map(([table]) => table), LETTERS];

/** A row an account. */
function lettersOf({ id, kind, payload, occurredAt }: StoredFact) {
  const isMade = kind === accountsOpened.kind;
  const { by, unit } = payload as unknown as AccountsOpened | AccountLinkRevoked;
  const accounts = isMade
    ? (payload as unknown as AccountsOpened).accounts
    : [(payload as unknown as AccountLinkRevoked).account];
  return accounts.map((account) => ({
    fact_id: id,
    account,
    by,
    unit,
    is_made: isMade,
    at: occurredAt,
  }));
}

export const signInFacts: FactProjection = {
  kinds: [resetRequested, resetApproved, credentialChanged, accountsOpened, accountLinkRevoked],
  tables,
  async apply(tx, facts) {
    for (const [kind, [table, at]] of Object.entries(TABLES)) {
      const rows = facts
        .filter((fact) => fact.kind === kind)
        .map(({ id, payload, occurredAt }) => ({ fact_id: id, ...payload, [at]: occurredAt }));
      await insertRows(tx, table, rows);
    }
    const letters = facts.filter(
      ({ kind }) => kind === accountsOpened.kind || kind === accountLinkRevoked.kind,
    );
    await insertRows(tx, LETTERS, letters.flatMap(lettersOf));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      tables,
      facts.map(({ id }) => id),
    ),
};
