/** Standing badges as lines of a text: badge, duty, name. Pure. */
import type { StandingBadge } from "../../../../contract/src/venue-values.ts";

const COMMA = /[,，、\t]/u;

export const linesOf = (badges: readonly StandingBadge[]): string =>
  badges.map(({ bearer, duty, name }) => [bearer, duty, name ?? ""].join("，")).join("\n");

export function badgesOf(text: string): {
  readonly badges: readonly StandingBadge[];
  /** Lines that say no badge and duty, counted from 1. */
  readonly wrong: readonly number[];
} {
  const badges: StandingBadge[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const [bearer = "", duty = "", name = ""] = line.split(COMMA).map((part) => part.trim());
    if (bearer === "" || duty === "") wrong.push(index + 1);
    else badges.push({ bearer, duty, ...(name === "" ? {} : { name }) });
  }
  return { badges, wrong };
}
