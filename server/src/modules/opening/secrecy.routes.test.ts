/** T06: nothing that anybody reads before the opening says how many bid, or who; and what a hall never shows. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { firm } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { partyKey } from "../../kernel/party.ts";
import {
  commitment,
  createStage,
  decrypted,
  files,
  notice,
  offerOf,
  receipt,
  type Stage,
} from "./test-support.ts";

let stage: Stage;
let app: TestApp;
beforeAll(async () => {
  stage = await createStage();
  ({ app } = stage);
});
afterAll(() => app.close());

describe("T06: bytes before the opening say nothing of the number of bids", () => {
  const ids = new Map<number, string>();
  const codeOf = (count: number) => `QUIET${String(count).padStart(2, "0")}`;
  beforeAll(async () => {
    for (const count of [0, 1, 50]) {
      const code = codeOf(count);
      const bids = Array.from({ length: count }, (_, n) => n + 1);
      await stage.send([
        notice(code, { title: "云澜市同名道路改造工程施工招标公告" }),
        ...bids.flatMap((n) => [receipt(code, n), commitment(code, n)]),
      ]);
      await app.settle();
      ids.set(count, await stage.plan(code, `开标${count}室`));
    }
    await app.settle();
  });

  /** Without what names the project itself. */
  const bare = (count: number, text: string) =>
    text
      .replaceAll(ids.get(count) ?? "", "ID")
      .replaceAll(codeOf(count), "CODE")
      .replaceAll(`开标${count}室`, "ROOM")
      .replaceAll(/class="(ring|number)"[\s\S]*?<\/p>/g, "");

  test.each([
    ["the public page", (id: string) => app.get(`/openings/${id}`)],
    ["the table", (id: string) => app.get(`/openings/${id}/bids.csv`)],
    [
      "the host's desk",
      (id: string) =>
        app.inject({ url: `/api/openings/${id}`, headers: stage.headersOf("agency") }),
    ],
    [
      "the centre's desk",
      (id: string) =>
        app.inject({ url: `/api/openings/${id}`, headers: stage.headersOf("centre") }),
    ],
    [
      "an inspector's desk",
      (id: string) =>
        app.inject({ url: `/api/openings/${id}`, headers: stage.headersOf("inspector") }),
    ],
  ] as const)("%s", async (_, read) => {
    const bodies: string[] = [];
    for (const [count, id] of ids) bodies.push(bare(count, (await read(id)).body));
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).toBe(bodies[0]);
  });

  test("no bidder, hash or number on the day's list or in the calendar file", async () => {
    const list = await app.get("/openings?day=2026-05-21");
    expect(list.statusCode).toBe(200);
    const calendar = await app.get("/openings.ics?day=2026-05-21");
    expect(calendar.body).toContain("BEGIN:VEVENT");
    for (const body of [list.body, calendar.body]) {
      expect(body).not.toContain("云澜第");
      for (const { fileHash, nonce } of files.values()) {
        expect(body).not.toContain(fileHash);
        expect(body).not.toContain(nonce);
      }
    }
  });

  test("with two bids it is not opened, and the hall says by which article", async () => {
    await stage.send([notice("U2"), ...[1, 2].map((n) => receipt("U2", n))]);
    await app.settle();
    const id = await stage.plan("U2");
    await stage.lock(id);
    const refused = await stage.act("agency", `${id}/steps`, { step: "announced" });
    expect(refused.body.code).toBe("opening.too-few");
    expect((await stage.act("agency", `${id}/steps`, { step: "notOpened" })).status).toBe(200);
    await app.settle();
    const page = await app.get(`/openings/${id}`);
    expect(page.body).toContain("不予开标");
    expect(page.body).not.toContain("云澜第1");
  });
});

test("a negotiated procedure shows no quotes and no names in its hall", async () => {
  await stage.send([
    notice("N1", { method: "consultation", regime: "procurement" }),
    ...[1, 2, 3].map((n) => receipt("N1", n)),
  ]);
  await app.settle();
  const id = await stage.plan("N1");
  await stage.lock(id);
  await stage.act("agency", `${id}/steps`, { step: "announced" });
  await stage.act("agency", `${id}/steps`, { step: "decrypting" });
  await stage.send([1, 2, 3].map((n) => decrypted("N1", n)));
  await app.settle();
  await stage.act("agency", `${id}/steps`, { step: "reading" });
  for (const n of [1, 2, 3])
    await stage.act("agency", `${id}/bids`, {
      act: "read",
      bidder: partyKey(firm(n)),
      offer: offerOf(n),
    });
  await app.settle();
  const page = await app.get(`/openings/${id}`);
  expect(page.body).toContain("不公开报价");
  expect(page.body).not.toMatch(/云澜第|1181111111/);
});
