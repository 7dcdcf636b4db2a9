/** The database of a portal host that stands apart has what schema `released` has inside, and nothing else. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDatabase, type TestDatabase } from "../test/harness.ts";
import { createPortalDatabase, type PortalDatabase } from "../test/portal-database.ts";
import { migrate } from "./platform/migrate.ts";

let inner: TestDatabase;
let portal: PortalDatabase;
beforeAll(async () => {
  inner = await createTestDatabase();
  portal = await createPortalDatabase();
});
afterAll(async () => {
  await portal.close();
  await inner.close();
});

const COLUMNS = `
  SELECT relname AS relation, attname AS column, format_type(atttypid, atttypmod) AS type
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE nspname = 'released' AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped
  ORDER BY relname, attnum`;

test("the same relations with the same columns in the same order", async () => {
  const inside = await inner.query(COLUMNS);
  expect(inside.length).toBeGreaterThan(30);
  expect((await portal.own.pool.query(COLUMNS)).rows).toEqual(inside);
});

test("no schema but released and the ferry's own", async () => {
  const { rows } = await portal.own.pool.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace
     WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'public') ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name).filter((name) => name !== "ferry")).toEqual(["released"]);
});

test("its public login reads every relation of released and writes none", async () => {
  const relations = [
    ...new Set((await inner.query<{ relation: string }>(COLUMNS)).map((row) => row.relation)),
  ];
  for (const relation of relations) {
    await portal.public.pool.query(`SELECT * FROM released.${relation}`);
    await expect(
      portal.public.pool.query(`DELETE FROM released.${relation}`),
      relation,
    ).rejects.toThrow(/permission denied|read-only/u);
  }
});

test("an inner database is refused as a portal's own", async () => {
  await expect(migrate(inner.ownerUrl, "portal")).rejects.toThrow("this is an inner database");
});

test("migrating twice changes nothing", async () => {
  expect(await migrate(portal.ownerUrl, "portal")).toEqual([]);
});
