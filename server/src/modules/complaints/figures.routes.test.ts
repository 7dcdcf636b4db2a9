/** Every figure is the length of the list that it opens, for every reader and every filter. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { VoiceFigure, VoiceFigures } from "../../../../contract/src/voice-figures.ts";
import { VOICE_CHANNELS, VOICE_KINDS } from "../../../../contract/src/voice-values.ts";
import type { VoicePage } from "../../../../contract/src/voices.ts";
import { aDuty, firm } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { dayAfter, startOfDay } from "../../kernel/plain-date.ts";
import { inTransaction } from "../../platform/database.ts";
import type { ActContext } from "../../platform/facts/act.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import {
  beginPause,
  decideAcceptance,
  endPause,
  receiveVoice,
  rerouteVoice,
  returnVoice,
  serveReply,
  summariseVoices,
  takeVoice,
} from "./index.ts";
import { endPauses } from "./pause-end.job.ts";

const UNITS = {
  housing: "云澜市住房和城乡建设局",
  transport: "云澜市交通运输局",
} as const;
type Unit = keyof typeof UNITS;

const signInTo = (id: Unit) => ({
  account: `${id}-1`,
  name: "陈岚",
  departmentId: id,
  departmentName: UNITS[id],
});
const DIRECTOR = {
  account: "director-1",
  name: "周正",
  departmentId: "centre",
  departmentName: "云澜市公共资源交易中心",
  role: "director" as const,
};

/** Repeatable choices (Park and Miller 1988). */
const seed = { value: 20_261 };
function random(): number {
  seed.value = (seed.value * 48_271) % 2_147_483_647;
  return seed.value / 2_147_483_647;
}
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const dutyOf = (matter: string, unit: Unit) =>
  aDuty({ matter, industry: unit, department: { id: unit, name: UNITS[unit] } });

let app: TestApp;
const readers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  app = await createTestApp();
  app.setNow("2026-06-01T08:00:00.000Z");
  const key = await app.addSource("duties");
  const matters = ["complaint", "challenge", "enquiry"] as const;
  await app.send(
    key,
    matters.flatMap((matter) => [dutyOf(matter, "housing"), dutyOf(matter, "transport")]),
  );
  await app.settle();
  readers["housing"] = await app.signIn(signInTo("housing"));
  readers["transport"] = await app.signIn(signInTo("transport"));
  readers["director"] = await app.signIn(DIRECTOR);
  for (let index = 0; index < 60; index += 1) await playVoice(index);
  await sweepDeadlines({
    db: app.database.app.db,
    registry: app.application.registry,
    now: async () => new Date("2026-06-01T08:00:00.000Z"),
  });
}, 240_000);
afterAll(() => app.close());

const at = (day: string, hour = 10) =>
  new Date(Date.parse(startOfDay(day)) + hour * 3_600_000).toISOString();

/** One voice of random kind, and as many acts as chance wants. */
async function playVoice(index: number): Promise<void> {
  const kind = pick(VOICE_KINDS);
  const unit: Unit = pick(["housing", "housing", "transport"]);
  const receivedOn = dayAfter("2026-01-05", Math.floor(random() * 140));
  const { number } = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind,
        regime: "works",
        industry: unit,
        ...(kind === "enquiry" ? {} : { matter: "result" as const }),
        title: `来件 ${index}`,
        claims: ["第一项", "第二项"],
        writer: { party: firm(1 + (index % 5)) },
      },
      channel: pick(VOICE_CHANNELS),
      at: at(receivedOn),
    }),
  );
  const found = await app.database.query<{ id: string; name: string }>(
    "SELECT unit_id AS id, unit_name AS name FROM complaints.handling WHERE voice_id = $1",
    [number],
  );
  const department = found[0]!;
  let version = 0;
  let day = receivedOn;
  const act = async <C>(
    run: (
      context: ActContext,
      target: { id: string; version: number },
      content: C,
    ) => Promise<void>,
    content: C,
  ) => {
    const officer = { account: "x-1", name: "承办人", department };
    const context: ActContext = {
      db: app.database.app.db,
      registry: app.application.registry,
      officer,
      scope: undefined,
      at: at(day, 11 + version),
    };
    await run(context, { id: number, version }, content);
    version += 1;
  };
  const wait = (most: number) => {
    day = dayAfter(day, Math.floor(random() * most));
    return day < "2026-06-01";
  };
  if (random() < 0.15) return;
  if (random() < 0.2) {
    await act(returnVoice, { ground: "不是本单位的事项。" });
    await act(rerouteVoice, { unit: department.id, ground: "经核对是该单位的事项。" });
  }
  if (!wait(4)) return;
  await act((context, target) => takeVoice(context, target), undefined);
  const takeUp = async (): Promise<boolean> => {
    if (!wait(5) || random() < 0.15) return false;
    if (random() < 0.25) {
      await act(decideAcceptance, {
        outcome: "refused",
        ground: "tooLate",
        text: "已经超过期限。",
      });
      return false;
    }
    await act(decideAcceptance, { outcome: "accepted" });
    if (random() < 0.4 && wait(3)) {
      await act(beginPause, {
        ground: "appraisal",
        from: day,
        expectedEnd: dayAfter(day, 20),
        document: "鉴定委托书",
      });
      if (!wait(15) || random() < 0.3) return false;
      await act(endPause, { to: day, document: "鉴定意见书" });
    }
    return true;
  };
  if (kind === "complaint" && !(await takeUp())) return;
  if (random() < 0.2 || !wait(kind === "complaint" ? 60 : 9)) return;
  const both = random() < 0.7;
  await act(serveReply, {
    letterNo: `答复${index}号`,
    decidedOn: day,
    findings: [0, ...(both ? [1] : [])].map((claim) => ({
      claim,
      result: pick(["upheld", "partly", "notUpheld", "notExamined"] as const),
      text: `第${claim + 1}项经核查的结果，编号 ${index}。`,
      articles: [],
    })),
    decision: "如上。",
    service: { way: "platform" as const, servedOn: day },
    despite: true,
  });
}

const textOf = (query: object) => new URLSearchParams(query as Record<string, string>).toString();

async function figures(query: object, reader = "director"): Promise<VoiceFigures> {
  const url = `/api/voices/figures?${textOf(query)}`;
  const answer = await app.inject({ url, headers: readers[reader]! });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<VoiceFigures>();
}

async function lengthOf(query: object, reader = "director"): Promise<number> {
  const url = `/api/voices?limit=200&${textOf(query)}`;
  const answer = await app.inject({ url, headers: readers[reader]! });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<VoicePage>().rows.length;
}

/** Everything in the reply that says how long a list is. */
function numbersIn(value: unknown): readonly VoiceFigure[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "count" in value && "query" in value ? [value as VoiceFigure] : [];
  return [...own, ...Object.values(value).flatMap(numbersIn)];
}

describe("each number is the length of its list", () => {
  test("all of them, without a filter", async () => {
    const numbers = numbersIn(await figures({}));
    expect(numbers.length).toBeGreaterThan(45);
    expect(numbers.filter(({ count }) => count > 0).length).toBeGreaterThan(30);
    const lengths = [];
    for (const { query } of numbers) lengths.push(await lengthOf(query));
    expect(lengths).toEqual(numbers.map(({ count }) => count));
  });

  test("for 40 random filters of three readers, ten numbers each", async () => {
    let above = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      const from = dayAfter("2026-01-01", Math.floor(random() * 120));
      const query = {
        ...(random() < 0.7 ? { from } : {}),
        ...(random() < 0.6 ? { to: dayAfter(from, Math.floor(random() * 120)) } : {}),
        ...(random() < 0.4 ? { kind: pick(VOICE_KINDS) } : {}),
        ...(random() < 0.3 ? { unit: pick(["housing", "transport"]) } : {}),
        ...(random() < 0.2 ? { regime: "works" } : {}),
      };
      const reader = pick(Object.keys(readers));
      const numbers = numbersIn(await figures(query, reader));
      for (let nth = 0; nth < 10; nth += 1) {
        const number = pick(numbers);
        const told = `${reader} ${textOf(number.query)}`;
        expect(await lengthOf(number.query, reader), told).toBe(number.count);
        above += number.count > 0 ? 1 : 0;
      }
    }
    expect(above).toBeGreaterThan(60);
    // Four hundred lists are read.
  }, 240_000);
});

describe("the figures", () => {
  test("of a department are those of what it sees", async () => {
    const [all, own, others] = await Promise.all(
      ["director", "housing", "transport"].map((reader) => figures({}, reader)),
    );
    expect(all!.total.count).toBe(60);
    expect(own!.total.count).toBeLessThan(60);
    expect(own!.by.unit.map(({ value }) => value)).toContain("housing");
    expect(own!.by.unit.map(({ value }) => value)).not.toContain("transport");
    expect(own!.total.count + others!.total.count).toBeLessThanOrEqual(60);
  });

  test("by kind, channel, unit and month add up to all; months have no gap", async () => {
    const { total, by } = await figures({});
    for (const group of [by.kind, by.channel, by.unit, by.month, by.regime])
      expect(group.reduce((sum, { count }) => sum + count, 0)).toBe(total.count);
    const months = by.month.map(({ value }) => value);
    expect(months).toEqual(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"]);
  });

  test("a voice that nobody answers is missed from the day after its last day, and changes the share", async () => {
    const before = await figures({ kind: "objection" });
    const open = before.kept[0]!;
    app.setNow("2026-07-20T08:00:00.000Z");
    const after = (await figures({ kind: "objection" })).kept[0]!;
    expect(await lengthOf(after.missed.query)).toBe(after.missed.count);
    app.setNow("2026-06-01T08:00:00.000Z");
    expect(after.kept.count).toBe(open.kept.count);
    expect(after.missed.count).toBeGreaterThanOrEqual(open.missed.count);
    expect(after.share!.low).toBeLessThan(after.share!.value);
  });

  test("are made again by a rebuild, and for voices from before there were figures", async () => {
    const rows = () => app.database.query("SELECT * FROM complaints.measure ORDER BY voice_id");
    // The job that ends pauses may come between two readings: nothing is left for it.
    const { db } = app.database.app;
    await endPauses(
      { db, registry: app.application.registry },
      new Date("2026-12-01T08:00:00.000Z"),
    );
    const before = await rows();
    expect(before).toHaveLength(60);
    await app.application.rebuild();
    expect(await rows()).toEqual(before);
    await app.database.query("DELETE FROM complaints.measure");
    await summariseVoices(app.database.app.db);
    expect(await rows()).toEqual(before);
  });

  test("need the permission, and refuse filters that the list does not know", async () => {
    const bare = await app.get("/api/voices/figures");
    expect(bare.statusCode).toBe(401);
    const wrong = await app.inject({
      url: "/api/voices/figures?kind=plea",
      headers: readers["director"]!,
    });
    expect(wrong.statusCode).toBe(400);
  });
});
