/** Statute, promise of the city and the departments' own, side by side for the public. Pure. */
import { articlesOn, type Law, rulesOn } from "../../../../clocks/src/index.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type {
  DepartmentLimits,
  LimitMatter,
  LimitsView,
  OwnLimits,
  SetLimits,
  StatutoryLimit,
} from "../../../../web/src/apps/portal/limits-view.ts";
import { CITY_LIMITS } from "./profile.ts";

/** What a department set, as it is released. */
export interface PublicLimit {
  readonly unit: string;
  readonly unitId: string;
  readonly validFrom: string;
  /** Instant at which the department entered it. */
  readonly enteredAt: string;
  readonly limits: OwnLimits;
}

/** Clocks of the law that an own limit stands beside; signing for a voice has none. */
const CLOCKS: Readonly<Record<LimitMatter, ReadonlySet<string>>> = {
  take: new Set(),
  complaint: new Set(["complaint.accept", "complaint.decide"]),
  challenge: new Set(["challenge.reply", "objection.reply", "objection.on-the-spot"]),
};

function statuteOf(matter: LimitMatter, law: Law, day: string): readonly StatutoryLimit[] {
  const inForce = new Map(articlesOn(day, law).map((article) => [article.id, article]));
  const nameOf = (id: string): readonly string[] => {
    const article = inForce.get(id);
    return article === undefined ? [] : [`${article.instrument}${article.article}`];
  };
  const byLimit = Map.groupBy(
    rulesOn(day, law).filter(
      ({ id, articles }) => CLOCKS[matter].has(id) && articles.some((one) => inForce.has(one)),
    ),
    ({ id, regimes, unit, length }) => JSON.stringify([id, regimes, unit, length]),
  );
  // Rules that differ by the matter alone are one limit on several articles.
  return [...byLimit.values()].flatMap((rules) => {
    const [first] = rules;
    if (first === undefined) return [];
    const { id, regimes, unit, length } = first;
    const articles = [...new Set(rules.flatMap((rule) => rule.articles))].flatMap(nameOf);
    return [{ clock: id, regimes, unit, length, articles }];
  });
}

const setOf = ({ validFrom, enteredAt, limits }: PublicLimit): SetLimits => ({
  ...limits,
  validFrom,
  enteredAt,
});

const MATTERS: ReadonlySet<string> = new Set(["complaint", "challenge"]);

/** @param limits The newest of a unit first */
export function limitsOf(
  limits: readonly PublicLimit[],
  {
    duties,
    law,
    day,
  }: { readonly duties: readonly DutyItem[]; readonly law: Law; readonly day: string },
): Omit<LimitsView, "page"> {
  const names = new Map(
    duties
      .filter(({ matter }) => MATTERS.has(matter))
      .map(({ department: { id, name } }) => [id, name]),
  );
  for (const { unitId, unit } of limits) if (!names.has(unitId)) names.set(unitId, unit);
  const departments = [...names].map(([id, department]): DepartmentLimits => {
    const own = limits.filter(({ unitId }) => unitId === id);
    const current = own.find(({ validFrom }) => validFrom <= day);
    return {
      department,
      ...(current === undefined ? {} : { current: setOf(current) }),
      coming: own
        .filter(({ validFrom }) => validFrom > day)
        .map(setOf)
        .toReversed(),
    };
  });
  const rank = ({ current, coming }: DepartmentLimits) =>
    current !== undefined || coming.length > 0 ? 0 : 1;
  return {
    day,
    statute: {
      take: statuteOf("take", law, day),
      complaint: statuteOf("complaint", law, day),
      challenge: statuteOf("challenge", law, day),
    },
    city: {
      take: CITY_LIMITS.takeHours,
      complaint: CITY_LIMITS.complaintDays,
      challenge: CITY_LIMITS.challengeDays,
    },
    departments: departments.toSorted(
      (a, b) => rank(a) - rank(b) || a.department.localeCompare(b.department, "zh-CN"),
    ),
  };
}
