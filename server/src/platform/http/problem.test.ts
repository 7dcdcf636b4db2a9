import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { createScopedReader } from "../identity/reader.ts";
import { installProblems } from "./problem.ts";

const errorWith = (code: string, message = "x") => Object.assign(new Error(message), { code });

/** What PostgreSQL and its driver report, and what the reader of the page is told. */
const REPORTED: readonly [what: string, error: Error, status: number, code: string][] = [
  ["a statement that took too long", errorWith("57014"), 503, "service.busy"],
  [
    "no connection free in time",
    new Error("timeout exceeded when trying to connect"),
    503,
    "service.busy",
  ],
  ["no connection left at the server", errorWith("53300"), 503, "service.busy"],
  ["a server that is away", errorWith("ECONNREFUSED"), 503, "service.unavailable"],
  ["a server that is ending", errorWith("57P01"), 503, "service.unavailable"],
  ["a text it cannot keep", errorWith("22021"), 400, "request.invalid"],
  ["a fault of ours", errorWith("42703"), 500, "fault"],
];

let app: FastifyInstance;
beforeAll(() => {
  app = Fastify();
  installProblems(app);
  app.get("/:place", (request) => {
    const { place } = request.params as { place: string };
    throw REPORTED[Number(place)]?.[1] ?? new Error("no such row");
  });
});
afterAll(() => app.close());

describe("what the database reports", () => {
  test.each(REPORTED.map(([what, , status, code], place) => ({ what, status, code, place })))(
    "$what: $status $code",
    async ({ status, code, place }) => {
      const response = await app.inject(`/${place}`);
      expect([response.statusCode, response.json().code]).toEqual([status, code]);
      expect(response.headers["retry-after"]).toBe(status === 503 ? "5" : undefined);
    },
  );
});

test("when a hundred reads wait for a connection, one more is put off at once", async () => {
  const execute = vi.fn();
  const db = { connection: () => ({ execute }) };
  const pool = { waitingCount: 100 };
  const reader = createScopedReader({ db, pool } as never, { now: () => new Date(0) });
  const scope = { id: "s", person: "p", own: [] };
  await expect(reader.read(scope, async () => 1)).rejects.toMatchObject({
    code: "service.busy",
    status: 503,
  });
  expect(execute).not.toHaveBeenCalled();
});
