/**
 * A witness of transparency logs outside their operator (c2sp.org/tlog-witness): remembers the largest tree it saw of
 * each log and cosigns only what grows out of it. Needs Node and the verifier, no server and no database.
 */
export { WitnessFault } from "./files.ts";
export { type Serving, serveWitness } from "./serve.ts";
export { openWitness, type Witness, type WitnessOptions } from "./witness.ts";
