import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { anchoredOnes } from "./anchored.ts";
import { compareVerifiers, samplesOf, verifyHere } from "./compare-verifiers.ts";
import { forgedOne, genuineOnes } from "./forgeries.ts";
import { chanceOf } from "./random.ts";

/** A tenth of what `npm run campaign -- forged` does. */
const GOOD = 100;
const BAD = 1000;
const FORGED = 500;
const PATIENCE = 60_000;

describe("the second verifier, in Python", () => {
  test("passes its own tests over the public vectors", () => {
    const tests = fileURLToPath(new URL("../independent/test_verify.py", import.meta.url));
    execFileSync("/usr/bin/python3", [tests], { stdio: "pipe" });
  });

  test("agrees with the first about good and bad certificates", { timeout: PATIENCE }, async () => {
    const samples = samplesOf(20_261_129, GOOD, BAD);
    const { verdicts, disagreements } = await compareVerifiers(samples);
    expect(disagreements).toEqual([]);
    expect(samples.slice(0, GOOD).map((sample) => verifyHere(sample).verdict)).toEqual(
      Array.from({ length: GOOD }, () => "valid"),
    );
    expect(verdicts["refused"]).toBeGreaterThan(BAD / 2);
    expect(verdicts["unreadable"]).toBeGreaterThan(BAD / 50);
  });

  test("agrees about anchors, but for what a receipt says of its own, and about many rows", async () => {
    const { good, bad } = anchoredOnes();
    const { verdicts, disagreements } = await compareVerifiers([...good, ...bad]);
    expect(disagreements).toEqual([]);
    expect(verdicts).toEqual({ valid: good.length, refused: bad.length });
  });

  test("no forged certificate is accepted", { timeout: PATIENCE }, () => {
    const chance = chanceOf(74);
    const genuine = genuineOnes();
    const accepted = Array.from({ length: FORGED }, () => forgedOne(genuine, chance)).filter(
      (sample) => verifyHere(sample).verdict === "valid",
    );
    expect(accepted.map(({ bytes }) => Buffer.from(bytes).toString("utf8"))).toEqual([]);
  });
});
