import { defineConfig } from "vitest/config";

const DATABASE_TESTS = "**/*.{db,store,routes,job}.test.ts";
const OUTSIDE = ["**/node_modules/**", "**/dist/**"];

/** The supervisor starts its own servers: on an external server its tests would only be repeated. */
const SUPERVISOR =
  process.env["DATABASE_URL"] === undefined ? [] : ["server/src/platform/embedded-postgres/**"];

/** Patterns of files that a run leaves out (scripts/stages/tests.ts). */
const LEFT_OUT = (process.env["TESTS_LEFT_OUT"] ?? "").split(" ").filter(Boolean);

/**
 * Files of one worker share their modules (`isolate: false`): loading the application anew for each file took half the time.
 * A test leaves nothing changed in a module; where it must, it puts it back.
 */

/** One hidden local time zone would otherwise pass on a machine in Shanghai (house-style §2.2). */
const env = { TZ: "America/Los_Angeles" };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "pure",
          env,
          include: ["**/*.test.ts"],
          exclude: [...OUTSIDE, DATABASE_TESTS, "**/*.web.test.ts", "**/*.e2e.test.ts", "e2e/**"],
          testTimeout: 20_000,
          isolate: false,
        },
      },
      {
        test: {
          name: "db",
          env,
          include: [DATABASE_TESTS],
          exclude: [...OUTSIDE, ...SUPERVISOR, ...LEFT_OUT],
          globalSetup: "server/test/global-setup.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          pool: "forks",
          maxWorkers: 2,
          isolate: false,
        },
      },
      {
        test: {
          name: "web",
          env,
          include: ["web/test/*.web.test.ts"],
          globalSetup: "web/test/global-setup.ts",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Portal and console side by side, each with a browser of its own.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          env,
          include: ["{e2e,cameras/test,gb28181/test}/*.e2e.test.ts"],
          globalSetup: "e2e/global-setup.ts",
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
