/**
 * Three offices outside witness the log of a city, each as a process with a key of its own: with one away the quorum
 * holds, with two away the city goes on and says that it waits, and with both back it catches up.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { aNotice } from "../server/test/builders.ts";
import { evaluatePolicy, parsePolicy } from "../verifier/src/index.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { freePort } from "./identity-provider.ts";
import { type RunningServer, startServer } from "./server.ts";

const ROOT = resolve(import.meta.dirname, "..");
const OFFICES = ["市纪委监委", "市公证处", "行业协会"] as const;

let directory: string;
let server: RunningServer;
let browser: Browser;
let page: Page;
let ports: number[];
let logVkey: string;
let sourceKey: string;
const running = new Map<number, ChildProcess>();

const nameOf = (office: number) => `office-${office}.example.cn/witness`;
const stateOf = (office: number) => join(directory, `office-${office}`);

function mingjing(...args: readonly string[]) {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  const child = spawn(process.execPath, ["cli/src/main.ts", ...args], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = { text: "" };
  child.stdout.on("data", (data: Buffer) => (output.text += data.toString()));
  return { child, output };
}

/** At the office: makes the key. @returns its public half */
async function init(office: number): Promise<string> {
  const { child, output } = mingjing(
    "witness",
    "init",
    "--name",
    nameOf(office),
    "--state",
    stateOf(office),
  );
  expect(await once(child, "close")).toEqual([0, null]);
  return output.text.trim();
}

async function start(office: number): Promise<void> {
  const listen = `127.0.0.1:${ports[office]}`;
  const { child, output } = mingjing(
    "witness",
    "serve",
    "--name",
    nameOf(office),
    "--state",
    stateOf(office),
    "--listen",
    listen,
    "--log",
    logVkey,
  );
  running.set(office, child);
  while (!output.text.includes("listening")) {
    if (child.exitCode !== null) throw new Error(output.text);
    await delay(20);
  }
}

async function stop(office: number): Promise<void> {
  const child = running.get(office);
  running.delete(office);
  if (child === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mingjing-offices-"));
  ports = [await freePort(), await freePort(), await freePort()];
  const vkeys = await Promise.all(OFFICES.map((_, office) => init(office)));
  const policy = [
    ...OFFICES.map((name, at) => `witness ${name} ${vkeys[at]} http://127.0.0.1:${ports[at]}`),
    `group 三取二 2 ${OFFICES.join(" ")}`,
    "quorum 三取二",
    "",
  ];
  const file = join(directory, "policy.txt");
  await writeFile(file, policy.join("\n"));
  server = await startServer(0, { MINGJING_WITNESS_POLICY: file });
  logVkey = (await readFile(join(server.dataDir, "keys/log.vkey"), "utf8")).trim();
  for (const office of OFFICES.keys()) await start(office);
  const answer = await fetch(`${server.url}/api/intake/sources`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${server.operatorToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ name: "trading", title: "交易系统" }),
  });
  sourceKey = ((await answer.json()) as { key: string }).key;
  browser = await launchBrowser();
  page = await browser.newPage({ locale: "zh-CN", viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(15_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  for (const office of running.keys()) await stop(office);
  await rm(directory, { recursive: true });
}, 60_000);

/** The city records something new. */
async function record(code: string): Promise<void> {
  const answer = await fetch(`${server.url}/api/intake/batches`, {
    method: "POST",
    headers: { authorization: `Bearer ${sourceKey}`, "content-type": "application/x-ndjson" },
    body: JSON.stringify(aNotice(code)),
  });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
}

/** The page of the log says it, sooner or later. */
async function pageSays(...texts: readonly (string | RegExp)[]): Promise<void> {
  const end = performance.now() + 90_000;
  for (;;) {
    await page.goto(`${server.url}/log`);
    const text = await page.locator("main").innerText();
    const missing = texts.filter((one) =>
      typeof one === "string" ? !text.includes(one) : !one.test(text),
    );
    if (missing.length === 0) return;
    if (performance.now() > end) throw new Error(`${String(missing)} is missing in:\n${text}`);
    await delay(300);
  }
}

const row = (office: number) => page.getByRole("row", { name: OFFICES[office] ?? "" });

async function quorumOf(path: string): Promise<{ ok: boolean; count: unknown }> {
  const policy = parsePolicy(await (await fetch(`${server.url}/log/policy`)).text());
  if (!policy.ok) throw new Error(policy.code);
  const note = await (await fetch(`${server.url}${path}`)).text();
  const { ok, params } = evaluatePolicy(note, policy.value);
  return { ok, count: params["count"] };
}

test("three witnesses cosign what the city records; two of three are enough", async () => {
  await record("W1");
  await pageSays("最新检查点的共签已达到要求");
  for (const office of OFFICES.keys()) await expect(row(office).count()).resolves.toBe(1);
  expect((await quorumOf("/log/checkpoint/cosigned")).ok).toBe(true);
  await stop(0);
  await record("W2");
  await pageSays("最新检查点的共签已达到要求", /市纪委监委[^]*起联系不上/);
  // The newest may be a little newer than the page.
  await expect
    .poll(() => quorumOf("/log/checkpoint"), { timeout: 30_000 })
    .toEqual({ ok: true, count: 2 });
}, 120_000);

test("with two away the newest checkpoint is awaiting cosignature, and reading goes on", async () => {
  await stop(1);
  await record("W3");
  await pageSays("最新检查点还在等待共签", /市公证处[^]*起联系不上/);
  expect((await quorumOf("/log/checkpoint")).ok).toBe(false);
  expect((await quorumOf("/log/checkpoint/cosigned")).ok).toBe(true);
  for (const path of ["/", "/projects", "/log/checkpoint", "/api/log/witnesses"])
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  await page.goto(`${server.url}/projects`);
  await page.getByText("云澜市W3号道路改造工程").first().waitFor();
}, 120_000);

test("both come back and it catches up", async () => {
  await start(0);
  await start(1);
  await pageSays(
    "最新检查点的共签已达到要求",
    /市纪委监委[^]*已共签最新检查点[^]*市公证处[^]*已共签最新检查点/,
  );
  // A checkpoint that was signed a moment ago has not all lines yet.
  await expect
    .poll(() => quorumOf("/log/checkpoint"), { timeout: 30_000 })
    .toEqual({ ok: true, count: 3 });
}, 120_000);
