import { Agent } from "node:http";

/**
 * How long a trading system waits for the warning nodes, one question after the other, each about an announced process and
 * with a node that hits, so that a fact is recorded. Reference: the same client sends a fact of one notice and waits for its
 * receipt.
 */
import type { Bench, BenchContext } from "./bench.ts";
import { sendOne } from "./intake-single.ts";
import { post } from "./post.ts";
import { createDatabase } from "./postgres.ts";
import { medianOf, resultOf } from "./result.ts";
import { startServer } from "./server.ts";

const TARGET_MS = 200;

const noticeOf = (n: number) => ({
  kind: "procurement.notice-published",
  sourceId: `warning-bench/${n}`,
  subject: `ocds-mj0001-WB${n}`,
  occurredAt: "2026-05-01T09:00:00+08:00",
  payload: {
    noticeType: "tenderNotice",
    title: `云澜市第${n}号道路改造工程施工招标公告`,
    regime: "works",
    method: "open",
    lots: [{ lotId: "1" }],
    bidDeadline: "2026-05-25T09:30:00+08:00",
    openingAt: "2026-05-25T09:30:00+08:00",
  },
});

const checkOf = (n: number) => ({
  actId: `notice/${n}`,
  stage: "notice",
  act: "publishNotice",
  ocid: `ocds-mj0001-WB${n}`,
  at: "2026-05-02T09:00:00+08:00",
  facts: {
    regime: "works",
    isMandatory: true,
    documentsFrom: "2026-05-01",
    documentsTo: "2026-05-08",
    isInDesignatedMedia: true,
    bidDeadline: "2026-05-15T09:30:00+08:00",
    openingAt: "2026-05-15T09:30:00+08:00",
  },
});

const linesOf = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);

async function timesOf(count: number, act: (n: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const begin = performance.now();
    await act(n);
    times.push(performance.now() - begin);
  }
  // The first ones find nothing prepared.
  return times.slice(Math.floor(count / 10));
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

async function measure({ postgres, isQuick, say }: BenchContext) {
  const database = await createDatabase(postgres);
  const server = await startServer(database);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const count = isQuick ? 200 : 2000;
  try {
    const key = await server.addSource("bench");
    const sender = { url: server.url, key, agent };
    const sent = await timesOf(count, async (n) => {
      const status = await sendOne(sender, linesOf(noticeOf(n)));
      if (status !== "accepted") throw new Error(`a fact was ${status}`);
    });
    const checked = await timesOf(count, async (n) => {
      const body = Buffer.from(JSON.stringify(checkOf(n)));
      const headers = {
        authorization: `Bearer ${key}`,
        "content-type": "application/json",
        "content-length": body.length,
      };
      const text = await post(`${server.url}/api/warnings/check`, { headers, body, agent });
      if (!text.includes('"advice":"block"')) throw new Error(`not warned: ${text}`);
    });
    const of = (times: readonly number[]) => ({
      median: medianOf(times),
      p95: quantile(times, 0.95),
    });
    const [check, fact] = [of(checked), of(sent)];
    say(
      `  check ${check.median.toFixed(1)} ms, p95 ${check.p95.toFixed(1)}; a fact ${fact.median.toFixed(1)} ms, p95 ${fact.p95.toFixed(1)}`,
    );
    return { check, fact, count };
  } finally {
    agent.destroy();
    await server.stop();
    await database.drop();
  }
}

export const warningChecks: Bench = {
  name: "warning-checks",
  async run(context) {
    const { check, fact, count } = await measure(context);
    return (["median", "p95"] as const).map((name) =>
      resultOf(
        {
          name: `warning-check-${name}`,
          unit: "ms",
          target: { atMost: TARGET_MS },
          referenceName: `one fact of a notice to its receipt, same client, ${name}, ms`,
          detail: { checks: count, clients: 1 },
        },
        [{ value: check[name], reference: fact[name] }],
      ),
    );
  },
};
