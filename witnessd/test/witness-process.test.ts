/** A witness as a process of its own, killed and hurried: it never rolls back and never cosigns two views. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterEach, beforeEach, expect, test } from "vitest";

import { parseCheckpoint, verifyCosignature } from "../../verifier/src/index.ts";
import { type TestLog, testLog } from "./log.ts";

const ROOT = join(import.meta.dirname, "../..");
const NAME = "notary.example.cn/witness";

let directory: string;
const children = new Set<ChildProcess>();
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), "mingjing-witness-")), "state");
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  await rm(join(directory, ".."), { recursive: true });
});

interface Running {
  readonly url: string;
  readonly vkey: string;
  readonly child: ChildProcess;
}

function launch(vkeys: readonly string[]) {
  const log = vkeys.flatMap((vkey) => ["--log", vkey]);
  const witness = ["witness", "serve", "--name", NAME, "--state", directory];
  const child = spawn(
    process.execPath,
    ["cli/src/main.ts", ...witness, "--listen", "127.0.0.1:0", ...log],
    { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env["PATH"] } },
  );
  children.add(child);
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output.text += data.toString()));
  return { child, output };
}

async function started(...vkeys: readonly string[]): Promise<Running> {
  const { child, output } = launch(vkeys);
  for (;;) {
    const found = /vkey (\S+)\nlistening (\S+)\n/.exec(output.text);
    if (found !== null) return { child, vkey: found[1] ?? "", url: found[2] ?? "" };
    if (child.exitCode !== null) throw new Error(output.text);
    await delay(10);
  }
}

const post = (url: string, body: string) =>
  fetch(`${url}/add-checkpoint`, { method: "POST", body: Buffer.from(body) });

/** Root by size of everything that the witness ever cosigned: a second root of a size is two views. */
class Seen {
  readonly roots = new Map<number, string>();
  largest = 0;
  take(note: string, lines: string, vkey: string): void {
    expect(verifyCosignature(note + lines, vkey).ok).toBe(true);
    const checkpoint = parseCheckpoint(note);
    if (!checkpoint.ok) throw new Error(checkpoint.code);
    const { size } = checkpoint.value;
    const root = Buffer.from(checkpoint.value.root).toString("hex");
    expect(this.roots.get(size) ?? root).toBe(root);
    this.roots.set(size, root);
    this.largest = Math.max(this.largest, size);
  }
}

/** Sends growing checkpoints until the connection breaks. */
async function grow(log: TestLog, { url, vkey }: Running, seen: Seen): Promise<void> {
  let known = seen.largest;
  try {
    for (;;) {
      if (known >= log.size) log.append(`event ${log.size}`, `event ${log.size + 1}`);
      const answer = await post(url, log.request(known));
      const body = await answer.text();
      if (answer.status === 409) {
        // Told of a size that was kept but whose answer was lost with the process: never a smaller one.
        known = Number(body);
        expect(known).toBeGreaterThanOrEqual(seen.largest);
        expect(known).toBeLessThanOrEqual(log.size);
        continue;
      }
      expect(answer.status).toBe(200);
      seen.take(log.checkpoint(), body, vkey);
      known = log.size;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

test("kill −9 in the middle of work, time after time: nothing rolls back, and a fork gets no cosignature", async () => {
  const log = testLog();
  log.append("first");
  const seen = new Seen();
  const keys = new Set<string>();
  const ROUNDS = 12;
  for (let round = 0; round < ROUNDS; round++) {
    const running = await started(log.vkey);
    keys.add(running.vkey);
    const before = seen.roots.size;
    const growing = grow(log, running, seen);
    // At least one a round: a witness that never cosigned anything may take either history.
    while (seen.roots.size === before) await delay(5);
    await delay(20 + ((round * 37) % 90));
    running.child.kill("SIGKILL");
    await once(running.child, "exit");
    await growing;
    const fork = log.fork(Math.max(seen.largest - 1, 0));
    while (fork.size <= log.size) fork.append(`forked ${round} ${fork.size}`);
    const again = await started(log.vkey);
    for (const old of [0, seen.largest, log.size])
      expect((await post(again.url, fork.request(old))).status).not.toBe(200);
    again.child.kill("SIGKILL");
    await once(again.child, "exit");
  }
  expect(keys.size).toBe(1);
  expect(seen.roots.size).toBeGreaterThanOrEqual(ROUNDS);
}, 60_000);

test("fifty requests at once of two histories, again and again: what is cosigned is one line of growth", async () => {
  let log = testLog();
  log.append("first");
  const running = await started(log.vkey);
  const seen = new Seen();
  await growOnce(log, running, seen);
  for (let round = 0; round < 5; round++) {
    const known = seen.largest;
    // Neither history is a lie before one of them is cosigned: the witness holds to the first that it takes.
    const histories = Array.from({ length: 50 }, (_, index) => {
      const one = log.fork(known);
      for (let step = 0; step <= index % 5; step++) one.append(`${index % 2} ${round} ${step}`);
      return one;
    });
    const answers = await Promise.all(
      histories.map(async (one) => {
        const answer = await post(running.url, one.request(known));
        return { one, status: answer.status, body: await answer.text() };
      }),
    );
    const good = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect(good).toHaveLength(1);
    for (const { one, body } of good) {
      seen.take(one.checkpoint(), body, running.vkey);
      log = one;
    }
    const root = log.rootAt(log.size).toString("base64");
    const status: unknown = await (await fetch(`${running.url}/status.json`)).json();
    expect(status).toMatchObject({ logs: [{ size: log.size, root }] });
  }
}, 60_000);

/** One checkpoint. */
async function growOnce(log: TestLog, { url, vkey }: Running, seen: Seen): Promise<void> {
  const answer = await post(url, log.request(0));
  expect(answer.status).toBe(200);
  seen.take(log.checkpoint(), await answer.text(), vkey);
}

test("a second process on the same directory ends with a sentence; told to stop, the first ends well", async () => {
  const log = testLog();
  log.append("one");
  const first = await started(log.vkey);
  const { child, output } = launch([log.vkey]);
  const [code] = (await once(child, "close")) as [number];
  expect([code, output.text]).toEqual([1, expect.stringContaining("another witness is using")]);
  expect((await post(first.url, log.request(0))).status).toBe(200);
  const ended = once(first.child, "exit");
  first.child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  await started(log.vkey);
}, 30_000);
