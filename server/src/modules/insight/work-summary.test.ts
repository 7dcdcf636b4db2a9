/** The report: nothing blank, nothing invented; one case more changes number and footnote. */
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { publishedLaw } from "../../../../clocks/src/index.ts";
import { docx } from "../../platform/docx/index.ts";
import type { CountedVoice } from "../complaints/index.ts";
import { promisesOf } from "./promises.ts";
import { quarterDays } from "./quarter.ts";
import { summaryDocument } from "./work-summary-file.service.ts";
import { type SummaryFacts, workSummary } from "./work-summary.ts";

const aLead = (id: string, raisedOn = "2026-08-01", state = "decided") => ({
  id,
  ocid: `ocds-mj0001-${id}`,
  state,
  raisedOn,
});

const aVoice = (id: string, changes: Partial<CountedVoice> = {}): CountedVoice => ({
  id,
  kind: "complaint",
  channel: "web",
  regime: "works",
  unit: { id: "housing", name: "云澜市住房和城乡建设局" },
  receivedOn: "2026-08-03",
  state: "published",
  isPublished: true,
  isLate: false,
  returns: 0,
  rungs: [],
  takeDays: 0,
  acceptanceDays: 2,
  answerDays: 9,
  answeredOn: "2026-08-20",
  statuteOn: "2026-09-20",
  promiseOn: "2026-08-26",
  results: { upheld: 1 },
  unanswered: 0,
  refusal: undefined,
  pauses: 0,
  pauseDays: 0,
  isTakenDown: false,
  ...changes,
});

const someFacts = (changes: Partial<SummaryFacts> = {}): SummaryFacts => ({
  quarter: "2026Q3",
  city: "云澜市",
  leads: [aLead("L1"), aLead("L2", "2026-02-01"), aLead("L3", "2026-09-30", "routed")],
  voices: [aVoice("TS-1"), aVoice("TS-2", { isPublished: false, rungs: ["T0", "T+1"] })],
  followUp: { firms: ["f1", "f2", "f3"], experts: ["e1"], letters: ["GH-2026-1", "GH-2026-2"] },
  asOf: "2026-10-08T01:00:00.000Z",
  logSize: 4711,
  isKept: ({ answeredOn = "9", promiseOn = "" }) => answeredOn <= promiseOn,
  promises: promisesOf(publishedLaw, "2026-09-30"),
  ...changes,
});

const textOf = (facts: SummaryFacts): string =>
  workSummary(facts)
    .blocks.map(({ pieces }) =>
      pieces.map((piece) => (typeof piece === "string" ? piece : piece.value)).join(""),
    )
    .join("\n");

describe("the text", () => {
  test("is the source text's, with every gap filled from data or said to be missing", () => {
    const text = textOf(someFacts());
    expect(text).not.toMatch(/\*\*|\{\{|\}\}/);
    expect(text.startsWith("云澜市公共资源交易中心开展部门协同监管工作总结\n云澜市公共资源")).toBe(
      true,
    );
    expect(text).toContain("截至目前共处理网上自动预警2起");
    expect(text).toContain("发现异常问题项目2个，牵头约谈警告涉事企业3家");
    expect(text).toContain("约谈评审专家1人，向相关部门函告问题2个");
    expect(text).toContain("质疑事项应于受理之日起7个工作日内作出书面答复");
    expect(text).toContain("原则上应于受理之日起15个工作日内办理完毕");
  });

  test("every place has a note, in order; each note names its list and hash, or why there is none", () => {
    const { blocks, notes } = workSummary(someFacts());
    const places = blocks.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => (typeof piece === "string" ? [] : [piece.note])),
    );
    expect(places).toEqual(notes.map((_, index) => index + 1));
    for (const note of notes) {
      if (note.isMissing) expect(note.text).toContain("本季度数据未接入");
      else
        expect(note).toMatchObject({
          list: expect.stringMatching(/^\/console\/(leads|voices|followup)\?/),
        });
      expect(note.hash === undefined).toBe(note.list === undefined);
    }
    expect(notes.filter(({ isMissing }) => isMissing)).toHaveLength(1);
  });
});

describe("one case more", () => {
  const before = workSummary(someFacts());

  test("changes the number and the hash of its footnote, and no other", () => {
    const { leads, voices } = someFacts();
    const withLead = workSummary(someFacts({ leads: [...leads, aLead("L4")] }));
    const changed = withLead.notes.flatMap((note, index) =>
      note.hash === before.notes[index]?.hash ? [] : [index + 1],
    );
    const leadNotes = before.notes.flatMap(({ list }, index) =>
      list?.startsWith("/console/leads") ? [index + 1] : [],
    );
    expect(changed).toEqual(leadNotes);
    const withVoice = workSummary(someFacts({ voices: [...voices, aVoice("TS-3")] }));
    expect(withVoice.notes.find(({ text }) => text.startsWith("本季度收到并转送"))).toMatchObject({
      text: expect.stringContaining("共 3 件"),
    });
  });

  test("exchanged for another changes the hash although the number stays", () => {
    const voices = [aVoice("TS-1"), aVoice("TS-9", { isPublished: false, rungs: ["T+1"] })];
    const after = workSummary(someFacts({ voices }));
    const pushed = (one: typeof before) => one.notes.find(({ list }) => list?.includes("rung="));
    expect(pushed(after)?.text).toBe(pushed(before)?.text);
    expect(pushed(after)?.hash).not.toBe(pushed(before)?.hash);
  });
});

test("the document holds the same numbers; its footnotes name list, hash, instant and size of the log", () => {
  const summary = workSummary(someFacts());
  const files = unzipSync(docx(summaryDocument(summary, "云澜市公共资源交易中心")));
  const wordsOf = (name: string) => strFromU8(files[name]!).replaceAll(/<[^>]+>/g, "");
  expect(wordsOf("word/document.xml")).toContain("共处理网上自动预警2起");
  const notes = wordsOf("word/footnotes.xml");
  for (const { hash } of summary.notes) if (hash !== undefined) expect(notes).toContain(hash);
  expect(notes).toContain("日志 4711 条");
  expect(notes).toContain("2026-10-08 09:00");
});

test.each([
  ["2026Q1", "2026-01-01", "2026-03-31"],
  ["2026Q2", "2026-04-01", "2026-06-30"],
  ["2026Q4", "2026-10-01", "2026-12-31"],
])("%s is from %s to %s", (quarter, from, to) =>
  expect(quarterDays(quarter)).toMatchObject({ from, to }),
);

test("a promise that the register does not know on that day is not invented", () => {
  expect(() => promisesOf({ articles: [], rules: [] }, "2026-09-30")).toThrow(/no promise/);
});
