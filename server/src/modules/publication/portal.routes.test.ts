/** What a reader with a browser gets from the portal's addresses. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aLotFact, aNotice, anAward, bidsOpened, honestBids } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("portal");
  await app.send(key, [
    aNotice("FAILED"),
    aLotFact("FAILED", "tender-failed", { reason: "tooFewBids", detail: "只有两家递交" }),
  ]);
  await app.send(key, [
    aNotice("DONE"),
    bidsOpened("DONE", honestBids(1, 2, 3)),
    anAward("DONE", 1),
  ]);
  await app.settle();
});
afterAll(() => app.close());

const browse = (url: string) =>
  app.inject({ method: "GET", url, headers: { accept: "text/html,application/xhtml+xml" } });

describe("the front page", () => {
  test("names the place of each result in the log, counted from 1", async () => {
    const [leaf] = await app.database.query<{ leaf: string }>(
      `SELECT leaf_index::text AS leaf FROM released.fact_leaf JOIN fact.fact ON id = fact_id
       WHERE kind = 'procurement.award-decided'`,
    );
    const { body } = await browse("/");
    expect(body).toContain(`#${Number(leaf?.leaf) + 1}<`);
    expect(body).not.toContain("待写入检查点");
    expect(body, "a failure whose detail stays private").toContain("部分公开");
    expect(body).not.toContain("只有两家递交");
  });
});

describe("an address that leads nowhere", () => {
  test("is a page for a browser, in the reader's language", async () => {
    for (const [url, words] of [
      ["/no-such-page", "没有找到这一页"],
      ["/no/such/page?lang=en", 'lang="en"'],
    ] as const) {
      const { body, headers, statusCode } = await browse(url);
      expect(statusCode).toBe(404);
      expect(headers["content-type"]).toContain("text/html");
      expect(body).toContain(words);
    }
  });

  test("is a problem for a program, and always below /api", async () => {
    for (const answer of [await app.get("/no-such-page"), await browse("/api/no-such-address")]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: "request.no-such-address" });
    }
  });
});
