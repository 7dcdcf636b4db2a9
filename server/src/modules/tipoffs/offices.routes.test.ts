import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { TipoffPage } from "../../../../contract/src/tipoffs.ts";
import { openTipoff } from "../../../../sealing/src/index.ts";
import { NOW } from "../../../test/harness.ts";
import {
  holdCeremony,
  openWorld,
  passAllOn,
  plain,
  sendTipoff,
  works,
  type World,
} from "./test-support.ts";

let world: World;
const LATER = "2026-06-01T09:00:10.000Z";

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.app.close());

describe("rotation", () => {
  test("the new key takes what comes; what came before opens with its old shares", async () => {
    world.app.setNow(NOW);
    const first = await sendTipoff(world.app, { coded: works, tipoff: plain("旧钥匙") });
    const fresh = await holdCeremony(world.app, "housing", world.chief);
    const second = await sendTipoff(world.app, { coded: works, tipoff: plain("新钥匙") });
    expect([first.status, second.status]).toEqual([200, 200]);
    await passAllOn(world.app, LATER);
    const { rows } = await world.list(world.officer);
    const opened = await Promise.all(
      rows
        .filter(({ state }) => state === "routed")
        .map(async ({ id }) => {
          const { content, keyId } = await world.view(id, world.officer);
          const box = await world.boxOf(id, content, world.officer);
          return [
            openTipoff(world.offices.housing.privateKey, box)?.content.text,
            openTipoff(fresh.privateKey, box)?.content.text,
            keyId.length,
          ];
        }),
    );
    expect(new Set(opened)).toEqual(
      new Set([
        ["旧钥匙", undefined, 16],
        [undefined, "新钥匙", 16],
      ]),
    );
    const keys = await world.get("/api/tipoff-keys", world.officer);
    expect(
      keys.json<{ rows: { isCurrent: boolean }[] }>().rows.map((key) => key.isCurrent),
    ).toEqual([true, false]);
  });

  test("an officer makes no key; the same key is not published twice", async () => {
    const body = { publicKey: "", holders: [] };
    expect((await world.post("/api/tipoff-keys", world.officer, body)).statusCode).toBe(403);
  });
});

describe("who is kept away", () => {
  test("the reported department, by whatever post one of its people reads", async () => {
    world.app.setNow(NOW);
    const sent = await sendTipoff(world.app, {
      coded: { ...works, unit: "housing", rank: "head" },
      tipoff: plain("住建局某人"),
    });
    expect(sent.unit).toBe("coordinator");
    await passAllOn(world.app, LATER);
    const own = await world.list(world.coordinator);
    expect(own.rows.map(({ coded }) => coded.unit)).toEqual(["housing"]);
    const seen = (page: TipoffPage) => page.rows.filter(({ coded }) => coded.unit === "housing");
    expect(seen(await world.list(world.officer))).toEqual([]);
  });

  test("about officials: to the discipline office, nobody else", async () => {
    const sent = await sendTipoff(world.app, {
      coded: { about: "officials", topic: "bribery", unit: "finance", rank: "head", isNamed: true },
      tipoff: { ...plain("财政局某人"), writer: { name: "张三", contact: "13800001234" } },
    });
    expect(sent.unit).toBe("discipline");
    await passAllOn(world.app, LATER);
    const { rows } = await world.list(world.inspector);
    expect(rows).toHaveLength(1);
    expect((await world.list(world.coordinator)).rows.map(({ coded }) => coded.unit)).toEqual([
      "housing",
    ]);
    const row = rows[0];
    const { content } = await world.view(row?.id ?? "", world.inspector);
    const opened = openTipoff(
      world.offices.discipline.privateKey,
      await world.boxOf(row?.id ?? "", content, world.inspector),
    );
    expect(opened?.content.writer).toEqual({ name: "张三", contact: "13800001234" });
  });

  test.each(["centre", "director", "systemAdmin", "securityAdmin", "auditor"] as const)(
    "%s sees neither list nor counts",
    async (role) => {
      const headers = await world.app.signIn({
        account: `${role.toLowerCase()}-x`,
        name: role,
        departmentId: "centre",
        departmentName: "中心",
        role,
        jurisdiction: [{ matters: ["tipoff"], units: "any" }],
      });
      expect((await world.get("/api/tipoffs", headers)).statusCode).toBe(403);
    },
  );
});

describe("what the server refuses", () => {
  test("no work, work for something else, an old task", async () => {
    world.app.setNow(NOW);
    const asked = await world.app.inject({
      method: "POST",
      url: "/api/public/tipoffs/recipient",
      payload: { coded: works },
    });
    const { work, key } = asked.json<{ work: { challenge: string }; key: { keyId: string } }>();
    const body = (challenge: string) => ({
      coded: works,
      keyId: key.keyId,
      content: "A".repeat(64),
      files: [],
      mailbox: { publicKey: `${"A".repeat(43)}=`, token: `${"B".repeat(43)}=` },
      work: { challenge, answer: 3 },
    });
    for (const challenge of [work.challenge, "1.16.x.y", "x"]) {
      const reply = await world.app.inject({
        method: "POST",
        url: "/api/public/tipoffs",
        payload: body(challenge),
      });
      expect(reply.json()).toMatchObject({ status: 400, code: "tipoffs.bad-work" });
    }
    expect(await world.app.database.query("SELECT FROM tipoffs.waiting")).toHaveLength(0);
  });

  test("a field that is not coded", async () => {
    const reply = await world.app.inject({
      method: "POST",
      url: "/api/public/tipoffs/recipient",
      payload: { coded: { ...works, text: "明文" } },
    });
    expect(reply.statusCode).toBe(400);
  });
});
