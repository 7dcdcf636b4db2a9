/** What the mirror takes, what it refuses, what it says, and that nobody learns what is looked for in it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { parsePolicy } from "../../verifier/src/index.ts";
import { testKey } from "../../verifier/test/build-certificate.ts";
import { cosignatureLine, witnessVkey } from "../../verifier/test/cosign.ts";
import { rootOf as specRoot } from "../../verifier/test/merkle-tree.ts";
import { testLog } from "../../witnessd/test/log.ts";
import { findFact, findFacts, findTimeline } from "../src/query.ts";
import { readQuery } from "../src/read-query.ts";
import { serveMirror } from "../src/serve.ts";
import { openState, readState, type State } from "../src/state.ts";
import { statusOf } from "../src/status.ts";
import { findHead, listAlarms } from "../src/store.ts";
import { createSync, type Sync, type SyncDeps } from "../src/sync.ts";
import { append, EMPTY, leafHashOf, rootOf } from "../src/tree.ts";
import { createUpstream } from "../src/upstream.ts";
import { aProcess, Centre, ocid, TOKEN } from "./centre.ts";

const NOW = new Date("2026-10-01T02:00:20.000Z");
const names = { kind: (kind: string) => kind, field: (name: string) => name };

let directory: string;
let centre: Centre;
const states: State[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "mingjing-mirror-"));
  centre = new Centre();
  await centre.start();
});
afterEach(async () => {
  for (const state of states.splice(0)) if (state.db.isOpen) state.close();
  await centre.stop();
  await rm(directory, { recursive: true });
});

const addProcess = (code: string) => centre.add(...aProcess(code, centre.entries.length));

interface Mirror {
  readonly state: State;
  readonly sync: Sync;
}

async function openMirror(name: string, more: Partial<SyncDeps> = {}): Promise<Mirror> {
  const state = await openState(join(directory, name));
  states.push(state);
  const upstream = createUpstream({ from: centre.url, token: TOKEN });
  const sync = createSync({
    db: state.db,
    upstream,
    policy: undefined,
    vkey: centre.log.vkey,
    now: () => NOW,
    ...more,
  });
  return { state, sync };
}

test("RFC 6962: the tree that grows leaf by leaf has the root of the whole", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), (size) => {
      const leaves = Array.from({ length: size }, (_, index) => leafHashOf(Buffer.from([index])));
      const tree = leaves.reduce(append, EMPTY);
      expect(rootOf(tree).toString("hex")).toBe(Buffer.from(specRoot(leaves)).toString("hex"));
    }),
  );
});

describe("what is taken", () => {
  test("facts in order, a bid with the opening of its lot, and only what a signed root covers", async () => {
    addProcess("A1");
    const { state, sync } = await openMirror("one");
    expect(await sync()).toEqual({ state: "good", size: 4 });
    expect(findTimeline(state.db, ocid("A1")).map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    expect(findFact(state.db, 1)).toMatchObject({
      kind: "procurement.bid-received",
      title: "云澜市A1号道路工程",
    });
    centre.add(...aProcess("A2", 4).slice(0, 2));
    expect(await sync()).toEqual({ state: "good", size: 6 });
    expect(findFact(state.db, 5)).toBeUndefined();
    expect(statusOf(state.db, { state: "good", size: 6 }, NOW)).toMatchObject({
      state: "good",
      size: 6,
      facts: 5,
      lagSeconds: 20,
    });
  });

  test("many ranges are one log, and a second mirror of the same directory is refused", async () => {
    for (let number = 0; number < 280; number++) addProcess(`B${number}`);
    const { state, sync } = await openMirror("one");
    expect(await sync()).toEqual({ state: "good", size: 1120 });
    const ranges = centre.requests.flatMap(
      (line) => /range\?from=\d+&to=\d+/.exec(line)?.[0] ?? [],
    );
    expect(ranges).toEqual([
      "range?from=0&to=500",
      "range?from=500&to=1000",
      "range?from=1000&to=1120",
    ]);
    await expect(openState(join(directory, "one"))).rejects.toThrow("another mirror is using");
    // Beside it, for reading.
    const beside = readState(join(directory, "one"));
    expect(findHead(beside.db)?.size).toBe(1120);
    beside.close();
    state.close();
    const again = await openMirror("one");
    expect(await again.sync()).toEqual({ state: "good", size: 1120 });
  });

  test("a policy: without its quorum nothing is taken, with it everything", async () => {
    addProcess("P1");
    const witness = testKey("office");
    const { vkey } = witnessVkey("office.example/witness", witness);
    const policy = parsePolicy(`log ${centre.log.vkey}\nwitness 公证处 ${vkey}\nquorum 公证处\n`);
    if (!policy.ok) throw new Error(policy.code);
    const { state, sync } = await openMirror("one", { policy: policy.value, vkey: undefined });
    expect(await sync()).toMatchObject({ state: "refused", code: "quorum-missing" });
    expect(findHead(state.db)).toBeUndefined();
    const note = centre.log.checkpoint();
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    centre.note = note + cosignatureLine(text, "office.example/witness", [witness, 1_790_000_000]);
    expect(await sync()).toEqual({ state: "good", size: 4 });
    expect(findHead(state.db)?.vkey).toBe(centre.log.vkey);
  });

  test("a key that is not given is that of the first time, for good", async () => {
    addProcess("K1");
    const { sync } = await openMirror("one", { vkey: undefined });
    await sync();
    const other = new Centre();
    centre.note = testLog(other.key, []).checkpoint(0);
    expect(await sync()).toMatchObject({ state: "refused", code: "checkpoint-unsigned" });
  });

  test("while the centre is away nothing is concluded", async () => {
    addProcess("O1");
    const { state, sync } = await openMirror("one");
    await sync();
    await centre.stop();
    const pass = await sync();
    expect(pass).toMatchObject({ state: "unreachable" });
    expect(statusOf(state.db, pass, NOW).state).toBe("offline");
    expect(listAlarms(state.db)).toEqual([]);
    await centre.start();
  });

  test("more than a minute without a pass is late", async () => {
    addProcess("L1");
    const { state, sync } = await openMirror("one");
    const pass = await sync();
    const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    expect(statusOf(state.db, pass, later(60)).state).toBe("good");
    expect(statusOf(state.db, pass, later(61)).state).toBe("late");
  });
});

describe("what is refused, by name", () => {
  const changed = (index: number) => {
    const entry = centre.entries[index];
    if (entry === undefined) throw new Error("no entry");
    entry.fact = { ...entry.fact, payload: { title: "改过的标题" } };
  };

  test("a fact that is not that of its leaf; the mirror keeps what it had, and goes on when it is right again", async () => {
    addProcess("C1");
    const { state, sync } = await openMirror("one");
    await sync();
    addProcess("C2");
    const was = centre.entries[4]?.fact ?? {};
    changed(4);
    const expected = {
      state: "refused",
      code: "fact-differs",
      params: {
        index: 4,
        id: "019a0000-0000-7000-8000-000000000004",
        kind: "procurement.notice-published",
        subject: ocid("C2"),
      },
    };
    expect(await sync()).toEqual(expected);
    expect(await sync()).toEqual(expected);
    expect(findHead(state.db)?.size).toBe(4);
    expect(listAlarms(state.db)).toMatchObject([{ code: "fact-differs" }]);
    Object.assign(centre.entries[4] ?? {}, { fact: was });
    expect(await sync()).toEqual({ state: "good", size: 8 });
    expect(listAlarms(state.db)).toHaveLength(1);
  });

  test("a bid that the opening brings otherwise than it was sealed", async () => {
    addProcess("D1");
    changed(1);
    const { sync } = await openMirror("one");
    expect(await sync()).toMatchObject({ code: "fact-differs", params: { index: 1 } });
  });

  test("fact and leaf changed together: the leaf differs from the public log", async () => {
    addProcess("E1");
    centre.tiles = centre.entries.map(({ digest }) => leafHashOf(digest));
    const forged = new Centre(centre.key);
    forged.add({
      kind: "procurement.notice-published",
      subject: ocid("E9"),
      payload: { title: "x" },
    });
    Object.assign(centre.entries[0] ?? {}, forged.entries[0]);
    const { state, sync } = await openMirror("one");
    expect(await sync()).toMatchObject({
      code: "leaf-differs",
      params: { index: 0, subject: ocid("E9") },
    });
    // Nothing of it stays.
    expect(state.db.prepare("SELECT count(*) AS n FROM leaf").get()?.["n"]).toBe(0);
    expect(findFacts(state.db, {}).facts).toEqual([]);
  });

  test("a root that is not that of the leaves", async () => {
    addProcess("F1");
    centre.note = testLog(centre.key, [leafHashOf(Buffer.from("other"))]).checkpoint(1);
    const { sync } = await openMirror("one");
    expect(await sync()).toMatchObject({ code: "root-differs", params: { size: 1 } });
  });

  test("another history of what was verified: as long, shorter, longer", async () => {
    addProcess("G1");
    const { state, sync } = await openMirror("one");
    await sync();
    const fork = testLog(
      centre.key,
      Array.from({ length: 8 }, (_, index) => leafHashOf(Buffer.from([index]))),
    );
    for (const size of [2, 4]) {
      centre.note = fork.checkpoint(size);
      expect(await sync()).toMatchObject({ code: "history-differs", params: { size } });
    }
    addProcess("G2");
    centre.note = fork.checkpoint(8);
    expect(await sync()).toMatchObject({ code: "root-differs", params: { size: 8 } });
    expect(findHead(state.db)?.size).toBe(4);
    // An older checkpoint of the same log is none of that.
    centre.note = centre.log.checkpoint(2);
    expect(await sync()).toEqual({ state: "waiting", why: "older", size: 4 });
  });

  test.each([
    ["out of order", (lines: object[]) => [lines[1], lines[0]]],
    ["missing", (lines: object[]) => lines.slice(1)],
    ["twice", (lines: object[]) => [lines[0], ...lines]],
    ["too many", (lines: object[]) => [...lines, { index: 99, digest: "00".repeat(64) }]],
    ["broken", () => [{ index: 0, digest: "xyz" }]],
    ["half a fact", (lines: object[]) => [{ ...lines[0], fact: { id: "x" } }, ...lines.slice(1)]],
  ])("lines that are %s", async (_name, change) => {
    centre.add({ kind: "duties.duty-listed", subject: "duty:1", payload: {} });
    centre.add({ kind: "duties.duty-listed", subject: "duty:2", payload: {} });
    const lines = [...centre.lineOf(0), ...centre.lineOf(1)];
    const upstream = {
      ...createUpstream({ from: centre.url, token: TOKEN }),
      range: async () => change(lines).map((line) => JSON.stringify(line)),
    };
    const { sync } = await openMirror("one", { upstream });
    expect(await sync()).toMatchObject({ code: "line-malformed" });
  });
});

describe("what is looked for", () => {
  const find = (db: State["db"], query: Record<string, string>) =>
    findFacts(db, readQuery(query)).facts.map(({ index }) => index);

  test("by project, firm, department, kind and day; traces are not searched", async () => {
    addProcess("Q1");
    addProcess("Q2");
    const {
      state: { db },
      sync,
    } = await openMirror("one");
    await sync();
    expect(find(db, { project: "Q1号" })).toEqual([3, 2, 1, 0]);
    expect(find(db, { project: "mj0001-q2" })).toEqual([7, 6, 5, 4]);
    expect(find(db, { firm: "青石" })).toEqual([5, 1]);
    expect(find(db, { firm: "91350100m000100y43" })).toEqual([6, 2]);
    expect(find(db, { department: "住建" })).toEqual([7, 3]);
    expect(find(db, { firm: "住建" })).toEqual([]);
    expect(find(db, { kind: "casework.lead-received", project: "Q2" })).toEqual([7]);
    expect(find(db, { firm: "203.0.113.7" })).toEqual([]);
    expect(find(db, { from: "2026-09-21", to: "2026-09-21" })).toHaveLength(8);
    expect(find(db, { from: "2026-09-22" })).toEqual([]);
    expect(find(db, { project: "%" })).toEqual([]);
  });

  test("page after page, each fact once", async () => {
    for (let number = 0; number < 30; number++) addProcess(`S${number}`);
    const {
      state: { db },
      sync,
    } = await openMirror("one");
    await sync();
    const first = findFacts(db, {}, 50);
    const second = findFacts(db, { after: first.next }, 50);
    const third = findFacts(db, { after: second.next }, 50);
    const all = [first, second, third].flatMap(({ facts }) => facts.map(({ index }) => index));
    expect(all).toEqual(Array.from({ length: 120 }, (_, index) => 119 - index));
    expect(third.next).toBeUndefined();
  });
});

describe("the centre learns none of it", () => {
  /** A hundred searches, each of another kind. */
  const searches = Array.from({ length: 100 }, (_, number) => {
    const kinds = [
      `/?project=${encodeURIComponent(`Z${number}号`)}`,
      `/?firm=${encodeURIComponent(`企业${number}`)}`,
      `/?department=housing&from=2026-01-${String((number % 28) + 1).padStart(2, "0")}`,
      `/projects/${ocid(`Z${number}`)}`,
      `/facts/${number}`,
      `/facts.csv?firm=${number}`,
      `/api/facts?project=${number}`,
      `/api/projects/${ocid(`Z${number}`)}`,
      `/api/facts/${number}`,
      `/?kind=procurement.bids-opened&project=${number}`,
    ];
    return kinds[number % kinds.length] ?? "/";
  });

  /** Six passes while the log grows, the same requests in between; what the centre was asked. */
  async function run(name: string, between: (url: string, pass: number) => Promise<void>) {
    centre.entries.length = 0;
    centre.requests.length = 0;
    const { state, sync } = await openMirror(name);
    const idle = new AbortController();
    const serving = await serveMirror(
      {
        state,
        sync: () =>
          new Promise((_, reject) =>
            idle.signal.addEventListener("abort", () => reject(new Error("ended"))),
          ),
      },
      {
        host: "127.0.0.1",
        port: 0,
        behindProxy: false,
        everySeconds: 3600,
        names,
        now: () => NOW,
        onPass: () => undefined,
        onFault: () => undefined,
      },
    );
    for (let pass = 0; pass < 6; pass++) {
      addProcess(`Z${pass}`);
      await sync();
      await between(serving.url, pass);
    }
    idle.abort();
    await serving.stop();
    return [...centre.requests];
  }

  test("the requests of a mirror that was asked a hundred things are those of one that was asked nothing", async () => {
    const quiet = await run("quiet", async () => undefined);
    let answered = 0;
    const asked = await run("asked", async (url, pass) => {
      for (const path of searches.filter((_, number) => number % 6 === pass)) {
        const reply = await fetch(`${url}${path}`);
        expect([200, 404]).toContain(reply.status);
        await reply.text();
        answered += 1;
      }
    });
    expect(new Set(searches).size).toBe(100);
    expect(answered).toBe(100);
    expect(asked.length).toBeGreaterThanOrEqual(12);
    expect(asked).toEqual(quiet);
  });
});
