import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";

import { sampleOf } from "./bytes.ts";
import { isZip, zipMembers } from "./zip.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zip-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function archive(members: Record<string, Uint8Array>, change?: (bytes: Uint8Array) => void) {
  const bytes = zipSync(members);
  change?.(bytes);
  const path = join(folder, "a.zip");
  await writeFile(path, bytes);
  return path;
}

const text = (content: string) => new TextEncoder().encode(content);

test("members are read, each from its beginning, as often as wanted", async () => {
  const path = await archive({ "a.csv": text("one"), "dir/b.csv": text("two") });
  const members = await zipMembers(path);
  expect(members.map(({ name }) => name)).toEqual(["a.csv", "dir/b.csv"]);
  for (const _ of [1, 2]) {
    const second = members[1];
    if (second === undefined) throw new Error("no second member");
    expect((await sampleOf(second.open(), 10)).toString()).toBe("two");
  }
});

test.each(["../a.csv", "/a.csv", "a/../../b.csv", "C:/a.csv"])(
  "the name %s is refused",
  async (name) => {
    await expect(zipMembers(await archive({ [name]: text("x") }))).rejects.toThrow(
      "intake.zip-unsafe-name",
    );
  },
);

test("a bomb is refused before it is opened", async () => {
  const path = await archive({ "a.csv": new Uint8Array(30_000_000) });
  await expect(zipMembers(path)).rejects.toThrow("intake.zip-bomb");
});

test("an encrypted member is refused", async () => {
  const path = await archive({ "a.csv": text("x") }, (bytes) => {
    const central = Buffer.from(bytes.buffer).indexOf(Buffer.from("PK\u0001\u0002", "latin1"));
    bytes[central + 8] = 1;
  });
  await expect(zipMembers(path)).rejects.toThrow("intake.zip-encrypted");
});

test("something that is no archive is damaged", async () => {
  const path = join(folder, "b.zip");
  await writeFile(path, "PK\u0003\u0004 no archive");
  await expect(zipMembers(path)).rejects.toThrow("intake.zip-damaged");
  expect(isZip(text("PK\u0003\u0004"))).toBe(true);
  expect(isZip(text("PKzip"))).toBe(false);
});
