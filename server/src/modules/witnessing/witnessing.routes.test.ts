/** The desk through HTTP: an act with its clip, corrections, who reads what, shifts of two witnesses at once. */
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Role } from "../../../../contract/src/organisation.ts";
import type { Receipt, RecordList, WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { ocidOf } from "../../../test/builders.ts";
import type { TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { commitment, createStage, notice, receipt, type Stage } from "../opening/test-support.ts";
import { bookRoom, registerRoom } from "../venue/index.ts";

const OPENED = "2026-05-21T09:41:00+08:00";
const ALL = [{ matters: ["process"] as "process"[] }];
const HOUSING = [{ matters: ["process"] as "process"[], industries: ["housing"] }];
const TRANSPORT = [{ matters: ["process"] as "process"[], industries: ["transport"] }];

let stage: Stage;
let app: TestApp;
let session = "";
const as: Record<string, Record<string, string>> = {};

const officer = (account: string, role: Role, jurisdiction: object[] = ALL) => ({
  account,
  name: `某人${account}`,
  role,
  departmentId: role === "centre" ? "centre" : account.replace(/-\d$/, ""),
  departmentName: "某单位",
  jurisdiction: jurisdiction as typeof ALL,
});

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names what the reply holds
async function call<Body>(who: string, url: string, payload?: object) {
  const response = await app.inject({
    method: payload === undefined ? "GET" : "POST",
    url: `/api/witnessing/${url}`,
    headers: as[who] ?? {},
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: response.statusCode, body: response.json<Body & { code?: string }>() };
}

const board = async (who: string) => (await call<WitnessBoard>(who, "board")).body;
const records = async (who: string, query = `ocid=${ocidOf("W1")}`) =>
  (await call<RecordList>(who, `records?${query}`)).body.records;

beforeAll(async () => {
  stage = await createStage();
  ({ app } = stage);
  as["one"] = stage.headersOf("centre");
  as["two"] = await app.signIn(officer("centre-2", "centre"));
  as["three"] = await app.signIn(officer("centre-3", "centre"));
  as["inspector"] = stage.headersOf("inspector");
  as["agency"] = stage.headersOf("agency");
  as["bidder"] = stage.headersOf("bidder1");
  as["housing"] = await app.signIn(officer("housing-1", "officer", HOUSING));
  as["transport"] = await app.signIn(officer("transport-1", "officer", TRANSPORT));
  await stage.send([
    notice("W1"),
    ...[1, 2, 3].flatMap((n) => [receipt("W1", n), commitment("W1", n)]),
  ]);
  session = await stage.plan("W1", "开标一室");
  await stage.act("bidder1", `${session}/sign-in`);
  await stage.lock(session);
  app.setNow(OPENED);
});
afterAll(() => app.close());

describe("the board", () => {
  test("shows the room that runs, unwatched, with a key of its own", async () => {
    const { rooms } = await board("one");
    expect(rooms).toHaveLength(1);
    expect(rooms[0]).toMatchObject({
      room: "开标一室",
      key: "1",
      session: { id: session, stage: "locked" },
      acts: 0,
    });
    expect(rooms[0]?.reasons.map(({ code }) => code)).toEqual(["unwatched", "running"]);
  });

  test("an objection without an answer comes first, and says so", async () => {
    await stage.act("agency", `${session}/steps`, { step: "announced" });
    const { status } = await stage.act("bidder1", `${session}/objections`, {
      text: "请说明投标文件的接收情况。",
    });
    expect(status).toBe(200);
    const [tile] = (await board("one")).rooms;
    expect(tile?.reasons[0]).toMatchObject({ code: "unanswered", count: 1 });
  });

  test("parties of the project do not open it, nor a department of another trade", async () => {
    for (const who of ["agency", "bidder"]) expect((await call(who, "board")).status).toBe(403);
    expect((await board("transport")).rooms).toEqual([]);
    expect((await board("inspector")).rooms).toHaveLength(1);
  });
});

describe("an act", () => {
  let act: Receipt;

  test("is recorded with the clip around it, by role, under the article that holds", async () => {
    const seenAt = "2026-05-21T01:40:45.000Z";
    const { status, body } = await call<Receipt>("one", "acts", {
      room: "开标一室",
      session,
      clause: "K-06",
      seenAt,
    });
    expect(status, JSON.stringify(body)).toBe(200);
    act = body;
    expect(act.factId).toMatch(/^[0-9a-f-]{36}$/);
    const [record] = await records("one");
    expect(record).toMatchObject({
      kind: "act",
      at: seenAt,
      clause: "K-06",
      persons: [{ role: "agencyStaff" }],
      measure: "stopped",
      isOpen: false,
      isOwn: true,
      clip: {
        channel: "开标一室",
        from: "2026-05-21T01:40:15.000Z",
        to: "2026-05-21T01:41:15.000Z",
      },
    });
    expect(record?.articles.map(({ id }) => id)).toEqual(["ZTB-T-44"]);
  });

  test("stands on the log under the project, and is never released to the public", async () => {
    await app.settle();
    const { rows } = await sql<{ subject: string; released: boolean }>`
      SELECT subject, EXISTS (SELECT FROM released.fact WHERE fact_id = ${act.factId}::uuid) AS released
      FROM fact.fact JOIN witness.leaf ON leaf.fact_id = fact.id WHERE id = ${act.factId}::uuid`.execute(
      app.database.app.db,
    );
    expect(rows).toEqual([{ subject: ocidOf("W1"), released: false }]);
  });

  test("seen in the future or long ago is refused; so are a clause of another law and another room", async () => {
    const send = (more: object) =>
      call<Receipt>("one", "acts", { room: "开标一室", session, clause: "K-06", ...more });
    for (const seenAt of ["2026-05-21T09:42:00+08:00", "2026-05-21T09:30:59+08:00"])
      expect((await send({ seenAt })).body.code).toBe("witnessing.seen-when");
    expect((await send({ clause: "K-22" })).body.code).toBe("witnessing.clause-not-applicable");
    expect((await send({ room: "开标二室" })).body.code).toBe("witnessing.other-room");
    expect((await send({ session: undefined })).body.code).toBe("witnessing.no-subject");
  });

  test("a name is for staff of an agency only", async () => {
    const send = (person: object) =>
      call("one", "acts", { room: "开标一室", session, clause: "K-04", persons: [person] });
    expect((await send({ role: "bidderRep", name: "某某" })).status).toBe(400);
    expect((await send({ role: "agencyStaff", name: "丁一诺" })).status).toBe(200);
  });

  test("only witnesses record; department and inspector read; agency and other departments find nothing", async () => {
    const payload = { room: "开标一室", session, clause: "K-04" };
    expect((await call("inspector", "acts", payload)).status).toBe(403);
    expect((await records("inspector")).length).toBeGreaterThan(0);
    expect(await records("transport")).toEqual([]);
    expect((await call("agency", `records?ocid=${ocidOf("W1")}`)).status).toBe(403);
  });

  test("the agency's own page of the project does not list it; the inspector's does", async () => {
    const kindsFor = async (who: string) => {
      const response = await app.inject({
        url: `/api/processes/${ocidOf("W1")}`,
        headers: as[who] ?? {},
      });
      expect(response.statusCode, response.body).toBe(200);
      return response.json<{ events: { kind: string }[] }>().events.map(({ kind }) => kind);
    };
    expect(await kindsFor("inspector")).toContain("witnessing.act-recorded");
    expect(await kindsFor("agency")).not.toContain("witnessing.act-recorded");
    expect(await kindsFor("agency")).toContain("opening.session-planned");
  });

  test("is taken back by a correction of its author; both facts stay", async () => {
    const url = `acts/${act.id}/withdrawal`;
    expect((await call("two", url, { reason: "按错房间" })).status).toBe(403);
    const taken = await call<Receipt>("one", url, { reason: "按错房间" });
    expect(taken.status, JSON.stringify(taken.body)).toBe(200);
    expect((await call("one", url, { reason: "再撤一次" })).body.code).toBe(
      "witnessing.withdrawn-already",
    );
    const record = (await records("one")).find(({ id }) => id === act.id);
    expect(record).toMatchObject({ withdrawn: "按错房间", at: "2026-05-21T01:40:45.000Z" });
    const { rows } = await sql<{ corrects: string | null }>`
      SELECT corrects FROM fact.fact WHERE payload ->> 'act' = ${act.id} AND kind = 'witnessing.act-recorded'
      ORDER BY recorded_at, id`.execute(app.database.app.db);
    expect(rows).toEqual([{ corrects: null }, { corrects: act.factId }]);
  });
});

describe("a sheet", () => {
  let act = "";
  let sheet = "";

  test("settles an act that had no measure yet", async () => {
    const payload = { room: "开标一室", session, clause: "K-05", isOpen: true };
    act = (await call<Receipt>("one", "acts", payload)).body.id;
    expect((await records("one")).find(({ id }) => id === act)?.isOpen).toBe(true);
    const issued = await call<Receipt>("one", "sheets", {
      act,
      person: { role: "agencyStaff", name: "丁一诺" },
      measure: "reminded",
      said: "请把异议和答复记入开标记录。",
      signature: "pending",
    });
    expect(issued.body.number).toBe("XC-2026-0001");
    sheet = issued.body.id;
    expect((await records("one")).find(({ id }) => id === act)?.isOpen).toBe(false);
  });

  test("waits for a signature, gets one answer, and keeps its act from being taken back", async () => {
    const url = `sheets/${sheet}/signature`;
    const signed = { signature: "refused", answer: "已经记录。", signatureNote: "本人拒签" };
    expect((await call("two", url, signed)).status).toBe(200);
    expect((await call("one", url, signed)).body.code).toBe("witnessing.signed-already");
    const one = await call<{ signature: string; answer: string; number: string }>(
      "inspector",
      `records/${sheet}`,
    );
    expect(one.body).toMatchObject({ ...signed, number: "XC-2026-0001" });
    expect((await call("one", `acts/${act}/withdrawal`, { reason: "记错" })).body.code).toBe(
      "witnessing.has-sheet",
    );
    expect((await call("agency", `records/${sheet}`)).status).toBe(403);
    expect((await call("transport", `records/${sheet}`)).status).toBe(404);
  });
});

const statusesOf = (replies: readonly { readonly status: number }[]) =>
  replies.map(({ status }) => status).toSorted((a, b) => a - b);

/** Who watches the only room that runs, and the two others in the same unit. */
async function casting() {
  const accounts = { one: "centre-1", two: "centre-2", three: "centre-3" };
  const watcher = (await board("one")).rooms[0]?.watcher;
  const people = ["one", "two", "three"] as const;
  const others = people.filter((who) => accounts[who] !== watcher?.account);
  const [first = "one", second = "one"] = others;
  const giver = people.find((who) => !others.includes(who)) ?? "one";
  return {
    giver,
    first,
    second,
    accounts,
    account: watcher?.account,
    url: `shifts/${watcher?.shift}`,
  };
}

describe("shifts", () => {
  test("of two who take one room at the same moment, one gets it", async () => {
    const rooms = ["开标一室"];
    const tried = await Promise.all(
      ["one", "two", "three"].map((who) => call<WitnessBoard>(who, "shifts", { rooms })),
    );
    expect(statusesOf(tried)).toEqual([200, 409, 409]);
    for (const { status, body } of tried)
      if (status === 409)
        expect(["witnessing.room-watched", "witnessing.stale"]).toContain(body.code);
    const { rows } = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM witnessing.shift_event`.execute(app.database.app.db);
    expect(rows[0]?.count).toBe(1);
  });

  test("a running room cannot be left, only handed over with what is open; the other refuses, then another receives", async () => {
    const { giver, first, second, accounts, account, url } = await casting();
    expect((await call(giver, `${url}/hand-over`, {})).body.code).toBe("witnessing.still-open");
    const offered = await call<WitnessBoard>(giver, `${url}/hand-over`, {
      to: accounts[first],
    });
    expect(offered.status, JSON.stringify(offered.body)).toBe(200);
    expect(offered.body.handing?.open.map(({ kind }) => kind).toSorted()).toEqual([
      "runningRoom",
      "unanswered",
    ]);
    expect((await board(first)).offered).toHaveLength(1);
    expect((await call(second, `${url}/receipt`, { isAccepted: true })).body.code).toBe(
      "witnessing.not-offered",
    );
    const refusal = { isAccepted: false, reason: "另有开标值守" };
    expect((await call(first, `${url}/receipt`, refusal)).status).toBe(200);
    expect((await board("inspector")).rooms[0]?.watcher?.account).toBe(account);
    await call(giver, `${url}/hand-over`, { to: accounts[second] });
    const received = await Promise.all(
      [1, 2].map(() => call<WitnessBoard>(second, `${url}/receipt`, { isAccepted: true })),
    );
    expect(statusesOf(received)).toEqual([200, 404]);
    expect((await board("one")).rooms[0]?.watcher?.account).toBe(accounts[second]);
  });

  test("nobody hands over to somebody who is no witness of the unit", async () => {
    const { giver, url } = await casting();
    expect((await call(giver, `${url}/hand-over`, { to: "inspector-1" })).body.code).toBe(
      "witnessing.no-colleague",
    );
  });
});

describe("a room that is booked for an evaluation", () => {
  beforeAll(async () => {
    const context = {
      registry: app.application.registry,
      officer: { account: "centre-1", name: "罗见微", department: { id: "centre", name: "中心" } },
      at: OPENED,
    };
    await inTransaction(app.database.app.db, async (tx) => {
      for (const [room, name] of [
        ["evaluation-1", "评标一室"],
        ["evaluation-2", "评标二室"],
      ] as const)
        await registerRoom(tx, context, { room, name, zone: "evaluation", isInUse: true });
      await bookRoom(tx, context, {
        room: "evaluation-1",
        use: "evaluation",
        ocid: ocidOf("W1"),
        title: "评标",
        from: "2026-05-21T09:30:00+08:00",
        to: "2026-05-21T11:30:00+08:00",
      });
    });
  });

  const roomFor = async (who: string, room: string) =>
    (await board(who)).rooms.find((tile) => tile.room === room);

  test("is known to those of the project; others see a room and not whose it is", async () => {
    for (const who of ["one", "inspector", "housing"]) {
      const tile = await roomFor(who, "评标一室");
      expect(tile?.booking).toMatchObject({ use: "evaluation", ocid: ocidOf("W1") });
      expect(tile?.reasons.map(({ code }) => code)).toEqual(["unwatched", "running"]);
    }
    const hidden = await roomFor("transport", "评标一室");
    expect(hidden).toMatchObject({ zone: "evaluation", reasons: [{ code: "idle" }] });
    expect(hidden?.booking).toBeUndefined();
  });

  test("lends its project to what is recorded there, and to nothing in another room", async () => {
    const booking = (await roomFor("one", "评标一室"))?.booking?.id;
    const sent = { room: "评标一室", booking, clause: "K-17" };
    const wrong = await call("one", "acts", { ...sent, room: "评标二室" });
    expect(wrong.body.code).toBe("witnessing.other-room");
    expect((await call("one", "acts", { ...sent, clause: "K-22" })).body.code).toBe(
      "witnessing.clause-not-applicable",
    );
    const { status, body } = await call<Receipt>("one", "acts", sent);
    expect(status, JSON.stringify(body)).toBe(200);
    const record = (await records("housing")).find(({ id }) => id === body.id);
    expect(record).toMatchObject({ room: "评标一室", persons: [{ role: "expert" }] });
  });
});

test("a rebuild gives the same rows", async () => {
  const rowsOf = async () =>
    (
      await sql`SELECT kind, id, ocid, session, room, occurred_at, payload FROM witnessing.record ORDER BY fact_id`.execute(
        app.database.app.db,
      )
    ).rows;
  const before = await rowsOf();
  expect(before.length).toBeGreaterThan(2);
  await app.application.rebuild();
  expect(await rowsOf()).toEqual(before);
});
