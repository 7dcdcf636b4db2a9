/** The embedded PostgreSQL and its supervisor (contracts.md §5, architecture.md §5). */
export { EmbeddedPostgresError, type FailureCode } from "./errors.ts";
export type { Log } from "./log.ts";
export { removeCluster } from "./placement.ts";
export type { PostgresExit } from "./postmaster.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./supervisor.ts";
