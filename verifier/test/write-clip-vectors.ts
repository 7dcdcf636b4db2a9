/** Writes verifier/vectors/clip.json anew: `node verifier/test/write-clip-vectors.ts`. */
import { writeFileSync } from "node:fs";

import { clipVectors } from "./clip-vectors.ts";

const target = new URL("../vectors/clip.json", import.meta.url);
const vectors = clipVectors();
writeFileSync(target, `${JSON.stringify(vectors, null, 2)}\n`);
process.stdout.write(`${vectors.length} vectors written\n`);
