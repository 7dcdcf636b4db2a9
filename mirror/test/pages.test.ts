/** The pages of the mirror over HTTP: what they say, what they keep back, whom they answer. */
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { fieldRows } from "../src/fields.ts";
import { reasonOf, say } from "../src/say.ts";
import { serveMirror, type Serving } from "../src/serve.ts";
import { openState } from "../src/state.ts";
import { createSync, type Sync } from "../src/sync.ts";
import { createUpstream } from "../src/upstream.ts";
import { aProcess, Centre, ocid, TOKEN } from "./centre.ts";

const names = {
  kind: (kind: string) => (kind === "procurement.bids-opened" ? "开标" : kind),
  field: (name: string) => (name === "bidder" ? "投标人" : name),
};

let directory: string;
let centre: Centre;
let serving: Serving;
let sync: Sync;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mingjing-mirror-"));
  centre = new Centre();
  await centre.start();
  centre.add(...aProcess("A1", 0));
  centre.add({
    kind: "procurement.notice-published",
    subject: ocid("X"),
    payload: {
      title: "<script>alert(1)</script>",
      procuringEntity: { kind: "organisation", name: "=SUM(1)" },
    },
  });
  const state = await openState(join(directory, "state"));
  const upstream = createUpstream({ from: centre.url, token: TOKEN });
  sync = createSync({
    db: state.db,
    upstream,
    policy: undefined,
    vkey: undefined,
    now: () => new Date(),
  });
  serving = await serveMirror(
    { state, sync },
    {
      host: "127.0.0.1",
      port: 0,
      behindProxy: false,
      everySeconds: 1,
      names,
      now: () => new Date(),
      onPass: () => undefined,
      onFault: (error) => {
        throw error;
      },
    },
  );
  while (serving.status().size < 5) await delay(20);
});
afterAll(async () => {
  await serving.stop();
  await centre.stop();
  await rm(directory, { recursive: true });
});

const read = async (path: string) => {
  const reply = await fetch(`${serving.url}${path}`);
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
};

/** With a header that fetch would not send. */
const statusFor = (host: string, method = "GET") =>
  new Promise<number>((resolve, reject) => {
    const asked = request(serving.url, { method, headers: { host } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode ?? 0);
    });
    asked.on("error", reject).end();
  });

describe("pages", () => {
  test("the search says how the mirror stands and marks each fact as checked, with leaf and checkpoint", async () => {
    const { headers, status, text } = await read(`/?project=${encodeURIComponent("A1号")}`);
    expect(status).toBe(200);
    expect(text).toContain("核对无误");
    expect(text).toContain("第 2 号叶子，检查点 5 条");
    expect(text).toContain("本页 4 条");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(text).not.toContain("<script");
  });

  test("nothing found, an unknown project and an unknown leaf say what to do", async () => {
    expect((await read("/?firm=没有这家")).text).toContain("可以少填一个条件");
    expect(await read("/projects/ocds-mj0001-NONE")).toMatchObject({ status: 404 });
    expect((await read("/facts/99")).text).toContain("或者它只有哈希");
    expect((await read("/nothing")).status).toBe(404);
    expect((await read("/projects/%E0%A4%A")).status).toBe(404);
  });

  test("what a fact holds is escaped; traces are kept back", async () => {
    expect((await read(`/projects/${ocid("X")}`)).text).toContain("&lt;script&gt;");
    const { text } = await read("/facts/1");
    expect(text).toContain("投标人");
    expect(text).toContain("云澜青石建设有限公司");
    expect(text).toContain("不在此显示");
    expect(text).not.toContain("203.0.113.7");
  });

  test("the table file opens in spreadsheets and begins no formula", async () => {
    const { headers, text } = await read("/facts.csv");
    expect(headers.get("content-type")).toContain("text/csv");
    expect(text.split("\r\n")).toHaveLength(7);
    expect(text).toContain("叶子,发生时间");
    expect(text).toContain(",'=SUM(1),");
  });

  test("the same as JSON", async () => {
    const { facts, size } = JSON.parse(
      (await read("/api/facts?kind=procurement.bids-opened")).text,
    ) as {
      size: number;
      facts: { index: number }[];
    };
    expect({ size, indices: facts.map(({ index }) => index) }).toEqual({ size: 5, indices: [2] });
    expect(JSON.parse((await read("/api/facts/2")).text)).toMatchObject({
      fact: { kind: "procurement.bids-opened" },
      digest: expect.stringMatching(/^[0-9a-f]{128}$/),
    });
    expect(JSON.parse((await read(`/api/projects/${ocid("A1")}`)).text)).toMatchObject({
      facts: [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }],
    });
    expect(JSON.parse((await read("/health")).text)).toEqual({ ok: true, state: "good" });
  });

  test("only this machine's name is answered, and only reads", async () => {
    expect(await statusFor("localhost:1")).toBe(200);
    expect(await statusFor("evil.example")).toBe(421);
    expect(await statusFor("127.0.0.1", "POST")).toBe(405);
  });

  test("a contradiction turns the page red and names the leaf; what was checked stays", async () => {
    centre.add(...aProcess("A2", 5));
    Object.assign(centre.entries[5]?.fact ?? {}, { subject: ocid("A9") });
    await expect.poll(() => serving.status().state, { timeout: 10_000 }).toBe("refused");
    const { text } = await read("/");
    expect(text).toContain('class="state refused"');
    expect(text).toContain("第 5 号叶子的记录被改动过");
    expect(text).toContain("云澜市A1号道路工程");
    expect((await read("/health")).status).toBe(503);
  });
});

test("values of a fact are told in words", () => {
  const rows = fieldRows(
    {
      offer: { amount: { amountMinor: "1183777777", currency: "CNY" } },
      isDefault: true,
      at: "2026-03-02T01:30:00.000Z",
      list: ["a", "b"],
      nonce: "77",
      lots: [{ lotId: "1" }, { lotId: "2" }],
      bidder: { kind: "organisation", name: "云澜青石", uscc: "91350100M000100Y43" },
      status: "disqualified",
    },
    names,
  );
  expect(rows).toEqual([
    { name: "offer · amount", value: say("money", { amount: "11,837,777.77" }) },
    { name: "isDefault", value: "是" },
    { name: "at", value: "2026-03-02 09:30:00" },
    { name: "list", value: "a、b" },
    { name: "nonce", value: "不在此显示，按调取手续办理" },
    { name: "lots · 1 · lotId", value: "1" },
    { name: "lots · 2 · lotId", value: "2" },
    { name: "投标人", value: "云澜青石 91350100M000100Y43" },
    { name: "status", value: "否决" },
  ]);
});

test("why the centre is not there is told in words", () => {
  expect(reasonOf("connect ECONNREFUSED 127.0.0.1:1")).toBe("连不上中心的地址");
  expect(reasonOf("401 /api/mirror/range")).toContain("令牌");
  expect(reasonOf("503 /log/checkpoint")).toBe("中心答复异常（503）");
});
