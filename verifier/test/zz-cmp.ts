import { compareVerifiers, samplesOf } from "./compare-verifiers.ts";
import { writeFileSync } from "node:fs";
for (const seed of [7, 8]) {
const { verdicts, disagreements } = await compareVerifiers(samplesOf(seed, 1000, 10000));
console.log(seed, verdicts, disagreements.length);
for (const [i, d] of disagreements.entries()) { console.log(d.slice(0, 150)); writeFileSync(`/tmp/dis${i}.txt`, d.slice(d.lastIndexOf(": ") + 2)); }
}
