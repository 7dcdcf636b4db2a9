/**
 * Articles that the nodes rest on: facts copied from the law register (law-articles.json). An article holds for its regime
 * and from its first day; one known from memory only is marked and carries no more than a warning. Pure.
 */
import articles from "./law-articles.json" with { type: "json" };

export interface LawArticle {
  readonly id: string;
  readonly instrument: string;
  readonly article: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly regime: string;
  readonly subject: string;
  readonly summaryZh: string;
  /** As in the law register: `text-read`, or `memory` until somebody signed for it. */
  readonly verified: string;
  /** Procurement by tender only (招标采购): silent for negotiation, consultation, enquiry and single source. */
  readonly tendersOnly?: boolean;
}

const TENDERS: readonly string[] = ["open", "invited"];

const ARTICLES: ReadonlyMap<string, LawArticle> = new Map(
  articles.map((article: LawArticle) => [article.id, article]),
);

/** @throws Error for an id that the register does not have: a mistake of the table */
export const articlesOf = (ids: readonly string[]): readonly LawArticle[] =>
  ids.map((id) => {
    const article = ARTICLES.get(id);
    if (article === undefined) throw new Error(`no article ${id}`);
    return article;
  });

/** Those of one regime that are in force on a day. */
export const articlesInForce = (
  ids: readonly string[],
  {
    regime,
    method,
    day,
  }: { readonly regime: string; readonly method: string | undefined; readonly day: string },
): readonly LawArticle[] =>
  articlesOf(ids).filter(
    ({ regime: own, validFrom, validTo, tendersOnly = false }) =>
      own === regime &&
      (!tendersOnly || method === undefined || TENDERS.includes(method)) &&
      (validFrom === null || validFrom <= day) &&
      (validTo === null || day <= validTo),
  );

/** 《招标投标法》第24条. */
export function citationOf({ instrument, article }: LawArticle): string {
  const [, title = "", rest = ""] = /^([^(]*)(.*)$/su.exec(instrument) ?? [];
  return `《${title}》${rest}${article}`.replaceAll("(", "（").replaceAll(")", "）");
}
