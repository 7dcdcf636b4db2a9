/** Threats T25, T26, T28, T30 and T33 in the size of every run; the campaign's sizes come by variables. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import english from "../../../../locales/en/notifications.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/notifications.json" with { type: "json" };
import {
  mailboxOf,
  makeReceipt,
  openMessage,
  openTipoff,
  type TipoffFile,
} from "../../../../sealing/src/index.ts";
import { OPERATOR_TOKEN } from "../../../test/harness.ts";
import { readPrivateKey } from "../../platform/edge-log/keys.ts";
import { openFile } from "../../platform/edge-log/sealed-file.ts";
import {
  type Client,
  lookInto,
  openWorld,
  passAllOn,
  plain,
  randomMailbox,
  sealedFor,
  sendTipoff,
  works,
  type World,
  writeAgain,
} from "./test-support.ts";

const REPORTS = Number(process.env["MINGJING_CAMPAIGN_REPORTS"] ?? 500);
const GUESSES = Number(process.env["MINGJING_CAMPAIGN_GUESSES"] ?? 2000);
const LATER = "2026-06-01T09:00:10.000Z";

let world: World;
const lines: string[] = [];

beforeAll(async () => {
  world = await openWorld((line) => void lines.push(line));
});
afterAll(() => world.app.close());

/** Every row of every table, facts and jobs included. */
async function dump(): Promise<string> {
  const { database } = world.app;
  const tables = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ text: string }>(
      `SELECT row_to_json(t)::text AS text FROM ${name} AS t`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join("\n");
}

interface DataFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every file of the data directory, the sealed log of the edge included. */
async function dataFiles(): Promise<readonly DataFile[]> {
  await world.app.application.edgeLog.flush();
  const entries = await readdir(world.app.dataDir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
}

const clientOf = (number: number): Client & { readonly marks: readonly string[] } => {
  const address = `198.51.${100 + (number >> 7)}.${(number & 127) + 101}`;
  const agent = `Markierter-Browser/${number}.77`;
  return { remoteAddress: address, headers: { "user-agent": agent }, marks: [address, agent] };
};
const phoneOf = (number: number) => `1390001${String(number).padStart(4, "0")}`;
/** Any of the marks: one search of all that is kept. Digits within hexadecimal are chance. */
const MARK = /198\.51\.1\d\d\.|Markierter|(?<![0-9a-f])1390001\d{4}(?![0-9a-f])/;
const CANARY = "KANARIE-4f1d";
const CANARY_FILE: TipoffFile = {
  name: `${CANARY}.txt`,
  type: "text/plain",
  bytes: Buffer.from(CANARY),
  isStripped: false,
};

describe(`T25, T26: ${REPORTS} tip-offs with marked addresses, browsers, telephones and texts`, () => {
  test("nothing of them is in any table, log line or metric, nor any minute at which they came", async () => {
    const minutes = ["08:07:31.417", "08:23:11.803", "08:59:59.001"];
    for (let number = 0; number < REPORTS; number += 1) {
      world.app.setNow(`2026-06-01T${minutes[number % minutes.length]}Z`);
      const { status } = await sendTipoff(world.app, {
        coded: works,
        tipoff: {
          ...plain(`${CANARY}-${number} 电话${phoneOf(number)}`),
          writer: { name: `${CANARY}名${number}`, contact: phoneOf(number) },
          files: number % 10 === 0 ? [CANARY_FILE] : [],
        },
        client: clientOf(number),
        mailbox: randomMailbox(),
      });
      expect(status).toBe(200);
    }
    const before = await dump();
    await passAllOn(world.app, LATER);
    world.app.setNow(LATER);
    const metrics = await world.app.inject({
      method: "GET",
      url: "/metrics",
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    });
    expect(metrics.body).toContain("mingjing");
    expect(metrics.body).not.toContain("/api/public/tipoffs");
    const files = await dataFiles();
    expect(files.some(({ path }) => path.includes("edge-log"))).toBe(true);
    const texts = files.flatMap(({ path, bytes }) => [path, bytes.toString("latin1")]);
    const everything = [before, await dump(), metrics.body, ...texts, ...lines].join("\n");
    for (let number = 0; number < REPORTS; number += 1)
      for (const mark of [...clientOf(number).marks, phoneOf(number)]) expect(mark).toMatch(MARK);
    expect(MARK.exec(everything)?.[0]).toBeUndefined();
    expect(everything).not.toContain(CANARY);
    expect(everything).not.toContain(Buffer.from(CANARY).toString("hex"));
    expect(everything).not.toContain(Buffer.from(CANARY).toString("base64").slice(0, 14));
    // Jobs of the same clock write their own instants elsewhere: rows and facts of tip-offs are looked at.
    const own = everything.split("\n").filter((line) => line.includes("tipoff"));
    expect(own.length).toBeGreaterThan(REPORTS);
    for (const minute of minutes)
      for (const line of own) expect(line).not.toContain(minute.slice(0, 8));
  }, 120_000);

  test("the log of the edge has their addresses, for two keys together, and nothing else of them", async () => {
    const files = await dataFiles();
    const keyOf = (half: string) => {
      const file = files.find(({ path }) => path.endsWith(`edge-log-key-${half}`));
      return readPrivateKey(file?.bytes.toString("utf8") ?? "");
    };
    const [a, b] = [keyOf("a"), keyOf("b")];
    const sealed = files.filter(({ path }) => path.endsWith(".sealed"));
    const opened = sealed.map(({ bytes }) => openFile(bytes, { a, b }));
    const visits = opened.flatMap((file) => ("problem" in file ? [] : file.visits));
    const seen = new Set(visits.map(({ address }) => address));
    for (let number = 0; number < REPORTS; number += 1)
      expect(seen.has(clientOf(number).marks[0] ?? "")).toBe(true);
    expect(new Set(visits.flatMap((visit) => Object.keys(visit)))).toEqual(
      new Set(["second", "address", "port"]),
    );
    expect(JSON.stringify(visits)).not.toMatch(/tipoff|Markierter/);
    for (const { bytes } of sealed) {
      expect(openFile(bytes, { a, b: a })).toEqual({ problem: "swapped", half: "b" });
      expect(openFile(bytes, { a: b, b })).toEqual({ problem: "swapped", half: "a" });
    }
  });

  test("the recipient opens every one", async () => {
    const seen = new Set<string>();
    const openOne = async ({ id }: { readonly id: string }) => {
      const { content } = await world.view(id, world.officer);
      const box = await world.boxOf(id, content, world.officer);
      seen.add(openTipoff(world.offices.housing.privateKey, box)?.content.text ?? "");
    };
    let cursor: string | undefined;
    do {
      const page = await world.get(
        `/api/tipoffs?limit=25${cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
        world.officer,
      );
      const { rows, next } = page.json<{ rows: { id: string }[]; next?: string }>();
      await Promise.all(rows.map(openOne));
      cursor = next;
    } while (cursor !== undefined);
    expect(seen.size).toBe(REPORTS);
    expect([...seen].every((text) => text.startsWith(CANARY))).toBe(true);
  }, 120_000);

  test("a fault on the way of a writer is logged without the number that the writer was shown", async () => {
    const log = world.app.application.http.log;
    const before = lines.length;
    const failing = await world.app.inject({
      method: "POST",
      url: "/api/public/tipoffs/mailbox",
      headers: { "content-type": "application/json", "user-agent": "Markierter-Browser/1" },
      payload: "{ not json",
    });
    expect(failing.statusCode).toBe(400);
    log.error("the log is listened to");
    const written = lines.slice(before).join("\n");
    expect(written).toContain("the log is listened to");
    expect(written).not.toMatch(/Markierter|reqId|E-/);
  });
});

describe("T28: guessing receipts", () => {
  const look = (token: string, address: string) =>
    world.app.inject({
      method: "POST",
      url: "/api/public/tipoffs/mailbox",
      payload: { token },
      remoteAddress: address,
    });
  const guess = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");

  test(`${GUESSES} guesses from many addresses open nothing`, async () => {
    let hits = 0;
    const batch = 100;
    for (let done = 0; done < GUESSES; done += batch) {
      const replies = await Promise.all(
        Array.from({ length: batch }, (_, at) =>
          look(guess(), `203.0.${(done + at) >> 8}.${(done + at) & 255}`),
        ),
      );
      for (const reply of replies) {
        expect(reply.statusCode).toBe(200);
        hits += Number(reply.json<{ mailbox: unknown }>().mailbox !== null);
      }
    }
    expect(hits).toBe(0);
  }, 120_000);

  test("one client has five in a second; another is not slowed", async () => {
    const one = await Promise.all(Array.from({ length: 8 }, () => look(guess(), "192.0.2.1")));
    expect(one.map(({ statusCode }) => statusCode).filter((status) => status === 200)).toHaveLength(
      5,
    );
    expect(one.find(({ statusCode }) => statusCode === 429)?.json()).toMatchObject({
      code: "tipoffs.slow-down",
    });
    expect((await look(guess(), "192.0.2.2")).statusCode).toBe(200);
    world.app.setNow("2026-06-01T09:00:11.500Z");
    expect((await look(guess(), "192.0.2.1")).statusCode).toBe(200);
  });

  test("a network of IPv6 is one client", async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, at) => look(guess(), `2001:db8:1:2::${at + 1}`)),
    );
    expect(replies.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5);
  });

  test("hit and miss take the same time", async () => {
    const writer = await sendTipoff(world.app, {
      coded: works,
      tipoff: plain("计时"),
      client: { remoteAddress: "192.0.2.77" },
    });
    const timed = async (token: string, at: number) => {
      const since = performance.now();
      await look(token, `198.18.${at >> 8}.${at & 255}`);
      return performance.now() - since;
    };
    const hits: number[] = [];
    const misses: number[] = [];
    for (let at = 0; at < 30; at += 1) {
      hits.push(await timed(writer.mailbox.token, at));
      misses.push(await timed(guess(), 1000 + at));
    }
    expect(Math.abs(welch(hits, misses))).toBeLessThan(4.5);
  }, 60_000);

  test("no receipt that was made is like another", () => {
    const tokens = Array.from({ length: 6 }, () => mailboxOf(makeReceipt())?.token);
    expect(new Set(tokens).size).toBe(6);
  });
});

/** Welch's t of two samples. */
function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (sample: readonly number[]) =>
    sample.reduce((sum, one) => sum + one, 0) / sample.length;
  const variance = (sample: readonly number[]) =>
    sample.reduce((sum, one) => sum + (one - mean(sample)) ** 2, 0) / (sample.length - 1);
  return (mean(a) - mean(b)) / Math.sqrt(variance(a) / a.length + variance(b) / b.length);
}

describe("T33: a flood of some slows nobody else", () => {
  test("five flooders are refused, and each of ten others gets a receipt within five seconds", async () => {
    const body = { coded: works, keyId: "0".repeat(16), content: "A".repeat(64), files: [] };
    const junk = (at: number) =>
      world.app.inject({
        method: "POST",
        url: "/api/public/tipoffs",
        remoteAddress: `192.0.2.${200 + (at % 5)}`,
        payload: {
          ...body,
          mailbox: { publicKey: `${"A".repeat(43)}=`, token: `${"B".repeat(43)}=` },
          work: { challenge: "1.16.a.b", answer: at },
        },
      });
    let refused = 0;
    const flood = (async () => {
      for (let at = 0; at < 500; at += 25) {
        const replies = await Promise.all(
          Array.from({ length: 25 }, (_, index) => junk(at + index)),
        );
        refused += replies.filter(({ statusCode }) => statusCode === 429).length;
      }
    })();
    for (let number = 0; number < 10; number += 1) {
      const since = performance.now();
      const { status } = await sendTipoff(world.app, {
        coded: works,
        tipoff: plain("真实的举报"),
        client: { remoteAddress: `198.51.200.${number + 1}` },
      });
      expect(status).toBe(200);
      expect(performance.now() - since).toBeLessThan(5000);
    }
    await flood;
    expect(refused).toBe(400);
  }, 60_000);
});

describe("T30: what leaves the console", () => {
  test("a notice tells the office that something came, and nothing of it", async () => {
    await world.app.settle();
    const items = await world.app.database.query<{ text: string }>(
      "SELECT row_to_json(item)::text AS text FROM notice.item WHERE kind = 'tipoffRouted'",
    );
    expect(items.length).toBeGreaterThan(0);
    for (const { text } of items) expect(text).not.toMatch(/housing|works|collusion|KANARIE/);
    const words = [chinese, english].flatMap(({ kind, next, message }) => [
      kind.tipoffRouted,
      next.tipoffRouted,
      ...Object.values(message),
    ]);
    for (const text of words)
      for (const [, place] of text.matchAll(/\{\{(\w+)\}\}/g))
        expect(["count", "url", "code"]).toContain(place);
  });

  test("messages of both sides are ciphertext in the store and open for their reader alone", async () => {
    world.app.setNow("2026-06-01T10:10:00.000Z");
    const writer = await sendTipoff(world.app, {
      coded: works,
      tipoff: plain("留言"),
      client: { remoteAddress: "192.0.2.90" },
    });
    await passAllOn(world.app, "2026-06-01T11:00:01.000Z");
    const { rows } = await world.list(world.officer);
    const newest = rows[0]?.id ?? "";
    const view = await world.view(newest, world.officer);
    await world.post(`/api/tipoffs/${newest}/messages`, world.officer, {
      version: view.row.version,
      ...sealedFor(view, `${CANARY}-问`),
    });
    expect((await lookInto(world.app, writer, { remoteAddress: "192.0.2.91" }))?.texts).toEqual([
      `${CANARY}-问`,
    ]);
    expect(await writeAgain(world.app, writer, `${CANARY}-答`)).toBe(200);
    await passAllOn(world.app, "2026-06-01T12:00:01.000Z");
    expect(await dump()).not.toContain(CANARY);
    const reply = (await world.view(newest, world.officer)).events.at(-1);
    const box = await world.boxOf(newest, reply?.box?.hash ?? "", world.officer);
    expect(openMessage(world.offices.housing.privateKey, box)).toBe(`${CANARY}-答`);
    expect(openMessage(world.offices.coordinator.privateKey, box)).toBeUndefined();
  });
});
