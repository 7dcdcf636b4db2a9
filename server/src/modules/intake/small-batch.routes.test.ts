/** Small requests at once: joint transactions, each with its own receipts. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { sendForReceipts } from "../../../test/batch-receipts.ts";
import { aNotice, anAward, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, linesOf, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const post = (key: string, lines: readonly (FactInput | string)[]) =>
  sendForReceipts(app, key, lines);

/** Transactions that recorded facts of a source. */
async function transactionsOf(source: string): Promise<number> {
  const [row] = await app.database.query<{ count: number }>(
    "SELECT count(DISTINCT xid)::int AS count FROM fact.fact WHERE source = $1",
    [source],
  );
  return row?.count ?? 0;
}

/** Passes every check of a line; the database refuses it when it is projected, as a fault of ours would. */
const aPoisonedNotice = (code: string): FactInput => aNotice(code, { title: POISON });

const POISON = "数据库不收的公告";

describe("requests at the same time", () => {
  test("each gets the receipts of its own lines, and far fewer transactions than requests are needed", async () => {
    const keys = [await app.addSource("joint-a"), await app.addSource("joint-b")];
    const facts = Array.from({ length: 60 }, (_, n) => aNotice(`J${n}`));
    const answers = await Promise.all(
      facts.map((fact, n) => post(keys[n % 2] ?? "", n % 3 === 0 ? [fact, "broken"] : [fact])),
    );
    for (const [n, { status, receipts, summary }] of answers.entries()) {
      expect(status).toBe(200);
      expect(receipts[0]).toMatchObject({ line: 1, status: "accepted", sourceId: `J${n}/notice` });
      expect(summary).toMatchObject({
        accepted: 1,
        duplicate: 0,
        quarantined: n % 3 === 0 ? 1 : 0,
      });
      const [stored] = await app.database.query(
        "SELECT encode(digest, 'hex') AS digest, source, subject FROM fact.fact WHERE id = $1",
        [receipts[0]?.id],
      );
      const source = n % 2 === 0 ? "joint-a" : "joint-b";
      expect(stored).toEqual({ digest: receipts[0]?.digest, source, subject: ocidOf(`J${n}`) });
    }
    expect(await transactionsOf("joint-a")).toBeLessThan(20);
    const quarantined = await app.database.query(
      "SELECT source, count(DISTINCT batch)::int AS count FROM intake.quarantine WHERE text = 'broken' GROUP BY source ORDER BY 1",
    );
    expect(quarantined).toEqual([
      { source: "joint-a", count: 1 },
      { source: "joint-b", count: 1 },
    ]);
    const [row] = await app.database.query(
      "SELECT count(*)::int AS count FROM procurement.process WHERE ocid LIKE 'ocds-mj0001-J%'",
    );
    expect(row).toEqual({ count: 60 });
  });

  test("one sourceId twice: the same content is one fact and duplicates, other content is refused", async () => {
    const key = await app.addSource("joint-same");
    const same = Array.from({ length: 10 }, () => post(key, [aNotice("S1")]));
    const other = Array.from({ length: 10 }, (_, n) =>
      post(key, [aNotice("S2", { title: `第${n}个标题` })]),
    );
    const answers = await Promise.all([...same, ...other]);
    const statuses = answers.map(({ receipts }) => receipts[0]?.status ?? "");
    const count = (part: readonly string[], status: string) =>
      part.filter((one) => one === status).length;
    expect(count(statuses.slice(0, 10), "accepted")).toBe(1);
    expect(count(statuses.slice(0, 10), "duplicate")).toBe(9);
    expect(count(statuses.slice(10), "accepted")).toBe(1);
    expect(count(statuses.slice(10), "quarantined")).toBe(9);
    const ids = new Set(answers.slice(0, 10).map(({ receipts }) => receipts[0]?.id));
    expect(ids.size).toBe(1);
    const stored = await app.database.query("SELECT 1 FROM fact.fact WHERE source = 'joint-same'");
    expect(stored).toHaveLength(2);
  });

  test("a fact that the database refuses fails alone; its neighbours are recorded once", async () => {
    await app.database.asOwner(
      `ALTER TABLE procurement.notice ADD CONSTRAINT no_poison CHECK (title <> '${POISON}')`,
    );
    const key = await app.addSource("joint-poison");
    const poisoned = new Set([3, 17]);
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        app.inject({
          method: "POST",
          url: "/api/intake/batches",
          headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
          payload: linesOf([poisoned.has(n) ? aPoisonedNotice(`P${n}`) : aNotice(`P${n}`)]),
        }),
      ),
    );
    for (const [n, response] of answers.entries()) {
      if (poisoned.has(n)) {
        expect(response.statusCode).toBe(500);
        expect(response.json()).toMatchObject({ code: "fault" });
      } else expect(response.json()).toMatchObject({ accepted: 1, quarantined: 0 });
    }
    const [row] = await app.database.query(
      "SELECT count(*)::int AS facts, count(DISTINCT subject)::int AS subjects FROM fact.fact WHERE source = 'joint-poison'",
    );
    expect(row).toEqual({ facts: 28, subjects: 28 });
  });

  test("a correction among them replaces its row, whoever shares the transaction", async () => {
    const key = await app.addSource("joint-correct");
    await post(key, [aNotice("C9"), anAward("C9", 1)]);
    const correction = { ...anAward("C9", 2), correctsSourceId: "C9/award-decided" };
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, (_, n) => post(key, [aNotice(`C9${n}`)])),
      post(key, [correction]),
    ]);
    expect(answers.map(({ summary }) => summary.accepted)).toEqual([1, 1, 1, 1, 1, 1]);
    const awards = await app.database.query(
      "SELECT supplier ->> 'name' AS name FROM procurement.award WHERE ocid = $1",
      [ocidOf("C9")],
    );
    expect(awards).toEqual([{ name: "云澜第2建设有限公司" }]);
  });
});

describe("one small request", () => {
  test("half a character is refused as a line, the others are kept", async () => {
    const key = await app.addSource("half");
    const half = JSON.stringify(aNotice("H1")).replace("招标", "招\\ud800标");
    const { receipts } = await post(key, [half, aNotice("H2")]);
    expect(receipts).toMatchObject([
      { line: 1, status: "quarantined", field: "line", code: "intake.bad-encoding" },
      { line: 2, status: "accepted" },
    ]);
  });

  test("an empty body is an empty batch", async () => {
    const key = await app.addSource("empty");
    const { status, summary } = await post(key, []);
    expect({ status, summary }).toMatchObject({ status: 200, summary: { lines: 0, accepted: 0 } });
  });

  test("lines beyond one chunk keep their numbers and their order", async () => {
    const key = await app.addSource("many");
    const lines = [...Array.from({ length: 4500 }, () => "x"), aNotice("M1")];
    const { receipts, summary } = await post(key, lines);
    expect(receipts.map(({ line }) => line)).toEqual(lines.map((_, index) => index + 1));
    expect(summary).toMatchObject({ lines: 4501, accepted: 1, quarantined: 4500 });
  });
});

describe("a large batch beside small ones", () => {
  test("is streamed and receipted line by line, and small ones are answered meanwhile", async () => {
    const key = await app.addSource("stream");
    const facts = Array.from({ length: 60 }, (_, n) => honestProcess(`L${n}`)).flat();
    expect(linesOf(facts).length).toBeGreaterThan(64 * 1024);
    const [large, small] = await Promise.all([post(key, facts), post(key, [aNotice("L-beside")])]);
    expect(large.receipts.map(({ sourceId }) => sourceId)).toEqual(
      facts.map((fact) => fact.sourceId),
    );
    expect(large.summary).toMatchObject({ lines: facts.length, accepted: facts.length });
    expect(small.summary.accepted).toBe(1);
  });
});

describe("stopping", () => {
  test("what was taken is committed and answered, what was not is told so, and the database is closed after it", async () => {
    const stopping = await createTestApp();
    const key = await stopping.addSource("stopping");
    const sent = Array.from({ length: 40 }, (_, n) =>
      stopping.inject({
        method: "POST",
        url: "/api/intake/batches",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
        payload: linesOf([aNotice(`Z${n}`)]),
      }),
    );
    // The first is answered: most of the others are in the transaction after it; on a busy machine some are still on
    // their way.
    await Promise.race(sent);
    const closing = stopping.application.http.close();
    const answers = await Promise.all(sent);
    await closing;
    const [row] = await stopping.database.query(
      "SELECT count(*)::int AS count, count(DISTINCT xid)::int AS transactions FROM fact.fact WHERE source = 'stopping'",
    );
    await stopping.close();
    const [taken, put] = [200, 503].map((wanted) =>
      answers.filter(({ statusCode }) => statusCode === wanted),
    );
    expect((taken?.length ?? 0) + (put?.length ?? 0)).toBe(40);
    expect(taken?.map((answer) => answer.json<{ accepted: number }>().accepted)).toEqual(
      taken?.map(() => 1),
    );
    expect(put?.map((answer) => answer.json<{ code: string }>().code)).toEqual(
      put?.map(() => "intake.stopping"),
    );
    expect(row).toMatchObject({ count: taken?.length });
    expect(Number(row?.["transactions"])).toBeGreaterThan(1);
  });
});
