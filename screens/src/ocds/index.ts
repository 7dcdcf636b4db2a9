/**
 * The eleven R-indicators over OCDS compiled releases, one a line: a drop-in for users of the reference tool (definitions and
 * quirks: docs/how-to/screen-ocds.md).
 */
export { type FoldOptions, Fold } from "./fold.ts";
export { type BadLine, LineFolder } from "./lines.ts";
export { GROUPS, type OcdsResults, resultsOf } from "./results.ts";
export { type OcdsSettings, readSettings, SettingsRefused } from "./settings.ts";
export { type PackedTally, Tally } from "./tally.ts";
