/** All stages of `npm run check`, the cheapest failure first. */
import { generated } from "./generated.ts";
import { migrations } from "./migrations.ts";
import type { Stage } from "./stage.ts";
import { vitest } from "./tests.ts";
import { codes, links, locales, words } from "./texts.ts";
import { boundaries, format, lint, types, unused } from "./tools.ts";

export const CHECKS: readonly Stage[] = [
  format,
  words,
  links,
  locales,
  codes,
  migrations,
  generated,
  lint,
  boundaries,
  unused,
  types,
  vitest("pure"),
];
