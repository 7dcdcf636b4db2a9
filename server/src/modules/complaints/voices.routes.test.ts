/** A complaint and an objection from receipt to published answer, over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import {
  receiveVoice,
  serveReply,
  summariseVoices,
  takeVoice,
  type VoiceContent,
} from "./index.ts";

const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const COORDINATOR = {
  account: "coordinator-1",
  name: "江予安",
  departmentId: "coordinator",
  departmentName: "公管办",
  role: "coordinator" as const,
};

const complaint = (changes: Partial<VoiceContent> = {}): VoiceContent => ({
  kind: "complaint",
  regime: "works",
  matter: "result",
  ocid: ocidOf("C1"),
  title: "对道路改造工程评标结果的投诉",
  claims: ["第一候选人项目经理社保不在本单位。", "评委对业绩的打分相差过大。"],
  knownOn: "2026-05-28",
  earlier: { receivedOn: "2026-05-28", answeredOn: "2026-05-30" },
  writer: { party: firm(3) },
  ...changes,
});

let app: TestApp;
let officer: Record<string, string>;
let coordinator: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [
    aDuty({ matter: "complaint" }),
    aDuty({ matter: "challenge" }),
    aNotice("C1"),
    aNotice("C2"),
  ]);
  await app.settle();
  officer = await app.signIn(HOUSING);
  coordinator = await app.signIn(COORDINATOR);
});
afterAll(() => app.close());

const receive = (content: VoiceContent, at: string) =>
  inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, { content, channel: "web", at }),
  );

const get = async (id: string, headers = officer) =>
  (await app.inject({ url: `/api/voices/${id}`, headers })).json<VoiceView>();

type Way = readonly [path: string, headers?: Record<string, string>];

async function act(id: string, [path, headers = officer]: Way, payload: object = {}) {
  const { voice } = await get(id, headers);
  return app.inject({
    method: "POST",
    url: `/api/voices/${id}/${path}`,
    headers,
    payload: { version: voice.version, ...payload },
  });
}

const FINDINGS = [
  {
    claim: 0,
    result: "notUpheld",
    text: "社保缴费记录载明项目经理自二〇二五年六月起在中标候选人处连续参保，材料由人社部门盖章。",
    articles: ["ZTB-T-61"],
  },
  {
    claim: 1,
    result: "partly",
    text: "三号评委业绩项多计两分，更正后总分相差零点四分，排序不变，已约谈该评委。",
    articles: ["ZTB-T-61"],
  },
];
const REPLY = {
  letterNo: "云建监诉〔2026〕12号",
  decidedOn: "2026-06-01",
  decision: "驳回第一项，第二项部分成立，不影响结果。",
  service: { way: "platform", servedOn: "2026-06-01" },
};

describe("a complaint", () => {
  let id = "";
  test("is numbered, routed to the supervisor and has its clocks at once", async () => {
    const receipt = await receive(complaint(), "2026-06-01T02:00:00.000Z");
    id = receipt.number;
    expect(receipt).toMatchObject({
      number: "TS-2026-0001",
      unit: { id: "housing" },
      window: "open",
      similar: [],
    });
    const view = await get(id);
    expect(view.voice).toMatchObject({ state: "routed", kind: "complaint", claims: 2 });
    expect(view.voice.binding).toMatchObject({ clock: "complaint.accept", dueOn: "2026-06-04" });
    expect(view.running.map(({ clock }) => clock)).toContain("hop.take");
    expect(view.may).toMatchObject({ take: true, giveBack: true, reply: false });
  });

  test("a second one of the same writer is hinted at", async () => {
    const receipt = await receive(complaint(), "2026-06-01T03:00:00.000Z");
    expect(receipt).toMatchObject({ number: "TS-2026-0002", similar: ["TS-2026-0001"] });
  });

  test("an act on an older view, or one that the state does not allow, is refused", async () => {
    const early = await act(id, ["reply"], { ...REPLY, findings: FINDINGS });
    expect(early.json()).toMatchObject({ code: "voices.bad-transition" });
    const first = await act(id, ["receipt"], {});
    expect(first.statusCode, first.body).toBe(200);
    const stale = await app.inject({
      method: "POST",
      url: `/api/voices/${id}/acceptance`,
      headers: officer,
      payload: { version: 0, outcome: "accepted" },
    });
    expect(stale.json()).toMatchObject({ code: "voices.stale" });
  });

  test("accepted: thirty working days by statute, fifteen by promise", async () => {
    const refused = await act(id, ["acceptance"], { outcome: "refused" });
    expect(refused.json()).toMatchObject({ code: "voices.ground-needed" });
    const accepted = (await act(id, ["acceptance"], { outcome: "accepted" })).json<VoiceView>();
    const dates = Object.fromEntries(accepted.running.map(({ clock, dueOn }) => [clock, dueOn]));
    expect(dates).toEqual({
      "complaint.decide": "2026-07-14",
      "local.complaint": "2026-06-23",
    });
  });

  test("a pause needs a ground of the statute, and moves the dates", async () => {
    const wrong = await act(id, ["pause"], {
      ground: "correction",
      from: "2026-06-01",
      expectedEnd: "2026-06-10",
      document: "补正通知",
    });
    expect(wrong.json()).toMatchObject({ code: "voices.ground-stops-nothing" });
    const begun = (
      await act(id, ["pause"], {
        ground: "appraisal",
        from: "2026-06-01",
        expectedEnd: "2026-06-10",
        document: "鉴定委托书 3 号",
      })
    ).json<VoiceView>();
    expect(begun.voice.isPaused).toBe(true);
    expect(begun.pause?.endsOn).toBe("2026-06-10");
    const ended = (
      await act(id, ["pause-end"], { to: "2026-06-01", document: "鉴定意见书" })
    ).json<VoiceView>();
    expect(ended.voice.isPaused).toBe(false);
  });

  test("the meter lists a claim without an answer before the reply is signed", async () => {
    const lazy = await act(id, ["reply"], {
      ...REPLY,
      findings: [FINDINGS[0], { ...FINDINGS[1], text: "经核查，投诉事项不成立。" }],
    });
    expect(lazy.json()).toMatchObject({ code: "voices.meter", params: { unanswered: 1 } });
    const reply = await act(id, ["reply"], { ...REPLY, findings: FINDINGS });
    expect(reply.statusCode, reply.body).toBe(200);
    const view = reply.json<VoiceView>();
    expect(view.voice.state).toBe("replied");
    expect(view.reply?.["appeals"]).toMatchObject([
      { way: "reconsideration", until: "2026-07-31" },
      { way: "lawsuit", until: "2026-12-01" },
    ]);
    expect(view.running.map(({ clock }) => clock)).toEqual(["reply.publish"]);
  });

  test("published, sent back by the coordinating office, answered again", async () => {
    const named = await act(id, ["publication"], {
      title: "投诉处理决定",
      text: "经办人电话 13812345678，身份证号 11010519491231002X。",
    });
    expect(named.json()).toMatchObject({ code: "voices.personal-data", status: 422 });
    const text = "经核查，第一项不成立，第二项部分成立，不影响中标结果。";
    const published = await act(id, ["publication"], { title: "投诉处理决定", text });
    expect(published.json<VoiceView>().voice.state).toBe("published");
    const questioned = await act(id, ["question", coordinator], {
      ground: "第二项没有说明依据。",
      claims: [1],
    });
    expect(questioned.statusCode, questioned.body).toBe(200);
    expect(questioned.json<VoiceView>().running).toContainEqual(
      expect.objectContaining({ clock: "reply.rework", dueOn: "2026-06-08" }),
    );
  });

  test("what was computed as it came is what a rebuild computes", async () => {
    const rows = () =>
      app.database.query(
        "SELECT to_jsonb(h) AS row FROM complaints.handling h UNION ALL SELECT to_jsonb(c) FROM deadlines.clock c ORDER BY 1",
      );
    const before = await rows();
    await app.application.rebuild();
    expect(await rows()).toEqual(before);
    await summariseVoices(app.database.app.db);
    expect(await rows()).toEqual(before);
  });
});

describe("an objection to the result of a works tender", () => {
  test("has three calendar days, and the tenderer must pause until it is answered", async () => {
    const key = await app.addSource("trading");
    await app.send(key, [
      {
        kind: "procurement.candidates-published",
        sourceId: "C2/candidates",
        subject: ocidOf("C2"),
        occurredAt: "2026-05-29T02:00:00.000Z",
        payload: {
          lotId: "1",
          candidates: [{ rank: 1, bidder: firm(1) }],
          disclosureFrom: "2026-05-29",
          disclosureTo: "2026-06-02",
        },
      },
    ]);
    const { number } = await receive(
      complaint({
        kind: "objection",
        ocid: ocidOf("C2"),
        title: "对评标结果的异议",
      }),
      "2026-06-01T02:00:00.000Z",
    );
    expect(number).toBe("YY-2026-0001");
    const view = await get(number);
    expect(view.voice.binding).toMatchObject({ clock: "objection.reply", dueOn: "2026-06-04" });
    expect(view.mustPause).toBe(true);
    await act(number, ["receipt"], {});
    const copied = { ...REPLY, letterNo: "答复一号", findings: FINDINGS };
    const refused = await act(number, ["reply"], copied);
    expect(refused.json()).toMatchObject({ code: "voices.meter", params: { likeness: 1 } });
    const reply = await act(number, ["reply"], { ...copied, despite: true });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json<VoiceView>().mustPause).toBe(false);
    const kinds = reply.json<VoiceView>().history.map(({ kind }) => kind);
    expect(kinds).toContain("complaints.pause-required");
    expect(kinds).toContain("complaints.pause-lifted");
  });
});

describe("nobody signs for it", () => {
  test("every rung is recorded once, and stays when the answer comes", async () => {
    const { number } = await receive(
      complaint({ title: "没有人签收" }),
      "2026-05-20T02:00:00.000Z",
    );
    const sweep = (at: string) =>
      sweepDeadlines({
        db: app.database.app.db,
        registry: app.application.registry,
        now: async () => new Date(at),
      });
    // The server of the test sweeps by its own clock as well.
    await sweep("2026-06-01T08:00:00.000Z");
    await sweep("2026-06-01T08:00:00.000Z");
    const rungs = (await get(number)).history
      .filter(({ kind }) => kind === "deadlines.escalated")
      .map(({ payload }) => `${String(payload["clock"])} ${String(payload["step"])}`);
    expect(rungs.toSorted()).toEqual([
      "complaint.accept T+1",
      "complaint.accept T-2",
      "complaint.accept T0",
      "hop.take T+1",
      "hop.take T0",
    ]);
    expect((await get(number)).voice.binding?.isLate).toBe(true);
  });
});

describe("the list", () => {
  test("is paged by the end of the first clock and counts what is late", async () => {
    const first = await app.inject({ url: "/api/voices?limit=2", headers: officer });
    const page = first.json<{ rows: { id: string }[]; next: string; counts: { late: number } }>();
    expect(page.rows).toHaveLength(2);
    expect(page.counts.late).toBeGreaterThan(0);
    const rest = await app.inject({
      url: `/api/voices?limit=50&cursor=${encodeURIComponent(page.next)}`,
      headers: officer,
    });
    const ids = [...page.rows, ...rest.json<{ rows: { id: string }[] }>().rows].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(4);
  });

  test("what is open is what still asks something of somebody", async () => {
    const { number } = await receive(
      complaint({ kind: "enquiry", regime: "land", title: "关于出让文件的询问" }),
      "2026-06-01T02:00:00.000Z",
    );
    const isOpen = async () => {
      const list = await app.inject({ url: "/api/voices?open=yes", headers: coordinator });
      const { rows, counts } = list.json<{
        rows: { id: string }[];
        counts: { open: number };
      }>();
      expect(counts.open).toBe(rows.length);
      return rows.some(({ id }) => id === number);
    };
    expect(await isOpen()).toBe(true);
    const by = {
      db: app.database.app.db,
      registry: app.application.registry,
      officer: {
        account: COORDINATOR.account,
        name: COORDINATOR.name,
        department: { id: "coordinator", name: COORDINATOR.departmentName },
      },
      scope: undefined,
      at: "2026-06-01T03:00:00.000Z",
    };
    await takeVoice(by, { id: number, version: 0 });
    expect(await isOpen()).toBe(true);
    const findings = [0, 1].map((claim) => ({
      ...FINDINGS[claim]!,
      result: "upheld" as const,
      claim,
    }));
    await serveReply(
      by,
      { id: number, version: 1 },
      {
        ...REPLY,
        service: { way: "platform", servedOn: "2026-06-01" },
        findings,
        despite: true,
      },
    );
    expect(await isOpen()).toBe(false);
  });

  test("a day that does not exist is refused by name", async () => {
    const bad = await app.inject({ url: "/api/voices?from=2026-02-30", headers: officer });
    expect(bad.statusCode).toBe(400);
    expect(bad.json()).toMatchObject({ errors: [{ path: "querystring.from" }] });
  });

  test("shows nothing to a department whose matter it is not", async () => {
    const water = await app.signIn({
      account: "water-1",
      name: "何书言",
      departmentId: "water",
      departmentName: "云澜市水务局",
    });
    const list = await app.inject({ url: "/api/voices", headers: water });
    expect(list.json()).toMatchObject({ rows: [], counts: { accepted: 0 } });
    const one = await app.inject({ url: "/api/voices/TS-2026-0001", headers: water });
    expect(one.statusCode).toBe(404);
  });
});
