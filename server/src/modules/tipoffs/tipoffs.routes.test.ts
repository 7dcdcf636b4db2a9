import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openMessage, openTipoff, utf8 } from "../../../../sealing/src/index.ts";
import { rebuild } from "../../platform/facts/rebuild.ts";
import { deleteContent } from "./delete-content.job.ts";
import {
  lookInto,
  openWorld,
  passAllOn,
  plain,
  sealedFor,
  sendTipoff,
  unlock,
  works,
  type World,
  writeAgain,
  type Writer,
} from "./test-support.ts";

let world: World;
const LATER = "2026-06-01T09:00:10.000Z";

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.app.close());

describe("a tip-off about firms, from both sides", () => {
  let writer: Writer & { unit: string };
  let id: string;

  test("goes to the department of the list, and waits until its hour is over", async () => {
    writer = await sendTipoff(world.app, {
      coded: works,
      tipoff: {
        ...plain("两家公司的标书由同一人制作。"),
        files: [
          { name: "标书.pdf", type: "application/pdf", bytes: utf8("内容"), isStripped: true },
        ],
      },
    });
    expect(writer).toMatchObject({ unit: "housing", status: 200 });
    expect(await lookInto(world.app, writer)).toMatchObject({ state: "waiting", messages: [] });
    expect(await passAllOn(world.app, "2026-06-01T08:59:59.000Z")).toBe(0);
    expect((await world.list(world.officer)).rows).toHaveLength(0);
    expect(await passAllOn(world.app, LATER)).toBe(1);
    expect(await passAllOn(world.app, LATER)).toBe(0);
    const { rows, counts } = await world.list(world.officer);
    expect(rows).toMatchObject([
      {
        state: "routed",
        hour: "2026-06-01T08:00:00.000Z",
        files: 1,
        matched: "duty",
        dueOn: "2026-06-23",
      },
    ]);
    expect(counts).toEqual({ routed: 1 });
    id = rows[0]?.id ?? "";
  });

  test("opens with any two shares, and not with the key of another office", async () => {
    const { content, files } = await world.view(id, world.officer);
    const box = await world.boxOf(id, content, world.officer);
    for (const pair of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      const opened = openTipoff(unlock(world.offices.housing.shares, pair), box);
      expect(opened?.content.text).toBe("两家公司的标书由同一人制作。");
      expect(opened?.openFile(0, await world.boxOf(id, files[0] ?? "", world.officer))).toEqual(
        utf8("内容"),
      );
    }
    expect(openTipoff(world.offices.discipline.privateKey, box)).toBeUndefined();
  });

  test("is seen by its office alone, in list, counts, detail and boxes", async () => {
    const { content } = await world.view(id, world.officer);
    for (const other of [world.coordinator, world.inspector]) {
      expect(await world.list(other)).toMatchObject({ rows: [], counts: {} });
      for (const url of [`/api/tipoffs/${id}`, `/api/tipoffs/${id}/boxes/${content}`])
        expect((await world.get(url, other)).statusCode).toBe(404);
      const answer = await world.post(`/api/tipoffs/${id}/steps`, other, {
        version: 0,
        step: "note",
        text: "想看看",
      });
      expect(answer.statusCode).toBe(404);
    }
  });

  test("the office asks, the writer answers days later", async () => {
    world.app.setNow("2026-06-02T02:00:00.000Z");
    const before = await world.view(id, world.officer);
    const asked = await world.post(`/api/tipoffs/${id}/messages`, world.officer, {
      version: 0,
      ...sealedFor(before, "请问是哪个标段？"),
    });
    expect(asked.statusCode).toBe(200);
    const box = await lookInto(world.app, writer);
    expect(box).toMatchObject({ state: "inHand", texts: ["请问是哪个标段？"] });
    world.app.setNow("2026-06-05T02:30:00.000Z");
    expect(await writeAgain(world.app, writer, "二标段。")).toBe(200);
    expect((await world.list(world.officer)).rows[0]).toMatchObject({ unread: 0 });
    expect(await passAllOn(world.app, "2026-06-05T03:00:01.000Z")).toBe(1);
    expect((await world.list(world.officer)).rows[0]).toMatchObject({ unread: 1 });
    const after = await world.view(id, world.officer);
    const reply = after.events.find(
      ({ kind, by }) => kind === "tipoffs.message-left" && by === undefined,
    );
    const text = openMessage(
      world.offices.housing.privateKey,
      await world.boxOf(id, reply?.box?.hash ?? "", world.officer),
    );
    expect(text).toBe("二标段。");
    expect(reply?.at).toBe("2026-06-05T02:00:00.000Z");
    expect((await world.list(world.officer)).rows[0]).toMatchObject({ unread: 0 });
  });

  test("steps mask numbers; of two acts on one version one wins; a stale key seals nothing", async () => {
    const step = { version: 1, step: "documents", text: "调取标书，联系人13800001234。" };
    const both = await Promise.all([
      world.post(`/api/tipoffs/${id}/steps`, world.officer, step),
      world.post(`/api/tipoffs/${id}/steps`, world.chief, { ...step, text: "约谈当事人。" }),
    ]);
    expect(new Set(both.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 409]));
    const now = await world.view(id, world.officer);
    expect(JSON.stringify(now.events)).not.toContain("13800001234");
    const sealed = sealedFor(now, "答复");
    const old = await world.post(`/api/tipoffs/${id}/answer`, world.officer, {
      version: 2,
      outcome: "partly",
      ...sealed,
      keyId: "0000000000000000",
    });
    expect(old.json()).toMatchObject({ status: 409, code: "tipoffs.stale-key" });
  });

  test("the answer is left in the mailbox; a summary with a number in it is refused", async () => {
    const answered = await world.post(`/api/tipoffs/${id}/answer`, world.officer, {
      version: 2,
      outcome: "partly",
      ...sealedFor(await world.view(id, world.officer), "部分属实，已责令改正。"),
    });
    expect(answered.statusCode).toBe(200);
    const box = await lookInto(world.app, writer);
    expect(box).toMatchObject({ state: "answered", outcome: "partly" });
    expect(box?.texts.at(-1)).toBe("部分属实，已责令改正。");
    const bad = await world.post(`/api/tipoffs/${id}/closure`, world.officer, {
      version: 3,
      summary: "举报人电话13800001234，经查部分属实。",
    });
    expect(bad.json()).toMatchObject({ status: 400, code: "tipoffs.summary-shows-identity" });
    const closed = await world.post(`/api/tipoffs/${id}/closure`, world.officer, {
      version: 3,
      summary: "反映两家投标人标书雷同，经查部分属实，已责令改正。",
    });
    expect(closed.json()).toMatchObject({ row: { state: "closed" } });
    const rows = await world.app.database.query(
      "SELECT view::text AS text FROM released.tipoff_summary",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.["text"]).not.toMatch(/unit|place|hour/);
  });

  test("nothing is deleted while a message is unread, however long; after that the hashes stay", async () => {
    const deps = { db: world.app.database.app.db, registry: world.app.application.registry };
    expect(await deleteContent(deps, new Date("2028-01-01T00:00:00.000Z"))).toEqual([]);
    world.app.setNow("2026-06-10T02:00:00.000Z");
    const box = await lookInto(world.app, writer);
    const messages = box?.messages.map((message) => message.id) ?? [];
    const noted = await world.app.inject({
      method: "POST",
      url: "/api/public/tipoffs/mailbox/read",
      payload: { token: writer.mailbox.token, messages },
    });
    expect(noted.statusCode).toBe(200);
    expect((await world.view(id, world.officer)).deletedOn).toBe("2026-12-07");
    expect(await deleteContent(deps, new Date("2026-12-06T15:00:00.000Z"))).toEqual([]);
    expect(await deleteContent(deps, new Date("2026-12-07T01:00:00.000Z"))).toEqual([id]);
    expect(await world.app.database.query("SELECT FROM tipoffs.sealed_box")).toHaveLength(0);
    const after = await world.view(id, world.officer);
    expect(after.row).toMatchObject({ isDeleted: true, state: "closed" });
    expect((await lookInto(world.app, writer))?.texts).toEqual([undefined, undefined, undefined]);
  });

  test("a rebuild gives the same tables", async () => {
    const tables = ["office_key", "tipoff", "event", "handling"].map((name) => `tipoffs.${name}`);
    const dump = async () => {
      const rows = [];
      for (const table of [...tables, "released.tipoff_summary"])
        rows.push(
          await world.app.database.query(
            `SELECT row_to_json(t)::text AS row FROM ${table} AS t ORDER BY 1`,
          ),
        );
      return rows;
    };
    const before = await dump();
    await rebuild(world.app.database.app.db, world.app.application.registry);
    expect(await dump()).toEqual(before);
  });
});
