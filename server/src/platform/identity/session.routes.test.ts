/* oxlint-disable max-lines -- the cases of T67 stand in one file, so that their count can be seen */
/** The twenty-five session cases of T67, over HTTP on a real database. */
import { generateSync } from "otplib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { SessionView } from "../../../../contract/src/session.ts";
import { createTestApp, NOW, type OfficerAccount, type TestApp } from "../../../test/harness.ts";
import { createSoftwareKey } from "../../../test/software-key.ts";
import {
  addStaff,
  createVisitor,
  giveTotp,
  PASSWORD,
  type Visitor,
} from "../../../test/visitor.ts";
import { inTransaction } from "../database.ts";
import { recordOrganisation } from "./organisation.service.ts";

let app: TestApp;
let people = 0;
let steps = 0;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(() => {
  // Each test in a half minute of its own: codes of one are not codes of another.
  steps += 10;
  app.setNow(new Date(Date.parse(NOW) + steps * 30_000).toISOString());
});

const ORIGIN = "http://localhost:18101";
const epoch = (after = 0) => (Date.parse(NOW) + (steps + after) * 30_000) / 1000;
const codeOf = (secret: string, after = 0) => generateSync({ secret, epoch: epoch(after) });

async function newStaff(role: OfficerAccount["role"] = "officer"): Promise<string> {
  people += 1;
  const account = `staff-${people}`;
  await addStaff(app, {
    account,
    name: "陈岚",
    departmentId: "housing",
    departmentName: "住房和城乡建设局",
    ...(role === undefined ? {} : { role }),
  });
  return account;
}

const typePassword = (visitor: Visitor, account: string, password = PASSWORD) =>
  visitor.send("POST", "/api/session", { account, password });

/** A person with app and password, signed in. */
async function signedIn() {
  const account = await newStaff();
  const secret = await giveTotp(app, account);
  const visitor = createVisitor(app);
  await typePassword(visitor, account);
  const reply = await visitor.send("POST", "/api/session/totp", { code: codeOf(secret) });
  expect(reply.json()).toMatchObject({ signedIn: true, account });
  return { account, secret, visitor };
}

/** A person whose only factor is a passkey, made at the first sign-in. */
async function withPasskey() {
  const account = await newStaff();
  const visitor = createVisitor(app);
  const key = createSoftwareKey(ORIGIN);
  await typePassword(visitor, account);
  const offer = await visitor.send("POST", "/api/session/enrol/passkey/options");
  const answer = key.create(offer.json<{ options: never }>().options);
  const reply = await visitor.send("POST", "/api/session/enrol/passkey", { answer, name: "UKey" });
  expect(reply.json()).toMatchObject({ signedIn: true });
  return { account, key, visitor };
}

async function provePasskey(
  visitor: Visitor,
  key: ReturnType<typeof createSoftwareKey>,
  how: Parameters<typeof key.prove>[1] = {},
) {
  const asked = await visitor.send("POST", "/api/session/passkey/options");
  const answer = key.prove(asked.json<{ options: never }>().options, how);
  return visitor.send("POST", "/api/session/passkey", { answer });
}

const isIn = async (visitor: Visitor) =>
  (await visitor.send("GET", "/api/leads")).statusCode === 200;

/** A second browser that holds the same token: what a thief has. */
function thiefOf(visitor: Visitor): Visitor {
  const thief = createVisitor(app, "203.0.113.9");
  for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
  return thief;
}

describe("the second factor is compulsory for staff", () => {
  test("01 the right password opens no session, but the step of the second factor", async () => {
    const account = await newStaff();
    await giveTotp(app, account);
    const visitor = createVisitor(app);
    const reply = await typePassword(visitor, account);
    expect(reply.json()).toMatchObject({
      signedIn: false,
      pending: { step: "factor", factors: ["totp"] },
    });
    expect(visitor.cookies.has("mingjing_session")).toBe(false);
  });

  test("02 the token of a sign-in under way is no session, also under the session's name", async () => {
    const account = await newStaff();
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    visitor.cookies.set("mingjing_session", visitor.cookies.get("mingjing_pending") ?? "");
    expect(await isIn(visitor)).toBe(false);
  });

  test("03 the right code opens the session and ends the sign-in under way", async () => {
    const { visitor } = await signedIn();
    expect(await isIn(visitor)).toBe(true);
    expect(visitor.cookies.has("mingjing_pending")).toBe(false);
  });

  test("04 a code is taken once: replayed in the same half minute it is refused", async () => {
    const { account, secret } = await signedIn();
    const again = createVisitor(app, "198.51.100.4");
    await typePassword(again, account);
    const reply = await again.send("POST", "/api/session/totp", { code: codeOf(secret) });
    expect(reply.statusCode).toBe(401);
    expect(reply.json()).toMatchObject({ code: "totp.wrong-code" });
    const next = await again.send("POST", "/api/session/totp", { code: codeOf(secret, 1) });
    expect(next.statusCode).toBe(200);
  });

  test("05 the codes before and after this half minute count, two away they do not", async () => {
    for (const [after, status] of [
      [-2, 401],
      [-1, 200],
      [2, 401],
      [1, 200],
    ] as const) {
      const account = await newStaff();
      const secret = await giveTotp(app, account);
      const visitor = createVisitor(app);
      await typePassword(visitor, account);
      const code = codeOf(secret, after);
      const reply = await visitor.send("POST", "/api/session/totp", { code });
      expect(reply.statusCode, `step ${after}`).toBe(status);
    }
  });

  test("06 five wrong codes end the sign-in: the right one comes too late", async () => {
    const account = await newStaff();
    const secret = await giveTotp(app, account);
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    const token = visitor.cookies.get("mingjing_pending") ?? "";
    for (let n = 0; n < 5; n++)
      await app.database.query(
        "UPDATE identity.pending_sign_in SET failures = failures + 1 WHERE account = $1",
        [account],
      );
    const reply = await visitor.send("POST", "/api/session/totp", { code: codeOf(secret) });
    expect(reply.json()).toMatchObject({ code: "session.pending-ended" });
    expect(token).not.toBe("");
  });

  test("07 a sign-in under way ends after five minutes", async () => {
    const account = await newStaff();
    const secret = await giveTotp(app, account);
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    const [row] = await app.database.query(
      `SELECT extract(epoch FROM expires_at - now())::int AS left FROM identity.pending_sign_in WHERE account = $1`,
      [account],
    );
    expect(row?.["left"]).toBeGreaterThan(290);
    expect(row?.["left"]).toBeLessThanOrEqual(300);
    await app.database.query(
      "UPDATE identity.pending_sign_in SET expires_at = now() WHERE account = $1",
      [account],
    );
    const reply = await visitor.send("POST", "/api/session/totp", { code: codeOf(secret) });
    expect(reply.json()).toMatchObject({ code: "session.pending-ended" });
  });

  test("08 the first sign-in sets the app up, shows ten codes, and keeps neither seed nor codes in clear", async () => {
    const account = await newStaff();
    const visitor = createVisitor(app);
    expect((await typePassword(visitor, account)).json()).toMatchObject({
      pending: { step: "enrol" },
    });
    const draft = (await visitor.send("POST", "/api/session/enrol/totp/draft")).json<{
      secret: string;
      uri: string;
    }>();
    expect(draft.uri).toContain(draft.secret);
    const wrong = await visitor.send("POST", "/api/session/enrol/totp", {
      code: codeOf(draft.secret, 5),
    });
    expect(wrong.statusCode).toBe(401);
    const reply = await visitor.send("POST", "/api/session/enrol/totp", {
      code: codeOf(draft.secret),
    });
    const view = reply.json<SessionView>();
    const { recoveryCodes = [] } = view;
    expect(view.signedIn).toBe(true);
    expect(new Set(recoveryCodes).size).toBe(10);
    const rows = await app.database.query(
      `SELECT encode(secret, 'escape') AS kept FROM identity.totp WHERE account = $1
       UNION ALL SELECT encode(code_hash, 'escape') FROM identity.recovery_code WHERE account = $1`,
      [account],
    );
    expect(rows).toHaveLength(11);
    for (const { kept } of rows) {
      expect(kept).not.toContain(draft.secret);
      expect(recoveryCodes).not.toContain(kept);
    }
  });

  test("09 a recovery code signs in once, however it is spelled", async () => {
    const account = await newStaff();
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    const { secret } = (await visitor.send("POST", "/api/session/enrol/totp/draft")).json<{
      secret: string;
    }>();
    const { recoveryCodes = [] } = (
      await visitor.send("POST", "/api/session/enrol/totp", { code: codeOf(secret) })
    ).json<SessionView>();
    const code = (recoveryCodes[0] ?? "").toLowerCase().replaceAll("-", " ");
    for (const status of [200, 401]) {
      const other = createVisitor(app, `198.51.100.${status % 250}`);
      await typePassword(other, account);
      const reply = await other.send("POST", "/api/session/recovery", { code });
      expect(reply.statusCode).toBe(status);
    }
  });

  test("10 who has a factor cannot set up another with the password alone", async () => {
    const account = await newStaff();
    await giveTotp(app, account);
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    for (const url of ["totp/draft", "passkey/options"]) {
      const reply = await visitor.send("POST", `/api/session/enrol/${url}`);
      expect(reply.json()).toMatchObject({ code: "session.factor-needed" });
    }
  });

  test("11 an outside party may sign in with the password alone, a post of staff needs the factor", async () => {
    const account = await newStaff("bidder");
    const visitor = createVisitor(app);
    expect((await typePassword(visitor, account)).json()).toMatchObject({ signedIn: true });
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at: "2026-05-01T00:00:00.000Z",
        changes: [
          {
            kind: "appointment-made",
            payload: {
              appointment: `${account}-more`,
              person: account,
              post: "staff-1-post",
              validFrom: "2026-05-01",
            },
          },
        ],
      }),
    );
    const reply = await visitor.send("POST", "/api/session/post", { post: "staff-1-post" });
    expect(reply.json()).toMatchObject({ code: "session.factor-needed" });
  });
});

describe("passkeys", () => {
  test("12 a passkey alone signs in, without the name of the account", async () => {
    const { account, key } = await withPasskey();
    const visitor = createVisitor(app);
    const reply = await provePasskey(visitor, key);
    expect(reply.json()).toMatchObject({ signedIn: true, account, methods: ["passkey"] });
  });

  test("13 a counter that does not grow is a copied key, and is refused", async () => {
    const { key } = await withPasskey();
    expect((await provePasskey(createVisitor(app), key)).statusCode).toBe(200);
    const reply = await provePasskey(createVisitor(app), key, { step: 0 });
    expect(reply.json()).toMatchObject({ code: "passkey.refused" });
  });

  test("14 an answer given to another site is refused", async () => {
    const { key } = await withPasskey();
    for (const from of ["http://localhost:9999", "https://mingjing.evil.example"]) {
      const reply = await provePasskey(createVisitor(app), key, { from });
      expect(reply.json(), from).toMatchObject({ code: "passkey.refused" });
    }
  });

  test("15 without PIN or finger the key proves nothing", async () => {
    const { key } = await withPasskey();
    const reply = await provePasskey(createVisitor(app), key, { verified: false });
    expect(reply.json()).toMatchObject({ code: "passkey.refused" });
  });

  test("16 an answer counts once, and only in the browser that asked", async () => {
    const { key } = await withPasskey();
    const visitor = createVisitor(app);
    const asked = await visitor.send("POST", "/api/session/passkey/options");
    const answer = key.prove(asked.json<{ options: never }>().options);
    const other = createVisitor(app);
    await other.send("POST", "/api/session/passkey/options");
    expect((await other.send("POST", "/api/session/passkey", { answer })).statusCode).toBe(401);
    const ceremony = visitor.cookies.get("mingjing_ceremony") ?? "";
    expect((await visitor.send("POST", "/api/session/passkey", { answer })).statusCode).toBe(200);
    visitor.cookies.set("mingjing_ceremony", ceremony);
    const again = await visitor.send("POST", "/api/session/passkey", { answer });
    expect(again.json()).toMatchObject({ code: "session.ceremony-ended" });
  });

  test("17 somebody else's passkey does not complete a sign-in", async () => {
    const { key } = await withPasskey();
    const { account } = await withPasskey();
    const visitor = createVisitor(app);
    await typePassword(visitor, account);
    expect((await provePasskey(visitor, key)).json()).toMatchObject({ code: "passkey.refused" });
  });
});

describe("sessions", () => {
  test("18 a token planted before the sign-in is worth nothing after it", async () => {
    const account = await newStaff();
    const secret = await giveTotp(app, account);
    const visitor = createVisitor(app);
    visitor.cookies.set("mingjing_session", "planted-by-somebody-else-0123456789");
    await typePassword(visitor, account);
    await visitor.send("POST", "/api/session/totp", { code: codeOf(secret) });
    expect(visitor.cookies.get("mingjing_session")).not.toBe("planted-by-somebody-else-0123456789");
    const thief = createVisitor(app);
    thief.cookies.set("mingjing_session", "planted-by-somebody-else-0123456789");
    expect(await isIn(thief)).toBe(false);
  });

  test("19 each sign-in and each change of post gives a new token and ends the old one", async () => {
    const { account, visitor, secret } = await signedIn();
    const before = thiefOf(visitor);
    await typePassword(visitor, account);
    await visitor.send("POST", "/api/session/totp", { code: codeOf(secret, 1) });
    expect(await isIn(before)).toBe(false);
    const second = thiefOf(visitor);
    const reply = await visitor.send("POST", "/api/session/post", { post: `${account}-post` });
    expect(reply.statusCode).toBe(200);
    expect([await isIn(second), await isIn(visitor)]).toEqual([false, true]);
  });

  test("20 after sign-out a stolen token opens nothing, and the browser is told to forget", async () => {
    const { visitor } = await signedIn();
    const thief = thiefOf(visitor);
    expect(await isIn(thief)).toBe(true);
    const reply = await visitor.send("DELETE", "/api/session");
    expect(reply.headers["clear-site-data"]).toBe('"cache", "cookies"');
    expect(visitor.cookies.has("mingjing_session")).toBe(false);
    expect(await isIn(thief)).toBe(false);
  });

  test("21 thirty minutes without a request end the session", async () => {
    const { account, visitor } = await signedIn();
    const age = (minutes: number) =>
      app.database.query(
        "UPDATE identity.session SET seen_at = now() - make_interval(mins => $1) WHERE account = $2",
        [minutes, account],
      );
    await age(29);
    expect((await visitor.session()).signedIn).toBe(true);
    await age(31);
    expect((await visitor.session()).signedIn).toBe(false);
  });

  test("22 eight hours after the sign-in the session ends, however busy", async () => {
    const { account, visitor } = await signedIn();
    const [row] = await app.database.query(
      "SELECT extract(epoch FROM expires_at - created_at)::int AS life FROM identity.session WHERE account = $1",
      [account],
    );
    expect(row).toEqual({ life: 8 * 3600 });
    await app.database.query("UPDATE identity.session SET expires_at = now() WHERE account = $1", [
      account,
    ]);
    expect((await visitor.session()).signedIn).toBe(false);
  });

  test("23 a changed role ends the session within five seconds", async () => {
    const { account, visitor } = await signedIn();
    expect(await isIn(visitor)).toBe(true);
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at: "2026-06-01T00:00:00.000Z",
        changes: [
          {
            kind: "post-defined",
            payload: {
              post: `${account}-post`,
              unit: "housing",
              title: "科长",
              role: "chief",
              jurisdiction: [],
              validFrom: "2026-06-01",
            },
          },
        ],
      }),
    );
    await expect.poll(() => isIn(visitor), { timeout: 5000, interval: 100 }).toBe(false);
  });

  test("24 a closed account ends the session within five seconds and admits nobody", async () => {
    const { account, visitor } = await signedIn();
    expect(await isIn(visitor)).toBe(true);
    await app.database.query("UPDATE identity.account SET disabled_at = now() WHERE account = $1", [
      account,
    ]);
    await expect.poll(() => isIn(visitor), { timeout: 5000, interval: 100 }).toBe(false);
    const reply = await typePassword(createVisitor(app), account);
    expect(reply.json()).toMatchObject({ code: "session.bad-credentials" });
  });

  test("25 a person ends one of the own sessions, all others, all; never another's", async () => {
    const { account, visitor, secret } = await signedIn();
    const other = createVisitor(app, "198.51.100.7");
    await typePassword(other, account);
    await other.send("POST", "/api/session/totp", { code: codeOf(secret, 1) });
    const stranger = await signedIn();
    const listed = (await visitor.send("GET", "/api/account")).json<{
      sessions: { id: string; isThis: boolean; address: string }[];
    }>();
    expect(listed.sessions).toHaveLength(2);
    const theirs = listed.sessions.find(({ isThis }) => !isThis)!;
    expect(theirs.address).toBe("198.51.100.7");
    const foreign = await stranger.visitor.send("DELETE", `/api/account/sessions/${theirs.id}`);
    expect(foreign.statusCode).toBe(404);
    expect((await visitor.send("DELETE", `/api/account/sessions/${theirs.id}`)).statusCode).toBe(
      200,
    );
    expect([await isIn(other), await isIn(visitor)]).toEqual([false, true]);
    await visitor.send("DELETE", "/api/account/sessions?all=yes");
    expect([await isIn(visitor), await isIn(stranger.visitor)]).toEqual([false, true]);
  });
});
