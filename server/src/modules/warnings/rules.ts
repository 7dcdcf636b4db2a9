/** The few forms that nearly every rule of a node has. Dates are counted by `clocks`. Pure. */
import {
  addCalendarDays,
  countDays,
  daysFromTo,
  workingDaysFromTo,
} from "../../../../clocks/src/index.ts";
import {
  type CountField,
  type FactReader,
  type Finding,
  type FlagField,
  MissingFact,
  type MoneyField,
  type TextField,
  type WarningNode,
} from "./node.ts";

export type Rule = Pick<WarningNode, "needs" | "find">;

interface Span {
  readonly from: TextField;
  readonly to: TextField;
  readonly days: number;
}

/** From one day to another at least so many calendar days; the first day is not counted. */
export const atLeastDays = ({ from, to, days }: Span): Rule => ({
  needs: [from, to],
  find(read) {
    const [start, end] = [read.day(from), read.day(to)];
    const earliest = addCalendarDays(start, days);
    return {
      isHit: end < earliest,
      params: { from: start, to: end, days: daysFromTo(start, end), limit: days, earliest },
    };
  },
});

/** The same in working days. */
export const atLeastWorkingDays = ({ from, to, days }: Span): Rule => ({
  needs: [from, to],
  find(read, { calendar }) {
    const [start, end] = [read.day(from), read.day(to)];
    const earliest = calendar.addWorkingDays(start, days);
    return {
      isHit: end < earliest,
      params: {
        from: start,
        to: end,
        days: workingDaysFromTo(start, end, calendar),
        limit: days,
        earliest,
      },
    };
  },
});

/** Done at the latest so many days after; a last day that is a rest day moves on (民法典203). */
export const within = ({
  from,
  to,
  days,
  unit = "calendarDay",
}: Span & { readonly unit?: "calendarDay" | "workingDay" }): Rule => ({
  needs: [from, to],
  find(read, { calendar }) {
    const [start, end] = [read.day(from), read.day(to)];
    const rule = { unit, length: days };
    const { due, strip, year } = countDays({ rule, startOn: start, pauses: [], calendar });
    if (due === null) throw new MissingFact(`calendar.${year ?? ""}`);
    return { isHit: end > due, params: { from: start, to: end, limit: days, due }, strip };
  },
});

/** An amount of at most so many percent of another. */
export const atMostShare = (part: MoneyField, whole: MoneyField, percent: number): Rule => ({
  needs: [part, whole],
  find(read) {
    const [amount, base] = read.amounts(part, whole);
    return {
      isHit: amount * 100n > base * BigInt(percent),
      params: {
        amount: String(amount),
        base: String(base),
        currency: read.get(part).currency,
        limit: percent,
        most: String((base * BigInt(percent)) / 100n),
      },
    };
  },
});

export const fewerThan = (field: CountField, least: number): Rule => ({
  needs: [field],
  find: (read) => ({
    isHit: read.get(field) < least,
    params: { count: read.get(field), limit: least },
  }),
});

/** One count must reach another. */
export const fewerThanOther = (field: CountField, other: CountField): Rule => ({
  needs: [field, other],
  find: (read) => ({
    isHit: read.get(field) < read.get(other),
    params: { count: read.get(field), limit: read.get(other) },
  }),
});

export const moreThan = (field: CountField, most: number): Rule => ({
  needs: [field],
  find: (read) => ({
    isHit: read.get(field) > most,
    params: { count: read.get(field), limit: most },
  }),
});

/** It is said in so many words. */
export const isSaid = (field: FlagField, wrong: boolean): Rule => ({
  needs: [field],
  find: (read) => ({ isHit: read.get(field) === wrong, params: { [field]: read.get(field) } }),
});

/** Words that name a region, a brand or an owner: whether the need justifies them people judge. */
export const hasWords = (words: readonly RegExp[]): Rule => ({
  needs: ["documentText"],
  find(read): Finding {
    const text = read.get("documentText");
    const found = words.flatMap((word) => word.exec(text)?.[0] ?? []);
    return { isHit: found.length > 0, params: { count: found.length, words: found.join("；") } };
  },
});

/** A rule that holds only where a condition does; where it does not, nothing is warned. */
export const onlyWhen = (field: FlagField, wanted: boolean, rule: Rule): Rule => ({
  needs: [field, ...rule.needs],
  find: (read: FactReader, world) =>
    read.get(field) === wanted
      ? rule.find(read, world)
      : { isHit: false, params: { [field]: read.get(field) } },
});

/** A rule that has a form of its own. */
export const hitWhen = (needs: Rule["needs"], find: Rule["find"]): Rule => ({ needs, find });
