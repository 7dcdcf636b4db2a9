/**
 * T11: a sender chooses when something happened, never when it was recorded; where the two are more than five minutes apart, the
 * process's page and its certificate say so. The campaign runs it with 10,000.
 */
import { afterAll, beforeAll, expect, test } from "vitest";

import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const CASES = Number(process.env["MINGJING_TEST_CASES"] ?? 1000);
const PAGE = 500;
const MINUTE = 60_000;
const SKEW = 5 * MINUTE;

let app: TestApp;
let key = "";
beforeAll(async () => {
  app = await createTestApp({ skewMs: 0 });
  key = await app.addSource("trading");
});
afterAll(() => app.close());

/** From ten years ago to a day ahead; half of them near now, where the limit is. */
function randomTime(now: number): number {
  const near = now + (Math.random() * 2 - 1) * 20 * MINUTE;
  return Math.random() < 0.5 ? near : now - Math.random() * 3650 * 24 * 60 * MINUTE;
}

const codeOf = (n: number) => `TIME${String(n).padStart(6, "0")}`;

test(
  `${CASES} random times: none is the recorded one, each skew over five minutes is said`,
  { timeout: 120_000 + CASES * 30 },
  async () => {
    const from = Date.now();
    const times = Array.from({ length: CASES }, () => Math.round(randomTime(from)));
    const facts = times.map((at, n) =>
      aNotice(codeOf(n), {}, { occurredAt: new Date(at).toISOString() }),
    );
    for (let start = 0; start < CASES; start += PAGE)
      expect((await app.send(key, facts.slice(start, start + PAGE))).quarantined).toBe(0);
    await app.settle();
    const to = Date.now();
    const rows = await app.database.query<{ ocid: string; at: Date; recorded: Date }>(
      "SELECT subject AS ocid, occurred_at AS at, recorded_at AS recorded FROM fact.fact WHERE kind = 'procurement.notice-published'",
    );
    expect(rows).toHaveLength(CASES);
    const chosen = rows.filter(({ recorded }) => +recorded < from - 1000 || +recorded > to + 1000);
    expect(chosen).toEqual([]);
    const shown = await app.database.query<{ ocid: string; said: string | null }>(
      "SELECT ocid, view -> 'events' -> 0 ->> 'recordedAt' AS said FROM released.process",
    );
    const saidOf = new Map(shown.map(({ ocid, said }) => [ocid, said]));
    const figures = { cases: CASES, public: 0, skewed: 0, said: 0, wrong: 0 };
    for (const { ocid, at, recorded } of rows) {
      const said = saidOf.get(ocid);
      // What is said to happen later than now is not public yet.
      if (said === undefined) continue;
      const isSkewed = Math.abs(+recorded - +at) > SKEW;
      figures.public += 1;
      figures.skewed += Number(isSkewed);
      figures.said += Number(said !== null);
      figures.wrong += Number(isSkewed !== (said !== null));
    }
    process.stderr.write(`${JSON.stringify({ "recorded-at": figures })}\n`);
    expect(figures.skewed).toBeGreaterThan(0);
    expect(figures.skewed).toBeLessThan(figures.public);
    expect(figures.wrong).toBe(0);
    await checkCertificates(times, from);
  },
);

/** A few of both kinds, as the verifier reports them and as the page shows them: public since before they were sent. */
async function checkCertificates(times: readonly number[], sentAt: number): Promise<void> {
  const near = times.findIndex((at) => at < sentAt && sentAt - at < 2 * MINUTE);
  const far = times.findIndex((at) => sentAt - at > 60 * MINUTE);
  for (const [n, isSkewed] of [
    [near, false],
    [far, true],
  ] as const) {
    const ocid = ocidOf(codeOf(n));
    const certificate = await app.get(`/api/public/processes/${ocid}/certificate`);
    const { verdict, facts } = verifyCertificate(certificate.body);
    expect([verdict, facts[0]?.isSkewed]).toEqual(["valid", isSkewed]);
    const page = await app.get(`/process/${ocid}`);
    expect(page.body.includes("记录于")).toBe(isSkewed);
  }
}

test("a line that names a recorded time is refused", async () => {
  const fact = aNotice("NAMED1");
  for (const name of ["recordedAt", "recorded_at", "committedAt"]) {
    const line = JSON.stringify({ ...fact, [name]: "2020-01-01T00:00:00Z" });
    expect(await app.send(key, [line])).toMatchObject({ accepted: 0, quarantined: 1 });
  }
});

test("the serving login cannot change a recorded time", async () => {
  await expect(
    app.database.query("UPDATE fact.fact SET recorded_at = '2020-01-01'"),
  ).rejects.toThrow(/permission denied|append-only/);
});
