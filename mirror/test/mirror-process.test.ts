/** A mirror as a process of its own: killed while it pulls, asked while the centre is away. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, expect, test } from "vitest";

import { aProcess, Centre, ocid, TOKEN } from "./centre.ts";

const ROOT = join(import.meta.dirname, "../..");
const KILLS = 4;

let directory: string;
let centre: Centre;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mingjing-mirror-"));
  await writeFile(join(directory, "token"), `${TOKEN}\n`, { mode: 0o600 });
  centre = new Centre();
  await centre.start();
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  await centre.stop();
  await rm(directory, { recursive: true });
});

const addProcess = (code: string) => centre.add(...aProcess(code, centre.entries.length));

function launch(verb: string, ...more: readonly string[]) {
  const child = spawn(process.execPath, ["cli/src/main.ts", "mirror", verb, ...more], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] },
  });
  children.add(child);
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output.text += data.toString()));
  return { child, output };
}

async function run(verb: string, ...more: readonly string[]) {
  const { child, output } = launch(verb, ...more);
  const [code] = (await once(child, "close")) as [number | null];
  return { code, text: output.text };
}

const pulling = (state = "state") => [
  "--from",
  centre.url,
  "--token-file",
  join(directory, "token"),
  "--state",
  join(directory, state),
];

async function serve(): Promise<{ child: ChildProcess; url: string }> {
  const { child, output } = launch(
    "serve",
    ...pulling(),
    "--listen",
    "127.0.0.1:0",
    "--every",
    "1",
  );
  for (;;) {
    const url = /listening (\S+)\n/.exec(output.text)?.[1];
    if (url !== undefined) return { child, url };
    if (child.exitCode !== null) throw new Error(output.text);
    await delay(20);
  }
}

async function statusAt(url: string): Promise<{ state: string; size: number; root: string }> {
  return (await (await fetch(`${url}/status.json`)).json()) as never;
}

async function caughtUp(url: string): Promise<void> {
  await expect
    .poll(async () => (await statusAt(url)).size, { timeout: 30_000 })
    .toBe(centre.entries.length);
}

test("init makes a token once, for its owner alone, and tells its hash only", async () => {
  const file = join(directory, "new-token");
  const { code, text } = await run("init", "--token-file", file);
  expect(code).toBe(0);
  const token = (await readFile(file, "utf8")).trim();
  expect(text.trim()).toBe(createHash("sha256").update(token).digest("hex"));
  expect(text).not.toContain(token);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await run("init", "--token-file", file)).code).toBe(1);
});

test("killed again and again while it pulls, it holds what a fresh one holds", async () => {
  for (let number = 0; number < 200; number++) addProcess(`K${number}`);
  for (let kill = 0; kill < KILLS; kill++) {
    const asked = new Promise<void>((resolve) => {
      centre.beforeRange = async () => {
        resolve();
        // The answer comes while the process is being killed, or never.
        await delay(5 * kill);
      };
    });
    const { child } = await serve();
    await asked;
    await delay(20 * kill);
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    for (let number = 0; number < 20; number++) addProcess(`K${kill}-${number}`);
  }
  centre.beforeRange = async () => undefined;
  const { url } = await serve();
  await caughtUp(url);
  expect(await statusAt(url)).toMatchObject({
    state: "good",
    root: centre.log.rootAt(centre.entries.length).toString("hex"),
  });
}, 120_000);

test("with the centre away it answers, says so, and ends well; a contradiction is its exit code", async () => {
  addProcess("N1");
  const { child, url } = await serve();
  await caughtUp(url);
  await centre.stop();
  await expect.poll(async () => (await statusAt(url)).state, { timeout: 20_000 }).toBe("offline");
  const page = await (await fetch(`${url}/?project=N1`)).text();
  expect(page).toContain("中心未连接");
  expect(page).toContain("云澜市N1号道路工程");
  expect((await fetch(`${url}/health`)).status).toBe(503);
  const beside = await run("query", "--state", join(directory, "state"), "--project", "N1");
  expect(beside.text).toContain(ocid("N1"));
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect((await run("sync", ...pulling())).code).toBe(3);
  const json = await run("query", "--state", join(directory, "state"), "--json", "--limit", "2");
  expect(JSON.parse(json.text)).toMatchObject({ size: 4, more: true });
  await centre.start();
  addProcess("N2");
  Object.assign(centre.entries[4]?.fact ?? {}, { subject: ocid("N9") });
  const refused = await run("sync", ...pulling());
  expect(refused.code).toBe(1);
  expect(refused.text).toContain("第 4 号叶子的记录被改动过");
}, 60_000);

test("wrong usage is named: no address, a network address, a loose token", async () => {
  expect((await run("serve", ...pulling())).text).toContain("--listen HOST:PORT is missing");
  const open = await run("serve", ...pulling(), "--listen", "0.0.0.0:0");
  expect(open).toMatchObject({ code: 2 });
  expect(open.text).toContain("--behind-proxy");
  await chmod(join(directory, "token"), 0o644);
  const loose = await run("sync", ...pulling());
  expect(loose).toMatchObject({ code: 1 });
  expect(loose.text).toContain("run chmod go-rwx on it");
  expect((await run("turn")).code).toBe(2);
}, 60_000);
