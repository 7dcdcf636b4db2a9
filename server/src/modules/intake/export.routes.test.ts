/** Facts out again over HTTP, in an order in which they can be taken in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { aNotice, anAward, honestProcess, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const operator = () => ({ authorization: `Bearer ${app.operatorToken}` });

async function exported(query: string): Promise<FactInput[]> {
  const response = await app.inject({ url: `/api/admin/facts?${query}`, headers: operator() });
  expect(response.statusCode).toBe(200);
  const lines = response.body.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as FactInput);
}

const byId = (facts: readonly FactInput[]) =>
  facts.toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1));

describe("export of facts", () => {
  test("what a source sent comes out again and is known as a duplicate", async () => {
    const key = await app.addSource("whole");
    const sent = Array.from({ length: 400 }, (_, n) => honestProcess(`W${n}`)).flat();
    expect(await app.send(key, sent)).toMatchObject({ accepted: 2400 });
    const facts = await exported("source=whole");
    const expected = sent.map((fact) => ({
      ...fact,
      version: 1,
      occurredAt: new Date(fact.occurredAt).toISOString(),
    }));
    expect(byId(facts)).toEqual(byId(expected));
    expect(await app.send(key, facts)).toMatchObject({ accepted: 0, duplicate: 2400 });
  });

  test("a correction and the correction of it come after what they correct, by the source's own ids", async () => {
    const key = await app.addSource("corrected");
    const first = anAward("X1", 1);
    const second = { ...anAward("X1", 2), sourceId: "X1/b", correctsSourceId: first.sourceId };
    const third = { ...anAward("X1", 3), sourceId: "X1/a", correctsSourceId: "X1/b" };
    for (const fact of [aNotice("X1"), first, second, third]) await app.send(key, [fact]);
    const facts = await exported("source=corrected");
    expect(
      facts.slice(2).map(({ sourceId, correctsSourceId }) => [sourceId, correctsSourceId]),
    ).toEqual([
      ["X1/b", "X1/award-decided"],
      ["X1/a", "X1/b"],
    ]);
    const other = await app.addSource("corrected-again");
    expect(await app.send(other, facts)).toMatchObject({ accepted: 4, quarantined: 0 });
  });

  test("facts of the platform itself are left out unless all are asked for", async () => {
    const key = await app.addSource("screened");
    await app.send(key, sharedDeviceProcess("S1"));
    await app.settle();
    const internal = /^(screening|casework|publication|intake)\./;
    const outside = await exported("");
    expect(outside.length).toBeGreaterThan(5);
    expect(outside.filter(({ kind }) => internal.test(kind))).toEqual([]);
    const kinds = new Set((await exported("all=true")).map(({ kind }) => kind));
    expect(kinds).toContain("screening.lead-raised");
    expect(kinds).toContain("intake.source-registered");
  });

  test("only the operator gets them, and an unknown source is named", async () => {
    const key = await app.addSource("nosy");
    for (const headers of [{}, { authorization: `Bearer ${key}` }]) {
      const { statusCode } = await app.inject({ url: "/api/admin/facts?source=nosy", headers });
      expect(statusCode).toBe(401);
    }
    const response = await app.inject({
      url: "/api/admin/facts?source=nobody",
      headers: operator(),
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: "intake.unknown-source",
      params: { source: "nobody" },
    });
  });
});
