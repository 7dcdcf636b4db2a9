/** Writers, offices and receipts of the tests: real encryption, through HTTP. */
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type {
  MailboxReply,
  OfficeKeys,
  Recipient,
  TipoffCoded,
  TipoffPage,
  TipoffView,
} from "../../../../contract/src/tipoffs.ts";
import {
  bytesOfKey,
  type KeyShare,
  type Mailbox,
  mailboxOf,
  makeOfficeKey,
  makeReceipt,
  openMessage,
  publicKeyOf,
  sealMessage,
  sealTipoff,
  solve,
  type Tipoff,
  toBase64,
  unlockKey,
  utf8,
} from "../../../../sealing/src/index.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import { TIPOFF_SECRET } from "./challenge.ts";
import { passOn } from "./pass-on.job.ts";

/** After those that the sign-in of a test registers. */
const DAY = "2020-01-02";

export interface UnitSeed {
  readonly unit: string;
  readonly unitKind: string;
  readonly parent?: string;
  readonly stationedIn?: string;
  readonly party?: object;
}

/** Units, and for each of these persons a post there whose jurisdiction is the tip-offs of the own unit. */
export async function addUnits({ application, database }: TestApp, units: readonly UnitSeed[]) {
  await inTransaction(database.app.db, (tx) =>
    recordOrganisation(tx, application.registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: units.map((unit) => ({
        kind: "unit-registered" as const,
        payload: { name: `${unit.unit}名`, validFrom: DAY, ...unit },
      })),
    }),
  );
}

export interface Office {
  readonly unit: string;
  readonly privateKey: Uint8Array;
  readonly shares: readonly KeyShare[];
}

/** The key ceremony, as the console's page does it. */
export async function holdCeremony(
  app: TestApp,
  unit: string,
  headers: Record<string, string>,
): Promise<Office> {
  const { key, shares } = makeOfficeKey();
  const holders = shares.map(({ index, fingerprint }) => ({
    index,
    name: `保管人${index}`,
    fingerprint,
  }));
  const reply = await app.inject({
    method: "POST",
    url: "/api/tipoff-keys",
    headers,
    payload: { publicKey: key.publicKey, holders },
  });
  if (reply.statusCode !== 200) throw new Error(reply.body);
  const [current] = reply.json<OfficeKeys>().rows;
  if (current?.keyId !== key.keyId) throw new Error("not the key that was made");
  return { unit, shares, privateKey: unlock(shares) };
}

export function unlock(shares: readonly KeyShare[], pair: readonly [number, number] = [0, 2]) {
  const [a, b] = pair.map((at) => shares[at]?.code ?? "") as [string, string];
  const opened = unlockKey([a, b]);
  if ("problem" in opened) throw new Error(opened.problem);
  return opened.privateKey;
}

export interface Writer {
  readonly receipt: string;
  readonly mailbox: Mailbox;
}

export interface Client {
  readonly remoteAddress?: string;
  readonly headers?: Record<string, string>;
}

const post = (
  app: TestApp,
  url: string,
  { payload, client }: { payload: object; client: Client },
) => app.inject({ method: "POST", url, payload, ...client });

const rest = async (): Promise<void> => undefined;

/** A task that anything solves, signed with the key of the server's tasks. */
async function freeTask({ dataDir }: TestApp, challenge: string): Promise<string> {
  const secret = (await readFile(join(dataDir, "secrets", TIPOFF_SECRET), "utf8")).trim();
  const [until, , nonce] = challenge.split(".");
  const text = `${until}.0.${nonce}`;
  const mac = createHmac("sha256", secret).update(`tip-off work ${text}`).digest("base64url");
  return `${text}.${mac}`;
}

/** Without the slow way from a receipt. */
export function randomMailbox(): Mailbox {
  const privateKey = crypto.getRandomValues(new Uint8Array(32));
  const token = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return { token, privateKey, publicKey: toBase64(publicKeyOf(privateKey)) };
}

interface Sending {
  readonly coded: TipoffCoded;
  readonly tipoff: Tipoff;
  readonly client?: Client;
  /**
   * For tests that send many and look at neither receipts nor work: a mailbox without its slow function, and a task
   * that costs nothing. Absent: what the page does.
   */
  readonly mailbox?: Mailbox;
}

/** Does what the page of writers does. @returns the receipt, or the refusal */
export async function sendTipoff(
  app: TestApp,
  { coded, tipoff, client = {}, ...own }: Sending,
): Promise<Writer & { readonly unit: string; readonly status: number; readonly body: string }> {
  const asked = await post(app, "/api/public/tipoffs/recipient", { payload: { coded }, client });
  const receipt = makeReceipt();
  const mailbox = own.mailbox ?? mailboxOf(receipt);
  if (mailbox === undefined) throw new Error("no mailbox");
  if (asked.statusCode !== 200)
    return { receipt, mailbox, unit: "", status: asked.statusCode, body: asked.body };
  const { key, work, unit } = asked.json<Recipient>();
  const sealed = sealTipoff(bytesOfKey(key.publicKey), tipoff);
  const content = toBase64(sealed.content);
  const isFree = own.mailbox !== undefined;
  const challenge = isFree ? await freeTask(app, work.challenge) : work.challenge;
  const answer = isFree ? 0 : await solve({ ...work, content: utf8(content) }, rest);
  const sent = await post(app, "/api/public/tipoffs", {
    payload: {
      coded,
      keyId: key.keyId,
      content,
      files: sealed.files.map(toBase64),
      mailbox: { publicKey: mailbox.publicKey, token: mailbox.token },
      work: { challenge, answer },
    },
    client,
  });
  return { receipt, mailbox, unit: unit.id, status: sent.statusCode, body: sent.body };
}

export async function lookInto(app: TestApp, { mailbox }: Writer, client: Client = {}) {
  const reply = await post(app, "/api/public/tipoffs/mailbox", {
    payload: { token: mailbox.token },
    client,
  });
  if (reply.statusCode !== 200) throw new Error(reply.body);
  const { mailbox: view } = reply.json<MailboxReply>();
  if (view === null) return undefined;
  const texts = view.messages.map(({ box }) =>
    box === undefined ? undefined : openMessage(mailbox.privateKey, Buffer.from(box, "base64")),
  );
  return { ...view, texts };
}

export async function writeAgain(app: TestApp, writer: Writer, text: string): Promise<number> {
  const view = await lookInto(app, writer);
  if (view === undefined) throw new Error("no mailbox");
  const box = toBase64(sealMessage(bytesOfKey(view.key.publicKey), text));
  const answer = await solve({ ...view.work, content: utf8(box) }, rest);
  const reply = await post(app, "/api/public/tipoffs/mailbox/messages", {
    payload: {
      token: writer.mailbox.token,
      keyId: view.key.keyId,
      box,
      work: { challenge: view.work.challenge, answer },
    },
    client: {},
  });
  return reply.statusCode;
}

/** What the job does when its time has come. */
export const passAllOn = ({ application, database }: TestApp, at: string, isDemo = false) =>
  passOn(
    { db: database.app.db, registry: application.registry, isDemo: () => isDemo },
    new Date(at),
  );

export type Headers = Record<string, string>;

const person = (
  app: TestApp,
  account: string,
  [unit, role]: readonly [string, "officer" | "chief" | "coordinator" | "inspector"],
): Promise<Headers> =>
  app.signIn({
    account,
    name: account,
    departmentId: unit,
    departmentName: `${unit}名`,
    role,
    jurisdiction: [{ matters: ["tipoff"], units: "own" }],
  });

const DUTY: FactInput = {
  kind: "duties.duty-listed",
  sourceId: "t1",
  subject: "duty:t1",
  occurredAt: "2020-01-01T00:00:00.000Z",
  payload: {
    matter: "tipoff",
    regime: "works",
    department: { id: "housing", name: "housing名" },
    legalBasis: "《招标投标法实施条例》第4条",
    validFrom: "2020-01-01",
  },
};

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A city of three offices with keys: housing by the list of duties, the coordinator, the discipline office. */
export async function openWorld(onLogLine?: (line: string) => void) {
  const app = await createTestApp({
    isDemo: false,
    ...(onLogLine === undefined ? {} : { onLogLine }),
  });
  const people = {
    officer: await person(app, "officer-1", ["housing", "officer"]),
    chief: await person(app, "chief-1", ["housing", "chief"]),
    coordinator: await person(app, "coordinator-1", ["coordinator", "coordinator"]),
    inspector: await person(app, "inspector-1", ["discipline", "inspector"]),
  };
  await addUnits(app, [
    { unit: "committee", unitKind: "committee" },
    { unit: "coordinator", unitKind: "coordinator", parent: "committee" },
    { unit: "discipline", unitKind: "discipline" },
    { unit: "housing", unitKind: "department", parent: "committee" },
    { unit: "finance", unitKind: "department", parent: "committee" },
  ]);
  await app.send(await app.addSource("duties"), [DUTY]);
  const offices = {
    housing: await holdCeremony(app, "housing", people.chief),
    coordinator: await holdCeremony(app, "coordinator", people.coordinator),
    discipline: await holdCeremony(app, "discipline", people.inspector),
  };
  const get = (url: string, headers: Headers) => app.inject({ method: "GET", url, headers });
  return {
    app,
    ...people,
    offices,
    get,
    post: (url: string, headers: Headers, payload: object) =>
      app.inject({ method: "POST", url, headers, payload }),
    list: async (headers: Headers): Promise<TipoffPage> =>
      (await get("/api/tipoffs", headers)).json(),
    view: async (id: string, headers: Headers): Promise<TipoffView> =>
      (await get(`/api/tipoffs/${id}`, headers)).json(),
    async boxOf(id: string, hash: string, headers: Headers): Promise<Uint8Array> {
      const reply = await get(`/api/tipoffs/${id}/boxes/${hash}`, headers);
      return Buffer.from(reply.json<{ box: string }>().box, "base64");
    },
  };
}

/** A message sealed to both sides, as the console does it. */
export const sealedFor = ({ mailboxKey, officeKey }: TipoffView, text: string) => ({
  keyId: officeKey?.keyId ?? "",
  toOffice: toBase64(sealMessage(bytesOfKey(officeKey?.publicKey ?? ""), text)),
  toWriter: toBase64(sealMessage(bytesOfKey(mailboxKey), text)),
});

export const works = {
  about: "parties",
  topic: "collusion",
  regime: "works",
  isNamed: false,
} as const;
export const plain = (text: string): Tipoff => ({ text, hints: [], files: [] });
