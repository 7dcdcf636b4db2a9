/** A stage for tests of openings: parties with accounts, the trading system's facts, desks and acts over HTTP. */
import { createHash, randomBytes } from "node:crypto";

import { expect } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type { OpeningDesk } from "../../../../contract/src/opening.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { aLotFact, aNotice, firm, ocidOf, OPENING } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import { commitmentOf } from "./commitment.ts";
import { lockDue } from "./index.ts";

const AGENCY: Party = { kind: "organisation", name: "云澜诚信招标代理有限公司" };
const ALL = [{ matters: ["process"] as "process"[] }];
const BEFORE = "2026-05-21T09:00:00+08:00";
const AFTER = "2026-05-21T09:40:00+08:00";

interface PartyAccount {
  readonly account: string;
  readonly role: Role;
  readonly party: Party;
}

/** A person of a unit that is a party to the process. */
async function signInParty(app: TestApp, { account, role, party }: PartyAccount) {
  const validFrom = "2020-01-01";
  const { sessions, registry } = app.application;
  const unit = `${account}-unit`;
  const unitKind = role === "agency" ? "procurementAgency" : "bidder";
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "unit-registered",
          payload: { unit, name: "name" in party ? party.name : "", unitKind, party, validFrom },
        },
        {
          kind: "post-defined",
          payload: { post: account, unit, title: "经办人", role, jurisdiction: [], validFrom },
        },
        { kind: "person-registered", payload: { person: account, name: "林嘉禾", validFrom } },
        {
          kind: "appointment-made",
          payload: { appointment: account, person: account, post: account, validFrom },
        },
      ],
    }),
  );
  await sessions.addAccount({ account, name: "林嘉禾", isDemo: true, passwordHash: null });
  const token = await sessions.open({ account, methods: ["demo"] });
  return { cookie: `mingjing_session=${token}`, "x-mingjing-csrf": "1" };
}

const officer = (account: string, role: Role) => ({
  account,
  name: "罗见微",
  role,
  departmentId: account.replace(/-1$/, ""),
  departmentName: "某单位",
  jurisdiction: ALL,
});

interface File {
  readonly fileHash: string;
  readonly nonce: string;
}

export const files = new Map<string, File>();
const fileOf = (code: string, n: number): File => {
  const name = `${code}/${n}`;
  const file = files.get(name) ?? {
    fileHash: createHash("sha256").update(name).digest("hex"),
    nonce: randomBytes(32).toString("hex"),
  };
  files.set(name, file);
  return file;
};

export const receipt = (code: string, n: number): FactInput =>
  aLotFact(
    code,
    "bid-received",
    { bidder: firm(n), fileHash: fileOf(code, n).fileHash },
    {
      sourceId: `${code}/receipt/${n}`,
      occurredAt: `2026-05-20T10:0${n % 10}:00+08:00`,
    },
  );

/** A commitment for a bid; `padding`: one that stands for none. */
export const commitment = (code: string, n: number, padding = false): FactInput => {
  const { nonce, fileHash } = padding ? fileOf(`${code}-empty`, n) : fileOf(code, n);
  return aLotFact(
    code,
    "bid-committed",
    { commitment: commitmentOf(nonce, fileHash), sizeClass: "50M" },
    {
      sourceId: `${code}/commitment/${padding ? "empty" : "bid"}/${n}`,
      occurredAt: "2026-05-20T11:00:00+08:00",
    },
  );
};

export const amount = (n: number) => String(1_180_000_000 + n * 1_111_111);
export const offerOf = (n: number) => ({
  kind: "total",
  amount: { amountMinor: amount(n), currency: "CNY" },
});

export const decrypted = (code: string, n: number): FactInput =>
  aLotFact(
    code,
    "bid-decrypted",
    { bidder: firm(n), succeeded: true },
    {
      sourceId: `${code}/decryption/${n}`,
      occurredAt: AFTER,
    },
  );

export const revealed = (code: string, n: number, changes: Partial<File> = {}): FactInput =>
  aLotFact(
    code,
    "bid-revealed",
    { bidder: firm(n), ...fileOf(code, n), ...changes, offer: offerOf(n) },
    { sourceId: `${code}/reveal/${n}`, occurredAt: AFTER },
  );

export const notice = (code: string, payload = {}): FactInput =>
  aNotice(code, { procurementAgency: AGENCY, ...payload });

const ELSEWHERE: Party = { kind: "organisation", name: "别处招标代理有限公司" };
const PARTIES: Readonly<Record<string, PartyAccount>> = {
  agency: { account: "agency-1", role: "agency", party: AGENCY },
  bidder1: { account: "bidder-1", role: "bidder", party: firm(1) },
  bidder2: { account: "bidder-2", role: "bidder", party: firm(2) },
  stranger: { account: "bidder-9", role: "bidder", party: firm(99) },
  otherAgency: { account: "agency-9", role: "agency", party: ELSEWHERE },
};

/** Sets the database's own clock, which only its owner can: deadlines are judged by it, facts get their recorded time from it. */
async function setDatabaseTime(app: TestApp, instant: string): Promise<void> {
  await app.database.asOwner(`
    CREATE OR REPLACE FUNCTION opening.now() RETURNS timestamptz LANGUAGE sql VOLATILE
      AS $$ SELECT timestamptz '${instant}' $$;
    CREATE OR REPLACE FUNCTION fact.committed_at(of_epoch smallint, of_xid xid8, of_recorded timestamptz)
      RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT of_recorded';
    ALTER TABLE fact.fact ALTER COLUMN recorded_at SET DEFAULT '${instant}'`);
}

export async function createStage() {
  const app = await createTestApp();
  await setDatabaseTime(app, BEFORE);
  const key = await app.addSource("trading");
  app.setNow(BEFORE);
  const as: Record<string, Record<string, string>> = {};
  for (const [name, account] of Object.entries(PARTIES)) as[name] = await signInParty(app, account);
  as["centre"] = await app.signIn(officer("centre-1", "centre"));
  as["inspector"] = await app.signIn(officer("inspector-1", "inspector"));
  const post = (who: string, url: string, payload: object) =>
    app.inject({ method: "POST", url: `/api/openings${url}`, headers: as[who] ?? {}, payload });
  return {
    app,
    headersOf: (who: string) => as[who] ?? {},
    async send(facts: readonly FactInput[]) {
      await app.send(key, facts);
      await app.settle();
    },
    /** Each in a room of its own, unless told otherwise. */
    async tryPlan(code: string, room = `${code}室`) {
      app.setNow(BEFORE);
      await setDatabaseTime(app, BEFORE);
      return post("agency", "", {
        ocid: ocidOf(code),
        lotId: "1",
        startsAt: OPENING,
        mode: "online",
        room,
        decryptMinutes: 60,
      });
    },
    async plan(code: string, room?: string): Promise<string> {
      const response = await this.tryPlan(code, room);
      expect(response.statusCode, response.body).toBe(200);
      await app.settle();
      return response.json<{ id: string }>().id;
    },
    async act(who: string, url: string, payload: object = {}) {
      const response = await post(who, `/${url}`, payload);
      return {
        status: response.statusCode,
        body: response.json<OpeningDesk & { code: string }>(),
      };
    },
    async desk(who: string, id: string): Promise<OpeningDesk> {
      const response = await app.inject({ url: `/api/openings/${id}`, headers: as[who] ?? {} });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<OpeningDesk>();
    },
    setDatabaseTime: (instant: string) => setDatabaseTime(app, instant),
    async lock(id: string) {
      app.setNow(AFTER);
      await setDatabaseTime(app, AFTER);
      const { registry } = app.application;
      await lockDue({ db: app.database.app.db, registry }, id, new Date(AFTER));
      await app.settle();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof createStage>>;
