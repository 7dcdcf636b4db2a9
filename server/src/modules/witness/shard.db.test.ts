/** Leaves that a restore did not bring back: refused, sealed, another log opened; then a new year. */
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import {
  evaluatePolicy,
  parsePolicy,
  verifyCertificate,
  verifyConsistency,
} from "../../../../verifier/src/index.ts";
import { openWitness, serveWitness, type Serving } from "../../../../witnessd/src/index.ts";
import { aDuty, aNotice, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, linesOf, LOG_ORIGIN, type TestApp } from "../../../test/harness.ts";
import { bringBack } from "../../bring-back.ts";
import { readBackup } from "../../platform/backup/index.ts";
import { openDatabase } from "../../platform/database.ts";
import { type KeptReceipt, parseReceipts, type ShardRequest, type WitnessPolicy } from "./index.ts";
import type { LogShards } from "./shard-status.service.ts";
import { rootThrough } from "./tree.ts";
import type { LogWitnesses } from "./witness-status.service.ts";

const PASSPHRASE = "passphrase of the shard tests";
const NAMES = ["市纪委监委", "市公证处", "行业协会"] as const;
const LOST = 1000;
const LIMIT_MS = 30 * 60_000;
const VALID = { verdict: "valid", keyTrusted: true };

interface Office {
  readonly name: string;
  readonly directory: string;
  vkey: string;
  url: string;
  serving: Serving | undefined;
}

let scratch: string;
let app: TestApp;
let target: TestApp;
let offices: Office[];
let policy: WitnessPolicy | undefined;
/** Keys of the logs, oldest first. */
const vkeys: string[] = [];

async function stop(office: Office | undefined): Promise<void> {
  await office?.serving?.stop();
  if (office !== undefined) office.serving = undefined;
}

async function serve(office: Office): Promise<void> {
  await stop(office);
  const { directory, url } = office;
  const name = `w${NAMES.indexOf(office.name as (typeof NAMES)[number])}.example.cn/witness`;
  const witness = await openWitness({ directory, name, logs: vkeys, now: () => new Date() });
  const onFault = (error: unknown) => expect(error).toBeUndefined();
  const port = url === "" ? 0 : Number(new URL(url).port);
  office.serving = await serveWitness(witness, { host: "127.0.0.1", port, onFault });
  office.vkey = witness.vkey;
  office.url = office.serving.url;
}

/** As the operators change them: witnesses serve one log more, the policy file names the present one. */
async function addLog(vkey: string): Promise<void> {
  vkeys.push(vkey);
  for (const office of offices) await serve(office);
  const text = [
    `log ${vkey}`,
    ...offices.map((office) => `witness ${office.name} ${office.vkey} ${office.url}`),
    `group 外部 2 ${NAMES.join(" ")}`,
    "quorum 外部",
    "",
  ].join("\n");
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.code);
  policy = { text, policy: parsed.value };
}

async function until(isSo: () => Promise<boolean>, seconds = 30): Promise<void> {
  const begin = performance.now();
  while (!(await isSo())) {
    if (performance.now() - begin > seconds * 1000) throw new Error("it never came");
    await delay(100);
  }
}

const head = async (of: TestApp) =>
  (await of.get("/api/log/checkpoint")).json<{ origin: string; size: number; root: string }>();

/** The newest checkpoint has the lines of all three. */
async function untilCosigned(of: TestApp): Promise<void> {
  await until(async () => {
    const { size } = await head(of);
    const answer = await of.get("/api/log/witnesses");
    if (answer.statusCode !== 200) return false;
    const { witnesses, isAwaiting } = answer.json<LogWitnesses>();
    return !isAwaiting && witnesses.every((one) => one.state === "good" && one.size === size);
  });
  const known = policy?.policy;
  if (known === undefined) throw new Error("no policy");
  const report = evaluatePolicy((await of.get("/log/checkpoint")).body, known);
  expect(report).toMatchObject({ ok: true, params: { count: 3 } });
}

async function sendForReceipts(key: string, codes: readonly string[]): Promise<KeptReceipt[]> {
  const answer = await app.inject({
    method: "POST",
    url: "/api/intake/batches",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/x-ndjson",
      accept: "application/x-ndjson",
    },
    payload: linesOf(codes.map((code) => aNotice(code))),
  });
  return parseReceipts(answer.body);
}

const certificateOf = async (of: TestApp, code: string): Promise<string> => {
  let body = "";
  await until(async () => {
    const answer = await of.get(`/api/public/processes/${ocidOf(code)}/certificate`);
    body = answer.body;
    // Whole once the witnesses have cosigned what covers it.
    return answer.statusCode === 200 && verifyCertificate(body).verdict === "valid";
  });
  return body;
};

async function restore(of: TestApp, isLossAllowed = false): Promise<void> {
  const path = join(scratch, "old-copy");
  const owner = openDatabase(of.database.ownerUrl, { connections: 2 });
  try {
    await bringBack(of.application, {
      path,
      contents: await readBackup(path, async () => undefined),
      owner: owner.db,
      dataDir: of.dataDir,
      passphrase: PASSPHRASE,
      isNewKeyAllowed: false,
      isLossAllowed,
      onProgress: () => undefined,
      report: () => undefined,
    });
  } finally {
    await owner.close();
  }
}

const isHealthy = async (of: TestApp) => (await of.get("/api/health")).json<{ ok: boolean }>().ok;

const request = (given: Partial<ShardRequest> = {}): ShardRequest => ({
  reason: "lost-leaves",
  reasonZh: "磁盘损坏，备份缺少最后一批记录。",
  reasonEn: "A disk failed; the backup lacks the last records.",
  decidedBy: ["陈岚", "周正"],
  policy,
  receipts: [],
  ...given,
});

const bytesOf = (base64: string) => Buffer.from(base64, "base64");

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "mingjing-shard-"));
  app = await createTestApp({
    backupDirectory: join(scratch, "backup"),
    passphrase: PASSPHRASE,
    witnessPolicy: () => policy,
  });
  offices = NAMES.map((name, place) => ({
    name,
    directory: join(scratch, String(place)),
    vkey: "",
    url: "",
    serving: undefined,
  }));
  target = await createTestApp({ isStarted: false, witnessPolicy: () => policy });
});
afterAll(async () => {
  await target.close();
  await app.close();
  for (const office of offices) await stop(office);
  await rm(scratch, { recursive: true });
});

test("T17: an old backup is refused, the log sealed and another one opened; what was proved stays proved", async () => {
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...honestProcess("KEPT")]);
  const keptReceipts = await sendForReceipts(key, ["KEPT-2"]);
  await app.settle();
  await addLog((await app.get("/api/log/checkpoint")).json<{ vkey: string }>().vkey);
  await app.application.flushBackup();
  await untilCosigned(app);
  const keptCertificate = await certificateOf(app, "KEPT");
  await app.settle();
  await app.application.flushBackup();
  await untilCosigned(app);
  await cp(join(scratch, "backup"), join(scratch, "old-copy"), { recursive: true });

  const codes = Array.from({ length: LOST }, (_, index) => `LOST-${index}`);
  const lostReceipts = await sendForReceipts(key, codes);
  expect(lostReceipts).toHaveLength(LOST);
  await app.settle();
  await untilCosigned(app);
  const lostCertificate = await certificateOf(app, "LOST-7");
  await app.application.witness.checkpointNow();
  await untilCosigned(app);
  const old = await head(app);
  await app.application.witness.stop();

  const begin = performance.now();
  await restore(target);
  const restored = await target.database.query<{ size: number }>(
    "SELECT size::int FROM witness.restored",
  );
  const from = restored[0]?.size ?? 0;
  let parts = await target.application.start();
  await target.addSource("later");
  await parts.feed?.settle();
  await expect(target.application.witness.checkpointNow()).rejects.toThrow("behind-witnesses");
  expect(await isHealthy(target)).toBe(false);
  await parts.stop();

  const open = (given?: Partial<ShardRequest>) =>
    target.application.witness.openShard(request(given));
  await expect(open({ reason: "year" })).rejects.toThrow(`signed up to ${old.size}`);
  await expect(open({ decidedBy: ["陈岚", " 陈岚"] })).rejects.toThrow("two different persons");
  await stop(offices[1]);
  await expect(open()).rejects.toThrow("every witness must be heard");
  if (offices[1] !== undefined) await serve(offices[1]);
  const opened = await open({ receipts: [...keptReceipts, ...lostReceipts] });
  expect(opened.sealed).toMatchObject({
    origin: LOG_ORIGIN,
    size: old.size,
    root: Buffer.from(old.root, "base64").toString("hex"),
    kept: from,
    lostReceipts: { count: LOST },
    nextOrigin: `${LOG_ORIGIN}/2026b`,
  });
  await expect(open()).rejects.toThrow("never signed");
  expect(opened.sealed.witnesses.map(({ size }) => size)).toEqual(Array(3).fill(old.size));
  expect(opened.lost).toEqual({ from, to: old.size });
  expect(opened.lost?.to).toBeGreaterThanOrEqual(from + LOST);
  expect(opened.lostReceipts).toEqual(lostReceipts);
  await addLog(opened.nextVkey);
  parts = await target.application.start();
  try {
    await parts.feed?.settle();
    await until(async () => (await head(target)).origin === opened.sealed.nextOrigin);
    await untilCosigned(target);
    const seconds = (performance.now() - begin) / 1000;
    process.stdout.write(
      `lost leaves: restored, refused, sealed, opened, cosigned by three in ${seconds.toFixed(1)} s\n`,
    );
    expect(seconds * 1000).toBeLessThan(LIMIT_MS);
    await until(() => isHealthy(target));

    const again = await certificateOf(target, "KEPT");
    for (const [certificate, trusted] of [
      [keptCertificate, 0],
      [lostCertificate, 0],
      [again, 1],
    ] as const) {
      const trustedKeys = vkeys.slice(trusted, trusted + 1);
      expect(verifyCertificate(certificate, { trustedKeys })).toMatchObject(VALID);
    }
    // Sources send what was lost once more.
    const outcome = await target.send(
      key,
      codes.map((code) => aNotice(code)),
    );
    expect(outcome).toMatchObject({ accepted: LOST, duplicate: 0 });
    await parts.feed?.settle();
    await target.application.witness.checkpointNow();
    await untilCosigned(target);
    await expectSealShown();
  } finally {
    await parts.stop();
  }
}, 240_000);

/** The list in public: the seal leads to the newest checkpoint. */
async function expectSealShown(): Promise<void> {
  const shards = (await target.get("/log/shards")).json<LogShards>();
  const { size, root } = await head(target);
  expect(shards.origin).toBe(`${LOG_ORIGIN}/2026b`);
  expect(shards.sealed).toHaveLength(1);
  expect((await target.get("/log")).body).toContain("恢复后缺少记录");
  const [seal] = shards.sealed;
  if (seal === undefined) throw new Error("no seal");
  expect(seal.fact).toMatchObject({
    kind: "witness.shard-sealed",
    payload: { reason: "lost-leaves", decidedBy: ["陈岚", "周正"] },
  });
  const inclusion = (
    await target.get(`/api/log/inclusion?leafIndex=${seal.leafIndex}&size=${size}`)
  ).json<{ leafHash: string; proof: string[] }>();
  expect(seal.proof).toEqual(inclusion.proof);
  const leaf = Buffer.from(inclusion.leafHash, "hex");
  const path = seal.proof.map((hash) => Buffer.from(hash, "hex"));
  expect(rootThrough({ leaf, index: seal.leafIndex, size }, path).toString("base64")).toBe(root);
}

test("A new year: the log is sealed whole, and the next one begins with all of it", async () => {
  const open = (given: Partial<ShardRequest>) =>
    target.application.witness.openShard(request(given));
  await expect(open({ reason: "lost-leaves" })).rejects.toThrow("nothing is lost");
  const old = await head(target);
  const opened = await open({ reason: "year", reasonZh: "新的一年。", reasonEn: "A new year." });
  expect(opened).toMatchObject({
    lost: undefined,
    sealed: { size: old.size, kept: old.size, nextOrigin: `${LOG_ORIGIN}/2026` },
  });
  await addLog(opened.nextVkey);
  await target.application.rebuild();
  const parts = await target.application.start();
  try {
    await parts.feed?.settle();
    await until(async () => (await head(target)).origin === opened.sealed.nextOrigin);
    await untilCosigned(target);
    const now = await head(target);
    const url = `/api/log/consistency?from=${old.size}&to=${now.size}`;
    const { proof } = (await target.get(url)).json<{ proof: string[] }>();
    const claim = {
      size1: old.size,
      root1: bytesOf(old.root),
      size2: now.size,
      root2: bytesOf(now.root),
      proof: proof.map((hash) => Buffer.from(hash, "hex")),
    };
    expect(verifyConsistency(claim).ok).toBe(true);
    expect((await target.get("/log/shards")).json<LogShards>().sealed).toHaveLength(2);
  } finally {
    await parts.stop();
  }
}, 120_000);

test("A new key: the next log is signed by it, certificates of the old key stay valid", async () => {
  const before = await certificateOf(target, "KEPT");
  const keyFile = join(target.dataDir, "keys/log.key");
  const oldKey = await readFile(keyFile, "utf8");
  const opened = await target.application.witness.openShard(
    request({ reason: "key", reasonZh: "更换密钥。", reasonEn: "The key is changed." }),
  );
  expect(await readFile(keyFile, "utf8")).not.toBe(oldKey);
  expect(opened.nextVkey.split("+")[2]).not.toBe(vkeys[0]?.split("+")[2]);
  await addLog(opened.nextVkey);
  const parts = await target.application.start();
  try {
    await parts.feed?.settle();
    await until(async () => (await head(target)).origin === opened.sealed.nextOrigin);
    await untilCosigned(target);
    const trustedKeys = vkeys.slice(-1);
    const after = await certificateOf(target, "KEPT");
    expect(verifyCertificate(after, { trustedKeys })).toMatchObject(VALID);
    expect(verifyCertificate(before, { trustedKeys: vkeys.slice(-2) })).toMatchObject(VALID);
    expect(verifyCertificate(before, { trustedKeys })).not.toMatchObject(VALID);
    // Sealed although a server runs: it signs the old name no more.
    await target.application.witness.openShard(request({ reason: "year" }));
    await parts.feed?.settle();
    await expect(target.application.witness.checkpointNow()).rejects.toThrow("was sealed");
  } finally {
    await parts.stop();
  }
}, 120_000);

test("A key that signed more than the backup holds: the restore refuses, unless loss is allowed; the signer refuses then", async () => {
  for (const isLossAllowed of [false, true]) {
    const survivor = await createTestApp({ isStarted: false });
    try {
      await cp(join(app.dataDir, "keys"), join(survivor.dataDir, "keys"), { recursive: true });
      const restoring = restore(survivor, isLossAllowed);
      if (!isLossAllowed) {
        await expect(restoring).rejects.toThrow("--allow-lost-leaves");
        continue;
      }
      await restoring;
      const parts = await survivor.application.start();
      try {
        await survivor.addSource("later");
        await parts.feed?.settle();
        await expect(survivor.application.witness.checkpointNow()).rejects.toThrow("smaller-size");
      } finally {
        await parts.stop();
      }
      // Without witnesses, what the signer remembers counts.
      const opened = await survivor.application.witness.openShard(request({ policy: undefined }));
      const state = await readFile(join(app.dataDir, "keys/log.state"), "utf8");
      expect(opened.lost?.to).toBe((JSON.parse(state) as { size: number }).size);
      expect(opened.lost?.to).toBeGreaterThan(opened.lost?.from ?? 0);
    } finally {
      await survivor.close();
    }
  }
}, 120_000);
