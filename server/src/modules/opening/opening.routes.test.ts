/** One opening from plan to signature through the whole server: desks, the trading system's reports, the public hall. */
import { createHash, randomBytes } from "node:crypto";
import { request } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import type { HallEvent } from "../../../../contract/src/opening-values.ts";
import type { OpeningDesk, OpeningList } from "../../../../contract/src/opening.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { aLotFact, aNotice, firm, ocidOf, OPENING } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { partyKey } from "../../kernel/party.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import { commitmentOf } from "./commitment.ts";
import { lockDue } from "./index.ts";

const AGENCY: Party = { kind: "organisation", name: "云澜诚信招标代理有限公司" };
const ALL = [{ matters: ["process"] as "process"[] }];
const BEFORE = "2026-05-21T09:00:00+08:00";
const AFTER = "2026-05-21T09:40:00+08:00";

let app: TestApp;
let key = "";
const as: Record<string, Record<string, string>> = {};

/** A person of a unit that is a party to the process. */
async function signInParty(account: string, role: Role, party: Party) {
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

const files = new Map<string, File>();
const fileOf = (code: string, n: number): File => {
  const name = `${code}/${n}`;
  const file = files.get(name) ?? {
    fileHash: createHash("sha256").update(name).digest("hex"),
    nonce: randomBytes(32).toString("hex"),
  };
  files.set(name, file);
  return file;
};

const receipt = (code: string, n: number): FactInput =>
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
const commitment = (code: string, n: number, padding = false): FactInput => {
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

const amount = (n: number) => String(1_180_000_000 + n * 1_111_111);
const offerOf = (n: number) => ({
  kind: "total",
  amount: { amountMinor: amount(n), currency: "CNY" },
});

const decrypted = (code: string, n: number): FactInput =>
  aLotFact(
    code,
    "bid-decrypted",
    { bidder: firm(n), succeeded: true },
    {
      sourceId: `${code}/decryption/${n}`,
      occurredAt: AFTER,
    },
  );

const revealed = (code: string, n: number, changes: Partial<File> = {}): FactInput =>
  aLotFact(
    code,
    "bid-revealed",
    { bidder: firm(n), ...fileOf(code, n), ...changes, offer: offerOf(n) },
    { sourceId: `${code}/reveal/${n}`, occurredAt: AFTER },
  );

const notice = (code: string, payload = {}): FactInput =>
  aNotice(code, { procurementAgency: AGENCY, ...payload });

beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("trading");
  app.setNow(BEFORE);
  as["agency"] = await signInParty("agency-1", "agency", AGENCY);
  for (const n of [1, 2]) as[`bidder${n}`] = await signInParty(`bidder-${n}`, "bidder", firm(n));
  as["stranger"] = await signInParty("bidder-9", "bidder", firm(99));
  as["otherAgency"] = await signInParty("agency-9", "agency", {
    kind: "organisation",
    name: "别处招标代理有限公司",
  });
  as["centre"] = await app.signIn(officer("centre-1", "centre"));
  as["inspector"] = await app.signIn(officer("inspector-1", "inspector"));
});
afterAll(() => app.close());

async function plan(code: string): Promise<string> {
  const response = await app.inject({
    method: "POST",
    url: "/api/openings",
    headers: as["agency"] ?? {},
    payload: {
      ocid: ocidOf(code),
      lotId: "1",
      startsAt: OPENING,
      mode: "online",
      room: "开标一室",
      decryptMinutes: 60,
    },
  });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<{ id: string }>().id;
}

async function act(who: string, url: string, payload: object = {}) {
  const response = await app.inject({
    method: "POST",
    url: `/api/openings/${url}`,
    headers: as[who] ?? {},
    payload,
  });
  return { status: response.statusCode, body: response.json<OpeningDesk & { code: string }>() };
}

async function desk(who: string, id: string): Promise<OpeningDesk> {
  const response = await app.inject({ url: `/api/openings/${id}`, headers: as[who] ?? {} });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<OpeningDesk>();
}

const lock = async (id: string) => {
  app.setNow(AFTER);
  const { registry } = app.application;
  await lockDue({ db: app.database.app.db, registry }, id, new Date(AFTER));
  await app.settle();
};

describe("an opening with three bids and an empty commitment", () => {
  let id = "";
  beforeAll(async () => {
    await app.send(key, [
      notice("O1"),
      ...[1, 2, 3].flatMap((n) => [receipt("O1", n), commitment("O1", n)]),
      commitment("O1", 1, true),
    ]);
    await app.settle();
    id = await plan("O1");
    await app.settle();
  });

  test("before the deadline nobody learns who bids or how many, and nothing can be opened", async () => {
    const { bids, count } = await desk("agency", id);
    expect(bids).toEqual([]);
    expect(count).toBeUndefined();
    const early = await act("agency", `${id}/steps`, { step: "locked" });
    expect(early.body.code).toBe("opening.before-deadline");
    const page = await app.get(`/openings/${id}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain("云澜第");
    expect(page.body).toContain("开标一室");
  });

  test("a bidder signs in and writes under a number; a stranger finds no such opening", async () => {
    expect((await act("bidder1", `${id}/sign-in`)).status).toBe(200);
    expect((await act("bidder1", `${id}/sign-in`)).body.code).toBe("opening.done-already");
    const { body } = await act("bidder1", `${id}/messages`, { text: "解密时限从何时起算？" });
    expect(body.messages[0]?.by).toMatch(/^\d{4}$/);
    expect((await act("stranger", `${id}/sign-in`)).status).toBe(404);
    expect((await act("bidder2", `${id}/messages`, { text: "没有签到" })).body.code).toBe(
      "opening.not-signed-in",
    );
    expect(JSON.stringify(await desk("agency", id))).not.toContain("云澜第1");
  });

  test("the clock locks it; another agency may not run it, an inspector only looks", async () => {
    await lock(id);
    expect((await desk("inspector", id)).row.stage).toBe("locked");
    expect((await act("inspector", `${id}/steps`, { step: "announced" })).status).toBe(403);
    expect((await act("otherAgency", `${id}/steps`, { step: "announced" })).status).toBe(404);
    const { body } = await act("agency", `${id}/steps`, { step: "announced" });
    expect(body.bids.map(({ name }) => name)).toEqual([1, 2, 3].map((n) => firm(n).name));
  });

  test("each decryption is checked against its commitment as the trading system reports it", async () => {
    await act("agency", `${id}/steps`, { step: "decrypting" });
    const changed = createHash("sha256").update("another file").digest("hex");
    await app.send(key, [decrypted("O1", 1), decrypted("O1", 2), revealed("O1", 1)]);
    await app.settle();
    expect((await desk("agency", id)).bids.map(({ state }) => state)).toEqual([
      "decrypted",
      "waiting",
      "waiting",
    ]);
    await app.send(key, [revealed("O1", 2, { fileHash: changed })]);
    await app.settle();
    const { bids } = await desk("agency", id);
    expect(bids.map(({ check }) => check)).toEqual(["matches", "differs", undefined]);
    const blocked = await act("agency", `${id}/steps`, { step: "reading" });
    expect(blocked.body.code).toBe("opening.not-decrypted");
    const third = partyKey(firm(3));
    const none = await act("agency", `${id}/bids`, { act: "failed", bidder: third });
    expect(none.body.code).toBe("opening.no-ground");
    await act("agency", `${id}/bids`, {
      act: "failed",
      bidder: third,
      ground: "bidder",
      note: "未在时限内解密",
    });
    expect((await act("agency", `${id}/steps`, { step: "reading" })).status).toBe(200);
  });

  test("an observer and the public see a price when it is read out, not before", async () => {
    await app.settle();
    expect((await app.get(`/openings/${id}`)).body).not.toContain(amount(1));
    expect((await desk("inspector", id)).bids[0]?.offer).toBeUndefined();
    for (const n of [1, 2])
      await act("agency", `${id}/bids`, { act: "read", bidder: partyKey(firm(n)) });
    await app.settle();
    const page = await app.get(`/openings/${id}`);
    expect(page.body).toContain(amount(1));
    expect(page.body).toContain("与截止前承诺不一致");
    expect(page.body).not.toContain("林嘉禾");
    const csv = await app.get(`/openings/${id}/bids.csv`);
    expect(csv.body.split("\n")).toHaveLength(5);
  });

  test("条例44: the objection is answered before the record can be signed, and stands in it", async () => {
    await act("agency", `${id}/steps`, { step: "confirming" });
    expect((await act("bidder1", `${id}/confirmation`)).status).toBe(200);
    const { body } = await act("bidder2", `${id}/objections`, {
      text: "请说明文件核对不一致的原因。",
    });
    expect(body.objections).toHaveLength(1);
    const blocked = await act("agency", `${id}/steps`, { step: "signing" });
    expect(blocked.body.code).toBe("opening.unanswered");
    await act("agency", `${id}/objections/1/answer`, {
      text: "已保存两份哈希，移交监督部门核实。",
    });
    const signing = await act("agency", `${id}/steps`, { step: "signing" });
    expect(signing.body.record?.lines.join("\n")).toContain("已保存两份哈希");
  });

  test("the record is signed by host, witness and bidder over the same hash; then it closes", async () => {
    const { record } = await desk("agency", id);
    const hash = record?.hash ?? "";
    const other = await act("agency", `${id}/signatures`, { hash: "0".repeat(64) });
    expect(other.body.code).toBe("opening.record-changed");
    expect((await act("agency", `${id}/steps`, { step: "closed" })).body.code).toBe(
      "opening.unsigned",
    );
    for (const who of ["agency", "centre", "bidder1"])
      expect((await act(who, `${id}/signatures`, { hash })).status).toBe(200);
    const { body } = await act("agency", `${id}/steps`, { step: "closed" });
    expect(body.signatures.map(({ as: role, isValid }) => [role, isValid])).toEqual([
      ["host", true],
      ["witness", true],
      ["bidder", true],
    ]);
    await app.settle();
    expect((await app.get(`/openings/${id}`)).body).toContain(hash);
  });

  test("what was read out is an opening of the process, screened like any other", async () => {
    await app.settle();
    const rows = await app.database.query<{ lots: number }>(
      `SELECT count(*)::int AS lots FROM screening.screening WHERE ocid = '${ocidOf("O1")}'`,
    );
    expect(rows[0]?.lots).toBe(1);
  });

  test("a rebuild gives the same desk and the same public events", async () => {
    const before = await desk("agency", id);
    const events = await app.database.query("SELECT * FROM released.hall_event ORDER BY 1, 2");
    await app.application.rebuild();
    await app.application.publication.refreshAll();
    expect(await desk("agency", id)).toEqual(before);
    expect(await app.database.query("SELECT * FROM released.hall_event ORDER BY 1, 2")).toEqual(
      events,
    );
  });
});

describe("T06: bytes before the opening say nothing of the number of bids", () => {
  const ids = new Map<number, string>();
  const codeOf = (count: number) => `QUIET${String(count).padStart(2, "0")}`;
  beforeAll(async () => {
    app.setNow(BEFORE);
    for (const count of [0, 1, 50]) {
      const code = codeOf(count);
      const bids = Array.from({ length: count }, (_, n) => n + 1);
      await app.send(key, [
        notice(code, { title: "云澜市同名道路改造工程施工招标公告" }),
        ...bids.flatMap((n) => [receipt(code, n), commitment(code, n)]),
      ]);
      await app.settle();
      ids.set(count, await plan(code));
    }
    await app.settle();
  });

  /** Without what names the project itself. */
  const bare = (count: number, text: string) =>
    text
      .replaceAll(ids.get(count) ?? "", "ID")
      .replaceAll(codeOf(count), "CODE")
      .replaceAll(/class="(ring|number)"[\s\S]*?<\/p>/g, "");

  test.each([
    ["the public page", (id: string) => app.get(`/openings/${id}`)],
    ["the table", (id: string) => app.get(`/openings/${id}/bids.csv`)],
    [
      "the host's desk",
      (id: string) => app.inject({ url: `/api/openings/${id}`, headers: as["agency"] ?? {} }),
    ],
    [
      "the centre's desk",
      (id: string) => app.inject({ url: `/api/openings/${id}`, headers: as["centre"] ?? {} }),
    ],
    [
      "an inspector's desk",
      (id: string) => app.inject({ url: `/api/openings/${id}`, headers: as["inspector"] ?? {} }),
    ],
  ] as const)("%s", async (_, read) => {
    const bodies: string[] = [];
    for (const [count, id] of ids) bodies.push(bare(count, (await read(id)).body));
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).toBe(bodies[0]);
  });

  test("no bidder, hash or number on the day's list or in the calendar file", async () => {
    const list = await app.get("/openings?day=2026-05-21");
    expect(list.statusCode).toBe(200);
    const calendar = await app.get("/openings.ics?day=2026-05-21");
    expect(calendar.body).toContain("BEGIN:VEVENT");
    for (const body of [list.body, calendar.body]) {
      expect(body).not.toContain("云澜第");
      for (const { fileHash, nonce } of files.values()) {
        expect(body).not.toContain(fileHash);
        expect(body).not.toContain(nonce);
      }
    }
  });

  test("with two bids it is not opened, and the hall says by which article", async () => {
    await app.send(key, [notice("U2"), ...[1, 2].map((n) => receipt("U2", n))]);
    await app.settle();
    app.setNow(BEFORE);
    const id = await plan("U2");
    await lock(id);
    const refused = await act("agency", `${id}/steps`, { step: "announced" });
    expect(refused.body.code).toBe("opening.too-few");
    expect((await act("agency", `${id}/steps`, { step: "notOpened" })).status).toBe(200);
    await app.settle();
    const page = await app.get(`/openings/${id}`);
    expect(page.body).toContain("不予开标");
    expect(page.body).not.toContain("云澜第1");
  });
});

test("a negotiated procedure shows no quotes and no names in its hall", async () => {
  app.setNow(BEFORE);
  await app.send(key, [
    notice("N1", { method: "consultation", regime: "procurement" }),
    ...[1, 2, 3].map((n) => receipt("N1", n)),
  ]);
  await app.settle();
  const id = await plan("N1");
  await lock(id);
  await act("agency", `${id}/steps`, { step: "announced" });
  await act("agency", `${id}/steps`, { step: "decrypting" });
  await app.send(
    key,
    [1, 2, 3].map((n) => decrypted("N1", n)),
  );
  await app.settle();
  await act("agency", `${id}/steps`, { step: "reading" });
  for (const n of [1, 2, 3])
    await act("agency", `${id}/bids`, {
      act: "read",
      bidder: partyKey(firm(n)),
      offer: offerOf(n),
    });
  await app.settle();
  const page = await app.get(`/openings/${id}`);
  expect(page.body).toContain("不公开报价");
  expect(page.body).not.toMatch(/云澜第|1181111111/);
});

describe("the stream", () => {
  /** Reads events over a real socket until `enough`, then hangs up. */
  async function follow(url: string, headers: Record<string, string>, enough: number) {
    const { address, port } = app.application.http.server.address() as AddressInfo;
    const got: HallEvent[] = [];
    await new Promise<void>((resolve, reject) => {
      const sent = request({ host: address, port, path: url, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece: string) => {
          text += piece;
          const blocks = text.split("\n\n");
          text = blocks.pop() ?? "";
          for (const block of blocks) {
            const data = /^data: ?(.*)$/m.exec(block)?.[1];
            if (/^event: ?hall$/m.test(block) && data !== undefined)
              got.push(JSON.parse(data) as HallEvent);
          }
          if (got.length >= enough) {
            sent.destroy();
            resolve();
          }
        });
      });
      sent.on("error", (error) => (got.length >= enough ? resolve() : reject(error))).end();
    });
    return got;
  }

  test("brings what was missed and what comes, each once and in order", async () => {
    const { http } = app.application;
    await http.listen({ host: "127.0.0.1", port: 0 });
    app.setNow(BEFORE);
    await app.send(key, [notice("S1"), ...[1, 2, 3].map((n) => receipt("S1", n))]);
    await app.settle();
    const id = await plan("S1");
    await lock(id);
    const url = `/openings/${id}/events?after=0`;
    const first = follow(url, {}, 3);
    await act("agency", `${id}/steps`, { step: "announced" });
    await act("agency", `${id}/steps`, { step: "decrypting" });
    await app.settle();
    expect((await first).map(({ n }) => n)).toEqual([1, 2, 3]);
    await act("agency", `${id}/messages`, { text: "请抓紧解密。" });
    await app.settle();
    const again = await follow(url, { "last-event-id": "2" }, 2);
    expect(again.map(({ n, type }) => [n, type])).toEqual([
      [3, "step"],
      [4, "message"],
    ]);
    const list = await app.inject({
      url: "/api/openings?day=2026-05-21",
      headers: as["agency"] ?? {},
    });
    expect(list.json<OpeningList>().rows.length).toBeGreaterThan(3);
  });
});
