/**
 * How well a title answers to what was typed: by its characters, its full pinyin, its initials, or nearly so.
 * Pure; the sounds come from pinyin.ts.
 */

/** A title with the sound of each character; Latin words are one sound each. */
export interface Sounded {
  readonly title: string;
  readonly sounds: readonly string[];
}

const SCORE = {
  equal: 100,
  starts: 90,
  contains: 80,
  soundsFromStart: 70,
  soundsInside: 55,
  nearly: 40,
} as const;
/** Weight of one wrong letter, and of one place further inside the title. */
const PER_FAULT = 8;
const PER_PLACE = 0.5;
const MOST_PLACES = 10;

/** One fault in four letters, two in eight: fewer letters say too little to be forgiven. */
const faultsAllowed = (length: number): number => Math.min(Math.floor(length / 4), 2);

export const normalise = (text: string): string => text.toLowerCase().replaceAll(/[\s'’]/g, "");

/** Whether the letters spell the sounds from `at` on, each by itself or by its beginning: dqs, daiqs, daiqianshou. */
function spells(letters: string, sounds: readonly string[], at: number): boolean {
  if (letters === "") return true;
  const sound = sounds[at];
  if (sound === undefined) return false;
  for (let length = Math.min(sound.length, letters.length); length > 0; length -= 1) {
    if (!letters.startsWith(sound.slice(0, length))) continue;
    if (spells(letters.slice(length), sounds, at + 1)) return true;
  }
  return false;
}

/** Fewest insertions, deletions, replacements and swaps from `typed` to any beginning of `text`. */
function faultsToBeginning(typed: string, text: string): number {
  const width = Math.min(text.length, typed.length + 2);
  let before: number[] = [];
  let row = Array.from({ length: width + 1 }, (_, index) => index);
  for (let i = 1; i <= typed.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= width; j += 1) {
      const same = typed[i - 1] === text[j - 1];
      const step = Math.min(
        (row[j - 1] ?? 0) + (same ? 0 : 1),
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
      );
      const isSwap = typed[i - 1] === text[j - 2] && typed[i - 2] === text[j - 1];
      next.push(isSwap && i > 1 && j > 1 ? Math.min(step, (before[j - 2] ?? 0) + 1) : step);
    }
    before = row;
    row = next;
  }
  return Math.min(...row);
}

const inside = (score: number, place: number): number =>
  score - Math.min(place, MOST_PLACES) * PER_PLACE;

function nearlyScore(typed: string, { sounds }: Sounded): number {
  const allowed = faultsAllowed(typed.length);
  if (allowed === 0 || !/^[a-z0-9]+$/.test(typed)) return 0;
  const spelled = [sounds.join(""), sounds.map((sound) => sound[0] ?? "").join("")];
  const faults = Math.min(...spelled.map((text) => faultsToBeginning(typed, text)));
  return faults > allowed ? 0 : SCORE.nearly - faults * PER_FAULT;
}

/** 0 = no answer; otherwise the higher the better. */
export function scoreOf(query: string, sounded: Sounded): number {
  const typed = normalise(query);
  if (typed === "") return 0;
  const title = normalise(sounded.title);
  if (title === typed) return SCORE.equal;
  const place = title.indexOf(typed);
  if (place === 0) return SCORE.starts;
  if (place > 0) return inside(SCORE.contains, place);
  if (/^[a-z0-9]+$/.test(typed)) {
    for (const at of sounded.sounds.keys()) {
      if (!spells(typed, sounded.sounds, at)) continue;
      return at === 0 ? SCORE.soundsFromStart : inside(SCORE.soundsInside, at);
    }
  }
  return nearlyScore(typed, sounded);
}

/** Items that answer, best first; equals keep their order. `lift` prefers, among near equals, what was used lately. */
export function ranked<Item>(
  query: string,
  items: readonly Item[],
  {
    soundsOf,
    lift,
  }: {
    readonly soundsOf: (item: Item) => readonly Sounded[];
    readonly lift: (item: Item) => number;
  },
): readonly Item[] {
  const scored = items.map((item, index) => {
    const best = Math.max(...soundsOf(item).map((sounded) => scoreOf(query, sounded)));
    return { item, index, score: best === 0 ? 0 : best + lift(item) };
  });
  const found = scored.filter(({ score }) => score > 0);
  found.sort((left, right) => right.score - left.score || left.index - right.index);
  return found.map(({ item }) => item);
}
