import { describe, expect, test } from "vitest";

import { runClockWindow } from "./clock-window.ts";

async function run(line: string) {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await runClockWindow(line.split(" "), {
    print: (text) => void out.push(text),
    printError: (text) => void errors.push(text),
    readText: async (path) => {
      throw new Error(`ENOENT: ${path}`);
    },
  });
  return { code, out, errors };
}

const COMPLAINT = "--kind complaint --regime procurement --on 2026-03-05";

describe("clock window", () => {
  test("says until when, in words and as JSON, and ends with 0 when the act is possible", async () => {
    const { code, out } = await run(`${COMPLAINT} --earlier 2026-03-02/2026-03-04`);
    expect(code).toBe(0);
    expect(out.slice(0, 3)).toEqual(["可以提：在期限之内", "最早 2026-03-04", "最晚 2026-04-01"]);
    const json = await run(`${COMPLAINT} --earlier 2026-03-02/2026-03-04 --json`);
    expect(JSON.parse(json.out[0] ?? "")).toMatchObject({ state: "open", lastOn: "2026-04-01" });
  });

  test("says what comes first and ends with 1", async () => {
    const { code, out } = await run(COMPLAINT);
    expect([code, out[0]]).toEqual([1, "还不能提：要先提质疑"]);
  });

  test("names the doubt where the law is silent", async () => {
    const { out } = await run(
      "--kind objection --regime works --matter documents --deadline 2026-03-20 --on 2026-03-10",
    );
    expect(out).toContain("注意：倒数的日子怎么数法律没有写明，这里取较早的一天。");
  });

  test.each([
    ["--regime works --on 2026-03-02", "--kind is missing"],
    ["--kind complaint --regime works --on soon", "--on soon"],
    [`${COMPLAINT} --publicity 2026-03-02`, "--publicity 2026-03-02"],
    [`${COMPLAINT} --earlier 2026-03-04/2026-03-02`, "the earlier one first"],
    [`${COMPLAINT} --loud`, "--loud"],
  ])("%s is refused: %s", async (line, named) => {
    const { code, errors } = await run(line);
    expect(code).toBe(2);
    expect(errors[0]).toContain(named);
  });
});
