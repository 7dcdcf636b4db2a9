import { existsSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type OracleSettings, screenSlowly } from "../../test/ocds-oracle.ts";
import { ByteTable } from "./byte-table.ts";
import { Fold } from "./fold.ts";
import { LineFolder } from "./lines.ts";
import { resultsOf } from "./results.ts";
import { CODES, readSettings, SettingsRefused } from "./settings.ts";
import { Tally } from "./tally.ts";

const ALL = CODES.map((code) => `[${code}]`).join("\n");

interface Screened {
  readonly groups: unknown;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly maps: Readonly<Record<string, unknown>>;
  readonly bad: readonly number[];
}

/** Screens a text, cut into so many parts of whole lines. */
function screen(text: string | Uint8Array, ini = ALL, parts = 1): Screened {
  const bytes = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  const settings = readSettings(ini);
  const lines = bytes.toString("latin1").split(/(?<=\n)/);
  const size = Math.ceil(lines.length / parts);
  const tally = new Tally(new ByteTable());
  const bad: number[] = [];
  let currency: string | undefined;
  let before = 0;
  for (let part = 0; part < parts; part += 1) {
    const piece = Buffer.from(lines.slice(part * size, (part + 1) * size).join(""), "latin1");
    const options = { settings, isMapped: true, ...(currency === undefined ? {} : { currency }) };
    const fold = new Fold(options);
    const folder = new LineFolder(fold);
    piece.copy(folder.room(piece.length));
    expect(folder.read(0, piece.length, true)).toBe(piece.length);
    if (fold.mainCurrency >= 0) currency = fold.reader.currencies.textOf(fold.mainCurrency);
    tally.take(fold.tally.pack());
    bad.push(...folder.badLines.map(({ line }) => before + line));
    before += folder.lines;
  }
  const { groups, meta, maps } = resultsOf(tally, { settings, isMapped: true });
  const present = Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0);
  return plain({ groups: Object.fromEntries(present), meta, maps, bad }) as Screened;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const lineOf = (value: unknown): string => `${JSON.stringify(value)}\n`;

describe("against a second implementation", () => {
  const id = fc.constantFrom("A", "B", "C", "D", "甲公司", 'q"\\uote', "\u0001");
  const odd = fc.constantFrom(null, 7, "text", [], {}, true, [[]], { id: 5 });
  const or = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: odd });
  const optional = (model: Record<string, fc.Arbitrary<unknown>>) =>
    or(fc.record(model, { requiredKeys: [] }));
  const organisation = optional({ id: or(id), name: fc.string() });
  const amount = fc.oneof(
    fc.integer({ min: -2, max: 9 }),
    fc.double({ min: 0, max: 20, noNaN: true }),
    fc.constantFrom(1e21, 0.1, 123_456_789.123_456_78),
  );
  const bid = optional({
    status: or(
      fc.constantFrom("valid", "valid", "disqualified", "invited", "withdrawn", "pending", "foo"),
    ),
    date: or(fc.constantFrom("2020-01-02T00:00:00Z", "2020-01-01T23:00:00-09:00", "2020", "é")),
    value: optional({ amount: or(amount), currency: or(fc.constantFrom("CNY", "CNY", "USD")) }),
    tenderers: or(fc.array(organisation, { minLength: 0, maxLength: 2 })),
  });
  const award = optional({
    status: or(
      fc.constantFrom("active", "active", "active", "cancelled", "unsuccessful", "pending"),
    ),
    suppliers: or(fc.array(organisation, { minLength: 1, maxLength: 2 })),
    items: or(
      fc.array(
        optional({
          classification: optional({ id: or(fc.constantFrom("43211", "45", "9", "土木工程")) }),
        }),
        { maxLength: 3 },
      ),
    ),
  });
  const release = optional({
    extra: fc.jsonValue({ maxDepth: 3 }),
    tender: optional({
      status: or(fc.constantFrom("active", "complete", "cancelled")),
      procurementMethod: or(fc.constantFrom("open", "selective", "limited")),
      procurementMethodDetails: or(fc.constantFrom("NPC", "EXC", "x")),
      numberOfTenderers: or(fc.constantFrom(0, 1, 2)),
      tenderPeriod: optional({
        startDate: or(fc.constantFrom("2020-01-01T00:00:00Z", "2020-01-01T08:00:00+08:00")),
        endDate: or(
          fc.constantFrom(
            "2020-01-15T23:59:59.9Z",
            "2020-01-16T00:00:00Z",
            "2019-12-01T00:00:00-05:00",
          ),
        ),
      }),
      procuringEntity: organisation,
    }),
    buyer: organisation,
    bids: optional({ details: or(fc.array(bid, { maxLength: 6 })) }),
    awards: or(fc.array(award, { maxLength: 2 })),
  });
  const file = fc.array(release, { minLength: 1, maxLength: 30 });

  const settings: OracleSettings = {
    enabled: new Set(CODES),
    excluded: ["EXC"],
    noPrice: ["NPC"],
    r003: 15,
    r003Methods: [],
    r018Methods: ["open", "selective"],
    r025Percentile: 50,
    r035: 1,
    r038Bids: 2,
    r038Processes: 2,
    r048Digits: 2,
    r048Processes: 1,
  };
  const ini = `no_price_comparison_procurement_methods = NPC
[exclusions]
procurement_method_details = EXC
${ALL.replace("[R025]", "[R025]\npercentile = 50").replace("[R048]", "[R048]\nminimum_contracting_processes = 1")}`;

  const named = (releases: readonly unknown[]) =>
    releases.map((one, index) =>
      typeof one === "object" && one !== null && !Array.isArray(one)
        ? { ocid: `ocds-${index}`, ...one }
        : one,
    );

  test("the same results on random files, however they are cut", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 4 }), (releases, parts) => {
        const text = named(releases).map(lineOf).join("");
        const slow = plain(screenSlowly(named(releases) as never, settings));
        expect(screen(text, ini, parts).groups).toEqual(slow);
      }),
      { numRuns: 400 },
    );
  });

  test("the same with thresholds of the user's own, and a currency", () => {
    const own = {
      ...settings,
      currency: "USD",
      r024: 0.5,
      r025: 0.6,
      r035: 2,
      r038: 0.3,
      r048: 2,
      r058: 0.2,
    };
    const ownIni = `currency = USD
no_price_comparison_procurement_methods = NPC
[exclusions]
procurement_method_details = EXC
[R003]
[R018]
[R024]
threshold = 0.5
[R025]
percentile = 50
threshold = 0.6
[R028]
[R030]
[R035]
threshold = 2
[R036]
[R038]
threshold = 0.3
[R048]
threshold = 2
minimum_contracting_processes = 1
[R058]
threshold = 0.2`;
    fc.assert(
      fc.property(file, (releases) => {
        const slow = plain(screenSlowly(named(releases) as never, own));
        expect(screen(named(releases).map(lineOf).join(""), ownIni).groups).toEqual(slow);
      }),
      { numRuns: 200 },
    );
  });

  test("a line is refused exactly where JSON.parse refuses it, save unpaired surrogates and 128 levels", () => {
    const damaged = fc
      .tuple(
        fc.jsonValue({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom("", "x", ",", '"', "}", "\\", "0"),
      )
      .map(([value, place, piece]) => {
        const text = JSON.stringify(value);
        const at = place % (text.length + 1);
        return `${text.slice(0, at)}${piece}${text.slice(at + (place % 2))}`.replaceAll("\n", "");
      });
    fc.assert(
      fc.property(
        fc.oneof(
          damaged,
          fc.string().map((text) => text.replaceAll("\n", "")),
        ),
        (line) => {
          fc.pre(!/\\u[dD][89a-fA-F]/.test(line) && line.isWellFormed() && line.trim() !== "");
          const isJson = (() => {
            try {
              JSON.parse(line);
              return true;
            } catch {
              return false;
            }
          })();
          expect(screen(`${line}\n`).bad).toEqual(isJson ? [] : [1]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("which lines count", () => {
  const single = (ocid: string) =>
    `{"ocid":"${ocid}","tender":{"numberOfTenderers":1,"procurementMethod":"open"}}`;

  test("blank lines and lines that are no object pass silently, damaged ones are named by number", () => {
    const text = ["", single("a"), "  \t", "[1]", "{", single("b"), "\r", `${single("c")} x`].join(
      "\n",
    );
    const { groups, bad } = screen(text);
    expect(groups).toEqual({ OCID: { a: { R018: 1 }, b: { R018: 1 } } });
    expect(bad).toEqual([5, 8]);
  });

  test("a line that is not UTF-8 is named, and its neighbours are read", () => {
    const bytes = Buffer.concat([
      Buffer.from(`${single("a")}\n{"ocid":"`),
      Buffer.from([0xff]),
      Buffer.from(`"}\n${single("b")}\n`),
    ]);
    expect(screen(bytes)).toMatchObject({ bad: [2], groups: { OCID: { a: {}, b: {} } } });
  });

  test("the last of equal names counts, also where a name is written with escapes", () => {
    const text = String.raw`{"ocid":"a","tender":{"numberOfTenderers":1,"procurementMethod":"open"},"tender":null}
{"\u006fcid":"b\n\u4e2d\ud83d\ude00","tender":{"numberOfTenderers":2,"numberOfTenderers":1,"procurementMethod":"o\u0070en"}}`;
    expect(screen(text).groups).toEqual({ OCID: { "b\n中😀": { R018: 1 } } });
  });

  test("128 levels and an unpaired surrogate are no JSON text here, 127 levels are", () => {
    const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
    expect(
      screen(`${nested(127)}\n${nested(128)}\n"\\ud800"\n"\\udc00"\n"\\ud83d\\ude00"`).bad,
    ).toEqual([2, 3, 4]);
  });

  test("1.0 and 1e0 bidders are not the single one of R018; the wrong type is none", () => {
    const of = (count: string) =>
      `{"ocid":"a","tender":{"procurementMethod":"open","numberOfTenderers":${count}}}`;
    for (const count of ["1.0", "1e0", '"1"', "-1", "11"])
      expect(screen(of(count)).groups).toEqual({});
    expect(screen(of("1")).groups).toEqual({ OCID: { a: { R018: 1 } } });
  });
});

describe("currency, fences, maps", () => {
  const priced = (ocid: string, amounts: readonly number[], currency: string) =>
    lineOf({
      ocid,
      bids: {
        details: amounts.map((amount, index) => ({
          status: "valid",
          value: { amount, currency },
          tenderers: [{ id: index === 0 ? "W" : `L${index}` }],
        })),
      },
      awards: [{ status: "active", suppliers: [{ id: "W" }] }],
    });

  test("the first currency of the file is the main one, in whichever part a line stands", () => {
    const text = [
      priced("a", [100, 101], "CNY"),
      priced("b", [100, 102], "USD"),
      priced("c", [100, 103], "CNY"),
    ];
    const ini = "[R024]\nthreshold = 0.5";
    for (const parts of [1, 3])
      expect(screen(text.join(""), ini, parts).groups).toMatchObject({
        OCID: { a: { R024: 0.01 }, c: { R024: 0.03 } },
      });
    expect(Object.keys(screen(text.join(""), `currency = USD\n${ini}`).groups as object)).toEqual([
      "OCID",
      "Tenderer",
    ]);
  });

  test("a winner at 0 gives an infinite ratio: it moves the fences and is printed as null", () => {
    const { groups, meta } = screen(priced("a", [0, 5], "CNY"), "[R058]\nthreshold = 2");
    expect(groups).toEqual({ OCID: { a: { R058: null } }, Tenderer: { W: { R058: 0 } } });
    expect(meta).toEqual({ R058: { upper_fence: 2 } });
  });

  test("Meta is rounded half away from zero to four decimals and null without data", () => {
    expect(screen("", ALL).meta).toEqual({
      R024: { q1: null, q3: null, lower_fence: null },
      R025: { q1: null, q3: null, upper_fence: null, lower_fence: null },
      R048: { q1: null, q3: null, upper_fence: null },
      R058: { q1: null, q3: null, upper_fence: null },
    });
    const { meta } = screen(priced("a", [3, 4], "CNY") + priced("b", [3, 5], "CNY"), "[R024]");
    expect(meta).toEqual({ R024: { q1: 0.3333, q3: 0.6667, lower_fence: -0.1667 } });
  });

  test("all eight maps, always", () => {
    const { maps } = screen(
      priced("a", [100, 101], "CNY"),
      "[R024]\nthreshold = 0.5\n[R058]\nthreshold = 0.001\n[R025]",
    );
    expect(maps).toEqual({
      ocid_buyer_r038: {},
      ocid_procuringentity_r038: {},
      ocid_tenderer: { a: ["W", "L1"] },
      ocid_tenderer_r024: { a: ["W", "L1"] },
      ocid_tenderer_r028: {},
      ocid_tenderer_r030: {},
      ocid_tenderer_r035: {},
      ocid_tenderer_r058: { a: ["W"] },
    });
  });

  test("an identifier may be called __proto__", () => {
    const { groups } = screen(priced("__proto__", [100, 101], "CNY"), "[R024]\nthreshold = 0.5");
    expect(JSON.stringify(groups)).toContain('"__proto__":{"R024":0.01}');
  });
});

describe("settings", () => {
  test.each([
    ["[R024]\nthresold = 1", /line 2: \[R024\] thresold is unknown: give one of threshold/],
    ["[R999]", /section \[R999\] is unknown/],
    ["[R025]\npercentile = half", /line 2: \[R025\] percentile = half: give a whole number/],
    ["[R018", /line 1: the section \[R018 lacks its \]/],
    ["[R028]\nthreshold = 1", /it takes no setting/],
    ["curency = CNY", /line 1: curency is unknown/],
    ["[R018]\nopen", /line 2: open: give a name/],
  ])("%j is refused with line and remedy", (ini, message) => {
    expect(() => readSettings(ini)).toThrow(SettingsRefused);
    expect(() => readSettings(ini)).toThrow(message);
  });

  test("comments, other commands' sections and quoted values pass; pieces keep their spaces", () => {
    const settings = readSettings(
      '; note\n# note\ncurrency = "CNY"\n[defaults]\nbid_status = valid\n[codelists.bid_status]\nx = y\n[R003]\nprocurement_methods = open| selective |\n[R003.procurement_method_details]\n竞争性谈判 = 3',
    );
    expect(settings.currency).toBe("CNY");
    expect([...settings.enabled]).toEqual(["R003"]);
    expect(settings.r003.methods).toEqual(["open", " selective "]);
    expect(settings.r003.byMethodDetails).toEqual(new Map([["竞争性谈判", 3]]));
  });
});

const EXAMPLES = new URL("../../../../shared/data/ocds-indicator-examples/", import.meta.url);

describe.skipIf(!existsSync(EXAMPLES))("published examples (../shared/data)", () => {
  const read = (name: string) => readFileSync(new URL(name, EXAMPLES), "utf8");
  const examples = existsSync(EXAMPLES)
    ? (JSON.parse(read("expected.json")) as { file: string; settings: string; expected: unknown }[])
    : [];
  test.each(examples)("$file with $settings", ({ file, settings, expected }) => {
    expect(screen(read(file), read(settings)).groups).toEqual(expected);
  });
});
