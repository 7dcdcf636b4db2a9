import { describe, expect, test } from "vitest";

import { createDutyLists } from "../../../../simulate/src/city/duties.ts";
import questions from "./who-questions.json" with { type: "json" };
import { listedRow, whoHandles } from "./who.ts";

const list = createDutyLists()[1]?.list;
if (list === undefined) throw new Error("the city has no list");
const rows = list.items.map((item) => listedRow(item, list));
const ask = (text: string) => whoHandles(text, { rows, list, on: "2026-06-01" });

/** Departments that answer, in the order of their names; "unknown" where nobody does. */
function departmentsOf(text: string): string {
  const { state, answers } = ask(text);
  if (state === "unknown") return "unknown";
  return [...new Set(answers.map(({ item }) => item.department.id))].toSorted().join(" ");
}

describe("谁来管", () => {
  test("answers at least 95 % of 200 questions of citizens rightly, and says unknown to all that it must", () => {
    expect(questions.length).toBeGreaterThanOrEqual(200);
    const wrong = questions.filter(([text = "", wanted]) => departmentsOf(text) !== wanted);
    const guessed = wrong.filter(([, wanted]) => wanted === "unknown");
    expect(guessed).toEqual([]);
    expect(wrong.length / questions.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.05);
  });

  test("says which case leads to which department when the question leaves it open", () => {
    const { state, answers } = ask("学校食堂招标有问题找谁");
    expect(state).toBe("depends");
    expect(answers.map(({ item, conditions }) => [item.department.id, conditions])).toEqual([
      ["development-reform", ["regime"]],
      ["finance", ["regime"]],
    ]);
  });

  test("prints every word it understood, and nothing else", () => {
    const { understood } = ask("请问岚屏县公路施工投诉找哪个部门？");
    expect(understood.map(({ word }) => word)).toEqual(["公路", "施工", "投诉", "岚屏县"]);
  });

  test.each(["", "？？", "abc", "邻居半夜唱歌", "学校食堂的菜不好吃"])(
    "does not guess: %s",
    (text) => {
      expect(ask(text)).toMatchObject({ state: "unknown", answers: [] });
    },
  );
});
