import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { AccountPage, AccountRow, Invited } from "../../../../../contract/src/accounts.ts";
import {
  createTestApp,
  NOW,
  OPERATOR_TOKEN,
  type OfficerAccount,
  type TestApp,
} from "../../../../test/harness.ts";
import { createVisitor, PASSWORD } from "../../../../test/visitor.ts";
import { inTransaction } from "../../database.ts";
import { recordOrganisation } from "../organisation.service.ts";

let app: TestApp;
let security: Record<string, string>;
let chief: Record<string, string>;
let coordinator: Record<string, string>;
let system: Record<string, string>;

const operations = { departmentId: "operations", departmentName: "大数据中心" };
const office = { departmentId: "office", departmentName: "公管办" };
const housing = { departmentId: "housing", departmentName: "住建局" };

beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  const enter = (account: OfficerAccount) => app.signIn(account);
  security = await enter({ account: "sec", name: "丙", ...operations, role: "securityAdmin" });
  system = await enter({ account: "sys", name: "甲", ...operations, role: "systemAdmin" });
  coordinator = await enter({ account: "co", name: "辛", ...office, role: "coordinator" });
  chief = await enter({ account: "chief-1", name: "韩立群", ...housing, role: "chief" });
});
afterAll(() => app.close());

/** A person with a post and without an account. */
async function addPerson(
  person: string,
  {
    name = "陈岚",
    unit = "housing",
    role = "officer",
  }: { name?: string; unit?: string; role?: "officer" | "inspector" } = {},
): Promise<void> {
  const validFrom = "2020-01-01";
  const post = `${person}-post`;
  const { registry } = app.application;
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "post-defined",
          payload: {
            post,
            unit,
            title: role === "officer" ? "经办人" : "监督员",
            role,
            jurisdiction: [{ matters: ["process", "lead"] }],
            validFrom,
          },
        },
        { kind: "person-registered", payload: { person, name, validFrom } },
        {
          kind: "appointment-made",
          payload: { appointment: `${person}-a`, person, post, validFrom },
        },
      ],
    }),
  );
}

const post = (url: string, headers: Record<string, string>, payload: object) =>
  app.inject({ method: "POST", url, headers, payload });
const get = (url: string, headers = security) => app.inject({ method: "GET", url, headers });
const reason = "新入职人员开户";
const invite = (persons: readonly string[], headers = security) =>
  post("/api/accounts/invitations", headers, { persons, reason });
const tokenOf = (link = ""): string => new URL(link).hash.slice(1);
const activate = (token: string, visitor = createVisitor(app)) =>
  visitor.send("POST", "/api/session/activation", { token, password: PASSWORD });
const stateOf = async (person: string) =>
  (await get(`/api/accounts/${person}`)).json<AccountRow>().state;

async function letterOf(person: string): Promise<string> {
  const { letters } = (await invite([person])).json<Invited>();
  return tokenOf(letters[0]?.link);
}

describe("an ordinary person", () => {
  test("is opened an account; the link lets him set password and app, once", async () => {
    await addPerson("p-one");
    expect(await stateOf("p-one")).toBe("none");
    const reply = await invite(["p-one"]);
    expect(reply.headers["cache-control"]).toBe("no-store");
    const { letters, waiting } = reply.json<Invited>();
    expect(waiting).toBe(0);
    expect(letters).toMatchObject([{ account: "p-one", name: "陈岚", posts: ["住建局 经办人"] }]);
    expect(await stateOf("p-one")).toBe("invited");
    const token = tokenOf(letters[0]?.link);
    const kept = await app.database.query(
      "SELECT encode(token_hash, 'base64') AS hash FROM identity.one_time_link WHERE account = 'p-one'",
    );
    expect(JSON.stringify(kept)).not.toContain(token);

    const person = createVisitor(app, "192.0.2.7");
    expect((await activate(token, person)).json()).toMatchObject({
      signedIn: false,
      pending: { step: "enrol" },
    });
    const draft = await person.send("POST", "/api/session/enrol/totp/draft");
    const { secret } = draft.json<{ secret: string }>();
    const code = generateSync({ secret, epoch: Date.parse(NOW) / 1000 });
    const entered = await person.send("POST", "/api/session/enrol/totp", { code });
    expect(entered.json()).toMatchObject({ signedIn: true, account: "p-one", role: "officer" });
    expect(await stateOf("p-one")).toBe("active");

    const again = await activate(token);
    expect(again.statusCode).toBe(401);
    expect(again.json()).toMatchObject({ code: "accounts.link-used" });
    const facts = await app.database.query(
      "SELECT payload FROM fact.fact WHERE kind = 'identity.accounts-opened' AND payload -> 'accounts' ? 'p-one'",
    );
    expect(facts).toMatchObject([{ payload: { by: "sec", unit: "operations", reason } }]);
    expect(JSON.stringify(facts)).not.toContain(token);
  });

  test("who came in gets no other letter, and the refusal names the person and the fix", async () => {
    const reply = await invite(["p-one"]);
    expect(reply.statusCode).toBe(409);
    expect(reply.json()).toMatchObject({
      code: "accounts.in-use",
      params: { field: "persons", person: "p-one", name: "陈岚" },
    });
  });

  test("a renewed link ends the one before; a revoked and an old one do nothing", async () => {
    await addPerson("p-two");
    const first = await letterOf("p-two");
    const second = await letterOf("p-two");
    expect((await activate(first)).statusCode).toBe(401);
    const revoke = () =>
      app.inject({ method: "DELETE", url: "/api/accounts/p-two/link", headers: security });
    expect((await revoke()).json()).toEqual({ revoked: true });
    expect((await revoke()).json()).toMatchObject({ code: "accounts.no-link" });
    expect((await activate(second)).statusCode).toBe(401);
    expect(await stateOf("p-two")).toBe("lapsed");
    const third = await letterOf("p-two");
    await app.database.query(
      "UPDATE identity.one_time_link SET expires_at = now() - interval '1 second' WHERE account = 'p-two'",
    );
    expect((await activate(third)).statusCode).toBe(401);
  });

  test("of two activations at once one succeeds", async () => {
    await addPerson("p-race");
    const token = await letterOf("p-race");
    const replies = await Promise.all([activate(token), activate(token)]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([
      200, 401,
    ]);
  });

  test("an unknown person, nobody named and both ways at once are refused", async () => {
    expect((await invite(["nobody-here"])).json()).toMatchObject({
      code: "accounts.unknown-person",
      params: { field: "persons", person: "nobody-here" },
    });
    const both = await post("/api/accounts/invitations", security, {
      persons: ["p-two"],
      all: {},
      reason,
    });
    expect(both.json()).toMatchObject({ code: "accounts.whom" });
  });
});

describe("who may", () => {
  test("a chief opens for the own unit and sees nobody else", async () => {
    await addPerson("p-own");
    await addPerson("p-other", { unit: "operations" });
    expect((await invite(["p-own"], chief)).json<Invited>().letters).toHaveLength(1);
    expect((await invite(["p-other"], chief)).json()).toMatchObject({
      code: "accounts.unknown-person",
    });
    const { rows } = (await get("/api/accounts", chief)).json<AccountPage>();
    expect(rows.map(({ account }) => account)).toContain("p-own");
    expect(rows.map(({ account }) => account)).not.toContain("p-other");
  });

  test("the system administrator reads the list and opens nothing", async () => {
    expect((await get("/api/accounts", system)).statusCode).toBe(200);
    expect((await invite(["p-other"], system)).statusCode).toBe(403);
  });

  test("the list tells no secret", async () => {
    const body = (await get("/api/accounts")).body;
    expect(body).toContain("p-one");
    expect(body).not.toMatch(/argon2|token|hash|secret/i);
  });
});

describe("a privileged person", () => {
  test("waits for a person of another unit; the letters are fetched once, by the requester", async () => {
    await addPerson("p-high", { name: "高远", role: "inspector" });
    const { letters, approval = "", waiting } = (await invite(["p-high"])).json<Invited>();
    expect({ letters, waiting }).toEqual({ letters: [], waiting: 1 });
    expect(await stateOf("p-high")).toBe("none");
    const collect = (headers = security) => post("/api/accounts/letters", headers, { approval });
    expect((await collect()).json()).toMatchObject({ code: "approval.not-approved" });
    const approve = (headers: Record<string, string>) =>
      post(`/api/approvals/${approval}/approval`, headers, { confirm: "高远" });
    expect((await approve(security)).statusCode).toBe(403);
    expect((await approve(system)).statusCode).toBe(403);
    expect((await approve(coordinator)).statusCode).toBe(200);
    expect(await stateOf("p-high")).toBe("lapsed");
    expect((await collect(chief)).statusCode).toBe(404);
    const fetched = (await collect()).json<Invited>();
    expect(fetched.letters).toMatchObject([{ account: "p-high" }]);
    expect((await collect()).json()).toMatchObject({ code: "approval.used" });
    expect((await activate(tokenOf(fetched.letters[0]?.link))).statusCode).toBe(200);
  });
});

describe("the first of a role", () => {
  test("comes by the operator, until somebody of the role has come in", async () => {
    const operator = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const founder = {
      account: "first-audit",
      name: "卢照明",
      role: "auditor",
      unit: { unit: "audit-office", name: "审计室" },
    };
    const found = (headers: Record<string, string>, body: object = founder) =>
      post("/api/accounts/founder", headers, body);
    expect((await found(security)).statusCode).toBe(401);
    const { letters } = (await found(operator)).json<Invited>();
    expect(letters).toMatchObject([{ account: "first-audit", posts: ["审计室 审计管理员"] }]);
    expect((await activate(tokenOf(letters[0]?.link))).json()).toMatchObject({
      pending: { step: "enrol" },
    });
    const another = await found(operator, { ...founder, account: "second-audit" });
    expect(another.json()).toMatchObject({ code: "accounts.founded", params: { role: "auditor" } });
  });
});

describe("many", () => {
  test("2,000 imported persons get letters in one act, filtered by address, and a file", async () => {
    const validFrom = "2020-01-01";
    const persons = Array.from({ length: 2000 }, (_, index) => `m-${index}`);
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at: "2020-01-01T00:00:00.000Z",
        changes: persons.map((person) => ({
          kind: "person-registered" as const,
          payload: { person, name: `批量${person}`, validFrom },
        })),
      }),
    );
    const list = (await get("/api/accounts?q=批量&state=none")).json<AccountPage>();
    expect(list).toMatchObject({ total: 2000, invitable: 2000 });
    expect(list.rows).toHaveLength(100);
    const begin = performance.now();
    const reply = await post("/api/accounts/invitations", security, { all: { q: "批量" }, reason });
    const milliseconds = performance.now() - begin;
    const { letters } = reply.json<Invited>();
    expect(new Set(letters.map(({ link }) => link)).size).toBe(2000);
    expect(milliseconds).toBeLessThan(10_000);
    const csv = await get("/api/accounts.csv?q=批量&state=invited");
    expect(csv.body.trim().split("\n")).toHaveLength(2001);
  });
});
