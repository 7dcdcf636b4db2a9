/**
 * The inspection organ's mirror: it catches up with a city, answers in a browser, names a fact that somebody with the
 * database's superuser changed, and answers the same query when the centre's process is gone.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { FactInput } from "../contract/src/facts/fact.ts";
import { aBidReceived, aNotice, bidsOpened, honestBids, ocidOf } from "../server/test/builders.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { type RunningServer, startCity } from "./server.ts";

const ROOT = resolve(import.meta.dirname, "..");
const PROJECTS = 10;
/** The organ's mirror is at most so far behind. */
const LAG_SECONDS = 60;
/** Leaves that may come while two answers are compared. */
const NEWEST = 20;

let directory: string;
let city: RunningServer;
let browser: Browser;
let page: Page;
let mirror: { child: ChildProcess; url: string };
let isCentreGone = false;
const children = new Set<ChildProcess>();

interface Status {
  readonly state: string;
  readonly size: number;
  readonly facts: number;
  readonly lagSeconds: number | null;
}

function mingjing(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["cli/src/main.ts", "mirror", ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output.text += data.toString()));
  return { child, output };
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { child, output } = mingjing(args, env);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text: output.text };
}

const token = () => join(directory, "token");
const pulling = (state: string) => [
  "--from",
  city.url,
  "--token-file",
  token(),
  "--state",
  join(directory, state),
];

async function serve(state: string) {
  const { child, output } = mingjing(["serve", ...pulling(state), "--listen", "127.0.0.1:0"]);
  for (;;) {
    const url = /listening (\S+)\n/.exec(output.text)?.[1];
    if (url !== undefined) return { child, url };
    if (child.exitCode !== null) throw new Error(output.text);
    await delay(50);
  }
}

const statusNow = async () => (await (await fetch(`${mirror.url}/status.json`)).json()) as Status;

async function checkpointSize(): Promise<number> {
  const reply = await fetch(`${city.url}/api/log/checkpoint`);
  return ((await reply.json()) as { size: number }).size;
}

async function sendFacts(facts: readonly FactInput[]): Promise<void> {
  const response = await fetch(`${city.url}/api/intake/batches?source=demo`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${city.operatorToken}`,
      "content-type": "application/x-ndjson",
    },
    body: facts.map((fact) => JSON.stringify(fact)).join("\n"),
  });
  expect(await response.json()).toMatchObject({ accepted: facts.length, quarantined: 0 });
}

async function asSuperuser(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const text = (path: string) => readFile(join(city.dataDir, path), "utf8");
  const { port } = JSON.parse(await text("run/postgres.json")) as { port: number };
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "mingjing_owner",
    password: (await text("secrets/postgres-owner")).trim(),
    database: "mingjing",
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "mingjing-organ-"));
  city = await startCity(PROJECTS, { MINGJING_DEMO_MIRROR: "on" });
  const made = await run(["init", "--token-file", token()]);
  const admitted = await run(
    ["admit", "--name", "discipline-1", "--organ", "discipline", "--token-hash", made.text.trim()],
    { MINGJING_URL: city.url, MINGJING_TOKEN: city.operatorToken },
  );
  expect(admitted.code, admitted.text).toBe(0);
  mirror = await serve("state");
  browser = await launchBrowser();
  page = await browser.newPage({ locale: "zh-CN", viewport: { width: 1366, height: 768 } });
  page.setDefaultTimeout(15_000);
}, 300_000);
afterAll(async () => {
  await browser?.close();
  for (const child of children) child.kill("SIGKILL");
  if (!isCentreGone) await city?.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

test("it catches up with the whole city, every fact checked", async () => {
  const begin = performance.now();
  await expect
    .poll(async () => (await statusNow()).size >= (await checkpointSize()) - NEWEST, {
      timeout: 120_000,
    })
    .toBe(true);
  const status = await statusNow();
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(
    `mirror: ${status.size} leaves, ${status.facts} whole, caught up in ${seconds.toFixed(1)} s\n`,
  );
  expect(status.state).toBe("good");
  expect(status.facts).toBeGreaterThan(100);
  expect(status.facts).toBeLessThan(status.size);
}, 150_000);

test("the demo city runs one of its own, and the page of the log leads to it", async () => {
  await expect.poll(() => city.printed(), { timeout: 60_000 }).toContain("核验副本 mirror");
  await page.goto(`${city.url}/log`);
  const link = page.getByRole("link", { name: "打开核验副本" });
  const url = (await link.getAttribute("href")) ?? "";
  const readState = async () =>
    ((await (await fetch(`${url}/status.json`)).json()) as Status).state;
  await expect.poll(readState, { timeout: 60_000 }).toBe("good");
}, 150_000);

test("what is recorded is there within a minute; a bid comes with the opening of its lot", async () => {
  const begin = performance.now();
  await sendFacts([aNotice("MIRROR1"), aBidReceived("MIRROR1", 1), aBidReceived("MIRROR1", 2)]);
  const timeline = async () => {
    const reply = await fetch(`${mirror.url}/api/projects/${ocidOf("MIRROR1")}`);
    return ((await reply.json()) as { facts: { kind: string }[] }).facts.map(({ kind }) => kind);
  };
  await expect
    .poll(timeline, { timeout: LAG_SECONDS * 1000 })
    .toContain("procurement.notice-published");
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(
    `mirror: lag ${seconds.toFixed(1)} s by the watch, ${(await statusNow()).lagSeconds} s by its own account\n`,
  );
  expect(seconds).toBeLessThanOrEqual(LAG_SECONDS);
  expect(await timeline()).not.toContain("procurement.bid-received");
  await sendFacts([bidsOpened("MIRROR1", honestBids(1, 2))]);
  await expect
    .poll(
      async () => (await timeline()).filter((kind) => kind === "procurement.bid-received").length,
      {
        timeout: LAG_SECONDS * 1000,
      },
    )
    .toBe(2);
}, 150_000);

/** Looks for the project in the browser, by the keyboard. @returns what is found */
async function search(): Promise<string> {
  await page.goto(`${mirror.url}/`);
  await page.keyboard.type("MIRROR1号");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "云澜市MIRROR1号道路改造工程" }).first().waitFor();
  return page.locator("#result").innerText();
}

let before: string;

test("its page finds the project in a browser, each fact with leaf and checkpoint", async () => {
  before = await search();
  expect(before).toContain("✓ 已核对");
  expect(before).toMatch(/第 \d+ 号叶子，检查点 \d+ 条/);
  expect(await page.getByRole("status").innerText()).toContain("核对无误");
  await page.getByRole("link", { name: "云澜市MIRROR1号道路改造工程" }).first().click();
  await page.getByText("项目全程").or(page.getByText("条已核对的记录")).first().waitFor();
}, 60_000);

test("a fact that was changed in the database is named by a fresh mirror", async () => {
  await asSuperuser(async (client) => {
    await client.query("ALTER TABLE fact.fact DISABLE TRIGGER fact_append_only");
    await client.query(
      `UPDATE fact.fact SET payload = jsonb_set(payload, '{title}', '"云澜市改名工程"')
       WHERE subject = $1 AND kind = 'procurement.notice-published'`,
      [ocidOf("MIRROR1")],
    );
    await client.query("ALTER TABLE fact.fact ENABLE TRIGGER fact_append_only");
  });
  const fresh = await run(["sync", ...pulling("fresh")]);
  expect(fresh.code, fresh.text).toBe(1);
  expect(fresh.text).toMatch(
    new RegExp(`第 \\d+ 号叶子的记录被改动过（${ocidOf("MIRROR1")}，procurement.notice-published`),
  );
}, 120_000);

test("with the centre's process gone it answers the same query, and says that the centre is not connected", async () => {
  const dead = once(mirror.child, "exit");
  isCentreGone = true;
  await city.stop();
  await expect.poll(async () => (await statusNow()).state, { timeout: 30_000 }).toBe("offline");
  const rows = (text: string) => text.replaceAll(/检查点 \d+ 条/g, "检查点");
  expect(rows(await search())).toBe(rows(before));
  const status = await page.getByRole("status").innerText();
  expect(status).toContain("中心未连接");
  expect(status).toMatch(/最后一次核对\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
  // Also after a start of its own, without the centre.
  mirror.child.kill("SIGKILL");
  await dead;
  mirror = await serve("state");
  expect(rows(await search())).toBe(rows(before));
  const asked = await run(["query", "--state", join(directory, "state"), "--project", "MIRROR1号"]);
  expect(asked.text).toContain(ocidOf("MIRROR1"));
}, 120_000);
