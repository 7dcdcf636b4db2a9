/** Who quotes an article: clocks, public pages, the list of duties. Pure. */
import type { Law } from "../../../../clocks/src/index.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { Quote } from "../../../../contract/src/statutes.ts";

export interface Quoting {
  readonly law: Law;
  /** Items of the list in force. */
  readonly duties: readonly DutyItem[];
}

const isOneOf = (ids: readonly string[], article: string | undefined): boolean =>
  article !== undefined && ids.includes(article);

/** Ids of clocks and limits that rest on one of the articles. */
export function clocksOn(ids: readonly string[], { rules }: Law): readonly string[] {
  const resting = rules.filter(({ articles }) => articles.some((id) => ids.includes(id)));
  return [...new Set(resting.map(({ id }) => id))];
}

export const dutiesOn = (
  ids: readonly string[],
  duties: readonly DutyItem[],
): readonly DutyItem[] =>
  duties.filter(
    ({ legalBasis, statutoryLimit, committedLimit }) =>
      legalBasis.some(({ article }) => isOneOf(ids, article)) ||
      isOneOf(ids, statutoryLimit?.article) ||
      isOneOf(ids, committedLimit?.article),
  );

export function quotesOf(ids: readonly string[], { law, duties }: Quoting): Quote[] {
  const clocks = clocksOn(ids, law);
  const items = dutiesOn(ids, duties);
  const pages = [
    ...(clocks.some((id) => !isLimit(id)) ? ["/deadline"] : []),
    ...(clocks.length > 0 ? ["/voice"] : []),
    ...(items.length > 0 ? ["/duties"] : []),
  ];
  return [
    ...clocks.map((id): Quote => ({ kind: "clock", id })),
    ...pages.map((id): Quote => ({ kind: "page", id })),
    ...items.map(({ item, department }): Quote => ({
      kind: "duty",
      id: item,
      title: department.name,
    })),
  ];
}

const isLimit = (clock: string): boolean => /^(window|pause)\./u.test(clock);
