/** A department's own limits: who sets them, what is refused, and which clocks follow. */
import { readFile } from "node:fs/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { ProfilePreview, VoiceProfiles } from "../../../../contract/src/voice-profiles.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { aDuty, firm } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { receiveVoice } from "./index.ts";

const UNIT = { departmentId: "housing", departmentName: "云澜市住房和城乡建设局" };

let app: TestApp;
let officer: Record<string, string>;
let chief: Record<string, string>;

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty({ matter: "complaint" })]);
  await app.settle();
  officer = await app.signIn({ account: "housing-1", name: "陈岚", ...UNIT });
  chief = await app.signIn({ account: "housing-chief", name: "周正", role: "chief", ...UNIT });
});
afterAll(() => app.close());

const receive = async (at: string): Promise<string> => {
  const receipt = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind: "complaint",
        regime: "works",
        industry: "housing",
        matter: "result",
        title: "对评标结果的投诉",
        claims: ["第一项"],
        writer: { party: firm(1) },
      },
      channel: "web",
      at,
    }),
  );
  expect(receipt.unit.id).toBe("housing");
  return receipt.number;
};

const set = (payload: object, headers = chief) =>
  app.inject({ method: "POST", url: "/api/voices/profiles", headers, payload });

async function takeBy(id: string): Promise<string | undefined> {
  const answer = await app.inject({ url: `/api/voices/${id}`, headers: officer });
  return answer.json<VoiceView>().running.find(({ clock }) => clock === "hop.take")?.dueAt;
}

describe("what is refused", () => {
  test("an officer does not set it, and neither does who is not signed in", async () => {
    const wanted = { takeHours: 4, validFrom: "2026-06-01" };
    expect((await set(wanted, officer)).statusCode).toBe(403);
    expect((await set(wanted, {})).statusCode).toBe(401);
  });

  test.each([
    [
      { takeHours: 25, validFrom: "2026-06-01" },
      { field: "takeHours", most: 24 },
    ],
    [
      { takeHours: 4, complaintDays: 16, validFrom: "2026-06-01" },
      { field: "complaintDays", most: 15 },
    ],
    [
      { takeHours: 4, challengeDays: 8, validFrom: "2026-06-01" },
      { field: "challengeDays", most: 7 },
    ],
  ])("longer than the city's: %j", async (wanted, params) => {
    expect((await set(wanted)).json()).toMatchObject({ code: "voices.profile-too-long", params });
  });

  test("from a day that is over", async () => {
    const answer = await set({ takeHours: 4, validFrom: "2026-05-31" });
    expect(answer.json()).toMatchObject({
      code: "voices.bad-day",
      params: { field: "validFrom", from: "2026-06-01" },
    });
  });
});

describe("a shorter limit from today", () => {
  test("touches what came today, as the preview said, and not what came before", async () => {
    const earlier = await receive("2026-05-29T02:00:00.000Z");
    const today = await receive("2026-06-01T02:00:00.000Z");
    const preview = await app.inject({
      url: "/api/voices/profiles/preview?validFrom=2026-06-01",
      headers: chief,
    });
    expect(preview.json<ProfilePreview>()).toEqual({ changed: 1, kept: 1 });
    expect(await takeBy(today)).toBe("2026-06-02T02:00:00.000Z");
    const answer = await set({ takeHours: 4, complaintDays: 12, validFrom: "2026-06-01" });
    expect(answer.statusCode, answer.body).toBe(200);
    const { rows, city } = answer.json<VoiceProfiles>();
    expect(city).toEqual({ takeHours: 24, complaintDays: 15, challengeDays: 7 });
    expect(rows.find(({ unit }) => unit.id === "housing")).toMatchObject({
      current: { takeHours: 4, complaintDays: 12, validFrom: "2026-06-01" },
      maySet: true,
    });
    expect(await takeBy(today)).toBe("2026-06-01T06:00:00.000Z");
    expect(await takeBy(earlier)).toBe("2026-05-30T02:00:00.000Z");
  });

  test("one set for later waits, and a rebuild computes the same clocks", async () => {
    const later = await set({ takeHours: 2, validFrom: "2026-07-01" });
    const row = later.json<VoiceProfiles>().rows.find(({ unit }) => unit.id === "housing");
    expect(row?.current?.takeHours).toBe(4);
    expect(row?.coming).toEqual([{ takeHours: 2, validFrom: "2026-07-01" }]);
    const released = () =>
      app.database.query("SELECT * FROM released.department_limit ORDER BY fact_id");
    const shown = await released();
    expect(shown).toHaveLength(2);
    const clocks = () =>
      app.database.query("SELECT to_jsonb(c) AS row FROM deadlines.clock c ORDER BY 1");
    const before = await clocks();
    await app.application.rebuild();
    expect(await clocks()).toEqual(before);
    expect(await released()).toEqual(shown);
  });

  test("an upgrade copies what was set before", async () => {
    const file = new URL("../../../migrations/0042_complaints.sql", import.meta.url);
    const sql = await readFile(file, "utf8");
    const copy = sql.slice(sql.indexOf("INSERT INTO released.department_limit"));
    const shown = () =>
      app.database.query("SELECT * FROM released.department_limit ORDER BY fact_id");
    const before = await shown();
    await app.database.query("DELETE FROM released.department_limit");
    await app.database.query(copy);
    expect(await shown()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  test("is public with source and first day, beside law and city, and without who entered it", async () => {
    const page = await app.get("/limits");
    expect(page.statusCode).toBe(200);
    for (const words of [
      UNIT.departmentName,
      "4 小时",
      "短于本市承诺 15 个工作日",
      "按本市承诺 7 个工作日",
      "自 2026年6月1日起",
      "自 2026年7月1日起：签收 2 小时",
      "部门自定",
      "招标投标法实施条例第61条",
    ])
      expect(page.body).toContain(words);
    const data = await app.get("/api/public/limits");
    expect(data.json()).toMatchObject({
      departments: [{ current: { takeHours: 4, complaintDays: 12 }, coming: [{ takeHours: 2 }] }],
    });
    for (const body of [page.body, data.body]) {
      expect(body).not.toContain("周正");
      expect(body).not.toContain("housing-chief");
    }
    for (const path of ["/deadline", "/voice"])
      expect((await app.get(path)).body).toContain('href="/limits"');
  });
});
