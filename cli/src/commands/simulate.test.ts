import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { runSimulate } from "./simulate.ts";

const folder = mkdtempSync(join(tmpdir(), "mingjing-cli-simulate-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function run(...argumentList: string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await runSimulate(argumentList, {
    now: () => new Date("2026-11-25T02:30:00Z"),
    print: (line) => printed.push(line),
    printError: (line) => errors.push(line),
  });
  return { code, printed, errors };
}

describe("mingjing simulate", () => {
  test("without --to the file ends at the present instant", async () => {
    const out = join(folder, "now.ndjson");
    const { code, printed } = await run("--seed", "1", "--projects", "150", "--json", "--out", out);
    expect(code).toBe(0);
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({ facts: lines.length, file: out });
    const last = JSON.parse(lines.at(-1) ?? "") as { occurredAt: string };
    expect(last.occurredAt <= "2026-11-25T10:30:00+08:00").toBe(true);
    expect(last.occurredAt > "2026-11-20").toBe(true);
    expect(existsSync(`${out}.truth.json`)).toBe(true);
  });

  test.each([
    [["--seed", "1", "--projects", "5"], "--out"],
    [["--projects", "5", "--out", "x"], "--seed"],
    [["--seed", "one", "--projects", "5", "--out", "x"], "one"],
    [["--seed", "1", "--projects", "5", "--out", "x", "--colour"], "--colour"],
    [["--seed", "1", "--projects", "5", "--out", "x", "--to", "2026-13-01"], "2026-13-01"],
  ])("wrong usage %j exits 2 and names what is wrong", async (argumentList, named) => {
    const { code, errors } = await run(...argumentList);
    expect(code).toBe(2);
    expect(errors.join("\n")).toContain(named);
  });

  test("a file that cannot be written exits 3", async () => {
    const out = join(folder, "absent", "city.ndjson");
    expect((await run("--seed", "1", "--projects", "1", "--out", out)).code).toBe(3);
  });
});
