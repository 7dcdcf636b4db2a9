/** Who comes in, leaves or is turned away at the doors leaves exactly one record; and whose address it is. */
import { generateSync } from "otplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestApp, NOW, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { addStaff, createVisitor, giveTotp, PASSWORD } from "../../../test/visitor.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ trustedProxies: ["10.9.0.0/24"] });
});
afterAll(() => app.close());

const staff = (account: string, more: Partial<OfficerAccount> = {}): OfficerAccount => ({
  account,
  name: "陈岚",
  departmentId: "housing",
  departmentName: "住建局",
  ...more,
});

type Row = Readonly<Record<string, unknown>>;

/** Records that `work` made, sealed ones apart. */
async function recordsOf(work: () => Promise<unknown>): Promise<Row[]> {
  const ids = "SELECT fact_id::text AS id FROM audit.entry";
  const before = (await app.database.query(ids)).map(({ id }) => id as string);
  await work();
  return app.database.query<Row>(
    `SELECT person, post, unit, role, method, route, object_kind, status, address
     FROM audit.entry WHERE fact_id <> ALL ($1::uuid[]) ORDER BY at, fact_id`,
    [before],
  );
}
const countSealed = async () =>
  (
    await app.database.query<{ count: number }>("SELECT count(*)::int AS count FROM audit.sealed")
  )[0]?.count;

describe("one visit, one record", () => {
  test("a sign-in of two steps is one record, with person, post and address; so is the sign-out", async () => {
    await addStaff(app, staff("visitor-1"));
    const secret = await giveTotp(app, "visitor-1");
    const visitor = createVisitor(app, "192.0.2.31");
    const credentials = { account: "visitor-1", password: PASSWORD };
    expect(await recordsOf(() => visitor.send("POST", "/api/session", credentials))).toEqual([]);
    const code = generateSync({ secret, epoch: Date.parse(NOW) / 1000 });
    const came = await recordsOf(() => visitor.send("POST", "/api/session/totp", { code }));
    const who = { person: "visitor-1", post: "visitor-1-post", unit: "housing", role: "officer" };
    expect(came).toEqual([
      {
        ...who,
        method: "POST",
        route: "/api/session/totp",
        object_kind: "session",
        status: 200,
        address: "192.0.2.31",
      },
    ]);
    const left = await recordsOf(() => visitor.send("DELETE", "/api/session"));
    expect(left).toMatchObject([{ ...who, method: "DELETE", route: "/api/session", status: 200 }]);
    expect(await recordsOf(() => visitor.send("DELETE", "/api/session"))).toEqual([]);
  });

  test("a wrong password names the account that was tried; what is no account is not kept", async () => {
    await addStaff(app, staff("visitor-2"));
    const visitor = createVisitor(app, "192.0.2.32");
    const wrong = await recordsOf(() =>
      visitor.send("POST", "/api/session", { account: "visitor-2", password: "wrong" }),
    );
    expect(wrong).toMatchObject([
      { person: "visitor-2", post: null, role: "visitor", status: 401, address: "192.0.2.32" },
    ]);
    const typo = "a password typed as account";
    const unknown = await recordsOf(() =>
      visitor.send("POST", "/api/session", { account: typo, password: "x" }),
    );
    expect(unknown).toMatchObject([{ person: null, role: "visitor", status: 401 }]);
    const kept = await app.database.query("SELECT FROM fact.fact WHERE payload::text LIKE $1", [
      `%${typo}%`,
    ]);
    expect(kept).toHaveLength(0);
  });

  test("a wrong code and a spent link are records; a try that is made to wait is none", async () => {
    await addStaff(app, staff("visitor-3"));
    await giveTotp(app, "visitor-3");
    const visitor = createVisitor(app, "192.0.2.33");
    await visitor.send("POST", "/api/session", { account: "visitor-3", password: PASSWORD });
    expect(
      await recordsOf(() => visitor.send("POST", "/api/session/totp", { code: "000000" })),
    ).toMatchObject([{ person: "visitor-3", route: "/api/session/totp", status: 401 }]);
    for (const [path, token] of [
      ["reset", "a".repeat(32)],
      ["activation", "b".repeat(32)],
    ]) {
      const spent = () =>
        visitor.send("POST", `/api/session/${path}`, { token, password: PASSWORD });
      expect(await recordsOf(spent)).toMatchObject([
        { person: null, role: "visitor", route: `/api/session/${path}`, status: 401 },
      ]);
    }
    const tries: number[] = [];
    const records = await recordsOf(async () => {
      for (let index = 0; index < 8; index += 1) {
        const body = { account: "visitor-3", password: "wrong" };
        tries.push((await visitor.send("POST", "/api/session", body)).statusCode);
      }
    });
    expect(tries).toContain(429);
    expect(records).toHaveLength(tries.filter((status) => status === 401).length);
  });

  test("of an organ that watches others neither coming nor a wrong password is told in clear", async () => {
    const unit = { departmentId: "discipline", departmentName: "纪检监察" };
    await addStaff(app, staff("watcher", { ...unit, role: "inspector" }));
    const secret = await giveTotp(app, "watcher");
    const visitor = createVisitor(app, "192.0.2.34");
    const wrong = { account: "watcher", password: "wrong" };
    expect(await recordsOf(() => visitor.send("POST", "/api/session", wrong))).toMatchObject([
      { person: null, role: "visitor", status: 401 },
    ]);
    const before = (await countSealed()) ?? 0;
    const came = await recordsOf(async () => {
      await visitor.send("POST", "/api/session", { account: "watcher", password: PASSWORD });
      const code = generateSync({ secret, epoch: Date.parse(NOW) / 1000 });
      const reply = await visitor.send("POST", "/api/session/totp", { code });
      expect(reply.json()).toMatchObject({ signedIn: true });
    });
    expect(came).toEqual([]);
    expect(await countSealed()).toBe(before + 1);
  });

  test("the auditor finds them by the object", async () => {
    const auditor = await app.signIn(staff("auditor-1", { role: "auditor" }));
    const reply = await app.inject({
      url: "/api/audit/entries?object=session&result=refused",
      headers: auditor,
    });
    const { rows } = reply.json<{ rows: { role: string; person?: { name: string } }[] }>();
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.every(({ role }) => role === "visitor")).toBe(true);
    expect(rows.find(({ person }) => person?.name === "陈岚")).toBeDefined();
  });

  test("no record, no sign-in", async () => {
    await addStaff(app, staff("visitor-5"));
    const visitor = createVisitor(app, "192.0.2.35");
    await app.database.asOwner("REVOKE INSERT ON audit.entry FROM mingjing_app");
    try {
      const wrong = { account: "visitor-5", password: "wrong" };
      const reply = await visitor.send("POST", "/api/session", wrong);
      expect(reply.statusCode).toBe(503);
      expect(reply.json()).toMatchObject({ code: "audit.unavailable" });
    } finally {
      await app.database.asOwner("GRANT INSERT ON audit.entry TO mingjing_app");
    }
  });
});

describe("the address of a visitor", () => {
  const addressOf = async (peer: string, forwarded: string) => {
    const [record] = await recordsOf(() =>
      app.inject({
        method: "POST",
        url: "/api/session",
        remoteAddress: peer,
        headers: { "x-forwarded-for": forwarded, "x-mingjing-csrf": "1" },
        payload: { account: "nobody-at-all", password: "x" },
      }),
    );
    return record?.["address"];
  };

  test.each([
    {
      what: "behind a trusted proxy the header counts",
      forwarded: "198.51.100.7",
      is: "198.51.100.7",
    },
    {
      what: "what the visitor wrote before the proxy does not",
      forwarded: "1.1.1.1, 198.51.100.8",
      is: "198.51.100.8",
    },
    {
      what: "from anybody else the header is nothing",
      peer: "10.9.1.5",
      forwarded: "198.51.100.9",
      is: "10.9.1.5",
    },
    {
      what: "two trusted proxies in a row",
      forwarded: "198.51.100.10, 10.9.0.6",
      is: "198.51.100.10",
    },
  ])("$what", async ({ peer = "10.9.0.5", forwarded, is }) => {
    expect(await addressOf(peer, forwarded)).toBe(is);
  });

  test("waits follow the true address: a forged header gives no fresh tries", async () => {
    const tryFrom = (forwarded: string, peer = "203.0.113.50") =>
      app.inject({
        method: "POST",
        url: "/api/session",
        remoteAddress: peer,
        headers: { "x-forwarded-for": forwarded, "x-mingjing-csrf": "1" },
        payload: { account: "one-account", password: "x" },
      });
    const statuses: number[] = [];
    for (let index = 1; index <= 6; index += 1)
      statuses.push((await tryFrom(`198.51.100.${index}`)).statusCode);
    expect(statuses).toContain(429);
    expect((await tryFrom("198.51.100.77", "10.9.0.5")).statusCode).toBe(401);
  });
});
