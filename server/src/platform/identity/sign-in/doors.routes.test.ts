/** Doors and their limits over HTTP: set-up, guessing, resets by two persons, certificates, __Host- cookies. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { issue, pemOf } from "../../../../../simulate/src/ca/certificate.ts";
import { signSm2 } from "../../../../../simulate/src/ca/sm2.ts";
import { createTestApp, NOW, type TestApp } from "../../../../test/harness.ts";
import {
  addStaff,
  createVisitor,
  giveTotp,
  PASSWORD,
  type Visitor,
} from "../../../../test/visitor.ts";
import { parseRoots } from "./certificate.ts";

let app: TestApp;
const dates = {
  from: new Date(Date.parse(NOW) - 86_400_000),
  to: new Date(Date.parse(NOW) + 86_400_000),
};
const root = issue({ commonName: "Root", ...dates });

const staff = (
  account: string,
  departmentId: string,
  role: "officer" | "chief" | "securityAdmin" | "systemAdmin",
) => ({ account, name: account, departmentId, departmentName: departmentId, role });

beforeAll(async () => {
  app = await createTestApp({
    isDemo: false,
    signIn: { certificate: { roots: parseRoots(pemOf(root)), bridge: "http://127.0.0.1:18899" } },
  });
});
afterAll(() => app.close());

describe("the first account", () => {
  const wish = { account: "admin", name: "周明", password: PASSWORD };
  test("a refused form leaves the link as it was; the link makes one account and opens no session without a factor", async () => {
    const token = "token-of-the-one-time-link-01";
    await app.application.sessions.addOneTimeLink(token, "setup");
    const visitor = createVisitor(app, "192.0.2.50");
    const weak = await visitor.send("POST", "/api/session/setup", {
      ...wish,
      token,
      password: "aaaaaaaaaaaaaa",
    });
    expect(weak.json()).toMatchObject({ code: "account.weak-password" });
    const reply = await visitor.send("POST", "/api/session/setup", { ...wish, token });
    expect(reply.json()).toMatchObject({ signedIn: false, pending: { step: "enrol" } });
    const again = await visitor.send("POST", "/api/session/setup", {
      ...wish,
      account: "other",
      token,
    });
    expect(again.json()).toMatchObject({ code: "session.link-used" });
  });

  test("an account that exists is not taken over, and the link stays good", async () => {
    const token = "token-of-the-one-time-link-02";
    await app.application.sessions.addOneTimeLink(token, "setup");
    const visitor = createVisitor(app, "192.0.2.51");
    const reply = await visitor.send("POST", "/api/session/setup", { ...wish, token });
    expect(reply.json()).toMatchObject({ code: "session.link-used" });
    const [link] = await app.database.query(
      "SELECT count(*)::int AS open FROM identity.one_time_link WHERE used_at IS NULL",
    );
    expect(link).toEqual({ open: 1 });
  });
});

describe("guessing", () => {
  test("from one address at most ten passwords an hour are tried, however many come at once", async () => {
    await addStaff(app, staff("victim", "housing", "officer"));
    await giveTotp(app, "victim");
    const attacker = createVisitor(app, "203.0.113.66");
    const guess = () =>
      attacker.send("POST", "/api/session", { account: "victim", password: "wrong" });
    const replies = await Promise.all(Array.from({ length: 30 }, guess));
    const tried = replies.filter(({ statusCode }) => statusCode === 401);
    // Four on a machine at rest; the waits are real time, so a busy one lets a fifth through.
    expect(tried.length).toBeGreaterThanOrEqual(4);
    expect(tried.length).toBeLessThanOrEqual(10);
    const refused = replies.find(({ statusCode }) => statusCode === 429)?.json();
    expect(refused).toMatchObject({ code: "rate.wait" });
    expect(refused.params.seconds).toBeGreaterThan(0);
    expect(refused.params.seconds).toBeLessThanOrEqual(3600);
  });

  test("the attacked account signs in from elsewhere at once", async () => {
    const visitor = createVisitor(app, "198.51.100.20");
    const reply = await visitor.send("POST", "/api/session", {
      account: "victim",
      password: PASSWORD,
    });
    expect(reply.json()).toMatchObject({ pending: { step: "factor" } });
  });

  test("an unknown account answers like a wrong password", async () => {
    const visitor = createVisitor(app, "198.51.100.21");
    const unknown = await visitor.send("POST", "/api/session", {
      account: "nobody",
      password: PASSWORD,
    });
    const wrong = await visitor.send("POST", "/api/session", {
      account: "victim",
      password: "wrong",
    });
    const plain = ({ requestId: _requestId, ...rest }: Record<string, unknown>) => rest;
    expect(plain(unknown.json())).toEqual(plain(wrong.json()));
  });
});

/** Signs in past the second factor, as the harness opens sessions. */
async function as(account: string): Promise<Visitor> {
  const visitor = createVisitor(app, "198.51.100.30");
  const token = await app.application.sessions.open({ account, methods: ["passkey"] });
  visitor.cookies.set("mingjing_session", token);
  return visitor;
}

describe("resets", () => {
  const wish = { account: "lost", factors: true, reason: "手机遗失，已当面核对" };
  beforeAll(async () => {
    await addStaff(app, staff("lost", "housing", "officer"));
    await giveTotp(app, "lost");
    await addStaff(app, staff("chief-h", "housing", "chief"));
    await addStaff(app, staff("chief-w", "water", "chief"));
    await addStaff(app, staff("sec-h", "housing", "securityAdmin"));
    await addStaff(app, staff("sec-c", "coordinator", "securityAdmin"));
    await addStaff(app, staff("sys-o", "operations", "systemAdmin"));
  });
  const ask = async (account: string, body: object = wish) =>
    (await as(account)).send("POST", "/api/identity/resets", body);
  const approve = async (account: string, reset: string) =>
    (await as(account)).send("POST", `/api/identity/resets/${reset}/approval`);

  test("who may not ask is refused: other unit, own account, no permission", async () => {
    expect((await ask("chief-w")).json()).toMatchObject({ code: "reset.unknown-account" });
    expect((await ask("chief-w", { ...wish, account: "no-such" })).json()).toMatchObject({
      code: "reset.unknown-account",
    });
    expect((await ask("chief-h", { ...wish, account: "chief-h" })).json()).toMatchObject({
      code: "reset.own-account",
    });
    expect((await ask("sys-o")).json()).toMatchObject({ code: "permission.denied" });
  });

  test("two persons of two units: the link is shown once, works once, and ends sessions and factors", async () => {
    const asked = await ask("sec-h");
    const { rows } = asked.json<{ rows: { reset: string }[] }>();
    const reset = rows[0]?.reset ?? "";
    expect((await ask("chief-h")).json()).toMatchObject({ code: "reset.open-already" });
    expect((await approve("sec-h", reset)).json()).toMatchObject({ code: "reset.same-person" });
    expect((await approve("chief-h", reset)).json()).toMatchObject({ code: "permission.denied" });
    const session = await as("lost");
    const approved = await approve("sec-c", reset);
    const token = approved.json<{ link: string }>().link.split("#")[1] ?? "";
    expect((await approve("sys-o", reset)).json()).toMatchObject({
      code: "reset.approved-already",
    });
    const password = "another four unrelated words";
    const person = createVisitor(app, "198.51.100.40");
    const used = await person.send("POST", "/api/session/reset", { token, password });
    expect(used.json()).toMatchObject({ signedIn: false, pending: { step: "enrol", factors: [] } });
    expect((await session.session()).signedIn).toBe(false);
    const again = await person.send("POST", "/api/session/reset", { token, password });
    expect(again.json()).toMatchObject({ code: "session.link-used" });
    const facts = await app.database.query<{ kind: string; payload: object }>(
      "SELECT kind, payload FROM fact.fact WHERE kind LIKE 'identity.reset-%' OR kind = 'identity.credential-changed' ORDER BY id",
    );
    expect(facts.map(({ kind }) => kind)).toEqual([
      "identity.reset-requested",
      "identity.reset-approved",
      "identity.credential-changed",
    ]);
    for (const secret of [token, password]) expect(JSON.stringify(facts)).not.toContain(secret);
  });

  test("an administrator of the requester's unit and the person himself do not approve", async () => {
    const asked = await ask("chief-h", { ...wish, account: "sec-h" });
    const { rows } = asked.json<{ rows: { reset: string; account: string }[] }>();
    const reset = rows.find(({ account }) => account === "sec-h")?.reset ?? "";
    expect((await approve("sec-h", reset)).json()).toMatchObject({ code: "reset.own-account" });
    await addStaff(app, staff("sys-h", "housing", "systemAdmin"));
    expect((await approve("sys-h", reset)).json()).toMatchObject({ code: "reset.same-unit" });
    expect((await approve("sys-o", "reset-0000000000000000")).statusCode).toBe(404);
  });
});

describe("certificates", () => {
  const holder = issue({ commonName: "陈岚", ...dates, issuer: root });
  async function answer(visitor: Visitor, url: string, by = holder) {
    const { message } = (await visitor.send("POST", `${url}/challenge`)).json<{
      message: string;
    }>();
    return {
      message,
      certificate: by.der.toString("base64"),
      signature: signSm2(by.key, Buffer.from(message)).toString("base64"),
    };
  }
  test("unbound it is refused, bound it signs in, removed it is refused again", async () => {
    const visitor = createVisitor(app, "198.51.100.60");
    const signIn = async () => {
      const { message: _, ...body } = await answer(visitor, "/api/session/certificate");
      return visitor.send("POST", "/api/session/certificate", body);
    };
    expect((await signIn()).json()).toMatchObject({ code: "certificate.not-bound" });
    const owner = await as("chief-h");
    const { message, ...binding } = await answer(owner, "/api/account/certificates");
    expect(message).toContain("\nhttp://localhost:18101\nbind\n");
    const bound = await owner.send("POST", "/api/account/certificates", binding);
    const [certificate] = bound.json<{ certificates: { id: string }[] }>().certificates;
    expect((await signIn()).json()).toMatchObject({
      signedIn: true,
      account: "chief-h",
      methods: ["certificate"],
    });
    await owner.send("DELETE", `/api/account/certificates/${certificate?.id}`);
    expect((await signIn()).json()).toMatchObject({ code: "certificate.not-bound" });
  });

  test("a signature over one challenge answers no other, nor the same twice", async () => {
    const visitor = createVisitor(app, "198.51.100.61");
    const { message: _, ...first } = await answer(visitor, "/api/session/certificate");
    await visitor.send("POST", "/api/session/certificate/challenge");
    const crossed = await visitor.send("POST", "/api/session/certificate", first);
    expect(crossed.json()).toMatchObject({ code: "certificate.bad-signature" });
    const again = await visitor.send("POST", "/api/session/certificate", first);
    expect(again.json()).toMatchObject({ code: "session.ceremony-ended" });
  });
});

describe("changes of the own account", () => {
  test("need a proof of the last fifteen minutes, and leave staff one factor", async () => {
    await addStaff(app, staff("careful", "housing", "officer"));
    await giveTotp(app, "careful");
    const visitor = await as("careful");
    expect((await visitor.send("DELETE", "/api/account/totp")).json()).toMatchObject({
      code: "account.last-factor",
    });
    await app.database.query(
      "UPDATE identity.session SET proved_at = now() - interval '16 minutes' WHERE account = 'careful'",
    );
    // Another token, so that no node remembers the older instant.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    for (const url of [
      "/api/account/totp/draft",
      "/api/account/recovery-codes",
      "/api/account/certificates/challenge",
    ])
      expect((await visitor.send("POST", url)).json(), url).toMatchObject({
        code: "account.prove-again",
      });
  });

  test("a password that must change opens no session before it is changed", async () => {
    await addStaff(app, staff("bidder-9", "supplier", "officer"));
    const secret = await giveTotp(app, "bidder-9");
    await app.database.query(
      "UPDATE identity.account SET must_change = true WHERE account = 'bidder-9'",
    );
    const { generateSync } = await import("otplib");
    const visitor = createVisitor(app, "198.51.100.70");
    await visitor.send("POST", "/api/session", { account: "bidder-9", password: PASSWORD });
    const early = await visitor.send("POST", "/api/session/password", {
      password: "new unrelated words here",
    });
    expect(early.json()).toMatchObject({ code: "session.factor-needed" });
    const code = generateSync({ secret, epoch: Date.parse(NOW) / 1000 });
    const second = await visitor.send("POST", "/api/session/totp", { code });
    expect(second.json()).toMatchObject({ signedIn: false, pending: { step: "password" } });
    const done = await visitor.send("POST", "/api/session/password", {
      password: "new unrelated words here",
    });
    expect(done.json()).toMatchObject({ signedIn: true });
  });
});
