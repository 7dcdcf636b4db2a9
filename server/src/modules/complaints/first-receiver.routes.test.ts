/** One complaint at two supervisors, over HTTP: proposed, transferred by a person, told to the writer (条例61). */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { VoiceFigures } from "../../../../contract/src/voice-figures.ts";
import type { VoicePage, VoiceView } from "../../../../contract/src/voices.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { receiveVoice, summariseVoices, type VoiceContent } from "./index.ts";

const HOUSING = { id: "housing", name: "云澜市住房和城乡建设局" };
const WATER = { id: "water", name: "云澜市水务局" };
const officerOf = ({ id, name }: typeof WATER, person: string) => ({
  account: `${id}-1`,
  name: person,
  departmentId: id,
  departmentName: name,
});
const FIRST_CODE = "2BQ9-6HJ4-M3VX-8T7C";
const CODE = "7K2M-9QX4-3T8V-5W6Z";

const complaint = (changes: Partial<VoiceContent> = {}): VoiceContent => ({
  kind: "complaint",
  regime: "works",
  matter: "result",
  ocid: ocidOf("C1"),
  title: "对闸站工程评标结果的投诉",
  claims: ["第一候选人项目经理社保不在本单位。"],
  knownOn: "2026-05-28",
  earlier: { receivedOn: "2026-05-28", answeredOn: "2026-05-30" },
  writer: { party: firm(3) },
  ...changes,
});

let app: TestApp;
let housing: Record<string, string>;
let water: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const listed = [HOUSING, WATER].map((department) =>
    aDuty({ matter: "complaint", industry: department.id, department }),
  );
  await app.send(key, [...listed, aNotice("C1"), aNotice("C2")]);
  await app.settle();
  housing = await app.signIn(officerOf(HOUSING, "陈岚"));
  water = await app.signIn(officerOf(WATER, "何川"));
});
afterAll(() => app.close());

interface At {
  readonly at: string;
  readonly receiptCode?: string;
}

async function receive(content: VoiceContent, { at, ...more }: At): Promise<string> {
  const { number } = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, { content, channel: "web", at, ...more }),
  );
  return number;
}

const toHousing = (changes: Partial<VoiceContent> = {}) =>
  complaint({ industry: "housing", ...changes });
const toWater = (changes: Partial<VoiceContent> = {}) =>
  complaint({ industry: "water", ...changes });

const open = (id: string, headers: Record<string, string>) =>
  app.inject({ url: `/api/voices/${id}`, headers });
const get = async (id: string, headers: Record<string, string>) =>
  (await open(id, headers)).json<VoiceView>();

const transfer = (id: string, version: number, headers = water) =>
  app.inject({
    method: "POST",
    url: `/api/voices/${id}/transfer`,
    headers,
    payload: { version },
  });

const lookUp = (code: string, path = "", more: Record<string, string> = {}) =>
  app.inject({
    method: "POST",
    url: `/voice/status${path}`,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams({ code, ...more }).toString(),
  });

const DAY_ONE = { at: "2026-06-01T02:00:00.000Z" };
const DAY_TWO = { at: "2026-06-02T02:00:00.000Z", receiptCode: CODE };

test("the later department sees who received first, does not see that case, and transfers with one act", async () => {
  const first = await receive(toHousing(), DAY_ONE);
  const later = await receive(toWater(), DAY_TWO);
  const before = await get(first, housing);
  expect(before.laterReceivers).toEqual([
    { number: later, unit: WATER, receivedAt: DAY_TWO.at, isTransferred: false },
  ]);
  expect((await open(first, water)).statusCode).toBe(404);

  const view = await get(later, water);
  expect(view.voice.firstReceiver).toEqual({
    number: first,
    unit: HOUSING,
    receivedAt: DAY_ONE.at,
  });
  expect(view.may.transfer).toBe(true);
  expect(before.may.transfer).toBe(false);
  const { rows } = (await app.inject({ url: "/api/voices", headers: water })).json<VoicePage>();
  expect(rows[0]?.firstReceiver?.number).toBe(first);

  const done = await transfer(later, view.voice.version);
  expect(done.statusCode, done.body).toBe(200);
  const after = done.json<VoiceView>();
  expect(after.voice).toMatchObject({ state: "transferred", unit: WATER });
  expect(after.voice.firstReceiver).toBeUndefined();
  expect(after.transferredTo).toMatchObject({ number: first, unit: HOUSING });
  expect(after.running).toEqual([]);
  const event = after.history.at(-1);
  expect(event?.kind).toBe("complaints.voice-transferred");
  expect(event?.payload).toMatchObject({
    articles: ["ZTB-T-61"],
    officer: { account: "water-1" },
  });

  const kept = await get(first, housing);
  expect(kept.clocks).toEqual(before.clocks);
  expect(kept.running).toEqual(before.running);
  expect(kept.voice.version).toBe(before.voice.version);
  expect(kept.laterReceivers).toEqual([
    { number: later, unit: WATER, receivedAt: DAY_TWO.at, isTransferred: true },
  ]);
  expect((await open(later, housing)).statusCode).toBe(200);

  await app.settle();
  const told = await app.database.query(
    "SELECT person, voice_id FROM notice.item WHERE kind = 'voiceTransferred'",
  );
  expect(told).toEqual([{ person: "housing-1", voice_id: first }]);
});

test("the writer is told by the receipt code where it went and from when the days count", async () => {
  const { body } = await lookUp(CODE);
  expect(body).toContain("已移送最先收到的部门");
  expect(body).toContain("由云澜市住房和城乡建设局在 2026年6月1日");
  expect(body).toContain("招标投标法实施条例第61条");
  expect(body).toContain("这一件的期限到此为止");
  expect(body).not.toContain("/voice/status/withdraw");
});

test("transferred is neither late nor missed in the figures, and has a count of its own", async () => {
  app.setNow("2026-09-01T02:00:00.000Z");
  const inAutumn = await app.signIn(officerOf(WATER, "何川"));
  const figures = (
    await app.inject({ url: "/api/voices/figures?unit=water", headers: inAutumn })
  ).json<VoiceFigures>();
  expect(figures.ends.transferred.count).toBe(1);
  expect(figures.ends.late.count).toBe(0);
  expect(figures.kept.map(({ missed }) => missed.count)).toEqual([0, 0]);
  app.setNow("2026-06-01T09:00:00.000Z");
});

test("the first receiver, who acted on an older view, and a case without a first one are refused", async () => {
  const first = await receive(toHousing({ ocid: ocidOf("C2") }), {
    ...DAY_ONE,
    receiptCode: FIRST_CODE,
  });
  const alone = (await get(first, housing)).voice;
  const none = await transfer(first, alone.version, housing);
  expect(none.json()).toMatchObject({ code: "voices.no-first-receiver" });
  const later = await receive(toWater({ ocid: ocidOf("C2") }), { at: DAY_TWO.at });
  const { voice } = await get(later, water);
  expect((await transfer(later, voice.version + 1)).json()).toMatchObject({ code: "voices.stale" });
  expect((await transfer(later, voice.version, housing)).statusCode).toBe(404);

  expect((await lookUp(FIRST_CODE, "/withdraw", { sure: "yes" })).body).toContain("您已经撤回");
  const gone = await get(later, water);
  expect(gone.may.transfer).toBe(false);
  expect((await transfer(later, voice.version)).json()).toMatchObject({
    code: "voices.no-first-receiver",
  });
});

test("what was made again from its facts says the same", async () => {
  const read = () =>
    app.database.query("SELECT voice_id, state, peers FROM complaints.handling ORDER BY voice_id");
  const before = await read();
  await app.database.query("UPDATE complaints.handling SET peers = NULL");
  await summariseVoices(app.database.app.db);
  expect(await read()).toEqual(before);
  expect(before.length).toBeGreaterThanOrEqual(4);
});
