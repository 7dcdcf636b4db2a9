/** Backup, loss, restore, on real databases: what was proved before is proved after. */
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aDuty, aNotice, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { eventually } from "../../../test/eventually.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { keptTables } from "../../app.ts";
import { bringBack } from "../../bring-back.ts";
import { openDatabase } from "../database.ts";
import { type BackupState, EMPTY_STATE, nextGroup } from "./compose.ts";
import { CHAIN_START, chainOf } from "./format.ts";
import { readBackup } from "./index.ts";

const PASSPHRASE = "一段足够长的口令 correct horse";
const OFFICER = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};

let scratch: string;
let directory: string;
let app: TestApp;
let certificate: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "mingjing-backup-"));
  directory = join(scratch, "continuous");
  app = await createTestApp({ backupDirectory: directory, passphrase: PASSPHRASE });
  const key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    ...sharedDeviceProcess("B1"),
    ...sharedDeviceProcess("B2"),
    "no json",
  ]);
  await app.settle();
  await app.signIn(OFFICER);
  await app.send(key, [aNotice("B3")]);
  await app.settle();
  // Issuing records a fact, which belongs into the backup.
  certificate = (await app.get(`/api/public/processes/${ocidOf("B1")}/certificate`)).body;
  await app.settle();
  await app.application.flushBackup();
});
afterAll(async () => {
  await app.close();
  await rm(scratch, { recursive: true, force: true });
});

/** Tables that must be equal after the restore, with the columns that only the database gives. */
const TABLES = [
  "fact.fact",
  "witness.leaf",
  "witness.node",
  "witness.checkpoint",
  "intake.source",
  "intake.quarantine",
  "identity.account",
  "procurement.process",
  "procurement.submission",
  "screening.screening",
  "screening.lead",
  "casework.event",
  "casework.handling",
  "released.process",
  "released.answer_entry",
  "released.fact",
];

/** @param newest Checkpoints of larger logs are left out */
async function contentOf(
  of: TestApp,
  newest = Number.MAX_SAFE_INTEGER,
): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {};
  for (const table of TABLES) {
    content[table] = await of.database.query(
      `SELECT count(*) AS rows, md5(string_agg(row::text, E'\\n' ORDER BY row::text)) AS hash FROM ${table} AS row
       ${table === "witness.checkpoint" ? `WHERE size <= ${newest}` : ""}`,
    );
  }
  return content;
}

async function restoreInto(
  target: TestApp,
  path: string,
  options: { readonly passphrase?: string; readonly isNewKeyAllowed?: boolean } = {},
): Promise<readonly string[]> {
  const owner = openDatabase(target.database.ownerUrl, { connections: 2 });
  const lines: string[] = [];
  try {
    const contents = await readBackup(path, async () => undefined);
    await bringBack(target.application, {
      path,
      contents,
      owner: owner.db,
      dataDir: target.dataDir,
      passphrase: options.passphrase,
      isNewKeyAllowed: options.isNewKeyAllowed ?? false,
      onProgress: () => undefined,
      report: (line) => void lines.push(line),
    });
  } finally {
    await owner.close();
  }
  return lines;
}

/** An application on an empty database, closed at the end. */
async function withEmpty(work: (target: TestApp) => Promise<void>): Promise<void> {
  const target = await createTestApp({ isStarted: false });
  try {
    await work(target);
  } finally {
    await target.close();
  }
}

async function download(): Promise<string> {
  const response = await app.inject({
    url: "/api/admin/backup",
    headers: { authorization: `Bearer ${app.operatorToken}` },
  });
  expect(response.statusCode).toBe(200);
  const path = join(scratch, "download.ndjson.gz");
  await writeFile(path, response.rawPayload);
  return path;
}

async function factsIn(path: string): Promise<number> {
  const lines = gunzipSync(await readFile(path))
    .toString("utf8")
    .trim()
    .split("\n");
  return lines.filter((line) => (JSON.parse(line) as { record: string }).record === "fact").length;
}

interface Change {
  readonly from: string;
  readonly to: string;
  /** Makes the seals fit again, as a forger would. */
  readonly isResealed: boolean;
}

/** The same backup with one change in its text. */
async function changed(path: string, { from, to, isResealed }: Change): Promise<string> {
  const text = gunzipSync(await readFile(path)).toString("utf8");
  expect(text).toContain(from);
  const target = join(scratch, `changed-${isResealed}.ndjson.gz`);
  const forged = text.replace(from, to);
  await writeFile(target, gzipSync(isResealed ? reseal(forged) : forged));
  return target;
}

function reseal(text: string): string {
  const [header = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const sealed = [header];
  let chain = CHAIN_START;
  let group = "";
  for (const line of lines) {
    if (line.startsWith('{"record":"mark"')) {
      chain = chainOf(chain, group);
      group = "";
      sealed.push(JSON.stringify({ ...JSON.parse(line), chain }));
    } else {
      group += `${line}\n`;
      sealed.push(line);
    }
  }
  return `${sealed.join("\n")}\n`;
}

describe("a backup brought back", () => {
  test("from the directory: every table is equal, old certificates verify, the log goes on with its key", async () => {
    const before = await contentOf(app);
    const [leaves] = await app.database.query<{ rows: number }>(
      "SELECT count(*)::int AS rows FROM witness.leaf",
    );
    const target = await createTestApp({ isStarted: false });
    try {
      const lines = await restoreInto(target, directory, { passphrase: PASSPHRASE });
      expect(lines.join("\n")).toMatch(/log: \d+ leaves, \d+ checkpoints fit/);
      expect(await contentOf(target)).toEqual(before);
      expect(verifyCertificate(certificate, { trustedKeys: [vkeyOf(certificate)] }).verdict).toBe(
        "valid",
      );
      const parts = await target.application.start();
      try {
        const key = await target.addSource("later");
        await target.send(key, [aNotice("B9")]);
        await parts.feed?.settle();
        const size = await target.application.witness.checkpointNow();
        expect(size).toBeGreaterThan(leaves?.rows ?? Number.POSITIVE_INFINITY);
        const [row] = await target.database.query<{ epochs: string }>(
          "SELECT string_agg(DISTINCT epoch::text, ',') AS epochs FROM fact.fact",
        );
        expect(row?.epochs).toBe("1,2");
        const after = (await target.get(`/api/public/processes/${ocidOf("B1")}/certificate`)).body;
        expect(verifyCertificate(after, { trustedKeys: [vkeyOf(certificate)] }).verdict).toBe(
          "valid",
        );
        expect(vkeyOf(after)).toBe(vkeyOf(certificate));
      } finally {
        await parts.stop();
      }
    } finally {
      await target.close();
    }
  });

  test("from a download of the running server, into a database of its own", async () => {
    const [row] = await app.database.query<{ size: number }>(
      "SELECT max(size) AS size FROM witness.checkpoint",
    );
    const newest = row?.size ?? 0;
    // The record of the download is in it, unless a transaction of another test in the same cluster is still older.
    const path = await eventually(async () => {
      const [held] = await app.database.query<{ facts: number }>(
        "SELECT count(*)::int AS facts FROM fact.fact",
      );
      const file = await download();
      return (await factsIn(file)) > (held?.facts ?? 0) ? file : undefined;
    }, "a download with its own record");
    // Here its leaf follows now, and a checkpoint that cannot be in the file.
    await app.settle();
    await withEmpty(async (target) => {
      await restoreInto(target, path, { passphrase: PASSPHRASE });
      expect(await contentOf(target, newest)).toEqual(await contentOf(app, newest));
    });
  });
});

test("a checkpoint signed while a backup is composed covers no fact that it does not hold", async () => {
  const key = await app.addSource("meanwhile");
  const options = {
    db: app.database.app.db,
    tables: keptTables(app.application.modules),
    now: () => new Date(),
    // Called while a group is put together: facts and a checkpoint come in between.
    async readSecrets() {
      await app.send(key, [aNotice("M1")]);
      await app.settle();
      return [];
    },
  };
  let state: BackupState = EMPTY_STATE;
  let text = "";
  for (let isMore = true; isMore;) {
    const group = await nextGroup(options, state);
    if (group === undefined) break;
    text += group.text;
    ({ state, isMore } = group);
  }
  const records = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { record: string; table?: string; row?: { size: number } });
  const sizes = records
    .filter(({ table }) => table === "witness.checkpoint")
    .map(({ row }) => row?.size ?? 0);
  expect(sizes.length).toBeGreaterThan(0);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(
    records.filter(({ record }) => record === "fact").length,
  );
});

const vkeyOf = (text: string): string => (JSON.parse(text) as { log: { vkey: string } }).log.vkey;

describe("what is refused, and why", () => {
  test("a database that holds facts", async () => {
    await expect(restoreInto(app, directory, { passphrase: PASSPHRASE })).rejects.toThrow(
      /holds facts already/,
    );
  });

  test("no passphrase, and a wrong one; nothing is written", async () => {
    await withEmpty(async (target) => {
      await expect(restoreInto(target, directory)).rejects.toThrow(/MINGJING_BACKUP_PASSPHRASE/);
      await expect(restoreInto(target, directory, { passphrase: "wrong" })).rejects.toThrow(
        /does not open/,
      );
      expect(await target.database.query("SELECT FROM fact.fact")).toEqual([]);
    });
  });

  test("a fact that was changed, even under a new seal", async () => {
    const path = await download();
    const change = { from: "云澜第1建设有限公司", to: "云澜第7建设有限公司" };
    const plain = await changed(path, { ...change, isResealed: false });
    await expect(readBackup(plain, async () => undefined)).rejects.toThrow(/the seal differs/);
    const forged = await changed(path, { ...change, isResealed: true });
    await expect(readBackup(forged, async () => undefined)).rejects.toThrow(
      /fact [0-9a-f-]{36} does not fit its digest/,
    );
  });

  test("a key that has signed more than the backup holds: no second log is begun", async () => {
    await withEmpty(async (target) => {
      const keys = join(target.dataDir, "keys");
      await mkdir(keys);
      await writeFile(
        join(keys, "log.state"),
        `${JSON.stringify({ size: 1_000_000, root: "ab".repeat(32) })}\n`,
      );
      await expect(restoreInto(target, directory, { passphrase: PASSPHRASE })).rejects.toThrow(
        /has signed 1000000 facts/,
      );
    });
  });
});

describe("the directory", () => {
  test("a torn end, as after a power cut, costs nothing that was sealed", async () => {
    const copy = await copyOf(directory);
    const [segment] = (await readdir(copy)).filter((name) => name.endsWith(".gz"));
    const path = join(copy, segment ?? "");
    const whole = await readBackup(copy, async () => undefined);
    const torn = gzipSync("x".repeat(5000)).subarray(0, 20);
    await appendFile(path, torn);
    expect(await readBackup(copy, async () => undefined)).toEqual(whole);
    const { size } = await stat(path);
    await truncate(path, size - torn.length - 9);
    const { facts } = await readBackup(copy, async () => undefined);
    expect(facts).toBeGreaterThan(0);
    expect(facts).toBeLessThanOrEqual(whole.facts);
  });

  test("no checkpoint is signed of facts that the backup does not hold", async () => {
    const { facts } = await readBackup(directory, async () => undefined);
    const [row] = await app.database.query<{ size: number }>(
      "SELECT max(size)::int AS size FROM witness.checkpoint",
    );
    expect(facts).toBeGreaterThanOrEqual(row?.size ?? Number.POSITIVE_INFINITY);
  });

  test("the backup of another database is not written over", async () => {
    const copy = await copyOf(directory);
    const before = await readBackup(copy, async () => undefined);
    const other = await createTestApp({ backupDirectory: copy });
    try {
      const key = await other.addSource("other");
      await other.send(key, [aNotice("Z1")]);
      await expect(other.settle()).rejects.toThrow(/backup of another database/);
      expect((await other.get("/api/health")).json()).toMatchObject({
        ok: false,
        checks: expect.arrayContaining([{ name: "backup", ok: false }]),
      });
    } finally {
      await other.close();
    }
    expect(await readBackup(copy, async () => undefined)).toEqual(before);
  });
});

/** A copy while the application goes on writing: what its state names is there, and may be followed by more. */
async function copyOf(path: string): Promise<string> {
  const copy = await mkdtemp(join(scratch, "copy-"));
  const names = ["state.json", ...(await readdir(path)).filter((name) => name.endsWith(".gz"))];
  for (const name of names) await writeFile(join(copy, name), await readFile(join(path, name)));
  return copy;
}
