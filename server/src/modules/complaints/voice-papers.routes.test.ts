/** Letters and calendar file of a voice over HTTP: read again, word for word; and no personal data in what is published. */
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { receiveVoice } from "./index.ts";

const HOUSING = "云澜市住房和城乡建设局";
const CLAIMS = ["第一候选人项目经理社保不在本单位。", "评委对业绩的打分相差过大。"];

let app: TestApp;
let officer: Record<string, string>;
let id = "";
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const duty = aDuty({ matter: "complaint" });
  await app.send(key, [duty, aNotice("C1")]);
  await app.settle();
  officer = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: HOUSING,
  });
  const content = {
    kind: "complaint",
    regime: "works",
    matter: "result",
    ocid: ocidOf("C1"),
    title: "对道路改造工程评标结果的投诉",
    claims: CLAIMS,
    knownOn: "2026-05-28",
    earlier: { receivedOn: "2026-05-28", answeredOn: "2026-05-30" },
    writer: { party: firm(3), contactName: "欧阳文" },
  } as const;
  const receipt = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: { ...content, claims: [...CLAIMS] },
      channel: "web",
      at: "2026-06-01T02:00:00.000Z",
    }),
  );
  id = receipt.number;
});
afterAll(() => app.close());

async function act(path: string, payload: object = {}) {
  const { voice } = (
    await app.inject({ url: `/api/voices/${id}`, headers: officer })
  ).json<VoiceView>();
  return app.inject({
    method: "POST",
    url: `/api/voices/${id}/${path}`,
    headers: officer,
    payload: { version: voice.version, ...payload },
  });
}

const letter = (kind: string, more = "") =>
  app.inject({ url: `/api/voices/${id}/letter.docx?kind=${kind}${more}`, headers: officer });

async function wordsOf(kind: string, more = ""): Promise<string> {
  const answer = await letter(kind, more);
  expect(answer.statusCode, answer.body).toBe(200);
  const part = unzipSync(answer.rawPayload)["word/document.xml"];
  return strFromU8(part!).replaceAll(/<[^>]+>/g, "");
}

test("before an act is recorded there is no letter about it", async () => {
  const answer = await letter("acceptance");
  expect(answer.statusCode).toBe(404);
  expect(answer.json()).toMatchObject({ code: "voices.no-letter", params: { kind: "acceptance" } });
});

test("the calendar holds each running clock with its day, in whole days", async () => {
  const answer = await app.inject({ url: `/api/voices/${id}/calendar.ics`, headers: officer });
  expect(answer.headers["content-type"]).toContain("text/calendar");
  const lines = answer.body.replaceAll("\r\n ", "").split("\r\n");
  expect(lines).toContain("UID:TS-2026-0001.complaint.accept@mingjing");
  expect(lines).toContain("DTSTART;VALUE=DATE:20260604");
  expect(lines).toContain("SUMMARY:TS-2026-0001 决定是否受理（法定）");
});

test("the notice of acceptance names case, day, both last days and the article", async () => {
  await act("receipt");
  await act("acceptance", { outcome: "accepted", letterNo: "云建监诉〔2026〕受1号" });
  const words = await wordsOf("acceptance");
  for (const part of [
    "投诉受理通知书",
    "云建监诉〔2026〕受1号",
    "TS-2026-0001",
    "法定期限 2026 年 7 月 14 日",
    "本市承诺 2026 年 6 月 23 日",
    "第61条",
  ])
    expect(words).toContain(part);
});

test("the decision stands claim beside finding and article; an article that nobody read says so", async () => {
  const findings = [
    {
      claim: 0,
      result: "notUpheld",
      text: "社保缴费记录载明项目经理自二〇二五年六月起连续参保。",
      articles: ["ZTB-T-61"],
    },
    {
      claim: 1,
      result: "partly",
      text: "三号评委业绩项多计两分，更正后排序不变，已约谈该评委。",
      articles: ["某办法第9条"],
    },
  ];
  const reply = await act("reply", {
    letterNo: "云建监诉〔2026〕12号",
    decidedOn: "2026-06-01",
    decision: "第一项驳回，第二项部分成立。",
    service: { way: "platform", servedOn: "2026-06-01" },
    findings,
    despite: true,
  });
  expect(reply.statusCode, reply.body).toBe(200);
  const words = await wordsOf("reply");
  for (const part of [...CLAIMS, ...findings.map(({ text }) => text), "【部分成立】"])
    expect(words).toContain(part);
  expect(words).toContain("某办法第9条（本平台尚未核对这一条文的原文）");
  expect(words).toContain("行政复议，最晚 2026 年 7 月 31 日");
  expect(await wordsOf("reply", "&lang=en")).toContain("Decision on a complaint");
});

test("a text that names a person of the case is not published", async () => {
  const title = "投诉处理决定";
  const named = await act("publication", { title, text: "经核查，欧阳文反映的第一项不成立。" });
  expect(named.json()).toMatchObject({ code: "voices.personal-data", params: { count: 1 } });
  const clean = await act("publication", { title, text: "经核查，第一项不成立，第二项部分成立。" });
  expect(clean.statusCode, clean.body).toBe(200);
});
