/** Writes verifier/vectors/answer.json and map.json anew: `node verifier/test/write-answer-vectors.ts`. */
import { writeFileSync } from "node:fs";

import { answerVectors, mapVectors } from "./answer-vectors.ts";

for (const [name, vectors] of [
  ["answer", answerVectors()],
  ["map", mapVectors()],
] as const) {
  const target = new URL(`../vectors/${name}.json`, import.meta.url);
  writeFileSync(target, `${JSON.stringify(vectors, null, 2)}\n`);
  process.stdout.write(`${name}: ${vectors.length} vectors written\n`);
}
