/** From the log to a chain and back: queue, outage, kill, loss, and a proof that anybody checks. */
import { fork } from "node:child_process";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import type { AnchorProof } from "../../../../contract/src/anchors.ts";
import { type EvidenceService, startEvidenceService } from "../../../../simulate/src/index.ts";
import { parseCheckpoint, verifyAnchor } from "../../../../verifier/src/index.ts";
import { aNotice } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";

const CREDENTIALS = { account: "yunlan-city", secret: "secret-of-the-tests" };
const EVERY_MINUTES = 10;

const state = { notices: 0, now: Date.parse(NOW) };
let app: TestApp;
let service: EvidenceService;
let key: string;
beforeAll(async () => {
  service = await startEvidenceService({ ...CREDENTIALS, now: () => new Date(state.now) });
  app = await createTestApp({
    anchors: {
      everyMinutes: EVERY_MINUTES,
      // Rounds are made by the tests alone.
      roundSeconds: 3600,
      province: {
        ...CREDENTIALS,
        url: service.url,
        publicKeys: [service.publicKey],
        answerMs: 500,
      },
    },
  });
  key = await app.addSource("city");
});
afterEach(() => service.misbehave("none"));
afterAll(async () => {
  await app.close();
  await service.stop();
});

function pass(minutes: number): void {
  state.now += minutes * 60_000;
  app.setNow(new Date(state.now).toISOString());
}

/** The log grows, and it is time for the next anchor. */
async function grow(): Promise<void> {
  state.notices += 1;
  await app.send(key, [aNotice(`A${state.notices}`)]);
  await app.settle();
  pass(EVERY_MINUTES);
}

const anchorNow = () => app.application.anchors.anchorNow();

async function status() {
  const headers = { authorization: `Bearer ${app.operatorToken}` };
  const answer = await app.inject({ method: "GET", url: "/api/admin/anchors", headers });
  const [chain] = answer.json<{ chains: Record<string, unknown>[] }>().chains;
  return chain ?? {};
}
const warning = async () => {
  const { checks } = (await app.get("/api/health")).json<{
    checks: { name: string; warning?: string }[];
  }>();
  return checks.find(({ name }) => name === "anchors")?.warning;
};
const factsOf = (kind: string) =>
  app.database.query<{ payload: { size: number } }>(
    "SELECT payload FROM fact.fact WHERE kind = $1 ORDER BY id",
    [kind],
  );

test("A checkpoint is anchored, and its proof holds beside the newest checkpoint.", async () => {
  await grow();
  await anchorNow();
  await app.settle();
  const [fact] = await factsOf("anchors.anchored");
  const { anchors, size } = (await app.get("/api/log/anchors")).json<{
    size: number;
    anchors: AnchorProof[];
  }>();
  expect(size).toBeGreaterThan(fact?.payload.size ?? Infinity);
  const head = parseCheckpoint((await app.get("/log/checkpoint")).body);
  if (!head.ok) throw new Error(head.code);
  const provinceKeys = [service.publicKey];
  const report = verifyAnchor(anchors[0], head.value, { provinceKeys });
  expect(report).toMatchObject({ ok: true, code: "anchor.signed", stillToAsk: "nothing" });
  expect(report.size).toBe(fact?.payload.size);
  const shorter = { ...anchors[0], consistency: anchors[0]?.consistency.slice(1) };
  expect(verifyAnchor(shorter, head.value, { provinceKeys }).code).toBe("anchor.other-history");
});

test("A receipt alone is no reason for the next anchor, and none is made before its time.", async () => {
  pass(EVERY_MINUTES);
  await app.settle();
  await anchorNow();
  expect((await status())["waiting"]).toBe(0);
  const before = service.ledger.count();
  await grow();
  await anchorNow();
  expect(service.ledger.count()).toBe(before + 1);
  await grow();
  pass(-1);
  await anchorNow();
  expect(service.ledger.count()).toBe(before + 1);
  pass(1);
  await anchorNow();
  expect(service.ledger.count()).toBe(before + 2);
});

test("An outage queues anchors, is told, holds up nothing else, and ends by itself.", async () => {
  const before = (await factsOf("anchors.anchored")).length;
  for (const fault of ["halt", "error", "otherHash"] as const) {
    service.misbehave(fault);
    await grow();
    const began = performance.now();
    const anchoring = anchorNow();
    // Facts, checkpoints and answers go on meanwhile.
    await app.send(key, [aNotice(`while-${fault}`)]);
    await app.settle();
    expect((await app.get("/api/health")).statusCode).toBe(200);
    await anchoring;
    expect(performance.now() - began).toBeLessThan(5000);
  }
  expect(await status()).toMatchObject({ waiting: 3, failures: 3 });
  expect(await warning()).toBe("anchors.chain-down");
  expect(await factsOf("anchors.anchored")).toHaveLength(before);
  service.misbehave("none");
  pass(60);
  await anchorNow();
  expect(await status()).toMatchObject({ failure: null });
  expect(Number((await status())["waiting"])).toBe(0);
  expect(await warning()).toBeUndefined();
  expect((await factsOf("anchors.anchored")).length).toBeGreaterThanOrEqual(before + 3);
});

test("In an outage the chain is asked less and less often.", async () => {
  service.misbehave("error");
  await grow();
  await anchorNow();
  const asked = service.seen.length;
  await anchorNow();
  expect(service.seen.length).toBe(asked);
  const waits = [];
  for (let failure = 0; failure < 3; failure++) {
    const { nextAt } = await status();
    waits.push((Date.parse(String(nextAt)) - state.now) / 1000);
    pass((waits.at(-1) ?? 0) / 60);
    await anchorNow();
  }
  expect(waits).toEqual([10, 20, 40]);
  service.misbehave("none");
  pass(60);
  await anchorNow();
});

test("An answer that is lost leaves one record and one fact.", async () => {
  const facts = (await factsOf("anchors.anchored")).length;
  const records = service.ledger.count();
  service.misbehave("drop");
  await grow();
  await anchorNow();
  expect(service.ledger.count()).toBe(records + 1);
  service.misbehave("none");
  pass(60);
  await anchorNow();
  expect(service.ledger.count()).toBe(records + 1);
  expect(await factsOf("anchors.anchored")).toHaveLength(facts + 1);
});

test("Killed between the answer and its record, the same request is sent again.", async () => {
  await grow();
  const facts = (await factsOf("anchors.anchored")).length;
  const records = service.ledger.count();
  const argument = JSON.stringify({
    databaseUrl: app.database.appUrl,
    now: new Date(state.now).toISOString(),
    everyMinutes: EVERY_MINUTES,
    province: { ...CREDENTIALS, url: service.url, publicKeys: [service.publicKey] },
  });
  const killed = fork(new URL("test/killed-process.ts", import.meta.url), [argument], {
    execArgv: [],
  });
  const signal = await new Promise((resolve) => killed.once("exit", (_, name) => resolve(name)));
  expect(signal).toBe("SIGKILL");
  expect(service.ledger.count()).toBe(records + 1);
  expect(await factsOf("anchors.anchored")).toHaveLength(facts);
  await anchorNow();
  expect(await factsOf("anchors.anchored")).toHaveLength(facts);
  // Its claim ends by the database's clock.
  await app.database.query("UPDATE anchors.chain SET claimed_until = now() - interval '1 second'");
  await anchorNow();
  expect(service.ledger.count()).toBe(records + 1);
  expect(await factsOf("anchors.anchored")).toHaveLength(facts + 1);
});

test("What the chain has lost is told after a second look, and anchored again.", async () => {
  await grow();
  await anchorNow();
  const anchored = await factsOf("anchors.anchored");
  service.ledger.forget(1);
  pass(61);
  await anchorNow();
  expect(await factsOf("anchors.lost")).toHaveLength(0);
  pass(2);
  await anchorNow();
  const [lost] = await factsOf("anchors.lost");
  expect(lost?.payload).toMatchObject({ reason: "missing", size: anchored.at(-1)?.payload.size });
  await anchorNow();
  const again = await factsOf("anchors.anchored");
  expect(again).toHaveLength(anchored.length + 1);
  expect(again.at(-1)?.payload.size).toBe(anchored.at(-1)?.payload.size);
  const released = await app.database.query("SELECT FROM released.anchor");
  expect(released).toHaveLength(anchored.length);
  pass(61);
  await anchorNow();
  pass(2);
  await anchorNow();
  expect(await factsOf("anchors.lost")).toHaveLength(1);
});

test("All tables follow from the facts.", async () => {
  const read = () =>
    app.database.query(
      "SELECT fact_id, size, checkpoint FROM released.anchor ORDER BY anchored_at, fact_id",
    );
  const before = await read();
  await app.application.rebuild();
  expect(await read()).toEqual(before);
});
