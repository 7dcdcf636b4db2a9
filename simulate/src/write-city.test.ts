import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { simulateCity, type Truth, writeCity, writeCityBounded } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mingjing-simulate-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const OPTIONS = { seed: 5, projects: 120, from: "2026-01-01", to: "2026-06-30" };

describe("writeCity", () => {
  test("the file holds one fact a line, the truth lies beside it, nothing else is left", async () => {
    const file = join(folder, "city.ndjson");
    const summary = await writeCity(OPTIONS, file);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    const simulation = simulateCity(OPTIONS);
    expect(lines).toEqual([...simulation.facts].map((fact) => JSON.stringify(fact)));
    expect(summary.facts).toBe(lines.length);
    const truth = JSON.parse(readFileSync(`${file}.truth.json`, "utf8")) as Truth;
    expect(truth).toEqual(simulation.truth());
    expect(readdirSync(folder).toSorted()).toEqual(["city.ndjson", "city.ndjson.truth.json"]);
  });

  test("a folder that does not exist is an error, not an empty success", async () => {
    await expect(writeCity(OPTIONS, join(folder, "absent", "city.ndjson"))).rejects.toThrow(
      "ENOENT",
    );
  });

  test("2,000 projects fit into the small heap of the bounded writer", async () => {
    const summary = await writeCityBounded(
      { ...OPTIONS, projects: 2000 },
      join(folder, "large.ndjson"),
    );
    expect(summary.facts).toBeGreaterThan(30_000);
  });

  test("an error inside the bounded writer reaches the caller", async () => {
    const impossible = { ...OPTIONS, from: "2027-01-01" };
    await expect(writeCityBounded(impossible, join(folder, "x"))).rejects.toThrow(RangeError);
  });
});
