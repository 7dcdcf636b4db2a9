/**
 * Certificates a second, each built from the database: rows, facts, proofs up to the newest checkpoint, over HTTP. Reference
 * of the same run: the newest checkpoint, one row and no proof.
 */
import { setTimeout as delay } from "node:timers/promises";

import type { BenchContext } from "./bench.ts";
import { cityLines } from "./city.ts";
import { measureRate } from "./clients.ts";
import { sendBatch } from "./intake-batches.ts";
import { createDatabase, queryOf } from "./postgres.ts";
import { type BenchResult, resultOf, type Run } from "./result.ts";
import { startServer } from "./server.ts";

const CLIENTS = 4;
const READY_MS = 120_000;
const POLL_MS = 500;

/** Public processes, once each has a certificate. @throws Error when that takes too long */
async function issuedOcids(url: string): Promise<readonly string[]> {
  const until = Date.now() + READY_MS;
  for (;;) {
    const [row] = await queryOf(
      url,
      `SELECT (SELECT count(*) FROM witness.certificate_due)::int AS due,
              (SELECT count(*) FROM released.certificate)::int AS issued,
              (SELECT count(*) FROM released.process)::int AS public,
              (SELECT count(*) FROM fact.fact) - (SELECT count(*) FROM witness.leaf) AS behind`,
    );
    const isDone = row?.["due"] === 0 && row["issued"] === row["public"] && row["behind"] === "0";
    if (isDone && Number(row["public"]) > 0) break;
    if (Date.now() > until) throw new Error(`no certificates: ${JSON.stringify(row)}`);
    await delay(POLL_MS);
  }
  const rows = await queryOf(
    url,
    "SELECT subject FROM released.certificate WHERE subject LIKE 'ocds-%' ORDER BY subject",
  );
  return rows.map((row) => String(row["subject"]));
}

const rateOf = (addresses: readonly string[], milliseconds: number): Promise<number> => {
  const state = { next: 0 };
  return measureRate({
    clients: CLIENTS,
    warmUpMs: milliseconds / 4,
    measureMs: milliseconds,
    async act() {
      const address = addresses[state.next++ % addresses.length] ?? "";
      const reply = await fetch(address);
      if (!reply.ok) throw new Error(`${reply.status} ${address}`);
      await reply.arrayBuffer();
      return true;
    },
  });
};

export async function measureServer({
  postgres,
  isQuick,
  say,
}: BenchContext): Promise<BenchResult> {
  const database = await createDatabase(postgres);
  const city = cityLines(72, isQuick ? 60 : 600);
  const runs: Run[] = [];
  let processes = 0;
  try {
    const server = await startServer(database);
    try {
      const key = await server.addSource("bench");
      await sendBatch({ url: server.url, key }, city.text);
      const ocids = await issuedOcids(database.ownerUrl);
      processes = ocids.length;
      const addresses = ocids.map(
        (ocid) => `${server.url}/api/public/processes/${ocid}/certificate`,
      );
      for (let round = 0; round < (isQuick ? 1 : 3); round += 1) {
        const value = await rateOf(addresses, isQuick ? 3000 : 10_000);
        const reference = await rateOf([`${server.url}/log/checkpoint`], isQuick ? 2000 : 5000);
        say(`  ${Math.round(value)} certificates/s, ${Math.round(reference)} checkpoints/s`);
        runs.push({ value, reference });
      }
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
  }
  return resultOf(
    {
      name: "certificates-from-database",
      unit: "certificates/s",
      target: { atLeast: 50 },
      referenceName: "the newest checkpoint, replies/s",
      detail: { processes, facts: city.facts, clients: CLIENTS },
    },
    runs,
  );
}
