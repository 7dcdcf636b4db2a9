/**
 * Memory while a large NDJSON file goes through `mingjing import`: the peak of the command line, and how
 * far the server grows above what it held after a warm-up. Linux only (/proc).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";

import { PROJECT_ROOT } from "../server/src/config.ts";
import type { Bench, BenchContext } from "./bench.ts";
import { cityFacts } from "./city.ts";
import { childOf, forgetPeak, peakBytes, residentBytes } from "./machine.ts";
import { createDatabase } from "./postgres.ts";
import { resultOf } from "./result.ts";
import { type BenchServer, cleanEnvironment, startServer } from "./server.ts";

const WARM_UP_BYTES = 40e6;
const SAMPLE_MS = 200;
const MEGABYTE = 2 ** 20;
/** Each city has its own seed: no sourceId comes twice, because the seed goes before it. */
const PROJECTS_A_CITY = 5000;

/** Years of cities, one after the other, until the file has its size. @returns the number of facts */
async function writeFacts(
  file: string,
  { seed, bytes }: { seed: number; bytes: number },
): Promise<number> {
  const stream = createWriteStream(file);
  const end = finished(stream);
  let facts = 0;
  let size = 0;
  for (let city = seed; size < bytes; city++) {
    for (const fact of cityFacts(city, PROJECTS_A_CITY)) {
      const subject = fact.subject.startsWith("ocds-") ? `${fact.subject}-${city}` : fact.subject;
      const line = Buffer.from(
        `${JSON.stringify({ ...fact, subject, sourceId: `${city}/${fact.sourceId}` })}\n`,
      );
      facts += 1;
      size += line.length;
      if (!stream.write(line)) await once(stream, "drain");
      if (size >= bytes) break;
    }
  }
  stream.end();
  await end;
  return facts;
}

interface Imported {
  readonly cliPeak: number;
  readonly seconds: number;
  readonly accepted: number;
}

/** Runs the command line to its end; its own peak is read while it lives. */
async function importFile(server: BenchServer, file: string): Promise<Imported> {
  const begin = performance.now();
  const child = spawn(
    process.execPath,
    [join(PROJECT_ROOT, "cli/mingjing.mjs"), "import", "--source", "bench-import", "--json", file],
    {
      env: { ...cleanEnvironment(), MINGJING_URL: server.url, MINGJING_TOKEN: server.token },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const said = { out: "", error: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.error = text));
  const closed = once(child, "close");
  let cliPeak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    cliPeak = Math.max(cliPeak, await peakOfChild(child.pid ?? 0));
    await delay(SAMPLE_MS);
  }
  await closed;
  if (child.exitCode !== 0)
    throw new Error(`mingjing import ended with ${child.exitCode}: ${said.error}`);
  if (cliPeak === 0) throw new Error("the memory of mingjing import could not be read");
  const summary = JSON.parse(said.out.trim().split("\n").at(-1) ?? "") as { accepted: number };
  return { cliPeak, seconds: (performance.now() - begin) / 1000, accepted: summary.accepted };
}

/** The launcher starts the Node that does the work; before and after that there is nothing to read. */
async function peakOfChild(launcher: number): Promise<number> {
  try {
    const pid = await childOf(launcher);
    return pid === undefined ? 0 : await peakBytes(pid);
  } catch {
    return 0;
  }
}

/** After the warm-up the server is left until it has digested it: then its memory stands still. */
async function untilQuiet(pid: number): Promise<number> {
  let before = await residentBytes(pid);
  for (let quiet = 0; quiet < 5;) {
    await delay(1000);
    const now = await residentBytes(pid);
    quiet = Math.abs(now - before) < MEGABYTE ? quiet + 1 : 0;
    before = now;
  }
  return before;
}

interface Measured {
  readonly facts: number;
  readonly imported: Imported;
  readonly baseline: number;
  readonly peak: number;
}

async function measure({ postgres, importBytes, say }: BenchContext): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "mingjing-import-"));
  const database = await createDatabase(postgres);
  try {
    const warmUp = join(folder, "warm-up.ndjson");
    const file = join(folder, "facts.ndjson");
    await writeFacts(warmUp, { seed: 1000, bytes: Math.min(WARM_UP_BYTES, importBytes) });
    const facts = await writeFacts(file, { seed: 2000, bytes: importBytes });
    say(`  ${facts} facts in ${Math.round(importBytes / 1e6)} MB`);
    const server = await startServer(database);
    try {
      await importFile(server, warmUp);
      const baseline = await untilQuiet(server.pid);
      await forgetPeak(server.pid);
      const imported = await importFile(server, file);
      const peak = await peakBytes(server.pid);
      if (imported.accepted !== facts)
        throw new Error(`only ${imported.accepted} of ${facts} were accepted`);
      return { facts, imported, baseline, peak };
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

export const importMemory: Bench = {
  name: "import-memory",
  async run(context) {
    const { facts, imported, baseline, peak } = await measure(context);
    const detail = {
      fileMB: Math.round(context.importBytes / 1e6),
      facts,
      seconds: Math.round(imported.seconds),
      factsPerSecond: Math.round(facts / imported.seconds),
      serverBaselineMiB: Math.round(baseline / MEGABYTE),
      serverPeakMiB: Math.round(peak / MEGABYTE),
    };
    context.say(`  ${JSON.stringify(detail)}`);
    const figure = (name: string, bytes: number, atMost: number) =>
      resultOf({ name, unit: "MiB", target: { atMost }, detail }, [{ value: bytes / MEGABYTE }]);
    return [
      figure("import-cli-peak", imported.cliPeak, 200),
      figure("import-server-growth", Math.max(peak - baseline, 0), 100),
    ];
  },
};
