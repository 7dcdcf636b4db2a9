/** Writes verifier/vectors/certificate.json anew: `node verifier/test/write-certificate-vectors.ts`. */
import { writeFileSync } from "node:fs";

import { certificateVectors } from "./certificate-vectors.ts";

const target = new URL("../vectors/certificate.json", import.meta.url);
const vectors = certificateVectors();
writeFileSync(target, `${JSON.stringify(vectors, null, 2)}\n`);
process.stdout.write(`${vectors.length} vectors written\n`);
