/** "谁来管": free Chinese text → the duties that answer it, from the list that routes. Pure; never guesses. */
import type { DutyList, DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import { basisText, type DutyRow, possibleDuties, type Question } from "./duty.ts";
import { ELSEWHERE, MEANINGS, type Meaning } from "./who-words.ts";

/** One duty that may answer, and what must hold for it. */
export interface WhoAnswer {
  readonly item: DutyItem;
  /** Aspects that the item names and the question did not. */
  readonly conditions: readonly ("regime" | "industry" | "place" | "amount")[];
}

/** A word that was understood, and as what. */
export interface Understood {
  readonly word: string;
  readonly as: readonly {
    readonly group: "matter" | "regime" | "industry" | "place";
    readonly code: string;
  }[];
}

export interface WhoResult {
  /** `one`: one department. `depends`: several, each with its conditions. `unknown`: nobody, and no guess. */
  readonly state: "one" | "depends" | "unknown";
  readonly why?: "nothingUnderstood" | "notTrading" | "elsewhere" | "nobody";
  readonly understood: readonly Understood[];
  readonly answers: readonly WhoAnswer[];
}

export interface ListedRow extends DutyRow {
  readonly detail: DutyItem;
}

interface Found {
  readonly word: string;
  readonly meaning: Meaning;
}

const normal = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, "");

const WORDS: readonly Found[] = MEANINGS.flatMap((meaning) =>
  meaning.words.map((word) => ({ word, meaning })),
).toSorted((a, b) => b.word.length - a.word.length);

/** Longest words first; a stretch of text is understood once. */
function findWords(text: string): readonly Found[] {
  let rest = text;
  const found: Found[] = [];
  for (const entry of WORDS) {
    if (!rest.includes(entry.word)) continue;
    found.push(entry);
    rest = rest.replaceAll(entry.word, "\n");
  }
  return found.toSorted((a, b) => text.indexOf(a.word) - text.indexOf(b.word));
}

interface KnownPlace {
  readonly code: string;
  readonly name: string;
}

/** Places that the list names; a district is also known without its last word. */
function placesOf(items: readonly DutyItem[]): readonly KnownPlace[] {
  const named = items.flatMap(({ place, placeName }) =>
    place === undefined || placeName === undefined ? [] : [[place, placeName] as const],
  );
  return [...new Map(named)].map(([code, name]) => ({ code, name }));
}

const findPlace = (text: string, places: readonly KnownPlace[]): KnownPlace | undefined =>
  places.find(({ name }) => text.includes(name)) ??
  places.find(({ name }) => name.length > 2 && text.includes(name.replace(/[市县区]$/u, "")));

const sharedBy = (sets: readonly (readonly string[])[]): readonly string[] =>
  [...new Set(sets.flat())].filter((regime) => sets.every((set) => set.includes(regime)));

/**
 * Regimes that all words allow; where they contradict one another, each of them. What a matter usually goes with
 * ("围标": works or procurement) never widens what another word says.
 */
function regimesOf(found: readonly Found[]): readonly string[] {
  const setsOf = (words: readonly Found[]) =>
    words.flatMap(({ meaning: { regimes } }) => (regimes === undefined ? [] : [regimes]));
  const named = setsOf(found.filter(({ meaning }) => meaning.matter === undefined));
  const shared = sharedBy(setsOf(found));
  if (shared.length > 0) return shared;
  const sets = named.length > 0 ? named : setsOf(found);
  const common = sharedBy(sets);
  return common.length > 0 ? common : [...new Set(sets.flat())];
}

/** Matters asked about: strong words before weak ones; none means: who supervises. */
function mattersOf(found: readonly Found[]): readonly string[] {
  const named = found.filter(({ meaning }) => meaning.matter !== undefined);
  const strong = named.filter(({ meaning }) => meaning.isWeak !== true);
  const chosen = strong.length > 0 ? strong : named;
  // "举报工作人员": about whom weighs more than that it is a tip-off.
  const matters = [...new Set(chosen.flatMap(({ meaning }) => meaning.matter ?? []))];
  const others = matters.filter((matter) => matter !== "tipoff" && matter !== "penalty");
  if (others.length > 0) return others.slice(0, 1);
  return [matters[0] ?? "inspection"];
}

const understoodOf = (found: readonly Found[], place: KnownPlace | undefined): Understood[] => [
  ...found.flatMap(({ word, meaning: { matter, regimes = [], industry } }) => {
    const as = [
      ...(matter === undefined ? [] : [{ group: "matter" as const, code: matter }]),
      ...regimes.map((code) => ({ group: "regime" as const, code })),
      ...(industry === undefined ? [] : [{ group: "industry" as const, code: industry }]),
    ];
    return [{ word, as }];
  }),
  ...(place === undefined
    ? []
    : [{ word: place.name, as: [{ group: "place" as const, code: place.code }] }]),
];

/**
 * Who handles what a citizen asks.
 *
 * @param rows rows of the list in force on the day, and of no other
 */
export function whoHandles(
  text: string,
  {
    rows,
    list,
    on,
  }: {
    readonly rows: readonly ListedRow[];
    readonly list: Pick<DutyList, "number" | "validFrom">;
    readonly on: PlainDate;
  },
): WhoResult {
  const asked = normal(text);
  const found = findWords(asked);
  const place = findPlace(asked, placesOf(rows.map(({ detail }) => detail)));
  const understood = understoodOf(found, place);
  const unknown = (why: NonNullable<WhoResult["why"]>): WhoResult => ({
    state: "unknown",
    why,
    understood,
    answers: [],
  });
  if (ELSEWHERE.some((word) => asked.includes(word))) return unknown("elsewhere");
  if (found.length === 0) return unknown("nothingUnderstood");
  if (!isAboutTrading(found)) return unknown("notTrading");
  const regimes = regimesOf(found);
  const industry =
    found.find(({ meaning }) => meaning.industry !== undefined)?.meaning.industry ?? null;
  const questions = mattersOf(found).flatMap((matter) =>
    (regimes.length === 0 ? [null] : regimes).map((regime): Question => ({
      matter,
      regime,
      industry,
      place: place?.code ?? null,
      on,
    })),
  );
  const answers = questions.flatMap((question) =>
    answersTo(question, rows, { list, isOpen: regimes.length > 1 }),
  );
  const unique = [...new Map(answers.map((answer) => [answer.item.item, answer])).values()];
  if (unique.length === 0) return unknown("nobody");
  const departments = new Set(unique.map(({ item }) => item.department.id));
  return { state: departments.size === 1 ? "one" : "depends", understood, answers: unique };
}

/** Noise next door and a meal that tastes bad are no trading: the list does not speak of them. */
const isAboutTrading = (found: readonly Found[]): boolean =>
  found.some(({ meaning }) => meaning.isTrading === true);

function answersTo(
  question: Question,
  rows: readonly ListedRow[],
  {
    list,
    isOpen,
  }: { readonly list: Pick<DutyList, "number" | "validFrom">; readonly isOpen: boolean },
): readonly WhoAnswer[] {
  return possibleDuties(question, rows, [list]).map(({ detail: item }) => ({
    item,
    conditions: [
      ...(item.regime !== undefined && (isOpen || question.regime === null)
        ? ["regime" as const]
        : []),
      ...(item.industry !== undefined && question.industry === null ? ["industry" as const] : []),
      ...(item.place !== undefined && question.place === null ? ["place" as const] : []),
      ...(item.bandFrom !== undefined || item.bandTo !== undefined ? ["amount" as const] : []),
    ],
  }));
}

/** An item as the resolver takes it. */
export const listedRow = (
  item: DutyItem,
  list: Pick<DutyList, "number" | "validFrom" | "validTo">,
): ListedRow => ({
  id: item.item,
  list: list.number,
  matter: item.matter,
  regime: item.regime ?? null,
  industry: item.industry ?? null,
  place: item.place ?? null,
  bandFrom: item.bandFrom ?? null,
  bandTo: item.bandTo ?? null,
  // A citizen asks about a matter, not about a stage: a stage does not keep an item out.
  stage: null,
  department: item.department,
  legalBasis: basisText(item),
  validFrom: list.validFrom,
  validTo: list.validTo ?? null,
  detail: item,
});
