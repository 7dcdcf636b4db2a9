/**
 * A mirror of the record for an inspection organ: pulls the log in its order, verifies every fact, leaf and checkpoint,
 * and answers queries on the organ's own machine. Needs Node and the verifier, no server and no database server.
 */
export { MirrorFault } from "./fault.ts";
export type { Names } from "./fields.ts";
export { findFacts } from "./query.ts";
export { isDay, readQuery } from "./read-query.ts";
export { clock, say } from "./say.ts";
export { isLoopback, serveMirror, type Serving } from "./serve.ts";
export { openState, readState, requirePrivate } from "./state.ts";
export { statusOf } from "./status.ts";
export { findHead } from "./store.ts";
export { createSync, type Pass, type Sync } from "./sync.ts";
export { createUpstream } from "./upstream.ts";
