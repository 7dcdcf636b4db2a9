/**
 * Writes golden.json: 400 voices with the dates the second implementation gives. Run by hand after a change of the law
 * table, and read what changed: `node clocks/test/write-golden.ts`.
 */
import { writeFileSync } from "node:fs";

import { type CalendarYear, publishedYears } from "../src/index.ts";
import { holidayYearsOf } from "./random-cases.ts";
import { type Case, second } from "./second-clocks.ts";

type Voice = Omit<Case, "receivedOn" | "acceptedOn" | "pauses">;

const VOICES: readonly Voice[] = [
  { kind: "enquiry", regime: "procurement" },
  { kind: "enquiry", regime: "works" },
  { kind: "challenge", regime: "procurement" },
  { kind: "challenge", regime: "land" },
  { kind: "objection", regime: "works", matter: "documents" },
  { kind: "objection", regime: "works", matter: "prequalification" },
  { kind: "objection", regime: "works", matter: "opening" },
  { kind: "objection", regime: "works", matter: "result" },
  { kind: "objection", regime: "procurement" },
  { kind: "challenge", regime: "works" },
  { kind: "complaint", regime: "works" },
  { kind: "complaint", regime: "procurement" },
  { kind: "complaint", regime: "land" },
  { kind: "complaint", regime: "mineral" },
  { kind: "complaint", regime: "property" },
  { kind: "complaint", regime: "other" },
  { kind: "tipoff", regime: "works" },
  { kind: "tipoff", regime: "other" },
  { kind: "inspection-result", regime: "works" },
  { kind: "inspection-result", regime: "procurement" },
];

/** What makes each day hard. */
const DAYS: readonly (readonly [day: string, why: string])[] = [
  ["2026-09-24", "中秋、国庆之前，10月10日调休上班"],
  ["2026-04-30", "劳动节前一天，5月9日调休上班"],
  ["2026-02-12", "春节前，2月14日调休上班"],
  ["2026-12-22", "跨入放假安排未公布的 2027 年"],
  ["2026-12-28", "三日内跨年"],
  ["2025-09-26", "国庆中秋连休，9月28日调休上班"],
  ["2024-02-02", "春节前后两个调休周末"],
  ["2023-12-27", "跨年，元旦后"],
  ["2022-12-29", "2023 年通知调整 2022 年末"],
  ["2018-12-27", "2019 年通知调整 2018 年末"],
  ["2020-01-17", "2020 年春节假期延长"],
  ["2019-04-28", "2019 年劳动节调休"],
  ["2012-02-01", "招标投标法实施条例施行当日"],
  ["2012-01-31", "招标投标法实施条例施行前一日"],
  ["2018-03-01", "财政部令第94号施行当日"],
  ["2015-02-28", "政府采购法实施条例施行前一日"],
  ["2026-03-07", "周六收到"],
];

const PAUSES: readonly (readonly [NonNullable<Case["pauses"]>, string])[] = [
  [[{ ground: "expert-review", from: "2026-09-28", to: "2026-10-12" }], "专家评审跨国庆"],
  [
    [
      { ground: "testing", from: "2026-09-29", to: "2026-10-09" },
      { ground: "appraisal", from: "2026-10-09", to: "2026-10-15" },
    ],
    "检测与鉴定首尾相接",
  ],
  [[{ ground: "correction", from: "2026-09-25", to: "2026-10-08" }], "补正"],
  [[{ ground: "inspection", from: "2026-10-20" }], "检验未结束"],
  [[{ ground: "other", from: "2026-09-28", to: "2026-10-30" }], "法外事由"],
  [[{ ground: "testing", from: "2026-12-25" }], "期满之后才开始"],
];

const CHANGED: CalendarYear = {
  year: 2026,
  notices: [],
  off: { "2026-09-28": "临时放假", "2026-10-01": "国庆节" },
  makeUp: ["2026-09-26"],
};

/** Notices that come one after the other when September 2026 has begun: another day off, then one of them taken back. */
const LATER: readonly CalendarYear[] = [
  CHANGED,
  {
    year: 2026,
    notices: [],
    off: { "2026-09-28": "临时放假", "2026-09-29": "临时放假", "2026-10-01": "国庆节" },
    makeUp: ["2026-10-10"],
  },
];
/** Days of receipt whose clocks run across the changed days. */
const RUNNING: readonly (readonly [day: string, why: string])[] = [
  ["2026-09-22", "放假安排事后变更"],
  ["2026-09-25", "放假安排事后变更，收到次日起改为上班"],
];

interface Retroactive {
  readonly title: string;
  readonly voice: Case;
  /** From 1: the notice that is entered; before it, the one of the number below counts, 0 the published one. */
  readonly notice: number;
  readonly before: unknown;
  readonly after: unknown;
}

interface Golden {
  readonly title: string;
  readonly voice: Case;
  /** True: with the later notice of the test, which changes September 2026. */
  readonly isChanged?: true;
  readonly binding: unknown;
  readonly clocks: unknown;
}

const published = holidayYearsOf(publishedYears);
const changed = holidayYearsOf([...publishedYears.filter(({ year }) => year !== 2026), CHANGED]);
const golden: Golden[] = [];
const add = (title: string, voice: Case, isChanged = false) => {
  const { binding, clocks } = second(voice, isChanged ? changed : published);
  const what = [voice.kind, voice.regime, voice.matter].filter(Boolean).join(" ");
  golden.push({
    title: `${what}, ${voice.receivedOn}: ${title}`,
    voice,
    ...(isChanged ? { isChanged: true as const } : {}),
    binding,
    clocks,
  });
};

const plus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

for (const [day, why] of DAYS)
  for (const voice of VOICES) add(why, { ...voice, receivedOn: day, acceptedOn: plus(day, 2) });
for (const [pauses, why] of PAUSES)
  for (const regime of ["works", "procurement", "land"] as const)
    for (const acceptedOn of ["2026-09-24", "2026-09-28"])
      add(why, { kind: "complaint", regime, receivedOn: "2026-09-24", acceptedOn, pauses });
for (const voice of VOICES)
  add("放假安排事后变更", { ...voice, receivedOn: "2026-09-22", acceptedOn: "2026-09-23" }, true);
for (const [kind, regime] of [
  ["complaint", "works"],
  ["complaint", "procurement"],
  ["challenge", "land"],
  ["tipoff", "other"],
] as const)
  add("尚未受理", { kind, regime, receivedOn: "2026-03-02" });

const yearsWith = (notice: CalendarYear | undefined) =>
  notice === undefined
    ? published
    : holidayYearsOf([...publishedYears.filter(({ year }) => year !== 2026), notice]);
const retroactive: Retroactive[] = LATER.flatMap((notice, index) =>
  RUNNING.flatMap(([receivedOn, why]) =>
    VOICES.map((base): Retroactive => {
      const voice = { ...base, receivedOn, acceptedOn: plus(receivedOn, 1) };
      const what = [voice.kind, voice.regime, voice.matter].filter(Boolean).join(" ");
      return {
        title: `${what}, ${receivedOn}: ${why}，第 ${index + 1} 次`,
        voice,
        notice: index + 1,
        before: second(voice, yearsWith(LATER[index - 1])),
        after: second(voice, yearsWith(notice)),
      };
    }),
  ),
);

writeFileSync(
  new URL("golden.json", import.meta.url),
  `${JSON.stringify({ change: CHANGED, cases: golden, retroactive: { notices: LATER, cases: retroactive } }, undefined, 1)}\n`,
);
process.stdout.write(`${golden.length} cases, ${retroactive.length} retroactive\n`);
