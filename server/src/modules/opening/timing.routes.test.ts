/**
 * T06: before the deadline the time of an answer says nothing of how many bid. Requests for openings of no bid and of fifty, who signed
 * in too, in random order; Welch's t of their times stays below 4.5. The campaign takes 20,000 samples.
 */
import { afterAll, beforeAll, expect, test } from "vitest";

import { firm } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { signIn } from "./index.ts";
import { commitment, createStage, notice, receipt, type Stage } from "./test-support.ts";

const SAMPLES = Number(process.env["MINGJING_TEST_CASES"] ?? 600);
const LIMIT = 4.5;
/** The first answers compile and fill caches. */
const WARM = 60;
const BIDS = 50;

let stage: Stage;
let app: TestApp;
const ids = { none: "", many: "" };
beforeAll(async () => {
  stage = await createStage();
  ({ app } = stage);
  const { registry } = app.application;
  const at = "2026-05-21T09:00:00+08:00";
  for (const [name, code] of [
    ["none", "TIME00"],
    ["many", "TIME50"],
  ] as const) {
    const all = Array.from({ length: name === "many" ? BIDS : 0 }, (_, n) => n + 1);
    await stage.send([
      notice(code, { title: "云澜市同名道路改造工程施工招标公告" }),
      ...all.flatMap((n) => [receipt(code, n), commitment(code, n)]),
    ]);
    ids[name] = await stage.plan(code);
    for (const n of all)
      await signIn({ db: app.database.app.db, registry, at }, ids[name], firm(n));
  }
  await app.settle();
  await app.database.asOwner("ANALYZE");
}, 120_000);
afterAll(() => app.close());

/** Above the 95th of a hundred stand the pauses of the machine, which say nothing of either. */
function cropped(times: readonly number[]): readonly number[] {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted.slice(0, Math.ceil(sorted.length * 0.95));
}

function welch(left: readonly number[], right: readonly number[]): number {
  const [a, b] = [left, right].map((times) => {
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const squares = times.reduce((sum, time) => sum + (time - mean) ** 2, 0);
    return { mean, error: squares / (times.length - 1) / times.length };
  });
  if (a === undefined || b === undefined) return Number.NaN;
  return (a.mean - b.mean) / Math.sqrt(a.error + b.error);
}

test("Welch's t finds a difference that is there", () => {
  const times = (mean: number) =>
    Array.from({ length: 2000 }, (_, n) => mean + Math.sin(n * 12.9898) * 0.5);
  expect(Math.abs(welch(times(1), times(1)))).toBeLessThan(LIMIT);
  expect(Math.abs(welch(times(1), times(1.1)))).toBeGreaterThan(LIMIT);
});

test.each([
  ["the public page", (id: string) => ({ url: `/openings/${id}` })],
  ["the table", (id: string) => ({ url: `/openings/${id}/bids.csv` })],
  [
    "the host's desk",
    (id: string) => ({ url: `/api/openings/${id}`, headers: stage.headersOf("agency") }),
  ],
] as const)("%s", { timeout: 60_000 + SAMPLES * 60 }, async (name, asked) => {
  const times = { none: [] as number[], many: [] as number[] };
  const sizes = new Set<number>();
  for (let turn = 0; turn < SAMPLES + WARM; turn += 1) {
    const which = Math.random() < 0.5 ? "none" : "many";
    const began = performance.now();
    const response = await app.inject(asked(ids[which]));
    const time = performance.now() - began;
    expect(response.statusCode).toBe(200);
    sizes.add(response.rawPayload.length);
    if (turn >= WARM) times[which].push(time);
  }
  const raw = welch(times.none, times.many);
  const t = welch(cropped(times.none), cropped(times.many));
  process.stderr.write(`${JSON.stringify({ timing: { name, samples: SAMPLES, t, raw } })}\n`);
  expect(sizes.size).toBe(1);
  expect(Math.abs(t)).toBeLessThan(LIMIT);
  expect(Math.abs(raw)).toBeLessThan(LIMIT);
});
