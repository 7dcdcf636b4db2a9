/**
 * The law as a value: articles, and the rules that rest on them, each with the days between which it is valid. A change
 * is entered with the day from which it holds; an act keeps the law of the day of its receipt. Pure.
 */
import { type Article, CLOCK_ARTICLES, isValidOn } from "./articles.ts";
import { type ClockRule, CLOCKS, type Ground, type Regime } from "./clock-table.ts";
import { type Day, dayOf, numberOf } from "./day.ts";
import { LIMITS } from "./limit-table.ts";

export interface Law {
  readonly articles: readonly Article[];
  readonly rules: readonly ClockRule[];
}

/** What an article says about a clock or a limit from its first day on. */
export interface ChangedClock {
  /** Id of a clock or limit that the table has. */
  readonly clock: string;
  readonly regimes: readonly Regime[];
  readonly unit: ClockRule["unit"];
  readonly length: number;
  readonly startsFrom: ClockRule["startsFrom"];
  readonly pausesOn: Partial<Readonly<Record<Regime, readonly Ground[]>>>;
}

export interface EnteredArticle extends Article {
  /** A change has a first day, or it would reach into what was decided. */
  readonly validFrom: Day;
  /** Id of the article that ends the day before; null: it stands beside the others. */
  readonly replaces: string | null;
  /** Empty: the clocks run as before and cite the new article. */
  readonly clocks: readonly ChangedClock[];
}

/** The register as of its last research (clocks/law). */
export const publishedLaw: Law = { articles: CLOCK_ARTICLES, rules: [...CLOCKS, ...LIMITS] };

const dayBefore = (day: Day): Day => dayOf(numberOf(day) - 1);
const dayAfter = (day: Day): Day => dayOf(numberOf(day) + 1);
const earlier = (a: Day | null | undefined, b: Day): Day =>
  a === null || a === undefined || b < a ? b : a;
const later = (a: Day | null | undefined, b: Day): Day =>
  a === null || a === undefined || b > a ? b : a;

/**
 * The law with changes, which are taken in the order of their first days. Of two that have one id the later one in the
 * list holds: it corrects the other.
 */
export function createLaw(base: Law, entered: readonly EnteredArticle[]): Law {
  const last = new Map(entered.map((change) => [change.id, change]));
  return [...last.values()]
    .toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
    .reduce(withChange, base);
}

function withChange({ articles, rules }: Law, change: EnteredArticle): Law {
  const { replaces, clocks, ...article } = change;
  const end = dayBefore(change.validFrom);
  const ended = articles
    .filter(({ id }) => id !== change.id)
    .map((one) => (one.id === replaces ? { ...one, validTo: earlier(one.validTo, end) } : one));
  const succeeded = rules.map((rule) =>
    replaces !== null && rule.articles.includes(replaces) && !rule.articles.includes(change.id)
      ? { ...rule, articles: [...rule.articles, change.id] }
      : rule,
  );
  return {
    articles: [...ended, article],
    rules: clocks.reduce<readonly ClockRule[]>(
      (all, clock) => withClock(all, change, clock),
      succeeded,
    ),
  };
}

/** Replaces the rules that a change means; a regime that had none gets one of its own. */
function withClock(
  rules: readonly ClockRule[],
  change: EnteredArticle,
  clock: ChangedClock,
): readonly ClockRule[] {
  const { replaces, validFrom } = change;
  const isOfClock = ({ id, regimes, validTo }: ClockRule) =>
    id === clock.clock &&
    regimes.some((regime) => clock.regimes.includes(regime)) &&
    (validTo ?? validFrom) >= validFrom;
  const resting = rules.filter(
    (rule) => isOfClock(rule) && replaces !== null && rule.articles.includes(replaces),
  );
  // One clock may have a rule for each matter: an article that replaces another changes what rested on that one.
  const isMeant = (rule: ClockRule) =>
    isOfClock(rule) &&
    (resting.includes(rule) ||
      !resting.some(({ regimes }) => regimes.some((one) => rule.regimes.includes(one))));
  const known = new Set(rules.filter(isOfClock).flatMap(({ regimes }) => regimes));
  const fresh = clock.regimes.filter((regime) => !known.has(regime));
  const template = rules.find(({ id }) => id === clock.clock);
  if (template === undefined) throw new RangeError(`no clock ${clock.clock}`);
  const changed = rules.flatMap((rule) => (isMeant(rule) ? split(rule, change, clock) : [rule]));
  if (fresh.length === 0) return changed;
  const { matters: _matters, ...plain } = template;
  const own = versionOf({ ...plain, regimes: fresh, articles: [] }, change, clock);
  const after = changed.findLastIndex(({ id }) => id === clock.clock) + 1;
  return changed.toSpliced(after, 0, own);
}

/** A rule without what a change takes from it, and the part that the change makes anew, in its place. */
function split(rule: ClockRule, change: EnteredArticle, clock: ChangedClock): ClockRule[] {
  const { validFrom, validTo, replaces } = change;
  const kept = rule.regimes.filter((regime) => !clock.regimes.includes(regime));
  const taken = { ...rule, regimes: rule.regimes.filter((one) => clock.regimes.includes(one)) };
  const before = { ...taken, validTo: earlier(rule.validTo, dayBefore(validFrom)) };
  // What stood beside the others for a time leaves them as they were.
  const again =
    validTo === null || replaces !== null
      ? []
      : [{ ...taken, validFrom: later(rule.validFrom, dayAfter(validTo)) }];
  return [
    ...(kept.length === 0 ? [] : [{ ...rule, regimes: kept }]),
    ...[before, versionOf(taken, change, clock), ...again].filter(isSome),
  ];
}

const isSome = ({ validFrom, validTo }: ClockRule): boolean =>
  validFrom === undefined || validTo === undefined || validFrom <= validTo;

function versionOf(rule: ClockRule, change: EnteredArticle, clock: ChangedClock): ClockRule {
  const { unit, length, startsFrom, pausesOn } = clock;
  const { validTo: ruleEnd, ...lasting } = rule;
  const end =
    change.validTo === null || ruleEnd === undefined
      ? (change.validTo ?? ruleEnd)
      : earlier(change.validTo, ruleEnd);
  return {
    ...lasting,
    unit,
    length,
    startsFrom,
    pausesOn,
    articles: [
      ...rule.articles.filter((id) => id !== change.id && id !== change.replaces),
      change.id,
    ],
    validFrom: later(rule.validFrom, change.validFrom),
    ...(end === undefined ? {} : { validTo: end }),
  };
}

/** Those in force on a day: an act keeps the law of its day. */
export const articlesOn = (day: Day, law: Law = publishedLaw): readonly Article[] =>
  law.articles.filter((article) => isValidOn(article, day));

export const rulesOn = (day: Day, law: Law = publishedLaw): readonly ClockRule[] =>
  law.rules.filter((rule) => isValidOn(rule, day));
