import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createRandom } from "../../../screens/src/prices/random.ts";
import { runScreenScores } from "./screen-scores.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scores-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const column = (name: string) => ({ column: name });
const FIELDS = {
  panel: column("项目"),
  expert: column("专家"),
  bid: column("投标人"),
  score: column("分"),
};
const WHOLE = { ...FIELDS, criterion: column("评分项"), max: column("满分") };
const MAP = { version: 1, kind: "scores", fields: WHOLE };
const HEAD = "项目,专家,投标人,评分项,分,满分";

interface Entry {
  readonly panel: string;
  readonly type: string;
  readonly expert: string | null;
  readonly bid: string | null;
  readonly criterion: string | null;
  readonly value: number | null;
  readonly tail: number | null;
}
interface Output {
  readonly experts: readonly { id: string; n: number; effect: number; p: number }[];
  readonly pairs: readonly {
    expertGroup: string;
    bidderGroup: string;
    n: number;
    effect: number;
    p: number;
    q: number;
  }[];
  readonly findings: readonly Entry[];
}

async function run(text: string, map: unknown = MAP, more: readonly string[] = ["--json"]) {
  const [file, mapFile] = [join(folder, "scores.csv"), join(folder, "map.json")];
  await writeFile(file, text);
  await writeFile(mapFile, typeof map === "string" ? map : JSON.stringify(map));
  const out: string[] = [];
  const errors: string[] = [];
  const world = {
    write: (part: string) => void out.push(part),
    printError: (line: string) => void errors.push(line.replaceAll(folder, "")),
  };
  const code = await runScreenScores([file, "--map", mapFile, ...more], world);
  return { code, out: out.join(""), errors };
}

const parsed = ({ out }: { readonly out: string }) => JSON.parse(out) as Output;

const BIDDERS = ["甲公司", "乙公司", "丙公司", "丁公司", "戊公司"];
const EXPERTS = ["张三", "李四", "王五", "赵六", "孙七"];

/** Whole scores of 5 experts, 5 bids and 3 criteria a panel; 王五 favours 甲公司 where asked to. */
function market(panels: number, favour: number): string {
  const random = createRandom(18);
  const noise = () => 1.5 * (random() + random() + random() - 1.5);
  const cellsOf = (bid: string, criterion: string) => {
    const quality = 4 + 3 * random();
    return EXPERTS.map((expert) => {
      const added = expert === "王五" && bid === "甲公司" ? favour : 0;
      const score = Math.min(10, Math.max(0, Math.round(quality + noise() + added)));
      return `${expert},${bid},${criterion},${score},10`;
    });
  };
  const rows = Array.from({ length: panels }, (_, panel) =>
    BIDDERS.flatMap((bid) =>
      ["方案", "人员", "售后"].flatMap((criterion) => cellsOf(bid, criterion)),
    ).map((cells) => `项目${panel + 1},${cells}`),
  );
  return `${[HEAD, ...rows.flat()].join("\n")}\n`;
}

describe("screen scores", () => {
  test("a planted favour stands first among the pairs; its honest twin has none", async () => {
    const planted = await run(market(12, 2));
    expect(planted).toMatchObject({ code: 0, errors: [] });
    expect(planted.out.trimEnd().split("\n")).toHaveLength(1);
    const { experts, pairs, findings } = parsed(planted);
    expect(Object.keys(parsed(planted))).toEqual(["experts", "pairs", "findings"]);
    expect(pairs[0]).toMatchObject({ expertGroup: "王五", bidderGroup: "甲公司", n: 12 });
    expect(pairs[0]?.q).toBeLessThan(0.001);
    expect(Math.abs((pairs[0]?.effect ?? 0) - 2)).toBeLessThan(0.5);
    expect(pairs.filter(({ q }) => q <= 0.05)).toHaveLength(1);
    for (const list of [experts, pairs]) {
      const tails = list.map(({ p }) => p);
      expect(tails).toEqual(tails.toSorted((left, right) => left - right));
    }
    for (const finding of findings)
      expect(Object.keys(finding)).toEqual([
        "panel",
        "type",
        "expert",
        "bid",
        "criterion",
        "value",
        "tail",
      ]);
    const honest = parsed(await run(market(12, 0)));
    expect(honest.pairs).toHaveLength(25);
    expect(honest.pairs.filter(({ q }) => q <= 0.05)).toEqual([]);
    // One honest panel in a hundred shows an outlier.
    const outliers = honest.findings.filter(
      ({ type, criterion }) => type === "EXP-01" && criterion === null,
    );
    expect(outliers.length).toBeLessThan(2);
  });

  test("groups: a unit's experts and a parent's bids are one pair; an empty group is no pair", async () => {
    const [head, ...rows] = market(6, 2).trimEnd().split("\n");
    const grouped = rows.map((row) => {
      const [, expert, bid] = row.split(",");
      const unit = expert === "王五" ? "设计院" : expert === "张三" ? "" : "大学";
      return `${row},${unit},${bid === "甲公司" ? "集团" : "其他"}`;
    });
    const text = [`${head},单位,集团`, ...grouped].join("\n");
    const fields = { ...WHOLE, expertGroup: column("单位"), bidderGroup: column("集团") };
    const { pairs } = parsed(await run(text, { ...MAP, fields }));
    expect(pairs.map(({ expertGroup }) => expertGroup).toSorted()).toEqual([
      "大学",
      "大学",
      "设计院",
      "设计院",
    ]);
    expect(pairs[0]?.expertGroup).toBe("设计院");
  });

  test("bad rows are told with line, field and remedy; the others go on", async () => {
    const text = [
      HEAD,
      ",E,B,C,5,10",
      "P,,B,C,5,10",
      "P,E,,C,5,10",
      "P,E,B,C,高,10",
      "P,E,B,C,5,0",
      "P,E,B,C,5分,10",
      "P,E,B,C,6,10",
      "P,E,D,C,5,20",
      "P,E,D,C,/,10",
      "P,F,D,C,11,10",
      "P,F,B,C,5,10",
    ].join("\n");
    const result = await run(text);
    expect(result.errors).toEqual([
      "/scores.csv line 2: panel: it is empty; give the panel's name; the row is passed over",
      "/scores.csv line 3: expert: it is empty; give the expert's name; the row is passed over",
      "/scores.csv line 4: bid: it is empty; give the bid's name; the row is passed over",
      "/scores.csv line 5: score: 高 is no number; give points; the row is passed over",
      "/scores.csv line 6: max: 0 is no maximum; give a number above 0; the row is passed over",
      "/scores.csv line 8: score: 6 is the second score of this expert for this bid and criterion, after 5; keep one; the row is passed over",
      "/scores.csv line 9: max: 20 differs from 10 of the same criterion and panel above; give one maximum; the row is passed over",
    ]);
    expect(result.code).toBe(0);
    expect(parsed(result).findings).toEqual([
      {
        panel: "P",
        type: "EXP-05",
        expert: "E",
        bid: "D",
        criterion: "C",
        value: null,
        tail: null,
      },
      { panel: "P", type: "EXP-06", expert: "F", bid: "D", criterion: "C", value: 11, tail: null },
    ]);
  });

  test("constants, values, a delimiter, objective criteria, no criterion at all", async () => {
    const text = "专家;投标人;评分项;分\nE;B;价格;优\nF;B;价格;4\nE;D;价格;4\nF;D;价格;4\n";
    const fields = {
      expert: column("专家"),
      bid: column("投标人"),
      criterion: column("评分项"),
      score: { column: "分", values: { 优: "5" } },
    };
    const common = { version: 1, kind: "bid", delimiter: ";", zone: "Asia/Shanghai" };
    const constants = { panel: "P", max: "10", zone: "Asia/Urumqi" };
    const map = { ...common, constants, fields, objective: ["价格"] };
    const found = parsed(await run(text, map)).findings.filter(({ type }) => type === "EXP-03");
    expect(found).toMatchObject([{ panel: "P", bid: "B", criterion: "价格", value: 1 }]);
    const plain = "项目,专家,投标人,分\nP,E,A,1\nP,F,A,1\nP,E,B,12\n";
    const { findings } = parsed(await run(plain, { version: 1, fields: FIELDS }));
    expect(findings).toMatchObject([{ type: "EXP-05", expert: "F", bid: "B", criterion: null }]);
  });

  test.each([
    ["[", "no JSON"],
    [[], "the mapping file: give an object"],
    [{ ...MAP, version: 2 }, "version: give 1"],
    [{ ...MAP, kind: "prices" }, "kind: give scores"],
    [{ ...MAP, weights: {} }, "weights: unknown key; known are version, kind"],
    [{ ...MAP, delimiter: "::" }, "delimiter: give one character"],
    [{ ...MAP, zone: "Mars" }, "zone: give a time zone"],
    [{ ...MAP, constants: { zone: "Mars" } }, "constants.zone: give a time zone"],
    [{ ...MAP, constants: { lot: "1" } }, "constants.lot: unknown key"],
    [{ ...MAP, constants: { panel: 1 } }, "constants.panel: give a text that is not empty"],
    [{ ...MAP, fields: { ...WHOLE, lot: column("项目") } }, "fields.lot: unknown key"],
    [{ ...MAP, fields: { ...WHOLE, bid: "投标人" } }, "fields.bid: give an object"],
    [{ ...MAP, fields: { ...WHOLE, bid: {} } }, "fields.bid.column: give a text"],
    [
      { ...MAP, fields: { ...WHOLE, bid: { column: "投标人", name: 1 } } },
      "fields.bid.name: unknown",
    ],
    [
      { ...MAP, fields: { ...WHOLE, score: { column: "分", unit: "wan" } } },
      "fields.score.unit: scores are points",
    ],
    [
      { ...MAP, fields: { ...WHOLE, score: { column: "分", values: { 优: 5 } } } },
      "fields.score.values.优: give a text",
    ],
    [
      { ...MAP, fields: { panel: column("项目") } },
      "fields.expert: it does not say where the expert is",
    ],
    [{ ...MAP, objective: "价格" }, "objective: give a list of names of criteria"],
    [
      { ...MAP, fields: { ...WHOLE, bid: column("厂商") } },
      "there is no column 厂商; its columns are 项目",
    ],
  ])("a mapping that is not understood is refused: %j", async (map, sentence) => {
    const { code, out, errors } = await run(`${HEAD}\n`, map);
    expect([code, out]).toEqual([2, ""]);
    expect(errors[0]).toContain(sentence);
    expect(errors[1]).toContain("mingjing screen scores FILE.csv --map MAP.json");
  });

  test("wrong arguments and an empty file are usage errors", async () => {
    expect(await run("", MAP)).toMatchObject({ code: 2, out: "" });
    expect((await run(HEAD, MAP, ["--csv"])).code).toBe(2);
    expect((await run(HEAD, MAP, ["second.csv"])).errors[0]).toContain("give one FILE.csv");
    const errors: string[] = [];
    const world = { write: () => {}, printError: (line: string) => void errors.push(line) };
    expect(await runScreenScores(["x.csv"], world)).toBe(2);
    expect(errors[0]).toContain("--map MAP.json is missing");
    expect(parsed(await run(`${HEAD}\n`))).toEqual({ experts: [], pairs: [], findings: [] });
  });

  test("a panel that cannot be one is refused with its size", async () => {
    const rows = Array.from({ length: 300 }, (_, row) => `P,E${row},B${row},C${row},1,10`);
    const { code, out, errors } = await run([HEAD, ...rows].join("\n"));
    expect([code, out]).toEqual([2, ""]);
    expect(errors[0]).toContain("panel P has 300 experts, 300 bids and 300 criteria");
  });

  test("the table for people: counts, leads with what they rest on, and what was not shown", async () => {
    const { out } = await run(market(12, 4), MAP, []);
    expect(out).toContain(
      "12 panels, 900 scores; outliers tested in 12 panels, not computable in 0",
    );
    expect(out).toMatch(/王五 {4}甲公司 {2}12 /);
    expect(out).toMatch(/项目\d+ +王五 +甲公司 .*points beyond severity and quality/);
    expect(out).toContain("and 5 more; --json gives all");
    expect(out).toContain("A lead to look at, never a verdict");
  });
});

const DANCES = new URL(
  "../../../../shared/data/expert-scores-dwts-mcm2026/2026_MCM_Problem_C_Data.csv",
  import.meta.url,
);

/** Contestants with a column a week and seat → one row a score; who is out has zeros. */
function longForm(text: string): string {
  const [head = "", ...lines] = text
    .replace(/^\uFEFF/, "")
    .trimEnd()
    .split(/\r?\n/);
  const names = head.split(",");
  const cellsOf = (line: string) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell);
  const rows = lines.flatMap((line) => {
    const cells = cellsOf(line);
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    return Array.from({ length: 11 }, (_, index) => index + 1).flatMap((week) => {
      const scores = [1, 2, 3, 4].map((seat) => cell(`week${week}_judge${seat}_score`));
      if (scores.every((score) => !(Number(score) > 0))) return [];
      const who = [cell("celebrity_name"), cell("ballroom_partner")].join(",");
      return scores.map(
        (score, seat) => `${cell("season")}-${week},seat${seat + 1},${score},${who}`,
      );
    });
  });
  return ["week,seat,score,celebrity,partner", ...rows].join("\n");
}

test("34 seasons of judges (../shared/data): seats without a score are no members, little stands out", async () => {
  if (!existsSync(DANCES)) {
    console.warn("expert-scores-dwts-mcm2026: not on this machine, nothing was measured");
    return;
  }
  const fields = {
    panel: column("week"),
    expert: column("seat"),
    bid: column("celebrity"),
    score: column("score"),
    bidderGroup: column("partner"),
  };
  const { code, out, errors } = await run(longForm(await readFile(DANCES, "utf8")), {
    version: 1,
    fields,
  });
  expect([code, errors]).toEqual([0, []]);
  const { experts, pairs, findings } = parsed({ out });
  expect(experts.map(({ id }) => id).toSorted()).toEqual(["seat1", "seat2", "seat3", "seat4"]);
  // The second seat is known to be the strict one.
  expect(experts[0]).toMatchObject({ id: "seat2", n: 335 });
  expect(experts[0]?.effect).toBeLessThan(-0.1);
  const outliers = findings.filter(({ type }) => type === "EXP-01");
  expect(outliers.length / 332).toBeLessThan(0.05);
  expect(findings.filter(({ type }) => type === "EXP-05" || type === "EXP-06")).toEqual([]);
  expect(pairs.filter(({ q }) => q <= 0.05).length).toBeLessThan(5);
});
