import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readSigner } from "../../../server/src/modules/exchange/ferry-key.ts";
import { packFacts } from "./ferry-pack.ts";
import { runFerry } from "./ferry.ts";

let folder: string;
let vkey: string;
let packages: string[];
const at = (...path: string[]) => join(folder, ...path);

async function run(...args: string[]) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runFerry(args, {
    server: () => {
      throw new Error("no server is needed for this");
    },
    print: (line) => void out.push(line),
    printError: (line) => void errors.push(line),
    now: () => new Date("2026-06-01T08:00:00Z"),
  });
  return { code, out: out.join("\n"), errors: errors.join("\n") };
}

const pack = (...more: string[]) =>
  run("pack", "--source", "centre", "--key", at("key"), "--out", at("out"), ...more);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-ferry-cli-"));
  const { out } = await run("keygen", "--source", "centre", "--out", at("key"));
  vkey = out.replace(/^centre /, "");
  await writeFile(at("a.ndjson"), '{"sourceId":"1","title":"甲\u2028乙"}\n\n{"half":\n');
  await writeFile(at("b.ndjson"), '{"sourceId":"2"}');
  expect(await pack(at("a.ndjson"))).toMatchObject({ code: 0 });
  expect(await pack(at("b.ndjson"))).toMatchObject({ code: 0 });
  packages = (await readdir(at("out"))).toSorted().map((name) => at("out", name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("ferry", () => {
  test("packs are numbered, hold the lines as they were, and follow each other", async () => {
    expect(packages.map((path) => path.slice(at("out").length + 1))).toEqual([
      "ferry-facts-centre-0000000001.ndjson",
      "ferry-facts-centre-0000000002.ndjson",
    ]);
    const lines = (await readFile(packages[0] ?? "", "utf8")).split("\n");
    expect(lines[1]).toBe('{"n":1,"fact":{"sourceId":"1","title":"甲\u2028乙"}}');
    expect(lines[2]).toBe('{"n":2,"text":"{\\"half\\":"}');
    const { code, out } = await run("check", "--key", vkey, ...packages.toReversed());
    expect(code).toBe(0);
    expect(out).toContain("signature of centre");
    expect(out).toContain("each of these packages follows the one before it");
  });

  test("check without a key says that signatures were not compared", async () => {
    const { code, out } = await run("check", packages[0] ?? "");
    expect(code).toBe(0);
    expect(out).toContain("signatures were not compared");
    expect(out).not.toContain("signature of");
  });

  test("check says what is wrong, in Chinese and English, and exits with 1", async () => {
    const text = await readFile(packages[0] ?? "", "utf8");
    const bad = at("ferry-facts-centre-0000000001.ndjson");
    await writeFile(bad, text.replace("甲", "丙"));
    const { code, errors } = await run("check", "--key", vkey, bad);
    expect(code).toBe(1);
    expect(errors).toContain("ferry.changed");
    expect(errors).toContain("封印之后被改动");
    expect(errors).toContain("changed after it was sealed");
  });

  test("check names a gap", async () => {
    await writeFile(at("c.ndjson"), '{"sourceId":"3"}\n');
    await pack(at("c.ndjson"));
    const third = at("out", "ferry-facts-centre-0000000003.ndjson");
    const { code, errors } = await run("check", "--key", vkey, packages[0] ?? "", third);
    expect(code).toBe(1);
    expect(errors).toContain("between 1 and 3 packages are missing");
  });

  test("a key is never written over, and another one is refused", async () => {
    await expect(run("keygen", "--source", "centre", "--out", at("key"))).rejects.toThrow("EEXIST");
    const { out } = await run("keygen", "--source", "centre", "--out", at("other"));
    const { code, errors } = await run("check", "--key", out.slice(7), packages[0] ?? "");
    expect(code).toBe(1);
    expect(errors).toContain("ferry.bad-signature");
  });

  test("after a crash before the name, the number is not given twice", async () => {
    const signer = readSigner("centre", await readFile(at("key"), "utf8"));
    const packing = {
      signer,
      stateFile: at("crash.state.json"),
      out: at("crash"),
      files: [at("b.ndjson")],
      isNew: false,
      madeAt: "2026-06-01T08:00:00.000Z",
    };
    const [first] = await packFacts(packing);
    await rename(at("crash", first?.name ?? ""), at("crash", `.${first?.name}.part`));
    await packFacts(packing);
    expect((await readdir(at("crash"))).toSorted()).toEqual([
      "ferry-facts-centre-0000000001.ndjson",
      "ferry-facts-centre-0000000002.ndjson",
    ]);
  });

  test.each([
    [[]],
    [["sail"]],
    [["pack", "a.ndjson"]],
    [["check"]],
    [["check", "--kye", "x", "f"]],
  ])("wrong usage %j exits with 2 and shows the usage", async (args) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(2);
    expect(errors).toContain("mingjing ferry pack");
  });
});
