/** A project of ten thousand facts: neither page nor head is felt. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { DossierHead, TimelinePage } from "../../../../contract/src/dossier.ts";
import { aLotFact, aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const CODE = "MANY";
const FACTS = 10_000;

let app: TestApp;
let inspector: Record<string, string> = {};
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("bulk");
  await app.send(key, [
    aNotice(CODE),
    ...Array.from({ length: FACTS }, (_, n) =>
      aLotFact(
        CODE,
        "objection-recorded",
        { number: `异${n}`, matter: "documents", content: "压力数据", state: "answered" },
        {
          sourceId: `bulk/${n}`,
          occurredAt: new Date(Date.UTC(2026, 4, 22, 0, 0, n)).toISOString(),
        },
      ),
    ),
  ]);
  inspector = await app.signIn({
    account: "inspector-1",
    name: "辛明",
    role: "inspector",
    departmentId: "discipline",
    departmentName: "纪委监委",
    jurisdiction: [{ matters: ["process"] }],
  });
});
afterAll(() => app.close());

async function timed<T>(path: string): Promise<readonly [T, number]> {
  const begin = performance.now();
  const response = await app.inject({
    url: `/api/dossier/projects/${ocidOf(CODE)}${path}`,
    headers: inspector,
  });
  expect(response.statusCode, response.body).toBe(200);
  return [response.json<T>(), performance.now() - begin];
}

test("a page in the middle comes within a second, the head within two", async () => {
  const [page, pageTook] = await timed<TimelinePage>(
    "/timeline?limit=100&from=2026-05-22T01:00:00.000Z",
  );
  expect(page.rows).toHaveLength(100);
  expect(page.rows[0]?.text).toContain("异3600");
  expect(page.previous).toBeDefined();
  const [head, headTook] = await timed<DossierHead>("");
  expect(head.total).toBe(FACTS + 1);
  expect(pageTook).toBeLessThan(1000);
  expect(headTook).toBeLessThan(2000);
});
