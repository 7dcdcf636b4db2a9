import { once } from "node:events";
import { readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import type { EmbeddedPostgres } from "./index.ts";
import { isAlive, waitForEnd } from "./processes.ts";
import { endPlatform, query, Scratch, startPlatform } from "./test/scratch.ts";

const scratch = new Scratch();
afterEach(() => scratch.clear());

async function clusterOf(dataDir: string): Promise<string> {
  const record = JSON.parse(await readFile(join(dataDir, "run/postgres.json"), "utf8"));
  return (record as { cluster: string }).cluster;
}

const KEPT = "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('明镜')";

describe("first start", () => {
  const shared = new Scratch();
  let dataDir: string;
  let database: EmbeddedPostgres;
  beforeAll(async () => {
    dataDir = await shared.dataDir();
    database = await shared.start(dataDir);
  });
  afterAll(() => shared.clear());

  test("a new cluster is UTF-8 with the built-in C.UTF-8 locale, durable, and folds non-ASCII letters", async () => {
    const [row] = await query<Record<string, string>>(
      database.ownerUrl,
      `SELECT current_setting('server_encoding') AS encoding, datlocprovider AS provider, datlocale AS locale,
              current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('track_commit_timestamp') AS stamps, current_setting('TimeZone') AS zone, current_setting('wal_level') AS wal,
              current_setting('shared_buffers') AS buffers, lower('ÄÉ') AS folded
       FROM pg_database WHERE datname = current_database()`,
    );
    expect(row).toEqual({
      encoding: "UTF8",
      provider: "b",
      locale: "C.UTF-8",
      fsync: "on",
      commit: "on",
      stamps: "on",
      zone: "UTC",
      wal: "replica",
      buffers: "256MB",
      folded: "äé",
    });
    expect(database.version).toMatch(/^18\./);
  });

  test("the server listens on 127.0.0.1 only, without a socket file, and asks for the password", async () => {
    const [row] = await query<Record<string, string>>(
      database.ownerUrl,
      "SELECT current_setting('listen_addresses') AS listen, current_setting('unix_socket_directories') AS socket",
    );
    expect(row).toEqual({ listen: "127.0.0.1", socket: "" });
    const wrong = database.ownerUrl.replace(/:[0-9a-f]{48}@/, ":wrong@");
    await expect(query(wrong, "SELECT 1")).rejects.toThrow(/password authentication failed/);
  });

  test("secrets are closed to others and the folders of the data directory exist", async () => {
    const mode = async (name: string) => (await stat(join(dataDir, name))).mode & 0o777;
    expect(await mode("secrets/postgres-owner")).toBe(0o600);
    expect(await mode("secrets")).toBe(0o700);
    expect(await mode("keys")).toBe(0o700);
    for (const name of ["postgres", "files", "tiles", "run"]) {
      expect((await stat(join(dataDir, name))).isDirectory()).toBe(true);
    }
  });
});

describe("second start", () => {
  test("the second start keeps data and port, makes no new cluster, and keeps the log of the first", async () => {
    const dataDir = await scratch.dataDir();
    const first = await scratch.start(dataDir);
    await query(first.ownerUrl, KEPT);
    await first.stop();
    expect(await isAlive(first.pid)).toBe(false);
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    const second = await scratch.start(dataDir, { info: say, warn: say, error: say });
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(said.join("\n")).not.toMatch(/new cluster/);
    expect(await query(second.ownerUrl, "SELECT word FROM kept")).toEqual([{ word: "明镜" }]);
    expect(await readFile(join(dataDir, "run/postgres.log.1"), "utf8")).toMatch(/shut down/);
  });

  test("a recorded port that somebody else took is given up for a free one", async () => {
    const dataDir = await scratch.dataDir();
    const first = await scratch.start(dataDir);
    await first.stop();
    const other = createServer().listen({ host: "127.0.0.1", port: first.port });
    await once(other, "listening");
    scratch.later(async () => void other.close());
    const second = await scratch.start(dataDir);
    expect(second.port).not.toBe(first.port);
    expect(await query(second.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});

describe("a killed server", () => {
  test("kill -9 of the postmaster: listeners are told, it comes back on its port with all that was acknowledged", async () => {
    const database = await scratch.start(await scratch.dataDir());
    await query(database.ownerUrl, KEPT);
    const { pid, ownerUrl } = database;
    const told = new Promise((resolve) => database.onExit(resolve));
    process.kill(pid, "SIGKILL");
    expect(await told).toMatchObject({ pid, signal: "SIGKILL" });
    await database.restartIfDown();
    expect(database.pid).not.toBe(pid);
    expect(database.ownerUrl).toBe(ownerUrl);
    expect(await query(ownerUrl, "SELECT word FROM kept")).toEqual([{ word: "明镜" }]);
  });

  test("three kills in a row are survived", async () => {
    const database = await scratch.start(await scratch.dataDir());
    for (let round = 0; round < 3; round += 1) {
      const told = new Promise((resolve) => database.onExit(resolve));
      process.kill(database.pid, "SIGKILL");
      await told;
      await database.restartIfDown();
      expect(await query(database.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    }
  });

  test("after a kill of platform and server, a pid file whose pid now belongs to another program is no obstacle", async () => {
    const dataDir = await scratch.dataDir();
    const first = await scratch.start(dataDir);
    await query(first.ownerUrl, KEPT);
    await first.stop();
    const cluster = await clusterOf(dataDir);
    const stale = `${process.pid}\n${cluster}\n1\n${first.port}\n\n127.0.0.1\n  1 1\nready   \n`;
    await writeFile(join(cluster, "postmaster.pid"), stale);
    const second = await scratch.start(dataDir);
    expect(await query(second.ownerUrl, "SELECT word FROM kept")).toEqual([{ word: "明镜" }]);
  });

  test("stop during a restart leaves no server behind", async () => {
    const database = await scratch.start(await scratch.dataDir());
    const told = new Promise((resolve) => database.onExit(resolve));
    process.kill(database.pid, "SIGKILL");
    await told;
    await database.stop();
    expect(await isAlive(database.pid)).toBe(false);
  });
});

describe("a killed platform process", () => {
  test("kill -9 of Node: the next platform adopts the running server, starts no second one, and can stop it", async () => {
    const dataDir = await scratch.dataDir();
    const platform = await startPlatform(dataDir);
    await query(platform.ownerUrl, KEPT);
    await endPlatform(platform, "SIGKILL");
    expect(await isAlive(platform.pid)).toBe(true);
    const adopter = await scratch.start(dataDir);
    expect(adopter.pid).toBe(platform.pid);
    expect(adopter.ownerUrl).toBe(platform.ownerUrl);
    expect(await query(adopter.ownerUrl, "SELECT word FROM kept")).toEqual([{ word: "明镜" }]);
    await adopter.stop();
    expect(await isAlive(platform.pid)).toBe(false);
  });

  test("an adopted server that is killed is restarted like our own", async () => {
    const dataDir = await scratch.dataDir();
    const platform = await startPlatform(dataDir);
    await endPlatform(platform, "SIGKILL");
    const adopter = await scratch.start(dataDir);
    const told = new Promise((resolve) => adopter.onExit(resolve));
    process.kill(platform.pid, "SIGKILL");
    expect(await told).toMatchObject({ pid: platform.pid, code: null });
    await adopter.restartIfDown();
    expect(adopter.pid).not.toBe(platform.pid);
    expect(adopter.ownerUrl).toBe(platform.ownerUrl);
  });

  test("kill -9 of Node and then of the server: the next platform recovers the cluster", async () => {
    const dataDir = await scratch.dataDir();
    const platform = await startPlatform(dataDir);
    await query(platform.ownerUrl, KEPT);
    await endPlatform(platform, "SIGKILL");
    process.kill(platform.pid, "SIGKILL");
    const next = await scratch.start(dataDir);
    expect(await query(next.ownerUrl, "SELECT word FROM kept")).toEqual([{ word: "明镜" }]);
  });

  test("a polite end stops the server with the platform", async () => {
    const platform = await startPlatform(await scratch.dataDir());
    await endPlatform(platform, "SIGTERM");
    expect(await waitForEnd(platform.pid, 1)).toBe(true);
  });
});

describe("refusals an operator can read", () => {
  test("a second platform on the same data directory is refused and the first one's pid is named", async () => {
    const dataDir = await scratch.dataDir();
    const platform = await startPlatform(dataDir);
    scratch.later(() => endPlatform(platform, "SIGTERM"));
    const second = scratch.start(dataDir);
    await expect(second).rejects.toMatchObject({ code: "locked" });
    await expect(second).rejects.toThrow(`process ${platform.child.pid}`);
    expect(await query(platform.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  test("a cluster of another major version is refused with the way to upgrade, and nothing is changed", async () => {
    const dataDir = await scratch.dataDir();
    await (await scratch.start(dataDir)).stop();
    const file = join(await clusterOf(dataDir), "PG_VERSION");
    await writeFile(file, "17\n");
    const start = scratch.start(dataDir);
    await expect(start).rejects.toMatchObject({ code: "wrong-version" });
    await expect(start).rejects.toThrow(/PostgreSQL 17.*To upgrade/s);
    await writeFile(file, "18\n");
    await scratch.start(dataDir);
  });

  test("a running server that refuses our password is not adopted", async () => {
    const dataDir = await scratch.dataDir();
    const platform = await startPlatform(dataDir);
    await endPlatform(platform, "SIGKILL");
    scratch.later(async () => {
      process.kill(platform.pid, "SIGQUIT");
      await waitForEnd(platform.pid, 10_000);
    });
    await writeFile(join(dataDir, "secrets/postgres-owner"), "another-password\n");
    await expect(scratch.start(dataDir)).rejects.toMatchObject({ code: "not-ours" });
    expect(await isAlive(platform.pid)).toBe(true);
  });

  test("a cluster without its password is refused, naming the file to restore", async () => {
    const dataDir = await scratch.dataDir();
    await (await scratch.start(dataDir)).stop();
    await writeFile(join(dataDir, "secrets/postgres-owner"), "");
    await expect(scratch.start(dataDir)).rejects.toThrow(/secrets\/postgres-owner.*backup/);
  });
});
