/** What the verification of a clip found besides the checks: segments that were changed, time without picture. */
import type { ClipReport } from "../../../../verifier/src/index.ts";
import { element } from "./element.ts";
import type { Words } from "./words.ts";

/** More changed segments than that are counted by the check only. */
const MOST_LINES = 50;

/** What the pack says it is: as a statement only when everything holds. */
export function clipHeader({ clip, verdict }: ClipReport, words: Words): HTMLElement | null {
  if (clip === null) return null;
  const { roomName, title, from, to } = clip;
  const key = verdict === "valid" ? "island.clipAbout" : "island.clipClaims";
  return element("p", {}, words.say(key, { place: `${roomName} ${title}`, from, to }));
}

const list = (lines: readonly string[]): HTMLElement =>
  element("ul", {}, ...lines.map((line) => element("li", {}, line)));

const section = (title: string, lines: readonly string[]): HTMLElement | null =>
  lines.length === 0
    ? null
    : element("section", { class: "clip" }, element("h3", {}, title), list(lines));

export function clipFindings({ changed, gaps, packHash }: ClipReport, words: Words): HTMLElement {
  const segments = changed.slice(0, MOST_LINES).map(({ number, file, startAt }) =>
    words.say("clip.changed-segment", {
      number,
      file,
      at: new Date(startAt).toISOString(),
    }),
  );
  const missing = gaps.map(({ from, to, why, isProven }) => {
    const gap = words.say("clip.gap", { from, to, why: words.say(`cause.${why}`) });
    return `${gap}（${words.say(isProven ? "clip.gap-proven" : "clip.gap-unproven")}）`;
  });
  return element(
    "div",
    {},
    section(words.say("clip.changed"), segments),
    section(words.say("clip.gaps"), missing),
    element("p", { class: "soft wrap-anywhere" }, `${words.say("clip.pack-hash")} ${packHash}`),
  );
}
