/** Every node: facts that hit, their honest twin, and each needed fact taken away. */
import { describe, expect, test } from "vitest";

import { publishedCalendar } from "../../../../clocks/src/index.ts";
import { WARNING_STAGES } from "../../../../contract/src/warnings-values.ts";
import { checkAct } from "./check.ts";
import { articlesInForce } from "./law.ts";
import { runNode } from "./node.ts";
import { isFromMemory, NODES, regimesOf, strictestMode, textsOf } from "./nodes.ts";
import { CASES } from "./test-support.ts";

const world = { calendar: publishedCalendar };

test("at least forty nodes over nine stages, each with words, an article and a case", () => {
  expect(NODES.length).toBeGreaterThanOrEqual(40);
  expect([...new Set(NODES.map(({ stage }) => stage))]).toEqual([...WARNING_STAGES]);
  expect(new Set(NODES.map(({ id }) => id)).size).toBe(NODES.length);
  for (const node of NODES) {
    expect(node.articles.length, node.id).toBeGreaterThan(0);
    expect(textsOf(node.id).name.zh, node.id).toMatch(/\p{Script=Han}/u);
    expect(node.needs.length, node.id).toBeGreaterThan(0);
  }
  expect(Object.keys(CASES).toSorted()).toEqual(NODES.map(({ id }) => id).toSorted());
});

describe.each(NODES)("$id", (node) => {
  const { hit, silent } = CASES[node.id] ?? { hit: {}, silent: {} };

  test("hits", () => {
    expect(runNode(node, hit, world)).toMatchObject({ state: "found", isHit: true });
    expect(regimesOf(node)).toContain(hit.regime);
  });

  test("leaves the honest twin alone", () => {
    expect(runNode(node, silent, world)).toMatchObject({ state: "found", isHit: false });
  });

  test.each(node.needs)("names %s when it is missing", (field) => {
    const { [field]: _gone, ...rest } = hit;
    expect(runNode(node, rest, world)).toEqual({ state: "notComputable", field });
  });
});

test("a year without a calendar is named, not guessed", () => {
  const node = NODES.find(({ id }) => id === "W-CON-06");
  if (node === undefined) throw new Error("no node");
  const facts = { regime: "procurement", signedOn: "2093-05-11", filedOn: "2093-05-20" } as const;
  expect(runNode(node, facts, world)).toEqual({ state: "notComputable", field: "calendar.2093" });
});

const asked = (facts: object, day = "2026-05-01") =>
  checkAct({ act: "publishNotice", day, facts }, { ...world, modes: new Map() });
const short = { documentsFrom: "2026-05-01", bidDeadline: "2026-05-10T09:30:00+08:00" };

test("法24: while nobody says that a tender is required, a reason is asked and no stop advised", () => {
  const adviceOf = (facts: object) =>
    asked({ regime: "works", ...short, ...facts }).find(({ id }) => id === "W-NOT-01")?.shown
      .advice;
  expect(adviceOf({ isMandatory: true })).toBe("block");
  expect(adviceOf({})).toBe("requireReason");
  expect(adviceOf({ isMandatory: false })).toBe("allow");
});

test("an unknown regime cites no article, and says so", () => {
  const answers = asked(short);
  expect(answers.length).toBeGreaterThan(0);
  for (const { shown } of answers)
    expect(shown).toMatchObject({ notComputable: "regime", articles: [], advice: "allow" });
});

test("an article holds from its first day: before it the node is silent", () => {
  const early = asked({ regime: "works", ...short }, "1999-12-31");
  expect(early.map(({ id }) => id)).not.toContain("W-NOT-01");
  expect(
    articlesInForce(["ZTB-24"], { regime: "works", method: undefined, day: "2000-01-01" }),
  ).toHaveLength(1);
});

test("law known from memory warns at most, whatever mode was set", () => {
  const memory = NODES.filter(isFromMemory);
  expect(memory.map(({ id }) => id)).toContain("W-NOT-09");
  for (const node of memory) {
    expect(strictestMode(node)).toBe("warn");
    const answers = checkAct(
      { act: node.acts[0] ?? "approvePlan", day: "2026-05-01", facts: CASES[node.id]?.hit ?? {} },
      { ...world, modes: new Map([[node.id, "block"]]) },
    );
    expect(answers.find(({ id }) => id === node.id)?.shown.advice, node.id).toBe("warn");
  }
});

test("采法35 and 87号令 bind tenders: a negotiation is left alone, an unsaid method asks for a reason at most", () => {
  const adviceOf = (facts: object) =>
    asked({ regime: "procurement", ...short, ...facts }).find(({ id }) => id === "W-NOT-02")?.shown
      .advice;
  expect(adviceOf({ method: "open" })).toBe("block");
  expect(adviceOf({})).toBe("requireReason");
  expect(adviceOf({ method: "negotiation" })).toBeUndefined();
});
