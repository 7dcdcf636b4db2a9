/** Batches over HTTP: receipts, duplicates, quarantine, corrections. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { sendForReceipts } from "../../../test/batch-receipts.ts";
import { aDuty, aNotice, anAward, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, linesOf, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

interface QuarantineLine {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  readonly text: string;
}

async function quarantineOf(key: string): Promise<QuarantineLine[]> {
  const response = await app.inject({
    url: "/api/intake/quarantine",
    headers: { authorization: `Bearer ${key}` },
  });
  return response.json<{ lines: QuarantineLine[] }>().lines;
}

const countFacts = async (): Promise<unknown> =>
  (await app.database.query("SELECT count(*)::int AS count FROM fact.fact"))[0]?.["count"];

describe("receipts", () => {
  test("each line gets a receipt with the id and the digest that the store keeps", async () => {
    const key = await app.addSource("receipts");
    const { receipts, summary } = await sendForReceipts(app, key, [aNotice("R1"), "not json"]);
    const [first, second] = receipts;
    expect(receipts).toHaveLength(2);
    expect(first).toMatchObject({ line: 1, status: "accepted", sourceId: "R1/notice" });
    expect(second).toMatchObject({
      line: 2,
      status: "quarantined",
      field: "line",
      code: "intake.bad-json",
    });
    expect(summary).toMatchObject({ lines: 2, accepted: 1, duplicate: 0, quarantined: 1 });
    const [stored] = await app.database.query(
      "SELECT encode(digest, 'hex') AS digest FROM fact.fact WHERE id = $1",
      [first?.id],
    );
    expect(stored?.["digest"]).toBe(first?.digest);
  });

  test("a batch without a key, or with a wrong one, is refused and records nothing", async () => {
    const before = await countFacts();
    const wrong = { authorization: "Bearer wrong-key-of-the-right-length" };
    for (const headers of [{}, wrong]) {
      const payload = linesOf([aNotice("U1")]);
      const response = await app.inject({
        method: "POST",
        url: "/api/intake/batches",
        headers,
        payload,
      });
      expect(response.statusCode).toBe(401);
      expect(response.json()).toMatchObject({ code: "intake.key-required" });
    }
    expect(await countFacts()).toBe(before);
  });

  test("a source cannot send facts that only acts of officers make", async () => {
    const key = await app.addSource("impostor");
    const forged = aNotice("I1", {}, { kind: "publication.decision-published" });
    expect(await app.send(key, [forged])).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(await quarantineOf(key)).toMatchObject([{ field: "kind", code: "intake.unknown-kind" }]);
  });

  test("a source that does not keep the list of duties cannot say who handles leads", async () => {
    const key = await app.addSource("usurper");
    expect(await app.send(key, [aDuty()])).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(await quarantineOf(key)).toMatchObject([{ field: "kind", code: "intake.unknown-kind" }]);
  });
});

describe("the same file twice", () => {
  test("the second time all lines are duplicates and no row changes", async () => {
    const key = await app.addSource("twice");
    const file = [...honestProcess("T1"), ...honestProcess("T2")];
    expect(await app.send(key, file)).toMatchObject({ accepted: 12, duplicate: 0, quarantined: 0 });
    const snapshot = () =>
      app.database
        .query(`SELECT 'fact' AS of, xmin::text, id::text FROM fact.fact WHERE source = 'twice'
        UNION ALL SELECT 'notice', n.xmin::text, fact_id::text FROM procurement.notice n
        UNION ALL SELECT 'process', p.xmin::text, ocid FROM procurement.process p ORDER BY 1, 3`);
    const before = await snapshot();
    expect(await app.send(key, file)).toMatchObject({ accepted: 0, duplicate: 12, quarantined: 0 });
    expect(await snapshot()).toEqual(before);
  });
});

describe("damaged lines", () => {
  test("one line in ten is damaged: the others are kept, each bad one is named by field and code", async () => {
    const key = await app.addSource("damaged");
    const good = Array.from({ length: 90 }, (_, n) => aNotice(`D${n}`));
    const bad = Array.from({ length: 10 }, (_, n) =>
      aNotice(`B${n}`, { openingAt: `tomorrow ${n}` }),
    );
    const mixed = good.flatMap((fact, n) => (n % 9 === 0 ? [bad[n / 9] ?? fact, fact] : [fact]));
    expect(mixed).toHaveLength(100);
    expect(await app.send(key, mixed)).toMatchObject({ lines: 100, accepted: 90, quarantined: 10 });
    const lines = await quarantineOf(key);
    expect(lines).toHaveLength(10);
    for (const line of lines) {
      expect(line).toMatchObject({ field: "payload.openingAt", code: "intake.bad-field" });
      expect(line.text).toContain("tomorrow");
    }
    const [kept] = await app.database.query(
      "SELECT count(*)::int AS count FROM procurement.process WHERE ocid LIKE 'ocds-mj0001-D%'",
    );
    expect(kept).toEqual({ count: 90 });
  });

  test("a NUL character is refused and its line can be stored in the quarantine", async () => {
    const key = await app.addSource("nul");
    const escaped = aNotice("N1", { title: "招标\u0000公告" });
    const raw = JSON.stringify(aNotice("N2")).replace("招标", "招\u0000标");
    const answer = await app.send(key, [escaped, raw, aNotice("N3")]);
    expect(answer).toMatchObject({ accepted: 1, quarantined: 2 });
    const codes = (await quarantineOf(key)).map(({ code }) => code);
    expect(codes).toEqual(["intake.nul-character", "intake.nul-character"]);
  });

  test("a fact of next week is refused by its time", async () => {
    const key = await app.addSource("future");
    const early = aNotice("F1", {}, { occurredAt: "2026-06-09T09:00:00+08:00" });
    await app.send(key, [early]);
    expect(await quarantineOf(key)).toMatchObject([
      { field: "occurredAt", code: "intake.time-in-future" },
    ]);
  });

  test("one sourceId with two contents is quarantined, whether in one batch or in two", async () => {
    const key = await app.addSource("conflict");
    const changed = aNotice("C1", { title: "另一个标题" });
    expect(await app.send(key, [aNotice("C1"), changed])).toMatchObject({
      accepted: 1,
      quarantined: 1,
    });
    const again = aNotice("C1", { title: "第三个标题" });
    expect(await app.send(key, [again])).toMatchObject({ accepted: 0, quarantined: 1 });
    const lines = await quarantineOf(key);
    expect(lines.map(({ field, code }) => `${field} ${code}`)).toEqual([
      "sourceId intake.conflicting-source-id",
      "sourceId intake.conflicting-source-id",
    ]);
  });
});

describe("corrections", () => {
  test("a correction by sourceId replaces the row in the projection and keeps both facts", async () => {
    const key = await app.addSource("correction");
    await app.send(key, [aNotice("K1"), anAward("K1", 1)]);
    const correction = { ...anAward("K1", 2), correctsSourceId: "K1/award-decided" };
    expect(await app.send(key, [correction])).toMatchObject({ accepted: 1, quarantined: 0 });
    const awards = await app.database.query(
      "SELECT supplier ->> 'name' AS name FROM procurement.award WHERE ocid = $1",
      [ocidOf("K1")],
    );
    expect(awards).toEqual([{ name: "云澜第2建设有限公司" }]);
    const facts = await app.database.query(
      "SELECT corrects IS NOT NULL AS corrects FROM fact.fact WHERE subject = $1 AND kind = 'procurement.award-decided' ORDER BY 1",
      [ocidOf("K1")],
    );
    expect(facts).toEqual([{ corrects: false }, { corrects: true }]);
    expect(await app.send(key, [correction])).toMatchObject({ accepted: 0, duplicate: 1 });
  });

  test("a correction of a fact that nobody sent, or that another source sent, is quarantined", async () => {
    const key = await app.addSource("stranger");
    const unknown = { ...anAward("K1", 3), correctsSourceId: "K1/award-decided" };
    expect(await app.send(key, [unknown])).toMatchObject({ accepted: 0, quarantined: 1 });
    expect(await quarantineOf(key)).toMatchObject([
      { field: "correctsSourceId", code: "intake.unknown-corrects" },
    ]);
  });
});
