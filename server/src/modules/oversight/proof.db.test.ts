/** A date changed in SQL by a superuser is on the board within one look, and the board says what differs. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Board, Integrity } from "../../../../contract/src/oversight.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { receiveVoice, takeVoice } from "../complaints/index.ts";
import { lookAtProofs } from "./index.ts";

let app: TestApp;
let inspector: Record<string, string>;
const numbers: string[] = [];

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty({ matter: "complaint" }), aNotice("C1")]);
  await app.settle();
  inspector = await app.signIn({
    account: "inspector-1",
    name: "方正言",
    departmentId: "discipline",
    departmentName: "云澜市纪委监委",
    role: "inspector",
  });
  const { registry } = app.application;
  const { db } = app.database.app;
  const department = { id: "housing", name: "云澜市住房和城乡建设局" };
  for (let index = 0; index < 3; index += 1) {
    const { number } = await inTransaction(db, (tx) =>
      receiveVoice(tx, registry, {
        content: {
          kind: "complaint",
          regime: "works",
          matter: "result",
          ocid: ocidOf("C1"),
          title: "对评标结果的投诉",
          claims: ["第一候选人项目经理社保不在本单位。"],
          knownOn: "2026-05-28",
          writer: { party: firm(index + 2) },
        },
        channel: "web",
        at: "2026-06-01T02:00:00.000Z",
      }),
    );
    const officer = { account: "housing-1", name: "陈岚", department };
    await takeVoice(
      { db, registry, officer, scope: undefined, at: "2026-06-01T03:00:00.000Z" },
      { id: number, version: 0 },
    );
    numbers.push(number);
  }
  await app.settle();
  // The complete pass of the start found an almost empty store.
  await app.database.query("DELETE FROM oversight.proof_state");
}, 120_000);
afterAll(() => app.close());

/** One look; while the application itself looks, it is waited for. */
async function look(): Promise<Integrity> {
  const deps = {
    db: app.database.app.db,
    registry: app.application.registry,
    clock: { now: () => new Date("2026-06-01T08:00:00.000Z") },
  };
  while (!(await lookAtProofs(deps)));
  await app.settle();
  const reply = await app.inject({ url: "/api/oversight/board", headers: inspector });
  return reply.json<Board>().integrity;
}

/** As a superuser with the triggers off, and back again. */
const asThief = (statement: string) =>
  app.database.asOwner(`SET session_replication_role = replica; ${statement}`);

const brokenOf = ({ broken }: Integrity, number: string) =>
  broken.filter(({ subject }) => subject === `voice:${number}`);

describe("one look", () => {
  test("nothing is broken in a sound store, and every record was recomputed", async () => {
    const integrity = await look();
    const [facts] = await app.database.query("SELECT count(*)::int AS count FROM fact.fact");
    expect(integrity).toMatchObject({ brokenCount: 0, broken: [] });
    expect(integrity.checked).toBeGreaterThan(10);
    expect(integrity.checked).toBeLessThanOrEqual(facts?.["count"] as number);
    expect(integrity.sample).toBeGreaterThan(10);
    expect(integrity.sampleGood).toBe(integrity.sample);
    expect(integrity.checkpoints).toBeGreaterThan(0);
    expect(integrity.checkpointsGood).toBe(integrity.checkpoints);
  });

  test("the business time of a fact: seen, with both times, and nothing else is accused", async () => {
    const [first = "", second = ""] = numbers;
    await asThief(`UPDATE fact.fact SET occurred_at = occurred_at - interval '5 days'
      WHERE subject = 'voice:${first}' AND kind = 'complaints.voice-taken'`);
    const integrity = await look();
    expect(brokenOf(integrity, first)).toEqual([
      expect.objectContaining({
        where: "fact",
        field: "occurredAt",
        stored: "2026-05-27T03:00:00.000Z",
        expected: "2026-06-01T03:00:00.000Z",
      }),
    ]);
    expect(brokenOf(integrity, second)).toEqual([]);
    expect(integrity.brokenCount).toBe(1);
    const facts = await app.database.query(
      "SELECT payload FROM fact.fact WHERE kind = 'oversight.proof-checked' ORDER BY id DESC LIMIT 1",
    );
    expect(facts[0]).toMatchObject({ payload: { brokenCount: 1 } });
  });

  test("the time of an event, and the day in the summary, each for itself", async () => {
    const [first = "", second = "", third = ""] = numbers;
    await asThief(`UPDATE complaints.event SET occurred_at = occurred_at - interval '2 days'
      WHERE voice_id = '${second}' AND kind = 'complaints.voice-taken'`);
    await asThief(
      `UPDATE complaints.handling SET accepted_on = '2026-05-20' WHERE voice_id = '${third}'`,
    );
    const integrity = await look();
    expect(brokenOf(integrity, second)).toEqual([
      expect.objectContaining({
        where: "event",
        field: "occurredAt",
        stored: "2026-05-30T03:00:00.000Z",
      }),
    ]);
    expect(brokenOf(integrity, third)).toEqual([
      expect.objectContaining({ where: "handling", field: "acceptedOn", stored: "2026-05-20" }),
    ]);
    expect(brokenOf(integrity, first)).toHaveLength(1);
  });

  test("put back it is sound again; a deleted event is missed", async () => {
    const [first = "", second = "", third = ""] = numbers;
    await asThief(`UPDATE fact.fact SET occurred_at = occurred_at + interval '5 days'
      WHERE subject = 'voice:${first}' AND kind = 'complaints.voice-taken'`);
    await asThief(`UPDATE complaints.event SET occurred_at = occurred_at + interval '2 days'
      WHERE voice_id = '${second}' AND kind = 'complaints.voice-taken'`);
    await asThief(`UPDATE complaints.handling SET accepted_on = NULL WHERE voice_id = '${third}'`);
    expect((await look()).brokenCount).toBe(0);
    await asThief(`UPDATE fact.fact SET payload = payload || '{"ground":"x"}'
      WHERE subject = 'voice:${first}' AND kind = 'complaints.voice-routed'`);
    const [found] = brokenOf(await look(), first);
    expect(found).toMatchObject({ where: "fact", field: "payload", stored: '{"ground":"x"}' });
  });
});
