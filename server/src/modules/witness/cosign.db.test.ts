/** Our log before witnesses outside: quorums, silence, a second history, a log that was rolled back. */
import { createPrivateKey } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { evaluatePolicy, parsePolicy } from "../../../../verifier/src/index.ts";
import { openWitness, serveWitness, type Serving } from "../../../../witnessd/src/index.ts";
import { testLog } from "../../../../witnessd/test/log.ts";
import { aDuty, aNotice } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import type { WitnessPolicy } from "./index.ts";
import type { LogWitnesses } from "./witness-status.service.ts";

const NAMES = ["市纪委监委", "市公证处", "行业协会"] as const;

interface Office {
  readonly name: string;
  readonly directory: string;
  vkey: string;
  url: string;
  serving: Serving | undefined;
}

let root: string;
let app: TestApp;
let key: string;
let offices: Office[];
let policy: WitnessPolicy | undefined;
let vkey: string;
const apps: TestApp[] = [];

const portOf = (url: string) => (url === "" ? 0 : Number(new URL(url).port));

async function serve(office: Office, log = vkey): Promise<void> {
  const { directory, url } = office;
  const name = `w${NAMES.indexOf(office.name as (typeof NAMES)[number])}.example.cn/witness`;
  const witness = await openWitness({ directory, name, logs: [log], now: () => new Date() });
  const onFault = (error: unknown) => expect(error).toBeUndefined();
  office.serving = await serveWitness(witness, { host: "127.0.0.1", port: portOf(url), onFault });
  office.vkey = witness.vkey;
  office.url = office.serving.url;
}

async function stop(office: Office | undefined): Promise<void> {
  await office?.serving?.stop();
  if (office !== undefined) office.serving = undefined;
}

function policyOf(of: readonly Office[], quorum: number): WitnessPolicy {
  const text = [
    `log ${vkey}`,
    ...of.map(({ name, vkey: own, url }) => `witness ${name} ${own} ${url}`),
    `group 外部 ${quorum} ${of.map(({ name }) => name).join(" ")}`,
    "quorum 外部",
    "",
  ].join("\n");
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.code);
  return { text, policy: parsed.value };
}

async function status(of = app): Promise<LogWitnesses> {
  const response = await of.get("/api/log/witnesses");
  return response.json<LogWitnesses>();
}

/** Asks until it is so. @returns milliseconds */
async function until(isSo: () => Promise<boolean>, seconds = 20): Promise<number> {
  const begin = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begin > seconds * 1000) throw new Error("it never came");
    await delay(100);
  }
  return performance.now() - begin;
}

let sent = 0;
async function grow(): Promise<number> {
  await app.send(key, [aNotice(`C${sent++}`)]);
  await app.settle();
  return (await app.get("/api/log/checkpoint")).json<{ size: number }>().size;
}

const health = async (of = app) => {
  const response = await of.inject({
    url: "/api/health",
    headers: { authorization: `Bearer ${of.operatorToken}` },
  });
  return response.json<{ ok: boolean }>();
};

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mingjing-cosign-"));
  app = await createTestApp({ witnessPolicy: () => policy });
  apps.push(app);
  key = await app.addSource("duties");
  await app.send(key, [aDuty(), aNotice("FIRST")]);
  await app.settle();
  vkey = (await app.get("/api/log/checkpoint")).json<{ vkey: string }>().vkey;
  offices = NAMES.map((name, place) => ({
    name,
    directory: join(root, String(place)),
    vkey: "",
    url: "",
    serving: undefined,
  }));
  for (const office of offices) await serve(office);
});
afterAll(async () => {
  for (const one of apps) await one.close();
  for (const office of offices) await stop(office);
  await rm(root, { recursive: true });
});

test("without a policy nobody is asked, and nothing is said of witnesses", async () => {
  expect((await app.get("/api/log/witnesses")).statusCode).toBe(404);
  expect((await app.get("/log/checkpoint/cosigned")).statusCode).toBe(404);
  expect(await health()).toMatchObject({ ok: true });
});

test("a checkpoint gets the cosignatures of three witnesses, and anybody can check the quorum", async () => {
  policy = policyOf(offices, 2);
  const size = await grow();
  await until(async () => {
    const { quorum, witnesses } = await status();
    return quorum?.size === size && witnesses.every((one) => one.size === size);
  });
  const known = policy.policy;
  for (const url of ["/log/checkpoint", "/log/checkpoint/cosigned"]) {
    const report = evaluatePolicy((await app.get(url)).body, known);
    expect(report).toMatchObject({ ok: true, code: "policy.quorum-holds", params: { count: 3 } });
  }
  expect((await app.get("/log/policy")).body).toBe(policy.text);
  expect(await status()).toMatchObject({
    isAwaiting: false,
    witnesses: NAMES.map((name) => ({ name, size, state: "good", detail: null })),
  });
  expect((await app.get("/api/log/checkpoint")).json<{ note: string }>().note).toBe(
    (await app.get("/log/checkpoint")).body,
  );
});

test("with one of three away the quorum holds; with two it waits, and reading goes on; then they catch up", async () => {
  const [first, second, third] = offices;
  await stop(first);
  const held = await grow();
  await until(async () => (await status()).quorum?.size === held);
  await stop(second);
  const waiting = await grow();
  await until(async () => (await status()).witnesses[2]?.size === waiting);
  await until(async () => (await status()).witnesses[1]?.state === "silent");
  expect(await status()).toMatchObject({
    isAwaiting: true,
    size: waiting,
    quorum: { size: held },
    witnesses: [{ state: "silent" }, { state: "silent" }, { state: "good", size: waiting }],
  });
  expect((await app.get("/log")).statusCode).toBe(200);
  const report = evaluatePolicy((await app.get("/log/checkpoint")).body, policyNow());
  expect(report).toMatchObject({ code: "policy.quorum-missing", params: { count: 1 } });
  const cosigned = (await app.get("/log/checkpoint/cosigned")).body;
  expect(evaluatePolicy(cosigned, policyNow()).ok).toBe(true);
  expect(cosigned.split("\n")[1]).toBe(String(held));
  for (const office of [first, second]) if (office !== undefined) await serve(office);
  await until(async () => {
    const { isAwaiting, witnesses } = await status();
    return !isAwaiting && witnesses.every((one) => one.state === "good" && one.size === waiting);
  });
  expect(third?.serving).toBeDefined();
});

const policyNow = () => {
  if (policy === undefined) throw new Error("no policy");
  return policy.policy;
};

test("a witness that lost what was answered, or does not know our log, is no alarm", async () => {
  const [first] = offices;
  if (first === undefined) throw new Error("none");
  await stop(first);
  await serve(first, testLog().vkey);
  const size = await grow();
  await until(async () => (await status()).quorum?.size === size);
  await until(async () => (await status()).witnesses[0]?.state !== "good");
  expect(await health()).toMatchObject({ ok: true });
});

/** The witness forgets what it saw of our log and sees this instead; its key stays. */
async function showInstead(office: Office | undefined, requests: readonly string[]): Promise<void> {
  if (office === undefined) throw new Error("no such office");
  await stop(office);
  for (const file of await readdir(office.directory))
    if (file.startsWith("log-")) await rm(join(office.directory, file));
  await serve(office);
  for (const request of requests) {
    const body = Buffer.from(request);
    const answer = await fetch(`${office.url}/add-checkpoint`, { method: "POST", body });
    expect(answer.status).toBe(200);
  }
}

/** Somebody who has our key signs another log. */
async function forkOf(size: number) {
  const pem = await readFile(join(app.dataDir, "keys/log.key"));
  const origin = vkey.split("+")[0] ?? "";
  const fork = testLog({ origin, key: createPrivateKey(pem) });
  while (fork.size < size) fork.append(`forged ${fork.size}`);
  expect(fork.vkey).toBe(vkey);
  return fork;
}

const suspicions = () =>
  app.database.query<{ payload: { witness: string; reason: string } }>(
    "SELECT payload FROM fact.fact WHERE kind = 'witness.split-suspected' ORDER BY id",
  );

test("T10: a witness saw a second history under our key: alarm within a minute, health red, one fact", async () => {
  const { size } = await status();
  const fork = await forkOf(size - 1);
  await showInstead(offices[2], [fork.request(0)]);
  const begin = performance.now();
  await grow();
  await until(async () => (await suspicions()).length > 0, 60);
  expect(performance.now() - begin).toBeLessThan(60_000);
  expect((await suspicions()).map(({ payload }) => payload)).toMatchObject([
    { witness: NAMES[2], reason: "notConsistent" },
  ]);
  expect(await status()).toMatchObject({
    isAwaiting: true,
    witnesses: [{}, { state: "good" }, { state: "split", detail: "notConsistent" }],
  });
  expect(await health()).toMatchObject({ ok: false });
  // Two of three still hold against it, once the first knows our log again.
  const [first] = offices;
  await stop(first);
  if (first !== undefined) await serve(first);
  await until(async () => !(await status()).isAwaiting, 60);
}, 90_000);

test("T17: a witness knows more than the log signed: the log signs nothing more, and says why", async () => {
  const backup = await createTestApp({ isStarted: false, witnessPolicy: () => policy });
  apps.push(backup);
  await mkdir(join(backup.dataDir, "keys"), { mode: 0o700 });
  await copyFile(join(app.dataDir, "keys/log.key"), join(backup.dataDir, "keys/log.key"));
  const parts = await backup.application.start();
  try {
    // There must be something to sign.
    await backup.addSource("later");
    await parts.feed?.settle();
    await expect(backup.application.witness.checkpointNow()).rejects.toThrow("behind-witnesses");
    expect(await health(backup)).toMatchObject({ ok: false });
    const [row] = await backup.database.query("SELECT count(*)::int AS n FROM witness.checkpoint");
    expect(row?.["n"]).toBe(0);
    const [fact] = await backup.database.query(
      "SELECT payload FROM fact.fact WHERE kind = 'witness.split-suspected'",
    );
    expect(fact?.["payload"]).toMatchObject({ reason: "knowsMore", size: 0 });
  } finally {
    await parts.stop();
  }
});

test("T17: a log that lost its last checkpoints but no fact goes on from what its witnesses know", async () => {
  await grow();
  await until(async () => !(await status()).isAwaiting);
  const { size } = await status();
  await app.application.witness.stop();
  const before = (await app.get("/api/log/checkpoint")).json<{ root: string }>().root;
  const [older] = await app.database.query<{ size: number; root: Buffer }>(
    "SELECT size::int, root FROM witness.checkpoint WHERE size < $1 ORDER BY size DESC LIMIT 1",
    [size],
  );
  if (older === undefined) throw new Error("one checkpoint only");
  // As after a restore: the newest checkpoint is gone, with its cosignatures and the memory of the signer.
  for (const table of ["cosignature", "checkpoint"])
    await app.database.asOwner(
      `ALTER TABLE witness.${table} DISABLE TRIGGER USER;
       DELETE FROM witness.${table} WHERE size > ${older.size};
       ALTER TABLE witness.${table} ENABLE TRIGGER USER`,
    );
  const node = await createTestApp({
    isStarted: false,
    database: app.database,
    witnessPolicy: () => policy,
  });
  apps.unshift(node);
  await mkdir(join(node.dataDir, "keys"), { mode: 0o700 });
  await copyFile(join(app.dataDir, "keys/log.key"), join(node.dataDir, "keys/log.key"));
  const state = { size: older.size, root: older.root.toString("hex") };
  await writeFile(join(node.dataDir, "keys/log.state"), JSON.stringify(state), { mode: 0o600 });
  const parts = await node.application.start();
  try {
    await node.application.witness.checkpointNow();
    await until(async () => {
      const now = await status(node);
      return now.size >= size && !now.isAwaiting;
    });
    const [again] = await app.database.query<{ root: Buffer }>(
      "SELECT root FROM witness.checkpoint WHERE size = $1",
      [size],
    );
    expect(again?.root.toString("base64") ?? before).toBe(before);
    expect(await suspicions()).toHaveLength(1);
  } finally {
    await parts.stop();
  }
});
