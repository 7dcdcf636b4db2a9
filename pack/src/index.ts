/** Packs of evidence (format "mingjing-pack/1"): built by the server, checked by anybody. Pure. */
export { buildPack, type BuiltPack, type PackProgram } from "./build.ts";
export { checkPack, type PackReport } from "./check-pack.ts";
export type { FileDamage } from "./check-files.ts";
export type { PackContent, PackedArticle, PackedFact } from "./shape.ts";
