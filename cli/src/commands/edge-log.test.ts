import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { readConfig } from "../../../server/src/config.ts";
import { readPublicKeys } from "../../../server/src/platform/edge-log/keys.ts";
import { createFileSealer } from "../../../server/src/platform/edge-log/sealed-file.ts";
import { runEdgeLog } from "./edge-log.ts";

let folder: string;
const publicHalves: Record<string, string> = {};
const at = (...path: string[]) => join(folder, ...path);
const SECOND = Date.parse("2026-06-01T08:07:31Z") / 1000;

async function run(args: readonly string[], announce?: (said: string) => void) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runEdgeLog(args, {
    config: () => readConfig({ MINGJING_DATA_DIR: folder }),
    // oxlint-disable-next-line max-params -- as the command calls it
    announce: async (_config, day, purpose) => {
      if (announce === undefined) throw new Error("the server does not answer");
      announce(`${day} ${purpose}`);
    },
    print: (line) => void out.push(line),
    printError: (line) => void errors.push(line),
  });
  return { code, out, errors: errors.join("\n") };
}

const openDay = (day: string, ...more: string[]) =>
  ["open", "--day", day, "--key-a", at("a.key"), "--key-b", at("b.key"), ...more] as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-edge-log-cli-"));
  for (const name of ["a", "b", "other"]) {
    const { code, out } = await run(["keys", "--out", at(`${name}.key`)]);
    expect(code).toBe(0);
    publicHalves[name] = out[0] ?? "";
  }
  const keys = readPublicKeys({ a: publicHalves["a"] ?? "", b: publicHalves["b"] ?? "" });
  await mkdir(at("edge-log"));
  const write = async (day: string, isWhole: boolean) => {
    const sealer = createFileSealer(keys, day);
    const visits = [
      { second: SECOND, address: "198.51.100.7", port: 50_123 },
      { second: SECOND + 1, address: "2001:db8::1", port: undefined },
    ];
    const parts = [sealer.head, sealer.seal(visits), ...(isWhole ? [sealer.end()] : [])];
    const name = `${day}-0000000000000001.sealed`;
    await writeFile(at("edge-log", name), Buffer.concat(parts));
    return name;
  };
  await write("2026-06-01", true);
  await write("2026-06-02", false);
  const whole = await readFile(at("edge-log", await write("2026-06-03", true)));
  whole[whole.length - 40] = (whole.at(-40) ?? 0) ^ 1;
  await writeFile(at("edge-log/2026-06-03-0000000000000001.sealed"), whole);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const LINES = [
  '{"at":"2026-06-01T08:07:31Z","address":"198.51.100.7","port":50123}',
  '{"at":"2026-06-01T08:07:32Z","address":"2001:db8::1"}',
];

describe("keys", () => {
  test("are files of mode 0600 that are never written over; the public half is printed", async () => {
    expect((await stat(at("a.key"))).mode & 0o777).toBe(0o600);
    expect(publicHalves["a"]).toMatch(/^mingjing-edge-log-public\+/);
    await expect(run(["keys", "--out", at("a.key")])).rejects.toThrow("EEXIST");
  });

  test("the variables take the public halves, both or none, and no private one", async () => {
    const [a, b] = [publicHalves["a"] ?? "", publicHalves["b"] ?? ""];
    const read = (keyA?: string, keyB?: string) =>
      readConfig({ MINGJING_EDGE_LOG_KEY_A: keyA, MINGJING_EDGE_LOG_KEY_B: keyB }).edgeLogKeys;
    expect(read()).toBeUndefined();
    expect(Object.keys(read(a, b) ?? {})).toEqual(["a", "b"]);
    expect(() => read(a)).toThrow("together or not at all");
    expect(() => read(a, a)).toThrow("same");
    const secret = (await readFile(at("a.key"), "utf8")).trim();
    expect(() => read(secret, b)).toThrow("other half");
    expect(() => read(secret, b)).not.toThrow(secret);
  });
});

describe("open", () => {
  test("prints the day as JSON lines, once the server has it on record", async () => {
    const said: string[] = [];
    const { code, out } = await run(
      openDay("2026-06-01", "--purpose", "协助调查"),
      (text) => void said.push(text),
    );
    expect(code).toBe(0);
    expect(out).toEqual(LINES);
    expect(said).toEqual(["2026-06-01 协助调查"]);
  });

  test("opens nothing if the server does not take the record", async () => {
    await expect(run(openDay("2026-06-01", "--purpose", "协助调查"))).rejects.toThrow("not answer");
  });

  test("away from the server, with files that were brought along", async () => {
    const { code, out } = await run(openDay("2026-06-01", "--offline", "--dir", at("edge-log")));
    expect([code, out]).toEqual([0, LINES]);
  });

  test.each([
    [["--key-a", "a.key"], 2, "--key-b FILE is missing"],
    [["--key-b", "b.key"], 2, "--key-a FILE is missing"],
    [["--key-a", "a.key", "--key-b", "other.key"], 1, "--key-b is another key"],
    [["--key-a", "other.key", "--key-b", "b.key"], 1, "--key-a is another key"],
    [["--key-a", "b.key", "--key-b", "a.key"], 1, "--key-a is the key of the other half"],
    [["--key-a", "a.key", "--key-b", "a.key"], 1, "are the same key"],
    [["--key-a", "a.key", "--key-b", "gone.key"], 1, "--key-b"],
  ])("%j is refused and the key is named", async (given, expected, message) => {
    const keys = given.map((word) => (word.endsWith(".key") ? at(word) : word));
    const { code, out, errors } = await run(["open", "--day", "2026-06-01", "--offline", ...keys]);
    expect(errors).toContain(message);
    expect([code, out]).toEqual([expected, []]);
  });

  test("a file without its end is shown as far as it goes, and not taken for whole", async () => {
    const { code, out, errors } = await run(openDay("2026-06-02", "--offline"));
    expect([code, out]).toEqual([1, LINES]);
    expect(errors).toContain("no last frame after 2 records");
  });

  test("a changed file is named", async () => {
    const { code, errors } = await run(openDay("2026-06-03", "--offline"));
    expect(code).toBe(1);
    expect(errors).toMatch(/2026-06-03-0{15}1\.sealed: changed after \d+ records/);
  });

  test("a day without files is said so", async () => {
    const { code, errors } = await run(openDay("2026-07-01", "--offline"));
    expect([code, errors]).toEqual([1, `edge-log: no file of 2026-07-01 in ${at("edge-log")}`]);
    expect(await readdir(at("edge-log"))).toHaveLength(3);
  });

  test.each([
    [[]],
    [["shut"]],
    [["keys"]],
    [["open", "--day", "today"]],
    [["open", "--day", "2026-06-01"]],
    [["open", "--day", "2026-06-01", "--offline", "--purpose", "x"]],
    [["open", "--dya", "2026-06-01"]],
  ])("wrong usage %j exits with 2 and shows the usage", async (args) => {
    const { code, errors } = await run(args);
    expect(code).toBe(2);
    expect(errors).toContain("mingjing edge-log open");
  });
});
