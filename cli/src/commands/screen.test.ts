import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runModelEvaluate } from "./model-evaluate.ts";
import { runScreenBids } from "./screen-bids.ts";
import { runScreenMarket } from "./screen-market.ts";
import { runScreenOcds } from "./screen-ocds.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-screen-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const mapOf = (fields: readonly string[], more: object = {}) => ({
  version: 1,
  kind: "bid",
  fields: Object.fromEntries(fields.map((field) => [field, { column: field }])),
  ...more,
});

type Command = (
  args: readonly string[],
  world: {
    write: (text: string) => void;
    printError: (line: string) => void;
    readText: (path: string) => Promise<string>;
  },
) => Promise<number>;

async function run(command: Command, ...args: string[]) {
  let out = "";
  const errors: string[] = [];
  const code = await command(args, {
    write: (text) => {
      out += text;
    },
    printError: (line) => {
      errors.push(line);
    },
    readText: async (path) => (await import("node:fs/promises")).readFile(path, "utf8"),
  });
  return { code, out, errors, lines: out.trim().split("\n") };
}

describe("screen ocds", () => {
  const single = '{"ocid":"a","tender":{"numberOfTenderers":1,"procurementMethod":"open"}}\n';

  test("settings, results and Meta on one line; damaged lines are named and the others read", async () => {
    const data = await file("releases.jsonl", `${single}{\n`);
    const settings = await file("all.ini", "[R018]\n[R024]\n");
    const { code, out, errors } = await run(runScreenOcds, "-s", settings, data);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      OCID: { a: { R018: 1 } },
      Meta: { R024: { q1: null, q3: null, lower_fence: null } },
    });
    expect(errors).toEqual(["WARN line 2 is invalid JSON, skipping"]);
  });

  test("without settings nothing is switched on, and the user is told", async () => {
    const { out, errors } = await run(runScreenOcds, "--no-meta", await file("one.jsonl", single));
    expect(out).toBe("{}\n");
    expect(errors[0]).toContain("--settings FILE.ini");
  });

  test.each([
    [["nowhere.jsonl"], /nowhere\.jsonl: ENOENT/],
    [[], /give one FILE/],
    [["--settings", "nowhere.ini", "x"], /--settings nowhere\.ini/],
    [["--frob", "x"], /--frob/],
  ])("%j is wrong usage", async (args, message) => {
    const { code, errors } = await run(runScreenOcds, ...args);
    expect(code).toBe(2);
    expect(errors.join("\n")).toMatch(message);
  });

  test("a directory is refused with a remedy", async () => {
    const { code, errors } = await run(runScreenOcds, folder);
    expect(code).toBe(2);
    expect(errors.join("\n")).toContain("give a file of JSON lines");
  });
});

describe("screen bids", () => {
  test("lot and price are enough; scattered lots, other statuses and rows that cannot be read", async () => {
    const data = await file(
      "bids.csv",
      "lot,price,status\n1,100,valid\n2,7,valid\n1,104,valid\n1,999,disqualified\n1,106,valid\n1,abc,valid\n1,112,valid\n,5,valid\n1,1,unknown\n",
    );
    const map = await file("bids.json", mapOf(["lot", "price", "status"]));
    const { code, lines, errors } = await run(runScreenBids, data, "--map", map);
    expect(code).toBe(0);
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      lot: "1",
      n: 4,
      SPD: 0.12,
      DIFFP: 0.04,
      out: 1,
      hits: [],
    });
    expect(JSON.parse(lines[1] ?? "")).toMatchObject({
      lot: "2",
      n: 1,
      CV: null,
      tails: { RDNOR: null },
    });
    expect(errors).toEqual([
      expect.stringMatching(/line 7: price abc: give a number/),
      expect.stringMatching(/line 9: no lot/),
      expect.stringMatching(/line 10: status unknown: map it to one of valid/),
    ]);
  });

  test("CSV has a header, quotes what needs it and leaves empty what cannot be computed", async () => {
    const data = await file("quoted.csv", 'lot,price\n"a,b",1\n"a,b",2\n');
    const map = await file("quoted.json", mapOf(["lot", "price"]));
    const { lines } = await run(runScreenBids, data, "--map", map, "--csv");
    expect(lines[0]).toMatch(/^lot,n,CV,SPD,DIFFP,RD,RDALT,RDNOR,SKEW,KURT,KS,p_CV/);
    expect(lines[1]).toMatch(/^"a,b",2,0\.47/);
  });

  test.each([
    [{ version: 2, kind: "bid", fields: {} }, /version/],
    [mapOf(["lot"]), /fields\.price: The mapping file does not say where price is/],
    [mapOf(["lot", "price"], { frob: 1 }), /knows no frob/],
    [mapOf(["lot", "price", "bidder"]), /there is no column bidder/],
  ])("mapping %j is refused by name", async (mapping, message) => {
    const data = await file("plain.csv", "lot,price\n1,2\n");
    const map = await file("refused.json", mapping);
    const { code, errors } = await run(runScreenBids, data, "--map", map);
    expect(code).toBe(2);
    expect(errors[0]).toMatch(message);
  });
});

describe("screen market", () => {
  const header = "lot,bidder,price,category,date,trace.ip,trace.payerAccount";
  const fields = header.split(",");

  test("leads best first, the summary last with what could not be computed", async () => {
    const honest = Array.from({ length: 60 }, (_, lot) =>
      [0, 1, 2].map(
        (place) =>
          `L${lot},F${(lot * 7 + place * 13) % 50},${900 + place * 17 + lot},c,2025-01-01,,`,
      ),
    ).flat();
    const ring = [
      "R,A,901,c,2025-01-01,203.0.113.5,acc1",
      "R,B,902,c,2025-01-01,203.0.113.5,ACC-1",
    ];
    const data = await file("market.csv", [header, ...honest, ...ring].join("\n"));
    const map = await file("market.json", mapOf(fields));
    const { code, lines } = await run(runScreenMarket, data, "--map", map, "--json");
    expect(code).toBe(0);
    const [lead] = lines.map((line) => JSON.parse(line) as object);
    expect(lead).toMatchObject({ rank: 1, level: "determination", lots: ["R"], firms: ["A", "B"] });
    const last = JSON.parse(lines.at(-1) ?? "") as {
      summary: { lots: number; notComputable: unknown[] };
    };
    expect(last.summary).toMatchObject({ lots: 61, bids: 182, leads: 1 });
    expect(last.summary.notComputable).toContainEqual({
      indicator: "DEV-02",
      missing: "mac",
      bids: 182,
    });
  });

  test("a register without known columns is refused", async () => {
    const data = await file("small.csv", `${header}\nL,A,1,c,2025-01-01,,\n`);
    const map = await file("small.json", mapOf(fields));
    const register = await file("register.csv", "a,b\n1,2\n");
    const { code, errors } = await run(runScreenMarket, data, "--map", map, "--register", register);
    expect(code).toBe(2);
    expect(errors[0]).toMatch(/--register .*give columns of ip, mac/);
  });
});

describe("model evaluate", () => {
  const map = () => file("model.json", mapOf(["lot", "price"]));

  test("figures with intervals; the same seed, the same figures", async () => {
    const rows = Array.from({ length: 60 }, (_, lot) =>
      [0, 1, 2, 3].map(
        (bid) => `${lot},${1000 + lot + bid * (lot % 3 === 0 ? 2 : 60)},${lot % 3 === 0 ? 1 : 0}`,
      ),
    ).flat();
    const data = await file("labelled.csv", ["lot,price,label", ...rows].join("\n"));
    const args = [
      data,
      "--map",
      await map(),
      "--label",
      "label",
      "--group",
      "lot",
      "--repeats",
      "3",
      "--json",
    ];
    const first = await run(runModelEvaluate, ...args);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      lots: 60,
      positives: 20,
      repeats: 3,
      auc: { mean: 1 },
    });
    expect((await run(runModelEvaluate, ...args)).out).toBe(first.out);
  });

  test("labels of one class cannot be evaluated: code 1, and why", async () => {
    const data = await file("single.csv", "lot,price,label\n1,2,0\n2,3,0\n3,4,0\n");
    const { code, errors } = await run(
      runModelEvaluate,
      data,
      "--map",
      await map(),
      "--label",
      "label",
      "--group",
      "lot",
    );
    expect(code).toBe(1);
    expect(errors.at(-1)).toMatch(/more labelled lots/);
  });

  test("a column that is not there is named", async () => {
    const data = await file("single.csv", "lot,price,label\n1,2,0\n");
    const { code, errors } = await run(
      runModelEvaluate,
      data,
      "--map",
      await map(),
      "--label",
      "cartel",
      "--group",
      "lot",
    );
    expect(code).toBe(2);
    expect(errors[0]).toMatch(/there is no column cartel; its columns are lot, price, label/);
  });
});
