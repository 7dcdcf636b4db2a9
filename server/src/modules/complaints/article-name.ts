/** An article as its readers know it. Pure. */
import type { Law } from "../../../../clocks/src/index.ts";

/** What is not in the register keeps the words in which it was quoted. */
export function articleName(id: string, { articles }: Pick<Law, "articles">): string {
  const article = articles.find((one) => one.id === id);
  return article === undefined ? id : `《${article.instrument}》${article.article}`;
}
