/** Settings of the logins that serve. They belong to the cluster. */
import type pg from "pg";

/** Queries that take longer than `timeout`, such as 20s, are stopped. */
export const setReadOnly = (client: pg.Client, role: string, timeout: string): Promise<void> =>
  setLogin(client, role, { default_transaction_read_only: "on", statement_timeout: timeout });

/** Settings of a login belong to the cluster, which other databases may be changing: only what differs is set. */
async function setLogin(
  client: pg.Client,
  role: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows } = await client.query(
    "SELECT coalesce(rolconfig, '{}') AS settings FROM pg_roles WHERE rolname = $1",
    [role],
  );
  for (const [setting, value] of Object.entries(wanted))
    if (!rows[0]?.settings.includes(`${setting}=${value}`))
      await client.query(
        `ALTER ROLE ${client.escapeIdentifier(role)} SET ${setting} = ${client.escapeLiteral(value)}`,
      );
}

/**
 * Our queries are short and their policies make them look costly: compiling them, which stock servers do, takes longer than
 * running them. A login that others keep, and we may not change, stays as it is.
 */
export async function compileNothing(client: pg.Client, role: string): Promise<void> {
  try {
    await setLogin(client, role, { jit: "off" });
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
  }
}

/** SQLSTATE */
const INSUFFICIENT_PRIVILEGE = "42501";
