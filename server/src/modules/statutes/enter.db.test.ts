/** An entry with open voices: both dates go on record, and who may enter the missing year is told. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { alarmJob } from "./alarm.job.ts";
import { type EnterParams, enterActs } from "./enter.service.ts";
import { createStatutesModule } from "./index.ts";
import { listMoved } from "./moved.store.ts";
import type { OpenVoice } from "./moves.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const LATE = { kind: "challenge", regime: "procurement", receivedOn: "2026-12-28" } as const;
const VOICES: readonly OpenVoice[] = Array.from({ length: 1100 }, (_, n) => ({
  id: `v-${n}`,
  number: `ZY-${n}`,
  title: `质疑${n}`,
  voice: LATE,
  ...(n === 0 ? { done: ["challenge.reply"] } : {}),
}));

const content = {
  year: 2027,
  notices: ["https://example.gov.cn/2027"],
  off: { "2027-01-01": "元旦" },
  makeUp: [],
  ground: "关于2027年部分节假日安排的通知",
};
const params: EnterParams = {
  draft: "00000000-0000-4000-8000-000000000021",
  madeBy: "coordinator-1",
  version: 1,
  content,
};
const deps = () => ({
  db: app.database.app.db,
  registry: app.application.registry,
  openVoices: async () => VOICES,
  openLetters: async () => [],
  listDuties: async () => [],
});

test("while the year is missing the health check warns, and those who may enter it are told once a month", async () => {
  const voices = createStatutesModule({
    ...deps(),
    clock: { now: () => new Date("2026-12-28T08:00:00Z") },
    approvals: app.application.approvals,
  });
  expect(await voices.health?.[0]?.check()).toEqual({
    ok: true,
    warning: "calendar.not-published 2027",
  });
  const { run } = alarmJob(deps());
  const told = () =>
    app.database.query<{ missed_on: string }>(
      "SELECT missed_on::text FROM statutes.year_missed ORDER BY 1",
    );
  await run(new Date("2026-12-28T08:00:00Z"));
  await run(new Date("2026-12-29T08:00:00Z"));
  expect(await told()).toEqual([{ missed_on: "2026-12-28" }]);
  await run(new Date("2027-01-28T08:00:00Z"));
  expect(await told()).toHaveLength(2);
  const [rule] = voices.notices ?? [];
  expect(rule?.concerned({} as never)).toMatchObject({ roles: ["coordinator", "securityAdmin"] });
});

test("the approver reads counts and the first fifty dates", async () => {
  const [act] = enterActs(deps());
  const description = await act?.describe(app.database.app.db, params);
  const of = (field: string) => description?.lines.filter((line) => line.field === field);
  expect(of("movedClocks")).toMatchObject([{ after: "1099" }]);
  expect(of("openVoices")).toMatchObject([{ after: "1100" }]);
  expect(of("movedClock")).toHaveLength(50);
  expect(of("movedClock")?.[0]).toMatchObject({
    as: "due",
    before: "ZY-1 challenge.reply ?",
    after: "ZY-1 challenge.reply 2027-01-07",
  });
});

test("when it is entered, old and new date of every open clock go on record, none of a done one", async () => {
  const [act] = enterActs(deps());
  const requester = {
    person: "coordinator-1",
    name: "江予安",
    post: "协调员",
    unit: "coordinator",
    unitName: "办公室",
  };
  await inTransaction(app.database.app.db, async (tx) => {
    const context = { requester, at: "2026-12-28T08:00:00Z" };
    await act?.check?.(tx, params, context);
    await act?.execute(tx, params, context);
  });
  const moved = await listMoved(app.database.app.db, "2027/1");
  expect(moved).toHaveLength(1099);
  expect(moved.some(({ voice }) => voice === "v-0")).toBe(false);
  expect(moved[0]).toEqual({
    voice: "v-1",
    number: "ZY-1",
    clock: "challenge.reply",
    before: null,
    after: "2027-01-07",
  });
  const before = await app.database.query("SELECT * FROM statutes.moved ORDER BY part");
  expect(before).toHaveLength(2);
  await app.application.rebuild();
  expect(await app.database.query("SELECT * FROM statutes.moved ORDER BY part")).toEqual(before);
});
