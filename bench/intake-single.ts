/**
 * Durable single facts a second: 64 clients, one fact a request, the next after the receipt. Reference:
 * the same clients insert and commit one row of the same size into a table like fact.fact.
 */
import { Agent } from "node:http";

import pg from "pg";

import type { Bench, BenchContext } from "./bench.ts";
import { cityFacts } from "./city.ts";
import { measureRate } from "./clients.ts";
import { post } from "./post.ts";
import { type BenchDatabase, createDatabase, queryOf } from "./postgres.ts";
import { resultOf, type Run } from "./result.ts";
import { startServer } from "./server.ts";

const CLIENTS = 64;

interface Sender {
  readonly url: string;
  readonly key: string;
  readonly agent: Agent;
}

/** Sends one fact. @returns the status of its receipt */
export async function sendOne({ url, key, agent }: Sender, line: Buffer): Promise<string> {
  const headers = {
    authorization: `Bearer ${key}`,
    accept: "application/x-ndjson",
    "content-type": "application/x-ndjson",
    "content-length": line.length,
  };
  const text = await post(`${url}/api/intake/batches`, { headers, body: line, agent });
  const status = /"status":"(\w+)"/.exec(text)?.[1];
  if (status === undefined) throw new Error(`no receipt: ${text}`);
  return status;
}

interface Times {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

async function measureFacts(
  database: BenchDatabase,
  times: Times,
  lines: readonly Buffer[],
): Promise<number> {
  const server = await startServer(database);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  try {
    const key = await server.addSource("bench");
    const work = lines.values();
    return await measureRate({
      clients: CLIENTS,
      ...times,
      async act() {
        const line = work.next().value;
        if (line === undefined) return false;
        const status = await sendOne({ url: server.url, key, agent }, line);
        if (status !== "accepted") throw new Error(`a fact was ${status}`);
        return true;
      },
    });
  } finally {
    agent.destroy();
    await server.stop();
  }
}

const COLUMNS =
  "id, kind, version, source, source_id, subject, occurred_at, recorded_at, corrects, payload, content_hash, salt, digest, epoch";

/** The rows just recorded, again: fresh ids keep the indexes as busy as before. */
async function measureInserts(database: BenchDatabase, times: Times): Promise<number> {
  const { ownerUrl } = database;
  await queryOf(ownerUrl, "CREATE TABLE public.single (LIKE fact.fact INCLUDING ALL)");
  const names = COLUMNS.split(", ");
  const rows = await queryOf(
    ownerUrl,
    `SELECT ${names.map((name) => `${name}::text AS ${name}`).join(", ")} FROM fact.fact WHERE source = 'bench'`,
  );
  const places = names.map((_, index) => `$${index + 1}`).join(", ");
  const text = `INSERT INTO public.single (${COLUMNS}) VALUES (${places})`;
  const clients = Array.from(
    { length: CLIENTS },
    () => new pg.Client({ connectionString: ownerUrl }),
  );
  let sent = 0;
  try {
    await Promise.all(clients.map((client) => client.connect()));
    return await measureRate({
      clients: CLIENTS,
      ...times,
      async act(number) {
        const row = rows[sent % rows.length] ?? {};
        const round = Math.floor(sent / rows.length);
        sent += 1;
        const again = {
          ...row,
          id: crypto.randomUUID(),
          source_id: `${String(row["source_id"])}/${round}`,
        };
        const values = names.map((name) => (again as Record<string, unknown>)[name]);
        await clients[number]?.query({ name: "insert", text, values });
        return true;
      },
    });
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function runOnce(
  { postgres, isQuick, say }: BenchContext,
  lines: readonly Buffer[],
): Promise<Run> {
  const database = await createDatabase(postgres);
  const times = isQuick
    ? { warmUpMs: 1000, measureMs: 3000 }
    : { warmUpMs: 3000, measureMs: 10_000 };
  try {
    const value = await measureFacts(database, times, lines);
    const reference = await measureInserts(database, times);
    say(`  ${Math.round(value)} facts/s, plain INSERT and COMMIT ${Math.round(reference)} rows/s`);
    return { value, reference };
  } finally {
    await database.drop();
  }
}

export const intakeSingle: Bench = {
  name: "intake-single",
  async run(context) {
    const projects = context.isQuick ? 1000 : 4000;
    const lines = Array.from(cityFacts(72, projects), (fact) =>
      Buffer.from(`${JSON.stringify(fact)}\n`),
    );
    const runs: Run[] = [];
    for (let run = 0; run < (context.isQuick ? 1 : 3); run++)
      runs.push(await runOnce(context, lines));
    return [
      resultOf(
        {
          name: "intake-single",
          unit: "facts/s",
          target: { atLeast: 1500 },
          referenceName: `INSERT and COMMIT of one row by ${CLIENTS} clients into a table like fact.fact, rows/s`,
          detail: { clients: CLIENTS, factsPerRequest: 1, synchronousCommit: true },
        },
        runs,
      ),
    ];
  },
};
