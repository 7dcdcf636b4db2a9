/** The fault campaign in small: one kill of the server, of PostgreSQL and of the client. */
import { expect, test } from "vitest";

import { killNine } from "./campaign/kill-nine.ts";

test("kill −9 of server, database and client in the middle of an import loses and doubles nothing", async () => {
  const now = new Date();
  const options = { rounds: 3, seed: 5, factsPerRound: 2400, now, print: () => undefined };
  const report = await killNine(options);
  expect(report).toMatchObject({
    killed: { server: 1, postgres: 1, client: 1 },
    lost: 0,
    doubled: 0,
    repeatedToCompletion: 3,
    violations: [],
  });
  expect(report.duringImport).toBeGreaterThan(0);
  expect(report.receipted).toBeGreaterThan(0);
}, 240_000);
