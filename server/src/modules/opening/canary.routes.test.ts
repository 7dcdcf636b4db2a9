/**
 * Canaries in an opening: a mark in everything that must stay private (names, prices, hashes, random bytes, numbers, persons), then every
 * public address of the session is read: page, text, table, replay, stream, lists, process and certificate. Each stage says what may show.
 */
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { aLotFact, ocidOf } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { partyKey } from "../../kernel/party.ts";
import { commitmentOf } from "./commitment.ts";
import { postMessage, signIn } from "./index.ts";
import { createStage, notice, type Stage } from "./test-support.ts";

const BIDS = 7;
const ALL = Array.from({ length: BIDS }, (_, n) => n);
const AT = "2026-05-21T09:40:00+08:00";

let stage: Stage;
let app: TestApp;
beforeAll(async () => {
  stage = await createStage();
  ({ app } = stage);
  await app.application.http.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

const nameOf = (n: number) => `金丝雀第${n}建设有限公司`;
const firmOf = (n: number): Party => ({ kind: "organisation", name: nameOf(n) });
const amountOf = (n: number) => `76543${n}2198`;
const yuanOf = (n: number) => `76543${n}21.98`;

interface Planted {
  readonly code: string;
  readonly files: readonly { readonly fileHash: string; readonly nonce: string }[];
}

const plant = (code: string): Planted => ({
  code,
  files: ALL.map((n) => ({
    fileHash: createHash("sha256").update(`${code} ${n}`).digest("hex"),
    nonce: randomBytes(32).toString("hex"),
  })),
});

const facts = {
  before: ({ code, files }: Planted): FactInput[] =>
    files.flatMap(({ fileHash, nonce }, n) => [
      aLotFact(
        code,
        "bid-received",
        {
          bidder: firmOf(n),
          fileHash,
          trace: { ip: `203.0.113.${70 + n}`, mac: `CA-7A-12-00-00-0${n}` },
        },
        { sourceId: `${code}/receipt/${n}`, occurredAt: `2026-05-20T10:0${n}:00+08:00` },
      ),
      aLotFact(
        code,
        "bid-committed",
        { commitment: commitmentOf(nonce, fileHash), sizeClass: "50M" },
        { sourceId: `${code}/commitment/${n}`, occurredAt: `2026-05-20T11:0${n}:00+08:00` },
      ),
    ]),
  opened: ({ code, files }: Planted): FactInput[] =>
    files.flatMap((file, n) => [
      aLotFact(
        code,
        "bid-decrypted",
        { bidder: firmOf(n), succeeded: true },
        { sourceId: `${code}/decryption/${n}`, occurredAt: AT },
      ),
      aLotFact(
        code,
        "bid-revealed",
        {
          bidder: firmOf(n),
          ...file,
          offer: { kind: "total", amount: { amountMinor: amountOf(n), currency: "CNY" } },
        },
        { sourceId: `${code}/reveal/${n}`, occurredAt: AT },
      ),
    ]),
};

/** What a viewer gets who joins the stream and listens for a moment. */
async function streamOf(id: string): Promise<string> {
  const { address, port } = app.application.http.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    let text = "";
    const sent = request(
      { host: address, port, path: `/openings/${id}/events?after=0` },
      (answer) => {
        answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
        setTimeout(() => {
          sent.destroy();
          resolve(text);
        }, 900);
      },
    );
    sent.on("error", (error) => (text === "" ? reject(error) : resolve(text))).end();
  });
}

async function publicBytes(id: string, ocid: string): Promise<ReadonlyMap<string, string>> {
  const hall = `/openings/${id}`;
  const addresses = [
    ...["", "?text=1", "?lang=en", "?mode=elder", "?theme=dark"].map((query) => `${hall}${query}`),
    ...["bids.csv", "replay.json", "now"].map((file) => `${hall}/${file}`),
    "/",
    "/openings?day=2026-05-21",
    "/openings.ics?day=2026-05-21",
    "/projects",
    `/process/${ocid}`,
    "/api/public/processes",
    `/api/public/processes/${ocid}`,
    `/api/public/processes/${ocid}/certificate`,
    "/column",
    "/api/public/items",
  ];
  const bytes = new Map<string, string>();
  for (const url of addresses) {
    const { body, headers, statusCode } = await app.get(url);
    expect(statusCode, url).toBeLessThan(500);
    bytes.set(url, `${JSON.stringify(headers)}\n${body}`);
  }
  return bytes.set("stream", await streamOf(id));
}

type Secret = "names" | "prices" | "number" | "watching";

/** Marks of what is public never, and of what is not public yet. */
async function marksOf({ code, files }: Planted, id: string, hidden: readonly Secret[]) {
  const [session] = await app.database.query<{ nonce: string }>(
    `SELECT payload ->> 'nonce' AS nonce FROM opening.session WHERE session = '${id}'`,
  );
  const never = [
    ...files.flatMap((file) => [
      file.fileHash,
      file.nonce,
      commitmentOf(file.nonce, file.fileHash),
    ]),
    session?.nonce ?? "no nonce",
    ...ALL.flatMap((n) => [`203.0.113.${70 + n}`, `CA-7A-12-00-00-0${n}`]),
    "林嘉禾",
    "罗见微",
    "agency-1",
    "bidder-1",
    "centre-1",
    `${code}/receipt`,
  ];
  const until: Record<Secret, readonly string[]> = {
    names: ALL.map(nameOf),
    prices: ALL.flatMap((n) => [amountOf(n), yuanOf(n)]),
    number: [`"count":${BIDS}`, `${BIDS} 份`, `${BIDS} 家`, `${BIDS} bidders`, `${BIDS} received`],
    watching: ['watching":'],
  };
  return [...never, ...hidden.flatMap((secret) => until[secret])];
}

async function expectHidden(planted: Planted, id: string, hidden: readonly Secret[]) {
  await app.settle();
  await app.application.publication.refreshAll();
  const marks = await marksOf(planted, id, hidden);
  const found: string[] = [];
  for (const [url, text] of await publicBytes(id, ocidOf(planted.code))) {
    const plain = text.replaceAll(",", "");
    for (const mark of marks)
      if (text.includes(mark) || plain.includes(mark)) found.push(`${url}: ${mark}`);
  }
  expect(found).toEqual([]);
}

async function begin(planted: Planted, payload = {}): Promise<string> {
  const { code } = planted;
  await stage.send([notice(code, payload), ...facts.before(planted)]);
  const id = await stage.plan(code);
  const { registry } = app.application;
  const context = { db: app.database.app.db, registry, at: "2026-05-21T09:10:00+08:00" };
  for (const n of ALL) await signIn(context, id, firmOf(n));
  const officer = {
    account: "bidder-1",
    name: "林嘉禾",
    department: { id: "bidder-1", name: nameOf(0) },
  };
  await postMessage({ ...context, officer }, id, { bidder: firmOf(0), text: "请问解密时限。" });
  return id;
}

const act = async (path: string, payload: object = {}) => {
  const { status, body } = await stage.act("agency", path, payload);
  expect([status, body.code]).toEqual([200, undefined]);
};
const step = (id: string, name: string) => act(`${id}/steps`, { step: name });
const read = (id: string, n: number, payload: object = {}) =>
  act(`${id}/bids`, { act: "read", bidder: partyKey(firmOf(n)), ...payload });

async function finish(id: string): Promise<void> {
  await step(id, "confirming");
  await step(id, "signing");
  const { record } = await stage.desk("agency", id);
  for (const who of ["agency", "centre"])
    await stage.act(who, `${id}/signatures`, { hash: record?.hash });
  await step(id, "closed");
}

describe("an opening whose bids are read out", () => {
  const planted = plant("CANARY1");
  let id = "";
  test("before the deadline: no name, no price, no hash, no number, no viewers", async () => {
    id = await begin(planted);
    await expectHidden(planted, id, ["names", "prices", "number", "watching"]);
  });

  test("locked: the number is public, nothing else", async () => {
    await stage.lock(id);
    await expectHidden(planted, id, ["names", "prices"]);
    expect((await app.get(`/openings/${id}`)).body).toContain(`收到 ${BIDS} 份`);
  });

  test("named and decrypted: the names are public, no price is", async () => {
    await step(id, "announced");
    await step(id, "decrypting");
    await stage.send(facts.opened(planted));
    await step(id, "reading");
    await expectHidden(planted, id, ["prices"]);
    expect((await app.get(`/openings/${id}`)).body).toContain(nameOf(3));
  });

  test("reading: the price that was read, none of the others", async () => {
    await read(id, 0);
    await app.settle();
    const bytes = await publicBytes(id, ocidOf(planted.code));
    for (const [url, text] of bytes)
      for (const n of ALL.slice(1)) {
        expect(text, url).not.toContain(amountOf(n));
        expect(text.replaceAll(",", ""), url).not.toContain(yuanOf(n));
      }
    expect(bytes.get("stream")).toContain(amountOf(0));
  });

  test("over: prices are public, hashes of files, random bytes and persons never", async () => {
    for (const n of ALL.slice(1)) await read(id, n);
    await finish(id);
    await expectHidden(planted, id, []);
    const replay = await app.get(`/openings/${id}/replay.json`);
    expect(replay.statusCode).toBe(200);
    expect(replay.body).toContain(amountOf(6));
    expect((await streamOf(id)).match(/"type":"sealed"/g)).toHaveLength(1);
  });
});

test("a negotiated procedure: no name, no quote and no number, before, during and in the replay", async () => {
  const planted = plant("CANARY2");
  const all: readonly Secret[] = ["names", "prices", "number"];
  const id = await begin(planted, { method: "consultation", regime: "procurement" });
  await expectHidden(planted, id, [...all, "watching"]);
  await stage.lock(id);
  await expectHidden(planted, id, all);
  await step(id, "announced");
  await step(id, "decrypting");
  await stage.send(facts.opened(planted));
  await step(id, "reading");
  await read(id, 0);
  await expectHidden(planted, id, all);
  for (const n of ALL.slice(1)) await read(id, n);
  await finish(id);
  await expectHidden(planted, id, all);
  expect((await app.get(`/openings/${id}/replay.json`)).statusCode).toBe(200);
});
