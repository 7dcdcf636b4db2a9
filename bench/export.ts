/**
 * Export of a long list: 100,000 leads as XLSX, with the same rows as CSV for reference, and how far the server's memory
 * grows meanwhile. The reader is a session of the centre, which sees every lead. Linux only (/proc).
 */
import { createHash, randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import type { Bench, BenchContext } from "./bench.ts";
import { forgetPeak, peakBytes, residentBytes } from "./machine.ts";
import { type BenchDatabase, createDatabase, queryOf } from "./postgres.ts";
import { resultOf, type Run } from "./result.ts";
import { startServer } from "./server.ts";

const ROWS = 100_000;
const QUICK_ROWS = 5000;
const MOST_SECONDS = 20;
const MOST_GROWTH_MIB = 200;
const MEGABYTE = 2 ** 20;
const SETTLE_MS = 2000;

/** Leads of one unit with processes of their own; the server's projections as facts would have made them. */
async function fill({ ownerUrl }: BenchDatabase, rows: number): Promise<void> {
  await queryOf(
    ownerUrl,
    `INSERT INTO procurement.process (ocid, title, regime, industry, place_code, published_at)
     SELECT 'ocds-mj0001-B' || n, '第' || n || '号道路改造工程施工', 'works', 'housing', '999902',
       now() - n * interval '1 minute'
     FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
  await queryOf(
    ownerUrl,
    `INSERT INTO screening.lead (id, fact_id, number, ocid, lot_id, title, level, bits, indicators, parties,
       screening_id, regime, industry, place, raised_at)
     SELECT 'L' || n, gen_random_uuid(), '线2026-' || n, 'ocds-mj0001-B' || n, '1', '第' || n || '号道路改造工程施工',
       'lead', 20 + n % 10, '["DEV-01","PRC-10"]',
       jsonb_build_array(
         jsonb_build_object('kind', 'organisation', 'name', '云澜第' || n % 977 || '建设有限公司'),
         jsonb_build_object('kind', 'organisation', 'name', '澄湖第' || n % 331 || '市政工程有限公司')),
       gen_random_uuid(), 'works', 'housing', '999902', now() - n * interval '1 minute'
     FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
  await queryOf(
    ownerUrl,
    `INSERT INTO casework.handling (lead_id, state, version, department_id, department_name, state_since, acted_at)
     SELECT 'L' || n, 'routed', 0, 'housing', '云澜市住房和城乡建设局', now(), now()
     FROM generate_series(1, $1::int) AS n`,
    [rows],
  );
  await queryOf(ownerUrl, "ANALYZE");
}

/** A session whose scope is every lead, resolved today. @returns its cookie */
async function openSession({ ownerUrl }: BenchDatabase): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest("hex");
  const scope = "bench";
  await queryOf(ownerUrl, "INSERT INTO identity.scope (scope) VALUES ($1)", [scope]);
  await queryOf(
    ownerUrl,
    `INSERT INTO identity.scope_cell (scope, matter, unit, cell)
     SELECT $1, matter, '*', '*' FROM unnest(ARRAY['lead', 'process']) AS matter`,
    [scope],
  );
  await queryOf(
    ownerUrl,
    "INSERT INTO identity.account (account, name, is_demo) VALUES ('bench', '罗见微', false)",
  );
  await queryOf(
    ownerUrl,
    `INSERT INTO identity.session (token_hash, account, expires_at, post, role, scope, name, title, unit, unit_name,
       own, resolved_on, change_count, methods)
     SELECT decode($1, 'hex'), 'bench', now() + interval '8 hours', 'bench-post', 'centre', $2, '罗见微', '见证科',
       'trading-centre', '交易中心', '', (now() AT TIME ZONE 'Asia/Shanghai')::date, count, ARRAY['password']
     FROM identity.change_count`,
    [hash, scope],
  );
  return `mingjing_session=${token}`;
}

interface Download {
  readonly seconds: number;
  readonly bytes: number;
}

async function download(url: string, cookie: string, format: string): Promise<Download> {
  const begin = performance.now();
  const response = await fetch(`${url}/api/leads/export?format=${format}`, { headers: { cookie } });
  if (response.status !== 200)
    throw new Error(`export answered ${response.status}: ${await response.text()}`);
  let bytes = 0;
  for await (const piece of response.body ?? []) bytes += (piece as Uint8Array).length;
  return { seconds: (performance.now() - begin) / 1000, bytes };
}

async function measure({ postgres, isQuick, say }: BenchContext) {
  const rows = isQuick ? QUICK_ROWS : ROWS;
  const database = await createDatabase(postgres);
  const runs: Run[] = [];
  const growths: number[] = [];
  let size = 0;
  try {
    const server = await startServer(database);
    try {
      await fill(database, rows);
      const cookie = await openSession(database);
      // Loads what the first export needs, so that growth is that of the rows.
      await download(server.url, cookie, "xlsx&state=published");
      for (let n = 0; n < (isQuick ? 1 : 3); n++) {
        await delay(SETTLE_MS);
        const before = await residentBytes(server.pid);
        await forgetPeak(server.pid);
        const xlsx = await download(server.url, cookie, "xlsx");
        growths.push(Math.max((await peakBytes(server.pid)) - before, 0) / MEGABYTE);
        const csv = await download(server.url, cookie, "csv");
        runs.push({ value: xlsx.seconds, reference: csv.seconds });
        size = xlsx.bytes;
        say(`  ${rows} rows: xlsx ${xlsx.seconds.toFixed(1)} s, csv ${csv.seconds.toFixed(1)} s`);
      }
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
  }
  return { rows, runs, growths, size };
}

export const exportLists: Bench = {
  name: "export",
  async run(context) {
    const { rows, runs, growths, size } = await measure(context);
    const detail = { rows, xlsxMB: Number((size / 1e6).toFixed(1)) };
    return [
      resultOf(
        {
          name: "export-xlsx-seconds",
          unit: "s",
          target: { atMost: MOST_SECONDS },
          referenceName: "the same rows as CSV",
          detail,
        },
        runs,
      ),
      resultOf(
        { name: "export-xlsx-growth", unit: "MiB", target: { atMost: MOST_GROWTH_MIB }, detail },
        growths.map((value) => ({ value })),
      ),
    ];
  },
};
