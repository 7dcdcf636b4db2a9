/** Connections that are lost while somebody works on them. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDatabase, type TestDatabase } from "../../test/harness.ts";
import { inTransaction, type Tx } from "./database.ts";

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
