import { describe, expect, test } from "vitest";

import { runClockExplain } from "./clock-explain.ts";
import { runWorkdayAdd } from "./workday-add.ts";

interface Run {
  readonly code: number;
  readonly out: readonly string[];
  readonly errors: readonly string[];
}

async function run(
  command: typeof runClockExplain,
  args: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await command(args, {
    print: (line) => void out.push(line),
    printError: (line) => void errors.push(line),
    async readText(path) {
      const text = files[path];
      if (text === undefined) throw new Error(`ENOENT: ${path}`);
      return text;
    },
  });
  return { code, out, errors };
}

const explain = (line: string, files?: Readonly<Record<string, string>>) =>
  run(runClockExplain, line.split(" "), files);
const COMPLAINT = "--kind complaint --regime works --event 2026-03-02T10:00:00+08:00 --json";

describe("what was entered since the program", () => {
  const LATE = "--kind challenge --regime procurement --event 2026-12-28 --json";
  const year = { year: 2027, notices: [], off: { "2027-01-01": "元旦" }, makeUp: [] };
  const article = {
    id: "CG-53@2026",
    validFrom: "2026-12-01",
    validTo: null,
    replaces: "CG-53",
    clocks: [
      {
        clock: "challenge.reply",
        regimes: ["procurement"],
        unit: "workingDay",
        length: 5,
        startsFrom: "receipt",
        pausesOn: {},
      },
    ],
  };
  const files = {
    "calendar.json": JSON.stringify({ years: [], entered: [year] }),
    "law.json": JSON.stringify([article]),
    "empty.json": JSON.stringify({ years: [] }),
    "half.json": JSON.stringify([{ year: 2027 }]),
  };
  const dueOf = async (more: string) =>
    JSON.parse((await explain(LATE + more, files)).out[0] ?? "").binding.due;

  test("counts by the public files, or by lists of entries", async () => {
    expect(await dueOf("")).toBeNull();
    expect(await dueOf(" --calendar calendar.json")).toBe("2027-01-07");
    expect(await dueOf(" --calendar calendar.json --law law.json")).toBe("2027-01-05");
  });

  test("workday add knows the calendar, too", async () => {
    const { out } = await run(
      runWorkdayAdd,
      ["2026-12-28", "7", "--calendar", "calendar.json"],
      files,
    );
    expect(out).toEqual(["2026-12-28,7,2027-01-07"]);
  });

  test.each([
    ["--calendar empty.json", '"entered"'],
    ["--calendar half.json", "entry 1 has no off"],
    ["--law none.json", "ENOENT"],
  ])("%s is refused and says why", async (more, why) => {
    const { code, errors } = await explain(`${LATE} ${more}`, files);
    expect(code).toBe(2);
    expect(errors[0]).toContain(why);
  });
});

describe("clock explain", () => {
  test("prints all clocks with dates, strips and articles", async () => {
    const { code, out } = await explain(COMPLAINT);
    expect(code).toBe(0);
    const { binding, clocks } = JSON.parse(out[0] ?? "");
    expect(binding).toEqual({ clock: "complaint.accept", due: "2026-03-05" });
    expect(clocks[0]).toMatchObject({
      id: "complaint.accept",
      due: "2026-03-05",
      provisional: false,
      articles: ["ZTB-T-61"],
    });
    expect(clocks[0].strip).toHaveLength(4);
  });

  test("an instant is a day of Shanghai", async () => {
    const { out } = await explain(
      "--kind tipoff --regime other --event 2026-03-01T16:30:00Z --json",
    );
    expect(JSON.parse(out[0] ?? "").clocks[0].startOn).toBe("2026-03-02");
  });

  test("pauses come from JSON or CSV", async () => {
    const json = JSON.stringify([{ ground: "testing", from: "2026-03-09", to: "2026-03-11" }]);
    const csv = "ground,from,to,document\ntesting,2026-03-09,2026-03-11,检测通知书1号\n";
    const dates = [];
    for (const text of [json, csv]) {
      const { out } = await explain(`${COMPLAINT} --pauses p`, { p: text });
      const { clocks } = JSON.parse(out[0] ?? "") as { clocks: { id: string; due: string }[] };
      dates.push(clocks.find(({ id }) => id === "complaint.decide")?.due);
    }
    expect(dates).toEqual(["2026-04-17", "2026-04-17"]);
  });

  test("for people it says which date counts and why", async () => {
    const { out } = await explain("--kind objection --regime works --event 2026-09-24");
    expect(out[0]).toBe("以最早的为准：2026-09-28（objection.reply）");
    expect(out).toContain("  2026-09-25 第 1 日（中秋节）");
    expect(out.some((line) => line.includes("招标投标法实施条例第22条"))).toBe(true);
  });

  test.each([
    ["--regime works --event 2026-03-02", "--kind is missing"],
    ["--kind plea --regime works --event 2026-03-02", "--kind plea"],
    ["--kind complaint --regime sea --event 2026-03-02", "--regime sea"],
    ["--kind complaint --regime works --event 2026-02-30", "--event 2026-02-30"],
    ["--kind complaint --regime works --event 2026-03-02 --matter price", "--matter price"],
    ["--kind complaint --regime works --event 2026-03-02 --pauses none", "--pauses none"],
    ["--kind complaint --regime works --event 2026-03-02 --pauses bad", "pause 1"],
    ["--kind complaint --regime works --event 2026-03-02 --loud", "--loud"],
  ])("%s is refused: %s", async (line, named) => {
    const { code, errors } = await explain(line, { bad: '[{"ground":"testing","from":"x"}]' });
    expect(code).toBe(2);
    expect(errors[0]).toContain(named);
  });
});

describe("workday add", () => {
  test("adds a due day to each line; lines without one say why and spoil no other", async () => {
    const f = "start,n\n2026-09-24,7\n2026-12-28,9\n2026-02-30,1\n2026-01-01,0\n2026-05-08,1\n";
    const { code, out } = await run(runWorkdayAdd, ["--batch", "f"], { f });
    expect(code).toBe(1);
    expect(out).toEqual([
      "start,n,due",
      "2026-09-24,7,2026-10-12",
      "2026-12-28,9,,provisional-2027",
      "2026-02-30,1,,invalid-start: give YYYY-MM-DD",
      "2026-01-01,0,,invalid-n: give a whole number from 1 to 10000",
      "2026-05-08,1,2026-05-09",
    ]);
  });

  test("without a bad line it ends with 0; a file that is not there with 2", async () => {
    const good = await run(runWorkdayAdd, ["--batch", "f"], { f: "start,n\r\n2026-03-02,5\r\n" });
    expect([good.code, good.out.at(-1)]).toEqual([0, "2026-03-02,5,2026-03-09"]);
    expect((await run(runWorkdayAdd, ["--batch", "g"])).code).toBe(2);
    expect((await run(runWorkdayAdd, [])).code).toBe(2);
  });
});
