/** Who is told when a clock ends: the handler before it, the head and the discipline group when it has passed. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { aDuty } from "../../../test/builders.ts";
import { createTestApp, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import { receiveVoice } from "./index.ts";

const HOUSING = { departmentId: "housing", departmentName: "云澜市住房和城乡建设局" };
const OFFICER: OfficerAccount = { account: "housing-1", name: "陈岚", ...HOUSING };
const CHIEF: OfficerAccount = { account: "housing-2", name: "韩立群", role: "chief", ...HOUSING };
const WATER: OfficerAccount = {
  account: "water-1",
  name: "何书言",
  departmentId: "water",
  departmentName: "云澜市水务局",
};
const GROUP: OfficerAccount = {
  account: "group-1",
  name: "郝守拙",
  departmentId: "discipline-housing",
  departmentName: "驻市住建局纪检监察组",
  role: "inspector",
  jurisdiction: [{ matters: ["complaint"], units: "stationed" }],
};

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("each is told once, and nobody whose matter it is not", async () => {
  const key = await app.addSource("duties");
  await app.send(key, [aDuty({ matter: "complaint", regime: undefined, industry: undefined })]);
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "unit-registered",
          payload: {
            unit: GROUP.departmentId,
            name: GROUP.departmentName,
            unitKind: "stationedDiscipline",
            stationedIn: "housing",
            validFrom: "2020-01-02",
          },
        },
      ],
    }),
  );
  const sessions = new Map<string, Record<string, string>>();
  for (const account of [OFFICER, CHIEF, WATER, GROUP])
    sessions.set(account.account, await app.signIn(account));
  const { number } = await inTransaction(app.database.app.db, (tx) =>
    receiveVoice(tx, app.application.registry, {
      content: {
        kind: "complaint",
        regime: "works",
        title: "没有人签收的投诉",
        claims: ["评标结果有误。"],
        writer: { party: { kind: "organisation", name: "云澜第3建设有限公司" } },
      },
      channel: "web",
      at: "2026-05-26T02:00:00.000Z",
    }),
  );
  const kindsOf = async (account: string) => {
    const response = await app.inject({
      url: "/api/notifications",
      headers: sessions.get(account) ?? {},
    });
    expect(response.statusCode, response.body).toBe(200);
    return response
      .json<{ rows: { kind: string; voice?: { number: string } }[] }>()
      .rows.filter(({ voice }) => voice?.number === number)
      .map(({ kind }) => kind)
      .toSorted();
  };
  // Received on Tuesday the 26th: three working days end with Friday the 29th; now it is Monday, June 1st.
  await sweepDeadlines({
    db: app.database.app.db,
    registry: app.application.registry,
    now: async () => new Date("2026-06-01T08:00:00.000Z"),
  });
  await app.settle();
  const group = await kindsOf("group-1");
  expect(new Set(group)).toEqual(new Set(["deadlineMissed"]));
  expect(await kindsOf("housing-1")).toEqual([
    "deadlineMissed",
    "deadlineMissed",
    "deadlineNear",
    "voiceRouted",
  ]);
  expect(await kindsOf("housing-2")).toContain("deadlineMissed");
  expect(await kindsOf("water-1")).toEqual([]);
});
