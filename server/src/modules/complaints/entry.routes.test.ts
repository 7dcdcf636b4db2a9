/** A clerk enters what comes by telephone and on paper. */
import { createHash } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { EnteredVoice, EnterVoice } from "../../../../contract/src/voice-intake.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let clerk: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aNotice("D1", { bidDeadline: "2026-06-26T09:30:00+08:00" })]);
  clerk = await app.signIn({
    account: "centre-1",
    name: "林前台",
    departmentId: "centre",
    departmentName: "公共资源交易中心",
    role: "centre",
  });
});
afterAll(() => app.close());

const said = (changes: Partial<EnterVoice> = {}): EnterVoice => ({
  channel: "phone",
  receivedAt: "2026-06-01T15:30:00+08:00",
  kind: "objection",
  regime: "works",
  matter: "documents",
  ocid: ocidOf("D1"),
  title: "对招标文件资格条件的异议",
  claims: ["要求本地业绩，排斥潜在投标人。"],
  writer: { kind: "organisation", name: "云澜第三建设有限公司", phone: "0571-88880000" },
  ...changes,
});

const enter = (payload: object, headers = clerk) =>
  app.inject({ method: "POST", url: "/api/voices", headers, payload });

test("a call becomes a voice with number, clocks, and a code by which the caller finds it", async () => {
  const answer = await enter(said());
  expect(answer.statusCode, answer.body).toBe(201);
  const { number, receiptCode, binding } = answer.json<EnteredVoice>();
  expect([number, binding?.due]).toEqual(["YY-2026-0001", "2026-06-04"]);
  const page = await app.inject({
    method: "POST",
    url: "/voice/status",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: `code=${receiptCode}`,
  });
  expect(page.body).toContain(number);
  const view = (
    await app.inject({ url: `/api/voices/${number}`, headers: clerk })
  ).json<VoiceView>();
  expect(view.voice).toMatchObject({ channel: "phone", receivedAt: "2026-06-01T07:30:00.000Z" });
  const [row] = await app.database.query(
    "SELECT payload -> 'officer' ->> 'name' AS name FROM complaints.voice",
  );
  expect(row).toEqual({ name: "林前台" });
});

test("paper counts from the hour it was handed in, and needs its scan", async () => {
  const paper = said({ channel: "paper", receivedAt: "2026-05-29T09:00:00+08:00" });
  const without = await enter(paper);
  expect(without.json().errors[0]).toMatchObject({ path: "body.files" });
  const scan = Buffer.from("%PDF-1.7 scan");
  const sha256 = createHash("sha256").update(scan).digest("hex");
  const put = await app.inject({
    method: "PUT",
    url: `/api/voices/files/${sha256}`,
    headers: { ...clerk, "content-type": "application/octet-stream" },
    payload: scan,
  });
  expect(put.json(), put.body).toMatchObject({ mediaType: "application/pdf" });
  const answer = await enter({ ...paper, files: [{ sha256, name: "异议书.pdf" }] });
  expect(answer.json(), answer.body).toMatchObject({
    receivedAt: "2026-05-29T01:00:00.000Z",
    binding: { due: "2026-06-01" },
  });
});

test("the window is told while it is typed, from the days of the project", async () => {
  const ask = (query: string) => app.inject({ url: `/api/voices/window?${query}`, headers: clerk });
  const base = `kind=objection&regime=works&matter=documents&ocid=${ocidOf("D1")}`;
  expect((await ask(`${base}&on=2026-06-01`)).json()).toMatchObject({ state: "open" });
  expect((await ask(`${base}&on=2026-06-20`)).json()).toMatchObject({ state: "closed" });
  expect((await ask(`${base}x&on=2026-06-20`)).json()).toMatchObject({
    code: "voices.unknown-process",
  });
});

test("refused: a time to come, a wrong code, and who is no clerk", async () => {
  const later = await enter(said({ receivedAt: "2026-06-02T09:00:00+08:00" }));
  expect(later.json().errors[0]).toMatchObject({ path: "body.receivedAt" });
  const writer = { kind: "person", name: "王一", idCard: "110105194912310021" } as const;
  const coded = await enter(said({ writer }));
  expect(coded.json().errors[0]).toMatchObject({ path: "body.writer.idCard" });
  const other = await app.signIn({
    account: "entity-1",
    name: "业主",
    departmentId: "entity",
    departmentName: "业主单位",
    role: "entity",
  });
  expect((await enter(said(), other)).statusCode).toBe(403);
});
