/** Sounds of titles; the dictionary is loaded when the palette first opens. */
import { pinyin } from "pinyin-pro";

import type { Sounded } from "./ranking.ts";

const known = new Map<string, Sounded>();
const MOST_KNOWN = 5000;

/** One sound a character, without tones; runs of Latin letters and digits are one each. */
export function soundOf(title: string): Sounded {
  const found = known.get(title);
  if (found !== undefined) return found;
  const parts = pinyin(title, { toneType: "none", type: "array", nonZh: "consecutive", v: true });
  const sounds = parts.flatMap((part) => part.toLowerCase().match(/[a-z0-9]+/g) ?? []);
  const sounded = { title, sounds };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(title, sounded);
  return sounded;
}
