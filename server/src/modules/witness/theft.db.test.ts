/** T16: whoever takes over the server does not get the log's key: database, environment, output, memory, files. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createPrivateKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";

import { eventually } from "../../../test/eventually.ts";
import { createTestApp, LOG_ORIGIN, type TestApp } from "../../../test/harness.ts";
import { findForms } from "../../../test/process-memory.ts";
import { type SpawnedProcess, startProcess } from "../../../test/spawned-process.ts";
import { mayEnter } from "../../platform/embedded-postgres/database-user.ts";

const MAIN = fileURLToPath(new URL("./signer.main.ts", import.meta.url));
const TOKEN = randomBytes(24).toString("base64url");
const SIGNER_USER = 65_531;
const SERVER_USER = 65_532;
const isRoot = process.getuid?.() === 0;

let app: TestApp;
let directory: string;
let server: SpawnedProcess | undefined;
let signer: { readonly child: ChildProcess; readonly output: () => string } | undefined;

beforeEach(async () => {
  app = await createTestApp({ isDemo: false, isStarted: false });
  directory = await mkdtemp(join(tmpdir(), "mingjing-theft-"));
  await chmod(directory, 0o755);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  if (signer !== undefined && signer.child.exitCode === null) {
    signer.child.kill("SIGTERM");
    await once(signer.child, "exit");
  }
  signer = undefined;
  await app.close();
  await rm(directory, { recursive: true });
});

const environment = (given: Record<string, string> = {}) => ({
  MINGJING_APP_DATABASE_URL: app.database.appUrl,
  MINGJING_CONSOLE_DATABASE_URL: app.database.consoleUrl,
  MINGJING_PUBLIC_DATABASE_URL: app.database.publicUrl,
  MINGJING_LOG_ORIGIN: LOG_ORIGIN,
  MINGJING_LOG_LEVEL: "debug",
  MINGJING_TOKEN: TOKEN,
  ...given,
});

/** The 32 secret bytes of a key file: at the end of PKCS #8 (RFC 8410), or behind the head of SM2's. */
async function secretOf(file: string): Promise<Buffer> {
  const key = createPrivateKey(await readFile(file));
  const { d = "" } = key.export({ format: "jwk" });
  return d === "" ? Buffer.alloc(0) : Buffer.from(d, "base64url");
}

async function sm2SecretOf(file: string): Promise<Buffer> {
  const pem = await readFile(file, "utf8");
  const der = Buffer.from(pem.split("\n").slice(1, -2).join(""), "base64");
  const at = der.indexOf(Buffer.from("0420", "hex")) + 2;
  return der.subarray(at, at + 32);
}

/** Raw, backwards as numbers lie in memory, hex, and base64 wherever it may begin in a longer text. */
function formsOf(secret: Buffer): Buffer[] {
  const aligned = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret]).toString("base64");
    return text.slice(4, 40);
  });
  const url = aligned.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  const hex = secret.toString("hex");
  const texts = [...new Set([hex, hex.toUpperCase(), ...aligned, ...url])];
  const written = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, "utf16le")]);
  return [secret, Buffer.from([...secret].toReversed()), ...written];
}

async function keysIn(keys: string) {
  const wanted = [
    { text: "Ed25519", forms: formsOf(await secretOf(join(keys, "log.key"))) },
    { text: "SM2", forms: formsOf(await sm2SecretOf(join(keys, "log-sm2.key"))) },
  ];
  expect(wanted.map(({ forms }) => forms[0]?.length)).toEqual([32, 32]);
  return wanted;
}

/** Every row of every relation, as the owner of the database reads it. */
async function dumpDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: app.database.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class
       JOIN pg_namespace ON pg_namespace.oid = relnamespace
       WHERE relkind IN ('r', 'm') AND nspname !~ '^pg_|^information_schema$'`,
    );
    const pieces: string[] = [];
    for (const { name } of rows) {
      const read = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
      pieces.push(...read.rows.map(({ text }) => text));
    }
    return pieces.join("\n");
  } finally {
    await client.end();
  }
}

const hitsIn = (bytes: Buffer, wanted: Awaited<ReturnType<typeof keysIn>>) =>
  wanted.filter(({ forms }) => forms.some((form) => bytes.includes(form))).map(({ text }) => text);

async function checkpointSize(): Promise<number | undefined> {
  const [row] = await app.database.query<{ size: number }>(
    "SELECT max(size)::int AS size FROM witness.checkpoint",
  );
  return row?.size ?? undefined;
}

/** Registers a source, which is a fact, and waits until it is signed. */
async function sign(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/intake/sources`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify({ name: `s${randomBytes(4).toString("hex")}`, title: "来源" }),
  });
  expect(answer.status).toBeLessThan(300);
  await eventually(checkpointSize, "a checkpoint");
}

async function keyWarning(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/api/health`);
  const { checks } = (await answer.json()) as { checks: { name: string; warning?: string }[] };
  return checks.find(({ name }) => name === "signer-key")?.warning;
}

async function expectNoKey(running: SpawnedProcess, keys: string, signerPid: number) {
  const wanted = await keysIn(keys);
  expect(await findForms(signerPid, wanted), "the scan finds").toEqual(["Ed25519", "SM2"]);
  expect(await findForms(running.pid, wanted), "memory of the server").toEqual([]);
  const dump = await dumpDatabase();
  expect(dump.length).toBeGreaterThan(1000);
  expect(hitsIn(Buffer.from(dump), wanted), "database").toEqual([]);
  expect(hitsIn(Buffer.from(running.output()), wanted), "output").toEqual([]);
  expect(hitsIn(Buffer.from(signer?.output() ?? ""), wanted), "output").toEqual([]);
  for (const pid of [running.pid, signerPid])
    for (const file of ["environ", "cmdline"])
      expect(hitsIn(await readFile(`/proc/${pid}/${file}`), wanted), file).toEqual([]);
}

/** The process that the server started as its signer. */
async function childSigner(pid: number): Promise<number> {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/u.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => "");
    const command = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (status.includes(`PPid:\t${pid}\n`) && command.includes("signer.main.ts"))
      return Number(name);
  }
  throw new Error("no signer");
}

test("T16: as one user, the key is in the signer alone, and health says that its file is within reach", async () => {
  server = await startProcess(environment());
  await sign(server.url);
  await expectNoKey(server, join(server.dataDir, "keys"), await childSigner(server.pid));
  expect(await keyWarning(server.url)).toContain("docs/operations/signer.md");
}, 180_000);

/** As `mingjing signer` starts it. */
async function startApart(): Promise<{ socket: string; keys: string; pid: number }> {
  const home = join(directory, "signer");
  const run = join(directory, "run");
  for (const path of [home, run]) await mkdir(path);
  await chmod(home, 0o700);
  if (isRoot) for (const path of [home, run]) await chown(path, SIGNER_USER, SERVER_USER);
  const socket = join(run, "signer.sock");
  const user = isRoot ? ["--user", `${SIGNER_USER}`, "--group", `${SERVER_USER}`] : [];
  const parameters = [MAIN, "--socket", socket, ...user, "--", home, LOG_ORIGIN];
  const child = spawn(process.execPath, parameters, { stdio: ["ignore", "pipe", "pipe"], env: {} });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece: Buffer) => (text += piece.toString("utf8")));
  signer = { child, output: () => text };
  await eventually(async () => (text.includes(socket) ? true : undefined), "the signer");
  return { socket, keys: join(home, "keys"), pid: child.pid ?? 0 };
}

/** What a process of the server's user gets when it opens a file. */
function openAs(user: number, file: string): string {
  const script = `process.setgroups([]); process.setgid(${user}); process.setuid(${user});
    try { require("node:fs").openSync(process.argv[1]); console.log("open"); } catch (e) { console.log(e.code); }`;
  const { stdout } = spawnSync(process.execPath, ["-e", script, file], { encoding: "utf8" });
  return stdout.trim();
}

test("T16: a signer apart serves the socket; as another user, the server gets EACCES for the key", async () => {
  const { socket, keys, pid } = await startApart();
  // A checkout below /root is closed to other users: the server stays root there.
  const user = { name: "server", uid: SERVER_USER, gid: SERVER_USER };
  const mayRead = isRoot && (await mayEnter(fileURLToPath(new URL(".", import.meta.url)), user));
  server = await startProcess(
    environment({ MINGJING_SIGNER_SOCKET: socket }),
    mayRead ? SERVER_USER : undefined,
  );
  await sign(server.url);
  await expectNoKey(server, keys, pid);
  expect(await readdir(server.dataDir)).not.toContain("keys");
  if (isRoot) expect(openAs(SERVER_USER, join(keys, "log.key"))).toBe("EACCES");
  if (mayRead) expect(await keyWarning(server.url)).toBeUndefined();
  else expect(await keyWarning(server.url)).toContain("docs/operations/signer.md");
}, 180_000);

test("A signer apart that dies is found again; the log goes on where it stood", async () => {
  const { socket } = await startApart();
  server = await startProcess(environment({ MINGJING_SIGNER_SOCKET: socket }));
  await sign(server.url);
  const before = (await checkpointSize()) ?? 0;
  signer?.child.kill("SIGKILL");
  if (signer !== undefined) await once(signer.child, "exit");
  await rm(join(directory, "run"), { recursive: true });
  const home = join(directory, "signer");
  const run = join(directory, "run");
  await mkdir(run);
  const child = spawn(process.execPath, [MAIN, "--socket", socket, "--", home, LOG_ORIGIN], {
    stdio: "ignore",
    env: {},
  });
  signer = { child, output: () => "" };
  await sign(server.url);
  await eventually(
    async () => (((await checkpointSize()) ?? 0) > before ? true : undefined),
    "a checkpoint by the new signer",
  );
});
