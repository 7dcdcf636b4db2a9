/**
 * Five nodes sweep while one of them is killed every two seconds: each rung is recorded exactly once, each person told
 * exactly once (T60). The campaign runs it with 10,000 cases.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOwnFacts } from "../../platform/facts/record.ts";

const CASES = Number(process.env["MINGJING_TEST_CASES"] ?? 300);
const NODES = 5;
const KILL_EVERY_MS = 2000;
const PAGE = 500;
/** Over this long the cases fall due, one after the other. */
const SPREAD_MS = Math.max(8000, CASES * 4);
const NODE = join(import.meta.dirname, "../../../test/sweeper-node.ts");

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const UNIT = { id: "housing", name: "云澜市住房和城乡建设局" };

/** Enquiries about land have no clock but that of the signature: 24 hours. */
async function recordCases(from: number): Promise<void> {
  for (let start = 0; start < CASES; start += PAGE) {
    const facts = Array.from({ length: Math.min(PAGE, CASES - start) }, (_, nth) => {
      const number = `XW-2026-${String(start + nth + 1).padStart(5, "0")}`;
      const at = new Date(from + ((start + nth) * SPREAD_MS) / CASES - 86_400_000).toISOString();
      const base = { source: "mingjing", subject: `voice:${number}`, occurredAt: at };
      return [
        {
          ...base,
          kind: "complaints.voice-received",
          sourceId: `voice/${number}`,
          payload: {
            number,
            channel: "web",
            kind: "enquiry",
            regime: "land",
            title: "关于出让文件的询问",
            claims: ["请问竞买保证金何时退还？"],
            writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
          },
        },
        {
          ...base,
          kind: "complaints.voice-routed",
          sourceId: `voice/${number}/routed/0`,
          payload: { unit: UNIT, legalBasis: "示例", matched: "duty", version: 0 },
        },
      ];
    });
    await inTransaction(app.database.app.db, (tx) =>
      recordOwnFacts(tx, app.application.registry, facts.flat()),
    );
  }
}

function startNode(): ChildProcess {
  return spawn(process.execPath, [NODE, app.database.appUrl], { stdio: "ignore" });
}

const count = async (): Promise<number> => {
  const [row] = await app.database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM deadlines.escalation",
  );
  return row?.count ?? 0;
};

test(
  `${CASES} cases, five nodes, kill −9 every two seconds: exactly ${CASES} escalations and notices`,
  { timeout: SPREAD_MS + 240_000 },
  async () => {
    await app.signIn({
      account: "housing-1",
      name: "陈岚",
      departmentId: UNIT.id,
      departmentName: UNIT.name,
    });
    const nodes = Array.from({ length: NODES }, startNode);
    let kills = 0;
    try {
      const begin = Date.now() + 4000;
      await recordCases(begin);
      const end = begin + SPREAD_MS + 120_000;
      while ((await count()) < CASES && Date.now() < end) {
        await delay(KILL_EVERY_MS);
        nodes[kills % NODES]?.kill("SIGKILL");
        nodes[kills % NODES] = startNode();
        kills += 1;
      }
      // Whoever still works has the time to double something.
      await delay(8000);
    } finally {
      for (const node of nodes) node.kill("SIGKILL");
    }
    expect(kills).toBeGreaterThan(2);
    const rows = await app.database.query<Record<string, number>>(
      `SELECT count(*)::int AS facts, count(DISTINCT fact.subject)::int AS cases,
         percentile_disc(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM recorded_at - occurred_at))::float AS p99,
         (SELECT count(*)::int FROM deadlines.step WHERE at <= now()) AS left
       FROM fact.fact WHERE kind = 'deadlines.escalated'`,
    );
    process.stderr.write(`${JSON.stringify({ cases: CASES, kills, ...rows[0] })}\n`);
    expect(rows[0]).toMatchObject({ facts: CASES, cases: CASES, left: 0 });
    await app.settle();
    const [told] = await app.database.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM notice.item WHERE kind = 'deadlineMissed' AND person = 'housing-1'",
    );
    expect(told?.count).toBe(CASES);
  },
);
