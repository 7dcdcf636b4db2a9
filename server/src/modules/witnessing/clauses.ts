/**
 * What a witness looks out for, as data: each clause rests on articles of the law register (law-articles.json), and is used for a
 * project only where one of them holds. Pure.
 */
import type { Regime } from "../../../../contract/src/values.ts";
import type { Article, Clause } from "../../../../contract/src/witnessing.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import clauseRows from "./clauses.json" with { type: "json" };
import articleRows from "./law-articles.json" with { type: "json" };

interface ClauseRow extends Omit<Clause, "articles"> {
  readonly law: readonly string[];
}

export const ARTICLES: ReadonlyMap<string, Article> = new Map(
  articleRows.map(({ id, instrument, article, summary, regime }) => [
    id,
    { id, instrument, article, summary, regime },
  ]),
);

/** @throws Error for an id that the register does not have: a mistake of the table */
function articleOf(id: string): Article {
  const article = ARTICLES.get(id);
  if (article === undefined) throw new Error(`no article ${id}`);
  return article;
}

export const articlesOf = (ids: readonly string[]): Article[] =>
  ids.flatMap((id) => ARTICLES.get(id) ?? []);

export const CLAUSES: readonly Clause[] = (clauseRows as readonly ClauseRow[]).map(
  ({ law, ...clause }) => ({ ...clause, articles: law.map(articleOf) }),
);

const BY_ID: ReadonlyMap<string, Clause> = new Map(CLAUSES.map((clause) => [clause.id, clause]));

/** An article on penalties holds where the duty does, which is that of works. */
const holdsFor = (article: Article, regime: Regime | undefined): boolean =>
  regime === undefined ||
  article.regime === "all" ||
  article.regime === regime ||
  (article.regime === "penalty" && regime === "works");

/** Articles behind a clause that hold for a project of this regime. */
export const articlesFor = (
  { articles }: Pick<Clause, "articles">,
  regime: Regime | undefined,
): Article[] => articles.filter((article) => holdsFor(article, regime));

interface Asked {
  readonly clause: string;
  readonly regime: Regime | undefined;
}

/** @throws RuleViolation witnessing.no-clause, witnessing.clause-not-applicable */
export function requireClause({ clause: id, regime }: Asked): Clause {
  const clause = BY_ID.get(id);
  if (clause === undefined) throw new RuleViolation("witnessing.no-clause", { clause: id });
  const articles = articlesFor(clause, regime);
  if (articles.length === 0)
    throw new RuleViolation("witnessing.clause-not-applicable", { clause: id });
  return { ...clause, articles };
}
