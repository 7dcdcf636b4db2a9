/** T74 and T75 in full size: two verifiers on the same certificates, and forged ones that none may accept. */
import { compareVerifiers, samplesOf, verifyHere } from "../../verifier/test/compare-verifiers.ts";
import { forgedOne, genuineOnes } from "../../verifier/test/forgeries.ts";
import { chanceOf } from "../../verifier/test/random.ts";
import { verifyInPython } from "../../verifier/test/second-verifier.ts";

const GOOD = 1000;
const BAD = 10_000;
const FORGED = 100_000;
const BATCH = 2000;
const EXAMPLES = 3;

export interface ForgedReport {
  readonly seed: number;
  readonly compared: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly disagreements: number;
  readonly forged: number;
  readonly accepted: number;
  readonly seconds: number;
  /** With the file in base64. */
  readonly examples: readonly string[];
}

/** Forgeries in batches, each to both verifiers; Python works while we do. */
async function acceptedOf(seed: number, print: (line: string) => void): Promise<string[]> {
  const chance = chanceOf(seed);
  const genuine = genuineOnes();
  const accepted: string[] = [];
  for (let done = 0; done < FORGED; done += BATCH) {
    const samples = Array.from({ length: BATCH }, () => forgedOne(genuine, chance));
    const theirs = verifyInPython(samples);
    const ours = samples.map((sample) => verifyHere(sample).verdict);
    for (const [index, { verdict }] of (await theirs).entries()) {
      if (verdict !== "valid" && ours[index] !== "valid") continue;
      const { name, bytes } = samples[index] ?? { name: "", bytes: new Uint8Array() };
      accepted.push(`${name}: accepted: ${Buffer.from(bytes).toString("base64")}`);
    }
    print(`${done + BATCH} forgeries, ${accepted.length} accepted`);
  }
  return accepted;
}

export async function forged(seed: number, print: (line: string) => void): Promise<ForgedReport> {
  const start = performance.now();
  const { verdicts, disagreements } = await compareVerifiers(samplesOf(seed, GOOD, BAD));
  print(`${GOOD + BAD} certificates compared, ${disagreements.length} disagreements`);
  const accepted = await acceptedOf(seed, print);
  return {
    seed,
    compared: GOOD + BAD,
    verdicts,
    disagreements: disagreements.length,
    forged: FORGED,
    accepted: accepted.length,
    seconds: Math.round((performance.now() - start) / 1000),
    examples: [...disagreements, ...accepted].slice(0, EXAMPLES),
  };
}
