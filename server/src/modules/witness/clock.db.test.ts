/** T12: the clock of the machine is set while the server runs (libfaketime under server and signer alike). */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { aDuty, aNotice } from "../../../test/builders.ts";
import { createTestApp, linesOf, type TestApp } from "../../../test/harness.ts";
import { type SpawnedProcess, startProcess } from "../../../test/spawned-process.ts";

const LIBRARY = ["x86_64", "aarch64"]
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((file) => existsSync(file));
const TOKEN = randomBytes(24).toString("base64url");
const ALARM_MS = 30_000;

let prepared: TestApp;
let directory: string;
let server: SpawnedProcess | undefined;
let url = "";
let key: string;
let sent = 0;

const operator = { authorization: `Bearer ${TOKEN}` };

/** In one step, so that nobody reads half of it. */
async function setClock(step: string): Promise<void> {
  const file = join(directory, "clock");
  await writeFile(`${file}.new`, `${step}\n`);
  await rename(`${file}.new`, file);
}

beforeAll(async () => {
  if (LIBRARY === undefined) throw new Error("libfaketime is not installed");
  directory = await mkdtemp(join(tmpdir(), "mingjing-clock-"));
  await setClock("+0");
  prepared = await createTestApp({ isDemo: false, isStarted: false });
  const { appUrl, consoleUrl, publicUrl } = prepared.database;
  const started = await startProcess({
    MINGJING_APP_DATABASE_URL: appUrl,
    MINGJING_CONSOLE_DATABASE_URL: consoleUrl,
    MINGJING_PUBLIC_DATABASE_URL: publicUrl,
    MINGJING_TOKEN: TOKEN,
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: join(directory, "clock"),
    FAKETIME_NO_CACHE: "1",
    DONT_FAKE_MONOTONIC: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  });
  server = started;
  ({ url } = started);
  const registered = await fetch(`${url}/api/intake/sources`, {
    method: "POST",
    headers: { ...operator, "content-type": "application/json" },
    body: JSON.stringify({ name: "duties", title: "来源" }),
  });
  ({ key } = (await registered.json()) as { key: string });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await prepared.close();
  await rm(directory, { recursive: true });
});

async function grow(): Promise<void> {
  const answer = await fetch(`${url}/api/intake/batches`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: linesOf(sent === 0 ? [aDuty()] : [aNotice(`T12-${sent}`)]),
  });
  sent += 1;
  expect(await answer.json()).toMatchObject({ accepted: 1 });
}

interface Health {
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

async function isClockGood(): Promise<boolean | undefined> {
  const answer = await fetch(`${url}/api/health`, { headers: operator });
  const health = (await answer.json()) as Health;
  return health.checks.find(({ name }) => name === "signer-clock")?.ok;
}

/** @returns milliseconds until it is so */
async function until(isSo: () => Promise<boolean>, most = ALARM_MS): Promise<number> {
  const begin = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begin > most) throw new Error(`not in time: ${server?.output()}`);
    await delay(100);
  }
  return performance.now() - begin;
}

const heads = () =>
  prepared.database.query<{ size: number; signed_at: Date }>(
    "SELECT size::int, signed_at FROM witness.checkpoint ORDER BY size",
  );
const leaves = async () => {
  const [row] = await prepared.database.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM witness.leaf",
  );
  return row?.n ?? 0;
};
const isSigned = async () => {
  const size = await leaves();
  return size > 0 && (await heads()).at(-1)?.size === size;
};

test("T12: at −1 h, −1 s and +1 day nothing is signed, the alarm comes in time, and ends with the wrong time", async () => {
  await grow();
  await until(isSigned);
  expect(await isClockGood()).toBe(true);
  for (const step of ["-1h", "-1", "+1d"]) {
    const before = await heads();
    await setClock(step);
    const alarm = await until(async () => (await isClockGood()) === false);
    expect(alarm, step).toBeLessThan(ALARM_MS);
    await grow();
    await until(async () => (await leaves()) > (before.at(-1)?.size ?? 0));
    await delay(3000);
    expect(await heads(), step).toEqual(before);
    expect(server?.output()).toContain("clock-jumped");
    expect(server?.output()).toContain("does not trust its clock");
    await setClock("+0");
    await until(isSigned);
    expect(await isClockGood()).toBe(true);
  }
  const times = (await heads()).map(({ signed_at: at }) => at.getTime());
  expect(times.length).toBeGreaterThanOrEqual(4);
  expect(times.every((at, index) => index === 0 || at > (times[index - 1] ?? 0))).toBe(true);
  expect(Math.abs(Date.now() - (times.at(-1) ?? 0))).toBeLessThan(60_000);
}, 180_000);
