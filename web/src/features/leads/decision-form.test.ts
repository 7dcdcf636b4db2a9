import { expect, test } from "vitest";

import { articlesOf, faultsOf, requestOf, type DecisionForm } from "./decision-form.ts";

const complete: DecisionForm = {
  outcome: "notEstablished",
  decisionNo: " 云建监〔2026〕18号 ",
  decidedOn: "2026-04-20",
  findings: "经核查，未发现条例规定的情形。",
  articles: "第40条\n\n 第40条 \n第41条",
};

test("a complete form has no fault and becomes the request", () => {
  expect(faultsOf(complete, "2026-04-20")).toEqual({});
  expect(requestOf(complete, 4)).toMatchObject({
    version: 4,
    decisionNo: "云建监〔2026〕18号",
    articles: ["第40条", "第41条"],
  });
});

test("an article is counted once however often it is written", () => {
  expect(articlesOf(complete.articles)).toEqual(["第40条", "第41条"]);
});

test.each([
  ["outcome", { outcome: undefined }, "choose"],
  ["decisionNo", { decisionNo: " 1 " }, "number"],
  ["decidedOn", { decidedOn: "2026-13-01" }, "day"],
  ["decidedOn", { decidedOn: "2026-04-21" }, "future"],
  ["findings", { findings: "太短" }, "findings"],
  ["articles", { articles: " \n " }, "articles"],
] as const)("%s with %o is refused as %s", (field, patch, fault) => {
  expect(faultsOf({ ...complete, ...patch }, "2026-04-20")).toEqual({ [field]: fault });
});
