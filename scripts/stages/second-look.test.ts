import { expect, test } from "vitest";

import { type Look, lookTwice, MOST_FILES } from "./second-look.ts";

const look = (more: Partial<Look>): Look => ({
  ok: true,
  passed: 9,
  failed: 0,
  output: "",
  failedFiles: [],
  ...more,
});

const BAD = look({ ok: false, failed: 1, output: "first failure", failedFiles: ["a.test.ts"] });

/** Runs the looks in turn and keeps what was asked. */
async function twice(...looks: readonly Look[]) {
  const asked: (readonly string[] | undefined)[] = [];
  const result = await lookTwice(async (files) => {
    asked.push(files);
    const next = looks[asked.length - 1];
    if (next === undefined) throw new Error("one look too many");
    return next;
  });
  return { asked, result };
}

test("what passes is run once", async () => {
  const { asked, result } = await twice(look({}));
  expect(asked).toEqual([undefined]);
  expect(result).toMatchObject({ ok: true, passed: 9, unsteady: [] });
});

test("a file that failed is run again alone, is named when it passes, and its failure is shown", async () => {
  const { asked, result } = await twice(BAD, look({ passed: 3 }));
  expect(asked).toEqual([undefined, ["a.test.ts"]]);
  expect(result).toMatchObject({ ok: true, passed: 10, failed: 0, unsteady: ["a.test.ts"] });
  expect(result.output).toContain("first failure");
});

test("what fails twice has failed, and both failures are shown", async () => {
  const again = { ...BAD, passed: 2, output: "second failure" };
  const { result } = await twice(BAD, again);
  expect(result).toMatchObject({ ok: false, passed: 9, failed: 1, unsteady: [] });
  expect(result.output).toMatch(/first failure[^]*second failure/);
});

test("a second run that examined nothing has not passed", async () => {
  const { result } = await twice(BAD, look({ passed: 0 }));
  expect(result.ok).toBe(false);
});

test("many files at once are not run again, nor is a run that fell over without naming one", async () => {
  const failedFiles = Array.from({ length: MOST_FILES + 1 }, (_, index) => `${index}.test.ts`);
  expect((await twice({ ...BAD, failedFiles })).result.ok).toBe(false);
  expect((await twice({ ...BAD, failedFiles: [] })).result.ok).toBe(false);
});
