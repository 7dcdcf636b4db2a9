/** Opening and closing accounts. */
import { sql } from "kysely";

import type { Database, Tx } from "../database.ts";

export interface AccountState {
  readonly name: string;
  readonly isDisabled: boolean;
}

export async function accountState(
  db: Database | Tx,
  account: string,
): Promise<AccountState | undefined> {
  const { rows } = await sql<AccountState>`
    SELECT name, disabled_at IS NOT NULL AS "isDisabled" FROM identity.account
    WHERE account = ${account}`.execute(db);
  return rows[0];
}

/** A closed account loses its sessions at once. */
export async function setAccountState(tx: Tx, account: string, isDisabled: boolean): Promise<void> {
  await sql`UPDATE identity.account
    SET disabled_at = CASE WHEN ${isDisabled} THEN now() END WHERE account = ${account}`.execute(
    tx,
  );
  await sql`DELETE FROM identity.session WHERE account = ${account}`.execute(tx);
}
