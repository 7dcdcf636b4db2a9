/** What rooms tell becomes a warning: holes of a recording, a camera's clock; a whole recording is left alone. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { coverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";

const OCID = ocidOf("R1");
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await app.send(await app.addSource("trading"), [aNotice("R1")]);
  await app.settle();
}, 60_000);
afterAll(() => app.close());

const { example: EXAMPLE } = coverageStated;

/** Nodes that warn of this statement. */
async function warnedOf(channel: string, changes: Partial<CoverageStated>): Promise<string[]> {
  const { registry } = app.application;
  const payload = { ...EXAMPLE, channel, ...changes };
  await inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, registry, {
      kind: "video.coverage-stated",
      source: "mingjing",
      sourceId: `video/coverage/${channel}`,
      subject: OCID,
      occurredAt: new Date(NOW).toISOString(),
      payload,
    }),
  );
  await app.settle();
  const rows = await app.database.query<{ nodes: { node: string; isHit: boolean }[] }>(
    `SELECT payload -> 'nodes' AS nodes FROM fact.fact WHERE kind = 'warnings.warned'
     AND payload ->> 'actId' = (SELECT 'fact/' || id FROM fact.fact WHERE source_id = 'video/coverage/${channel}')`,
  );
  return rows.flatMap(({ nodes }) => nodes.filter(({ isHit }) => isHit).map(({ node }) => node));
}

const { coverage } = EXAMPLE;
const whole = { ...coverage, recorded: coverage.seconds, share: 1, gaps: [] };

test("PRO-13: a gap of 31 seconds in an opening warns, a whole recording does not", async () => {
  expect(await warnedOf("cam-gap", {})).toEqual(["W-OPE-08"]);
  expect(await warnedOf("cam-whole", { coverage: whole })).toEqual([]);
  const thin = { ...whole, share: 0.9949 };
  expect(await warnedOf("cam-thin", { coverage: thin, use: "evaluation" })).toEqual(["W-EVA-12"]);
});

test("PRO-19: a camera's clock that is six seconds off warns; one that is off by five, or is not known, does not", async () => {
  const clock = (offsetMs: number) => ({
    coverage: whole,
    clock: { source: "senderReport" as const, offsetMs },
  });
  expect(await warnedOf("cam-ahead", clock(6001))).toEqual(["W-OPE-09"]);
  expect(await warnedOf("cam-behind", { ...clock(-5200), use: "evaluation" })).toEqual([
    "W-EVA-13",
  ]);
  expect(await warnedOf("cam-right", clock(-5000))).toEqual([]);
});
