/** The rules over HTTP: counts, law at a place, lists behind the numbers, and the checks of a process. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type {
  ProcessChecks,
  RuleList,
  RuleLots,
  RuleView,
} from "../../../../contract/src/indicators.ts";
import {
  aNotice,
  anAward,
  bidsOpened,
  honestBids,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { MANIFESTS } from "./rules.ts";

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("trading");
  await app.send(key, [
    ...sharedDeviceProcess("R1"),
    aNotice("R2"),
    bidsOpened("R2", honestBids(1, 2)),
    anAward("R2", 1),
  ]);
  await app.send(key, scoresOf("R1"));
  await app.settle();
  headers = await app.signIn({
    account: "coordinator-1",
    name: "许澄",
    departmentId: "coordinator",
    departmentName: "云澜市公共资源交易监督管理办公室",
    role: "coordinator",
  });
});
afterAll(() => app.close());

/** Three experts, three bids, two criteria; one score lies above its maximum. */
function scoresOf(code: string): FactInput[] {
  return ["a", "b", "c"].flatMap((expert, row) =>
    [1, 2, 3].flatMap((bid) =>
      ["施工组织设计", "项目管理机构"].map((criterion, place): FactInput => ({
        kind: "procurement.expert-scored",
        sourceId: `${code}/score/${expert}/${bid}/${place}`,
        subject: `ocds-mj0001-${code}`,
        occurredAt: "2026-03-02T15:00:00+08:00",
        payload: {
          lotId: "1",
          evaluator: { kind: "naturalPerson", token: `expert-0000${expert}`, maskedName: "王**" },
          bidder: { kind: "organisation", name: `云澜第${bid}建设有限公司` },
          criterion,
          score: row === 1 && bid === 2 && place === 0 ? "20.5" : (14 + bid + row * 0.5).toFixed(1),
          maximum: "20",
        },
      })),
    ),
  );
}

const get = async <T>(path: string): Promise<T> => {
  const reply = await app.inject({ url: path, headers });
  expect(reply.statusCode).toBe(200);
  return reply.json<T>();
};

describe("the list", () => {
  test("has every rule with its counts over the lots screened", async () => {
    const { lots, rules } = await get<RuleList>("/api/indicators");
    expect(lots).toBe(2);
    const all = [...MANIFESTS.map(({ id }) => id), "EXP-04", "EXP-20"];
    expect(rules.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
    const dev01 = rules.find(({ id }) => id === "DEV-01")?.coverage;
    expect(dev01).toMatchObject({ hit: 1 });
    for (const { coverage } of rules.filter(({ id }) => MANIFESTS.some((own) => own.id === id)))
      expect(coverage.hit + coverage.noHit + coverage.notComputable).toBe(2);
    const blind = rules.find(({ id }) => id === "REL-15")?.coverage;
    expect(blind).toMatchObject({ notComputable: 2, reasons: [{ code: "noRegistry", lots: 2 }] });
  });
});

describe("one rule", () => {
  test("answers by place and day, and runs its demonstration", async () => {
    const fujian = await get<RuleView>("/api/indicators/DEV-04?place=350100&day=2026-03-02");
    expect(fujian.law.level).toBe("determination");
    expect(fujian.demonstration.planted.outcome).toBe("hit");
    expect(fujian.demonstration.twin.outcome).toBe("noHit");
    const before = await get<RuleView>("/api/indicators/DEV-04?place=350100&day=2018-03-02");
    expect(before.law.level).toBe("lead");
    const elsewhere = await get<RuleView>("/api/indicators/DEV-04?day=2026-03-02");
    expect(elsewhere.law.level).toBe("lead");
  });

  test("its number opens its list", async () => {
    const { rows } = await get<RuleLots>("/api/indicators/DEV-01/lots");
    expect(rows).toMatchObject([{ ocid: "ocds-mj0001-R1", lotId: "1" }]);
    const few = await get<RuleLots>("/api/indicators/PRO-01/lots");
    expect(few.rows).toMatchObject([{ ocid: "ocds-mj0001-R2", value: "bidders=2" }]);
  });

  test("over scores hits by number and names no person; who may not see scores sees no panel", async () => {
    expect((await get<RuleLots>("/api/indicators/EXP-06/lots")).rows).toEqual([]);
    const inspector = await app.signIn({
      account: "inspector-9",
      name: "严正",
      departmentId: "discipline",
      departmentName: "云澜市纪委监委",
      role: "inspector",
      jurisdiction: [{ matters: ["process", "lead", "score"], units: "any" }],
    });
    const listed = await app.inject({ url: "/api/indicators/EXP-06/lots", headers: inspector });
    expect(listed.json<RuleLots>().rows).toMatchObject([
      { ocid: "ocds-mj0001-R1", value: "findings=1" },
    ]);
    const reply = await app.inject({
      url: "/api/processes/ocds-mj0001-R1/checks",
      headers: inspector,
    });
    expect(reply.body).not.toMatch(/expert-0000|王\*/u);
    const { lots } = reply.json<ProcessChecks>();
    const of = (id: string) => lots[0]?.checks.find((check) => check.id === id);
    expect(of("EXP-06")).toMatchObject({ outcome: "hit", value: "findings=1" });
    expect(of("EXP-05")).toMatchObject({ outcome: "noHit" });
    expect(of("EXP-12")).toMatchObject({ outcome: "notComputable", reason: "fewPanels" });
  });

  test("that does not exist is refused with its name", async () => {
    const reply = await app.inject({ url: "/api/indicators/DEV-99", headers });
    expect(reply.statusCode).toBe(404);
    expect(reply.json()).toMatchObject({ code: "indicators.not-found", params: { id: "DEV-99" } });
  });
});

test("the checks of a process name what hit, with the article, and why the rest cannot be told", async () => {
  const { lots } = await get<ProcessChecks>("/api/processes/ocds-mj0001-R2/checks");
  expect(lots).toHaveLength(1);
  const of = (id: string) => lots[0]?.checks.find((check) => check.id === id);
  expect(of("PRO-01")).toMatchObject({ outcome: "hit", level: "block" });
  expect(of("PRO-01")?.basis.map(({ article }) => article)).toContain("ZTB-T-44");
  expect(of("PRO-09")).toMatchObject({ outcome: "notComputable", reason: "noRanking" });
  expect(of("PRO-10")).toMatchObject({ outcome: "noHit" });
});
