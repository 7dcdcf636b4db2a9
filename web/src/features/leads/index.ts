/** What other features show of leads. */
export { LevelGlyph } from "./level-glyph.tsx";
