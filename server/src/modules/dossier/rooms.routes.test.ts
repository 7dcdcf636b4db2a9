/** What a room's doors told stands in the dossier of the project that held the room, for whoever sees its pictures. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { TimelinePage } from "../../../../contract/src/dossier.ts";
import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

type Matter = "process" | "score" | "lead" | "complaint" | "video";

let app: TestApp;
const as: Record<string, Record<string, string>> = {};

const entry = (n: number, time: string): FactInput => ({
  kind: "venue.event-recorded",
  sourceId: `door/${n}`,
  subject: "room:evaluation-1",
  occurredAt: `2026-05-21T${time}:00+08:00`,
  payload: { room: "evaluation-1", device: "door-e1", event: "doorOpened", bearer: `badge-${n}` },
});

async function post(url: string, payload: object): Promise<void> {
  const headers = as["centre"] ?? {};
  const response = await app.inject({ method: "POST", url: `/api/venue${url}`, headers, payload });
  expect(response.statusCode, response.body).toBe(200);
}

const book = (code: string, from: string, to: string) =>
  post("/bookings", {
    room: "evaluation-1",
    use: "evaluation",
    ocid: ocidOf(code),
    from: `2026-05-21T${from}:00+08:00`,
    to: `2026-05-21T${to}:00+08:00`,
  });

async function bearersOf(who: string, code: string, query = ""): Promise<(string | undefined)[]> {
  const url = `/api/dossier/projects/${ocidOf(code)}/timeline?limit=200${query}`;
  const response = await app.inject({ url, headers: as[who] ?? {} });
  expect(response.statusCode, response.body).toBe(200);
  return response
    .json<TimelinePage>()
    .rows.filter(({ kind }) => kind === "venue.event-recorded")
    .map(({ actor }) => actor);
}

beforeAll(async () => {
  app = await createTestApp();
  app.setNow("2026-05-21T08:30:00+08:00");
  const key = await app.addSource("trading");
  const sign = async (account: string, role: "centre" | "officer", matters: Matter[]) => {
    as[account] = await app.signIn({
      account: `${account}-1`,
      name: "罗见微",
      role,
      departmentId: account,
      departmentName: `${account} 的单位`,
      jurisdiction: [{ matters }],
    });
  };
  await sign("centre", "centre", ["process", "video"]);
  await sign("blind", "officer", ["process"]);
  await app.send(key, [aNotice("R1"), aNotice("R2")]);
  await app.settle();
  await post("/rooms", { name: "评标一室", zone: "evaluation", isInUse: true });
  await book("R1", "09:00", "10:00");
  await book("R2", "10:00", "11:00");
  app.setNow("2026-05-21T10:05:00+08:00");
  await app.send(key, [entry(1, "08:50"), entry(2, "09:10"), entry(3, "09:59"), entry(4, "10:00")]);
  await app.settle();
});
afterAll(() => app.close());

test("each entry stands with the project that held the room, from its first instant on", async () => {
  expect(await bearersOf("centre", "R1")).toEqual(["badge-2", "badge-3"]);
  expect(await bearersOf("centre", "R2")).toEqual(["badge-4"]);
});

test("an entry is found by its bearer", async () => {
  expect(await bearersOf("centre", "R1", "&q=badge-3")).toEqual(["badge-3"]);
});

test("a post without recordings sees nobody come or go", async () => {
  expect(await bearersOf("blind", "R1")).toEqual([]);
});

test("a booking that is cancelled takes its entries with it", async () => {
  await post("/bookings/evaluation-1-202605211000/cancellation", { reason: "评标改期" });
  expect(await bearersOf("centre", "R2")).toEqual([]);
});
