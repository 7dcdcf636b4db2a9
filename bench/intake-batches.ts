/** Facts a second when a year of the city is sent in batches over HTTP, against COPY. */
import type { Bench, BenchContext } from "./bench.ts";
import { type CityFile, cityLines } from "./city.ts";
import { type CopyFiles, copyOut } from "./copy-reference.ts";
import { post } from "./post.ts";
import { type BenchDatabase, createDatabase } from "./postgres.ts";
import { type Run, resultOf } from "./result.ts";
import { startServer } from "./server.ts";

interface Sent {
  readonly accepted: number;
  readonly quarantined: number;
}

/** One batch; resolves with its summary, that is after the last line is committed. */
export async function sendBatch(
  { url, key }: { readonly url: string; readonly key: string },
  body: Buffer,
): Promise<Sent> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" };
  return JSON.parse(await post(`${url}/api/intake/batches`, { headers, body })) as Sent;
}

async function copyInto(empty: BenchDatabase, files: CopyFiles): Promise<number> {
  try {
    return await files.load(empty);
  } finally {
    await files.remove();
  }
}

async function runOnce(
  { postgres, say }: BenchContext,
  city: CityFile,
): Promise<Run & { readonly rows: number }> {
  const database = await createDatabase(postgres);
  const empty = await createDatabase(postgres);
  try {
    const server = await startServer(database);
    let seconds: number;
    try {
      const key = await server.addSource("bench");
      const begin = performance.now();
      const sent = await sendBatch({ url: server.url, key }, city.text);
      seconds = (performance.now() - begin) / 1000;
      if (sent.accepted !== city.facts)
        throw new Error(`not all were accepted: ${JSON.stringify(sent)}`);
    } finally {
      await server.stop();
    }
    const files = await copyOut(database);
    const copySeconds = await copyInto(empty, files);
    say(
      `  ${Math.round(city.facts / seconds)} facts/s, COPY ${Math.round(city.facts / copySeconds)} facts/s`,
    );
    return { value: city.facts / seconds, reference: city.facts / copySeconds, rows: files.rows };
  } finally {
    await database.drop();
    await empty.drop();
  }
}

export const intakeBatches: Bench = {
  name: "intake-batches",
  async run(context) {
    const projects = context.isQuick ? 300 : 3000;
    const city = cityLines(71, projects);
    const runs = [];
    for (let run = 0; run < (context.isQuick ? 1 : 3); run++)
      runs.push(await runOnce(context, city));
    return [
      resultOf(
        {
          name: "intake-batches",
          unit: "facts/s",
          target: { atLeast: 10_000, ratioAtLeast: 0.25 },
          referenceName: "COPY by psql of the same rows into the same tables and indexes, facts/s",
          detail: {
            facts: city.facts,
            projects,
            bytes: city.text.length,
            connections: 1,
            copiedRows: runs[0]?.rows ?? 0,
          },
        },
        runs,
      ),
    ];
  },
};
