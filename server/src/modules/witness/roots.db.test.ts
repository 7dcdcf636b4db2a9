/** Roots of the other trees, recorded in the log itself. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { concatBytes, sm3, verifyCertificate } from "../../../../verifier/src/index.ts";
import { aNotice, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, LOG_ORIGIN, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let key: string;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("trading");
  await app.send(key, honestProcess("R1"));
  await app.settle();
});
afterAll(() => app.close());

interface Recorded {
  readonly fact: { readonly payload: { size: number; sm3Root: string; mapRoot: string } };
  readonly leaf: number | null;
}

/** What the public sees, newest first. */
const recorded = () =>
  app.database.query<Recorded>(
    `SELECT fact, leaf_index::int AS leaf FROM released.fact LEFT JOIN released.fact_leaf USING (fact_id)
     WHERE ocid = 'log:${LOG_ORIGIN}' ORDER BY recorded_at DESC`,
  );

/** RFC 6962 §2.1 with SM3, by the verifier's own hash. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sm3(new Uint8Array());
  if (leaves.length === 1) return sm3(concatBytes(Uint8Array.of(0), leaves[0] as Uint8Array));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sm3(
    concatBytes(Uint8Array.of(1), rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split))),
  );
}

async function leafData(size: number): Promise<Uint8Array[]> {
  const rows = await app.database.query<{ digest: Buffer }>(
    `SELECT digest FROM witness.leaf JOIN fact.fact ON id = fact_id WHERE leaf_index < ${size} ORDER BY leaf_index`,
  );
  return rows.map(({ digest }) => new Uint8Array(digest));
}

test("the SM3 root is that of the same leaves, and the fact that says so is in the log", async () => {
  await app.application.witness.recordRoots();
  await app.settle();
  const [newest] = await recorded();
  const { size, sm3Root, mapRoot } = newest?.fact.payload ?? { size: 0, sm3Root: "", mapRoot: "" };
  expect(size).toBeGreaterThan(5);
  expect(newest?.leaf).toBe(size);
  expect(sm3Root).toBe(Buffer.from(rootOf(await leafData(size))).toString("hex"));
  const [map] = await app.database.query<{ root: string }>(
    "SELECT encode(root, 'hex') AS root FROM released.map_version ORDER BY version DESC LIMIT 1",
  );
  expect(mapRoot).toBe(map?.root);
});

test("nothing new, no new roots; after a fact there are new ones that cover it", async () => {
  const before = await recorded();
  await app.application.witness.recordRoots();
  await app.settle();
  expect(await recorded()).toHaveLength(before.length);
  await app.send(key, [aNotice("R2")]);
  await app.settle();
  await app.application.witness.recordRoots();
  await app.settle();
  const [newest, ...older] = await recorded();
  expect(older).toHaveLength(before.length);
  const size = newest?.fact.payload.size ?? 0;
  expect(size).toBe((before[0]?.fact.payload.size ?? 0) + 2);
  expect(newest?.fact.payload.sm3Root).toBe(
    Buffer.from(rootOf(await leafData(size))).toString("hex"),
  );
});

test("several processes at once record one root, and the newest twenty stay public", async () => {
  for (let round = 0; round < 22; round++) {
    await app.send(key, [aNotice(`R${round + 10}`)]);
    await app.settle();
    await Promise.all([1, 2, 3].map(() => app.application.witness.recordRoots()));
    await app.settle();
  }
  const all = await app.database.query("SELECT 1 FROM witness.roots");
  expect(all).toHaveLength(24);
  expect(await recorded()).toHaveLength(20);
});

test("a process's certificate does not hold them, and still verifies", async () => {
  const response = await app.get(`/api/public/processes/${ocidOf("R1")}/certificate`);
  const report = verifyCertificate(response.body);
  expect(report.verdict).toBe("valid");
  expect(report.facts.map(({ kind }) => kind)).not.toContain("witness.roots-recorded");
});

test("a leaf that has lost its fact is told, not passed over", async () => {
  await app.send(key, [aNotice("R99")]);
  await app.settle();
  await app.database.asOwner(`SET session_replication_role = replica;
    DELETE FROM fact.fact WHERE subject = '${ocidOf("R99")}'`);
  await expect(app.application.witness.recordRoots()).rejects.toThrow("has lost its fact");
});
