import { fastify } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addFerryRoutes } from "./ferry.routes.ts";
import { createFerryWorld, type FerryWorld } from "./test-support.ts";

let world: FerryWorld;
beforeAll(async () => {
  world = await createFerryWorld();
});
afterAll(() => world.close());

test("status shows the key to pin and how far packages have come; start-over makes a whole state due", async () => {
  const http = fastify();
  addFerryRoutes(http, world.app.database.app.db);
  const status = async () =>
    (await http.inject("/api/admin/ferry")).json<{ out: Record<string, unknown>; in: unknown[] }>();
  expect((await status()).out).toMatchObject({ isOn: false, vkey: null, sequence: 0 });
  await world.pack();
  expect(await status()).toMatchObject({
    out: { isOn: true, vkey: await world.exchange.vkey(), sequence: 1, isWholeDue: false },
    in: [],
  });
  const answer = await http.inject({ method: "POST", url: "/api/admin/ferry/start-over" });
  expect(answer.statusCode).toBe(202);
  expect((await status()).out).toMatchObject({ isWholeDue: true });
  expect(await world.pack()).toEqual(["ferry-released-0000000002.ndjson"]);
  expect((await status()).out).toMatchObject({ isWholeDue: false, sequence: 2 });
  await http.close();
});

test("the job of the module packs, and its health says how far it has come", async () => {
  const { module } = world.exchange;
  const [job] = module.jobs ?? [];
  expect(job?.everySeconds).toBe(20);
  const [health] = module.health ?? [];
  world.clock.at = "2026-06-01T08:45:00.000Z";
  expect(await health?.check()).toMatchObject({
    ok: false,
    detail: expect.stringContaining("package 2"),
  });
  await job?.run(world.clock.now());
  expect(await health?.check()).toEqual({
    ok: true,
    detail: "package 3 of 2026-06-01T08:45:00.000Z",
  });
});
