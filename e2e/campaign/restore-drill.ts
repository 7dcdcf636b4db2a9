/**
 * The drill: a loaded city is backed up while facts keep coming, everything is killed and wiped, and brought back
 * elsewhere. How much was lost (RPO), how long it took (RTO), and whether what was proved before is proved after.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

import pg from "pg";

import { writeCityBounded } from "../../simulate/src/index.ts";
import { verifyCertificate } from "../../verifier/src/index.ts";
import { type KeptReceipt, startImport } from "./import-run.ts";
import { createAudit } from "./log-audit.ts";
import { type Platform, startPlatform } from "./platform.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SOURCE = "campaign";
const PASSPHRASE = "restore drill";
const CERTIFICATES = 200;
const SETTLE_MS = 1_800_000;
const RPO_SECONDS = 300;
const RTO_SECONDS = 1800;
/** Share of the file that is loaded and settled before the disaster; the rest is arriving when it comes. */
const SETTLED_SHARE = 0.98;

export interface RestoreDrillOptions {
  /** Projects of the city; the promise is made for 30,000. */
  readonly projects: number;
  readonly seed: number;
  readonly now: Date;
  readonly print: (line: string) => void;
}

export interface RestoreDrillReport {
  readonly projects: number;
  readonly facts: number;
  readonly backupMegabytes: number;
  /** Receipts that clients held at the disaster, and those among them that the restore did not bring back. */
  readonly receipted: number;
  readonly lostReceipts: number;
  /** Seconds between the newest fact that was recorded and the newest that came back. */
  readonly lostSeconds: number;
  /** Facts under a signed checkpoint that did not come back. */
  readonly lostSigned: number;
  readonly restoreSeconds: number;
  readonly certificates: number;
  readonly certificatesValid: number;
  readonly violations: readonly string[];
}

interface Drill extends RestoreDrillOptions {
  readonly folder: string;
  readonly backup: string;
}

export async function restoreDrill(options: RestoreDrillOptions): Promise<RestoreDrillReport> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-drill-"));
  const drill = { ...options, folder, backup: join(folder, "backup") };
  await mkdir(drill.backup);
  try {
    return await play(drill);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const environmentOf = ({ backup }: Drill) => ({
  MINGJING_BACKUP_DIR: backup,
  MINGJING_BACKUP_PASSPHRASE: PASSPHRASE,
});

/** What was true when the disaster came. */
interface Before {
  readonly receipts: readonly KeptReceipt[];
  readonly newest: Date;
  readonly signed: number;
  readonly vkey: string;
  readonly certificates: readonly string[];
}

async function play(drill: Drill): Promise<RestoreDrillReport> {
  const { print } = drill;
  const before = await loadAndLose(drill);
  print(`wiped with ${before.receipts.length} receipts held; restoring`);
  const restored = join(drill.folder, "restored");
  const restoreSeconds = await restore(drill, restored);
  const platform = await startPlatform({ dataDir: restored, environment: environmentOf(drill) });
  try {
    return await judge(drill, { platform, before, restoreSeconds });
  } finally {
    await platform.stop();
  }
}

async function loadAndLose(drill: Drill): Promise<Before> {
  const { print } = drill;
  const { settled, arriving } = await writeFiles(drill);
  const platform = await startPlatform({ environment: environmentOf(drill) });
  try {
    await platform.addSource(SOURCE);
    const audit = createAudit(platform.ownerUrl);
    const first = startImport(platform, { file: settled, source: SOURCE, linesPerRequest: 0 });
    await first.ended;
    print(`loaded ${first.receipts.length} facts; waiting until all are judged and signed`);
    if (!(await audit.settle(SETTLE_MS, true))) throw new Error("the city did not come to rest");
    const certificates = await downloadCertificates(platform);
    print(
      `${certificates.length} certificates downloaded; facts arrive again, then everything dies`,
    );
    const second = startImport(platform, { file: arriving, source: SOURCE, linesPerRequest: 25 });
    await second.reached(300);
    const state = await readState(platform);
    second.kill();
    await platform.killWhole();
    return { ...state, certificates, receipts: [...first.receipts, ...second.receipts] };
  } finally {
    await platform.stop();
  }
}

const arrivingFile = (folder: string): string => join(folder, "arriving.ndjson");

/** The city in two files. */
async function writeFiles({ folder, projects, seed, now }: Drill) {
  const whole = join(folder, "city.ndjson");
  const { facts } = await writeCityBounded({ seed, projects, to: now.toISOString() }, whole);
  const [settled, arriving] = [join(folder, "settled.ndjson"), arrivingFile(folder)];
  await split(whole, { lines: Math.floor(facts * SETTLED_SHARE), first: settled, rest: arriving });
  await rm(whole);
  return { settled, arriving };
}

/** Cuts a file after so many lines; lists of duties are of the demo and left out. */
async function split(
  file: string,
  { lines, first, rest }: { readonly lines: number; readonly first: string; readonly rest: string },
): Promise<void> {
  const outputs = [createWriteStream(first), createWriteStream(rest)] as const;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    if (line.includes('"kind":"duties.')) continue;
    const output = outputs[number <= lines ? 0 : 1];
    if (!output.write(`${line}\n`)) await once(output, "drain");
  }
  for (const output of outputs) {
    output.end();
    await once(output, "close");
  }
}

async function downloadCertificates({ url, ownerUrl }: Platform): Promise<readonly string[]> {
  const rows = await query<{ ocid: string }>(
    await ownerUrl(),
    `SELECT ocid FROM released.process WHERE result_at IS NOT NULL ORDER BY md5(ocid) LIMIT ${CERTIFICATES}`,
  );
  const texts: string[] = [];
  for (const { ocid } of rows) {
    const response = await fetch(`${url}/api/public/processes/${ocid}/certificate`);
    if (response.ok) texts.push(await response.text());
  }
  return texts;
}

async function readState({ url, ownerUrl }: Platform) {
  const [row] = await query<{ newest: Date; signed: number; leaves: number }>(
    await ownerUrl(),
    `SELECT (SELECT max(recorded_at) FROM fact.fact) AS newest,
            (SELECT count(*) FROM witness.leaf)::int AS leaves,
            (SELECT max(size) FROM witness.checkpoint)::int AS signed`,
  );
  const { vkey } = (await (await fetch(`${url}/api/log/checkpoint`)).json()) as { vkey: string };
  return {
    newest: row?.newest ?? new Date(0),
    signed: row?.signed ?? 0,
    leaves: row?.leaves ?? 0,
    vkey,
  };
}

async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** @returns seconds, proof of the backup and start of the database included */
async function restore({ backup, print }: Drill, dataDir: string): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, ["cli/src/main.ts", "restore", backup], {
    cwd: ROOT,
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      MINGJING_DATA_DIR: dataDir,
      MINGJING_BACKUP_PASSPHRASE: PASSPHRASE,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.on("data", (text: Buffer) => print(text.toString().trimEnd()));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`mingjing restore ended with ${code}`);
  return (performance.now() - begin) / 1000;
}

interface After {
  readonly platform: Platform;
  readonly before: Before;
  readonly restoreSeconds: number;
}

async function judge(
  drill: Drill,
  { platform, before, restoreSeconds }: After,
): Promise<RestoreDrillReport> {
  const audit = createAudit(platform.ownerUrl);
  const violations: string[] = [];
  const back = await readState(platform);
  const lostReceipts = await audit.countLost(SOURCE, before.receipts);
  violations.push(...(await audit.logProblems()));
  violations.push(...(await goOn(drill, platform)));
  const facts = await audit.countFacts(SOURCE);
  // Only now: before the log went on there may have been no checkpoint to name its key.
  const { vkey } = await readState(platform);
  const trusted = { trustedKeys: [before.vkey] };
  const valid = before.certificates.filter(
    (text) => verifyCertificate(text, trusted).verdict === "valid",
  );
  const lostSeconds = Math.max(0, (before.newest.getTime() - back.newest.getTime()) / 1000);
  const report = {
    projects: drill.projects,
    facts,
    backupMegabytes: Math.round((await sizeOf(drill.backup)) / 1e5) / 10,
    receipted: before.receipts.length,
    lostReceipts,
    lostSeconds,
    // Leaves, not checkpoints: the newest checkpoint itself may be younger than the backup, its facts may not.
    lostSigned: Math.max(0, before.signed - back.leaves),
    restoreSeconds: Math.round(restoreSeconds * 10) / 10,
    certificates: before.certificates.length,
    certificatesValid: valid.length,
  };
  if (vkey !== before.vkey) violations.push("the restored log has another key");
  if (lostSeconds > RPO_SECONDS) violations.push(`more than ${RPO_SECONDS} s are lost`);
  if (restoreSeconds > RTO_SECONDS) violations.push(`the restore took over ${RTO_SECONDS} s`);
  if (report.lostSigned > 0) violations.push("facts under a signed checkpoint are lost");
  if (valid.length === 0 || valid.length < before.certificates.length)
    violations.push("an old certificate does not verify");
  return { ...report, violations };
}

/** Sends the interrupted file again: what was lost comes back, what is there is known, and the log goes on. */
async function goOn({ folder }: Drill, platform: Platform): Promise<readonly string[]> {
  const file = arrivingFile(folder);
  const run = startImport(platform, { file, source: SOURCE, linesPerRequest: 0 });
  await run.ended;
  const summary = run.summary();
  const problems: string[] = [];
  if (summary === undefined || summary.accepted + summary.duplicate !== summary.lines)
    problems.push(`the repeated import ended with ${JSON.stringify(summary)}`);
  const audit = createAudit(platform.ownerUrl);
  if (!(await audit.settle(SETTLE_MS, true)))
    problems.push("the restored city did not come to rest");
  return [...problems, ...(await audit.logProblems())];
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder)) bytes += (await stat(join(folder, name))).size;
  return bytes;
}
