/** Connections that are lost while somebody works on them. */
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDatabase, type TestDatabase } from "../../test/harness.ts";
import { inTransaction, type Tx } from "./database.ts";
import { compileNothing } from "./login-settings.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Ends the connection of a transaction from another one, as a killed PostgreSQL would. */
async function cutOff(tx: Tx): Promise<void> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
  await database.query("SELECT pg_terminate_backend($1, 10000)", [rows[0]?.pid]);
}

test("a connection lost between two statements does not end the process; the transaction runs again", async () => {
  let attempts = 0;
  const answer = await inTransaction(database.app.db, async (tx) => {
    attempts += 1;
    if (attempts === 1) await cutOff(tx);
    const { rows } = await sql<{ one: number }>`SELECT 1 AS one`.execute(tx);
    return rows;
  });
  expect(answer).toEqual([{ one: 1 }]);
  expect(attempts).toBe(2);
});

test("no login has its queries compiled, on whatever server: ours are shorter than that takes", async () => {
  for (const { pool } of [database.app, database.console, database.public]) {
    const { rows } = await pool.query("SELECT current_setting('jit') AS jit");
    expect(rows).toEqual([{ jit: "off" }]);
  }
});

test("a login that others keep, and we may not change, stays as it is and stops nothing", async () => {
  const [others, ours] = ["others", "ours"].map((name) => `test_${name}_${process.pid}`);
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  const settingsOf = async (role: string | undefined) =>
    (await client.query("SELECT rolconfig FROM pg_roles WHERE rolname = $1", [role])).rows[0];
  try {
    await client.query(`CREATE ROLE ${others}`);
    await client.query(`CREATE ROLE ${ours}`);
    await client.query(`SET ROLE ${ours}`);
    await compileNothing(client, String(others));
    await client.query("RESET ROLE");
    expect(await settingsOf(others)).toEqual({ rolconfig: null });
    await compileNothing(client, String(others));
    expect(await settingsOf(others)).toEqual({ rolconfig: ["jit=off"] });
    await expect(compileNothing(client, "test_nobody")).rejects.toThrow(/does not exist/);
  } finally {
    await client.query("RESET ROLE");
    await client.query(`DROP ROLE IF EXISTS ${others}, ${ours}`);
    await client.end();
  }
});
