/** A small city for tests of what follows a lead: its people, and leads on four lots. */
import type { LeadFollowUp } from "../../../../contract/src/followup.ts";
import { aDuty, anAward, firm, ocidOf, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";

const post = (account: string, name: string, unit: readonly [id: string, name: string]) => ({
  account,
  name,
  departmentId: unit[0],
  departmentName: unit[1],
});
const CENTRE: OfficerAccount = {
  ...post("centre-1", "罗见微", ["trading-centre", "云澜市公共资源交易中心"]),
  role: "centre",
};
const DIRECTOR: OfficerAccount = {
  ...post("director-1", "傅明远", ["trading-centre", "云澜市公共资源交易中心"]),
  role: "director",
};
const HOUSING = post("housing-1", "陈岚", ["housing", "云澜市住房和城乡建设局"]);
const WATER = post("water-1", "沈望舒", ["water", "云澜市水务局"]);
const INSPECTOR: OfficerAccount = {
  ...post("inspector-1", "方正言", ["discipline", "云澜市纪委监委"]),
  role: "inspector",
};
const COORDINATOR: OfficerAccount = {
  ...post("coordinator-1", "江予安", ["coordinator", "云澜市公管办"]),
  role: "coordinator",
};
const BIDDER: OfficerAccount = {
  ...post("bidder-1", "秦致远", ["bidder-1", firm(1).name]),
  role: "bidder",
  jurisdiction: [],
};
const EXPERT: OfficerAccount = {
  ...post("expert-1", "白景初", ["expert-pool", "云澜市综合评标专家库"]),
  role: "expert",
  jurisdiction: [],
};
const KINDS = {
  discipline: "discipline",
  coordinator: "coordinator",
  "trading-centre": "tradingCentre",
  "bidder-1": "bidder",
} as const;

const PEOPLE = { CENTRE, DIRECTOR, HOUSING, WATER, INSPECTOR, COORDINATOR, BIDDER, EXPERT };
export type Who = keyof typeof PEOPLE;
type Headers = Record<string, string>;

export interface City {
  readonly app: TestApp;
  readonly leads: Readonly<Record<string, string>>;
  headers(who: Who): Headers;
  signInAgain(who: Who): Promise<void>;
  send(who: Who, path: string, payload?: object): ReturnType<TestApp["inject"]>;
  get<T>(who: Who, path: string): Promise<T>;
  page(who: Who, code?: string): Promise<LeadFollowUp>;
}

async function registerUnits({ application, database }: TestApp): Promise<void> {
  await inTransaction(database.app.db, (tx) =>
    recordOrganisation(tx, application.registry, {
      at: "2020-02-01T00:00:00.000Z",
      changes: Object.entries(KINDS).map(([unit, unitKind]) => ({
        kind: "unit-registered" as const,
        payload: {
          unit,
          name: unit === "bidder-1" ? firm(1).name : `单位 ${unit}`,
          unitKind,
          validFrom: "2020-02-01",
          ...(unit === "bidder-1" ? { party: firm(1) } : {}),
        },
      })),
    }),
  );
}

/** C1 to C3 are awarded; on C9 the committee is still at work. */
export async function createCity(): Promise<City> {
  const app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    ...["C1", "C2", "C3"].flatMap((code) => [...sharedDeviceProcess(code), anAward(code, 1)]),
    ...sharedDeviceProcess("C9"),
  ]);
  await app.settle();
  const sessions = new Map<Who, Headers>();
  const signInAgain = async (who: Who) => void sessions.set(who, await app.signIn(PEOPLE[who]));
  for (const who of Object.keys(PEOPLE) as Who[]) await signInAgain(who);
  await registerUnits(app);
  await app.settle();
  await signInAgain("BIDDER");
  const headers = (who: Who): Headers => sessions.get(who) ?? {};
  const get = async <T>(who: Who, path: string): Promise<T> => {
    const reply = await app.inject({ url: `/api/${path}`, headers: headers(who) });
    if (reply.statusCode !== 200) throw new Error(`${path}: ${reply.statusCode} ${reply.body}`);
    return reply.json<T>();
  };
  const { rows } = await get<{ rows: { id: string; ocid: string }[] }>("HOUSING", "leads");
  const leads = Object.fromEntries(
    ["C1", "C2", "C3", "C9"].map((code) => [
      code,
      rows.find(({ ocid }) => ocid === ocidOf(code))?.id ?? "",
    ]),
  );
  return {
    app,
    leads,
    headers,
    signInAgain,
    get,
    send: (who, path, payload = {}) =>
      app.inject({ method: "POST", url: `/api/${path}`, headers: headers(who), payload }),
    page: (who, code = "C1") => get<LeadFollowUp>(who, `followup/leads/${leads[code]}`),
  };
}
