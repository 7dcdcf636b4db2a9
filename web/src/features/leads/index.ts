/** What other features show of leads. */
export { LevelGlyph } from "./level-glyph.tsx";
export { shareText, useCode, useValueText } from "./words.ts";
