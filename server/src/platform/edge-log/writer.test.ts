import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createLog } from "../telemetry.ts";
import { deleteExpired } from "./deletion.ts";
import { fileNameOf } from "./keeping.ts";
import { makePrivateText, publicTextOf, readPrivateKey, readPublicKeys } from "./keys.ts";
import { type OpenedFile, openFile } from "./sealed-file.ts";
import { createWriter } from "./writer.ts";

const texts = { a: makePrivateText(), b: makePrivateText() };
const privateKeys = { a: readPrivateKey(texts.a), b: readPrivateKey(texts.b) };
const keys = readPublicKeys({ a: publicTextOf(texts.a), b: publicTextOf(texts.b) });

let folder: string;
let directory: string;
let lines: string[];
let lost: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-edge-log-"));
  directory = join(folder, "edge-log");
  lines = [];
  lost = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (more: object = {}) =>
  createWriter({
    directory,
    keys,
    log: createLog("info", (line) => void lines.push(line)),
    onLost: (visits) => void (lost += visits),
    ...more,
  });
const visit = (at: string, last = 1) => ({
  second: Date.parse(at) / 1000,
  address: `198.51.100.${last}`,
  port: 50_000,
});
const addressesOf = async (): Promise<Record<string, readonly [string, readonly string[]]>> => {
  const found: Record<string, readonly [string, readonly string[]]> = {};
  for (const name of await readdir(directory)) {
    const file = openFile(await readFile(join(directory, name)), privateKeys) as OpenedFile;
    found[name.slice(0, 10)] = [file.state, file.visits.map(({ address }) => address)];
  }
  return found;
};

describe("writing", () => {
  test("a new day of Asia/Shanghai begins a new file, and the old one is closed", async () => {
    const writer = open();
    writer.record(visit("2026-12-31T15:59:59Z", 1));
    writer.record(visit("2026-12-31T16:00:00Z", 2));
    await writer.flush();
    writer.record(visit("2026-12-31T16:00:01Z", 3));
    await writer.flush();
    expect(await addressesOf()).toEqual({
      "2026-12-31": ["whole", ["198.51.100.1"]],
      "2027-01-01": ["unfinished", ["198.51.100.2", "198.51.100.3"]],
    });
    await writer.close();
    expect((await addressesOf())["2027-01-01"]?.[0]).toBe("whole");
  });

  test("without a visit there is no file; with one it is of this user alone", async () => {
    const writer = open();
    await writer.flush();
    await expect(readdir(directory)).rejects.toThrow("ENOENT");
    writer.record(visit("2026-06-01T08:00:00Z"));
    await writer.close();
    const [name = ""] = await readdir(directory);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600);
  });

  test("a disk that refuses is an alarm, once; what waits is written when it takes again", async () => {
    await writeFile(directory, "a file where the folder should be");
    const writer = open();
    writer.record(visit("2026-06-01T08:00:00Z", 1));
    await writer.flush();
    await writer.flush();
    expect(writer.failure()).toMatch(/EEXIST|ENOTDIR/);
    expect(lines.filter((line) => line.includes("cannot be written"))).toHaveLength(1);
    await rm(directory);
    writer.record(visit("2026-06-01T08:00:01Z", 2));
    await writer.flush();
    expect(writer.failure()).toBeUndefined();
    await writer.close();
    expect(await addressesOf()).toEqual({
      "2026-06-01": ["whole", ["198.51.100.1", "198.51.100.2"]],
    });
    expect(lost).toBe(0);
  });

  test("what waits is bounded: what is over is given up and counted", async () => {
    await writeFile(directory, "a file where the folder should be");
    const writer = open({ mostWaiting: 10 });
    for (let last = 1; last <= 12; last += 1) writer.record(visit("2026-06-01T08:00:00Z", last));
    expect(lost).toBe(2);
    const writing = writer.flush();
    writer.record(visit("2026-06-01T08:00:01Z", 13));
    await writing;
    expect(lost).toBe(3);
    await writer.close();
    expect(lost).toBe(13);
  });
});

describe("deleting", () => {
  const RANDOM = "0123456789abcdef";
  const put = async (day: string) => {
    const writer = open();
    writer.record(visit(`${day}T04:00:00Z`));
    await writer.close();
  };

  test("across the end of a year: kept on the last day of the six months, gone on the next, by Asia/Shanghai", async () => {
    await put("2026-08-31");
    await put("2026-09-01");
    const on = (instant: string) => deleteExpired(directory, new Date(instant));
    // Day 181 of 2026-08-31: too early for six months.
    expect((await on("2027-02-27T00:00:00+08:00")).days).toEqual([]);
    expect((await on("2027-02-28T23:59:59+08:00")).days).toEqual([]);
    expect((await on("2027-03-01T00:00:00+08:00")).days).toEqual([{ day: "2026-08-31", files: 1 }]);
    expect((await on("2027-03-01T23:59:59+08:00")).days).toEqual([]);
    expect((await on("2027-03-02T00:00:00+08:00")).days).toEqual([{ day: "2026-09-01", files: 1 }]);
    expect(await readdir(directory)).toEqual([]);
  });

  test("the name decides, not the time of the file; other files and a missing folder are left alone", async () => {
    const now = new Date("2027-06-01T00:00:00Z");
    expect((await deleteExpired(directory, now)).names).toEqual([]);
    await put("2027-05-31");
    await put("2026-01-01");
    await put("2026-01-01");
    await writeFile(join(directory, "notes.txt"), "");
    for (const name of await readdir(directory))
      await utimes(join(directory, name), new Date(0), new Date(0));
    const { days, names } = await deleteExpired(directory, now);
    expect(days).toEqual([{ day: "2026-01-01", files: 2 }]);
    expect(names).toHaveLength(2);
    expect(await readdir(directory)).toHaveLength(2);
  });

  test("what cannot be deleted is a fault", async () => {
    await mkdir(join(directory, fileNameOf("2026-01-02", RANDOM)), { recursive: true });
    await expect(deleteExpired(directory, new Date("2027-06-01T00:00:00Z"))).rejects.toThrow(
      /EISDIR|EPERM/,
    );
  });
});
