import { expect, test } from "vitest";

import { articlesFor, ARTICLES, CLAUSES, requireClause } from "./clauses.ts";
import articleRows from "./law-articles.json" with { type: "json" };

test("each clause has a number of its own, a label and at least one article", () => {
  expect(CLAUSES.length).toBeGreaterThan(20);
  expect(new Set(CLAUSES.map(({ id }) => id)).size).toBe(CLAUSES.length);
  expect(new Set(CLAUSES.map(({ label }) => label)).size).toBe(CLAUSES.length);
  for (const { articles } of CLAUSES) expect(articles.length).toBeGreaterThan(0);
});

test("articles were read in full, are in force, and none is kept that no clause uses", () => {
  expect(articleRows.every(({ verified }) => verified === "text-read")).toBe(true);
  const used = new Set(CLAUSES.flatMap(({ articles }) => articles.map(({ id }) => id)));
  expect([...ARTICLES.keys()].filter((id) => !used.has(id))).toEqual([]);
});

test("the law binds the words: no clause says that somebody colluded", () => {
  for (const { text, label } of CLAUSES)
    expect(`${label}${text}`).not.toMatch(/认定(?!。)|串通|处罚决定/u);
});

test("a clause is used only where one of its articles holds", () => {
  const order87 = requireClause({ clause: "K-22", regime: "procurement" });
  expect(order87.articles.map(({ id }) => id)).toEqual(["MOF87-62"]);
  expect(() => requireClause({ clause: "K-22", regime: "works" })).toThrow(
    "witnessing.clause-not-applicable",
  );
  expect(() => requireClause({ clause: "K-99", regime: undefined })).toThrow(
    "witnessing.no-clause",
  );
  const both = requireClause({ clause: "K-06", regime: "works" });
  expect(both.articles.map(({ id }) => id)).toEqual(["ZTB-T-44"]);
  expect(articlesFor({ articles: [...ARTICLES.values()] }, "land").map(({ id }) => id)).toEqual([
    "PT39-17",
    "PT39-18",
    "PT39-20",
  ]);
});
