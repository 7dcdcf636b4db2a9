/** The lane of sealed facts in a whole application: what is published, and what comes back from a backup. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { aLotFact, aNotice, firm } from "../../../test/builders.ts";
import { createTestApp, LOG_ORIGIN, type TestApp } from "../../../test/harness.ts";
import { bringBack } from "../../bring-back.ts";
import { readBackup } from "../../platform/backup/index.ts";
import { openDatabase } from "../../platform/database.ts";
import { createFactRegistry } from "../../platform/facts/registry.ts";
import { createLog } from "../../platform/telemetry.ts";
import { SEALED_KINDS } from "../procurement/index.ts";
import { closeBlock, closeLane, type LaneDeps } from "./lane.job.ts";
import { witnessFacts } from "./witness.facts.ts";

const LANE = { slots: 8, everySeconds: 3600, kinds: SEALED_KINDS };

const PASSPHRASE = "一段足够长的口令 correct horse";

let app: TestApp;
let key: string;
let backupDirectory: string;
const state: { last: string | undefined } = { last: undefined };

const deps = (): LaneDeps => ({
  db: app.database.app.db,
  registry: createFactRegistry([witnessFacts]),
  clock: { now: () => new Date() },
  origin: LOG_ORIGIN,
  log: createLog("error"),
});

/** As the job does it, when the test wants it. */
async function closeOne(): Promise<void> {
  state.last = await closeBlock(deps(), LANE, state.last);
  await app.settle();
}

const publishedSize = async () =>
  (await app.get("/api/log/checkpoint")).json<{ size: number }>().size;

/** All that anybody sees of the log, byte for byte, and whether a tile has more than what is signed. */
const published = async (size: number) =>
  Promise.all(
    [
      "/log",
      "/log/checkpoint",
      "/api/log/checkpoint",
      `/log/tile/0/000.p/${size}`,
      `/log/tile/0/000.p/${size + 1}`,
    ].map(async (url) => {
      const { statusCode, body } = await app.get(url);
      return statusCode === 200 ? body : statusCode;
    }),
  );

const committed = (lot: string, count: number) =>
  Array.from({ length: count }, (_, at) => ({
    ...aLotFact(lot, "bid-committed", {
      commitment: `${lot.length}${at}`.padStart(64, "0"),
      sizeClass: "10M",
    }),
    sourceId: `${lot}-commitment-${at}`,
    occurredAt: new Date().toISOString(),
  }));

beforeAll(async () => {
  // Its own job has closed the first block when the application starts; the next is due in an hour.
  backupDirectory = await mkdtemp(join(tmpdir(), "mingjing-lane-"));
  app = await createTestApp({
    sealedLane: { ...LANE, everySeconds: 86_400 },
    backupDirectory,
    passphrase: PASSPHRASE,
  });
  // What happens now, by the machine's clock, is what waits.
  app.setNow(new Date().toISOString());
  key = await app.addSource("trading");
  await closeOne();
});
afterAll(async () => {
  await app.close();
  await rm(backupDirectory, { recursive: true, force: true });
});

/** @throws unless all are taken: facts that are refused betray nothing */
async function send(facts: readonly ReturnType<typeof aNotice>[]): Promise<void> {
  const { accepted } = await app.send(key, facts);
  expect(accepted).toBe(facts.length);
}

describe("the published log", () => {
  test.each([0, 1, 5, 12, 0])("grows by one block and its marker, with %i bids", async (bids) => {
    const before = await publishedSize();
    const page = await published(before);
    if (bids > 0) await send(committed(`LANE${bids}`, bids));
    await app.settle();
    expect(await published(before)).toEqual(page);
    expect(page.map((body) => typeof body)).toEqual([...Array(4).fill("string"), "number"]);
    await closeOne();
    expect(await publishedSize()).toBe(before + LANE.slots + 1);
  });

  test.each(["bid-received", "document-downloaded", "bid-withdrawn"])(
    "nor does it tell of %s, nor what other modules make of it",
    async (kind) => {
      const before = await publishedSize();
      const facts = [1, 2, 3].map((n) => ({
        ...aLotFact("LANE9", kind, { bidder: firm(n) }),
        sourceId: `LANE9-${kind}-${n}`,
        occurredAt: new Date().toISOString(),
      }));
      await send(facts);
      await app.settle();
      await closeOne();
      expect(await publishedSize()).toBe(before + LANE.slots + 1);
    },
  );

  test("what did not fit is in the next block: nothing waits for more than two", async () => {
    const [{ waiting } = { waiting: -1 }] = await app.database.query<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM witness.waiting WHERE NOT is_padding",
    );
    expect(waiting).toBe(0);
  });

  test("the receipt of a bid comes at once, and its leaf holds in the log", async () => {
    await send(committed("LANE2", 1));
    await closeOne();
    const [leaf] = await app.database.query<{ leaf: number; hash: string }>(
      `SELECT leaf_index::int AS leaf, encode(leaf_hash, 'hex') AS hash FROM witness.leaf JOIN fact.fact ON id = fact_id
       WHERE source_id = 'LANE2-commitment-0'`,
    );
    const proof = await app.get(`/api/log/inclusion?leafIndex=${leaf?.leaf}`);
    expect(proof.json()).toMatchObject({ leafHash: leaf?.hash });
  });
});

test("after the lane is closed facts enter as they come", async () => {
  await send(committed("LANE3", 3));
  await app.settle();
  const before = await publishedSize();
  await closeLane(deps());
  await app.settle();
  expect(await publishedSize()).toBeGreaterThanOrEqual(before + 4);
  const after = await publishedSize();
  await send(committed("LANE4", 3));
  await app.settle();
  expect(await publishedSize()).toBe(after + 3);
  const [{ waiting } = { waiting: -1 }] = await app.database.query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM witness.waiting",
  );
  expect(waiting).toBe(0);
});

const leavesOf = ({ database }: TestApp) =>
  database.query<{ fact_id: string }>("SELECT fact_id FROM witness.leaf ORDER BY leaf_index");
const waitingOf = ({ database }: TestApp) =>
  database.query<{ fact_id: string }>("SELECT fact_id FROM witness.waiting ORDER BY n");

test("a backup restored while bids wait gives the same log, leaf for leaf, and they still wait", async () => {
  await closeOne();
  await send(committed("LANE8", 3));
  await app.settle();
  await closeOne();
  await send(committed("LANE6", 2));
  await app.settle();
  await send([aNotice("LANE7")]);
  await app.settle();
  await app.application.flushBackup();
  const target = await createTestApp({ isStarted: false });
  const owner = openDatabase(target.database.ownerUrl, { connections: 2 });
  try {
    await bringBack(target.application, {
      path: backupDirectory,
      contents: await readBackup(backupDirectory, async () => undefined),
      owner: owner.db,
      dataDir: target.dataDir,
      passphrase: PASSPHRASE,
      isNewKeyAllowed: false,
      onProgress: () => undefined,
      report: () => undefined,
    });
    expect(await leavesOf(target)).toEqual(await leavesOf(app));
    const waiting = await waitingOf(target);
    expect(waiting.length).toBeGreaterThanOrEqual(2);
    expect(waiting).toEqual(await waitingOf(app));
  } finally {
    await owner.close();
    await target.close();
  }
});
