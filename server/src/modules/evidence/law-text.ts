/**
 * Official wording of articles that leads cite, as far as it was read in a text (law-texts.json names edition and source).
 * Where it was not, the pack says so: a paraphrase is never printed as the law. Pure.
 */
import type { LotScreened } from "../../../../contract/src/facts/screening.lot-screened.ts";
import type { PackedArticle } from "../../../../pack/src/index.ts";
import texts from "./law-texts.json" with { type: "json" };

const TEXTS = new Map(texts.map((entry) => [entry.article, entry]));

/** Each article once that a hit rests on, as judged by place and day of the opening. */
export function lawOf({ results }: LotScreened): readonly PackedArticle[] {
  const bases = results
    .filter(({ outcome }) => outcome === "hit")
    .flatMap(({ legalBasis }) => legalBasis);
  const byArticle = Map.groupBy(bases, ({ article }) => article);
  return [...byArticle].map(([article, cited]) => {
    const known = TEXTS.get(article);
    const citation = [...new Set(cited.map((basis) => basis.citation))].join("；");
    const [{ validFrom } = {}] = cited;
    return {
      article,
      citation,
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(known === undefined ? {} : { text: known.text, edition: known.edition }),
    };
  });
}
