/**
 * Which articles apply at a place on a day, and the level they give. The articles are facts copied
 * from the law register (law-articles.json); nothing is applied outside its place or time.
 */
import type { LegalBasis, Level } from "../../../../contract/src/screening.ts";
import type { PlainDate } from "../../kernel/plain-date.ts";
import type { LawRule, Manifest } from "./indicator.ts";
import type { ScreeningInput } from "./input.ts";
import articles from "./law-articles.json" with { type: "json" };

export interface Article {
  readonly id: string;
  readonly instrument: string;
  readonly article: string;
  /** "national" or the division's name. */
  readonly place: string;
  readonly placeCode?: string;
  readonly placeNames?: readonly string[];
  readonly validFrom: string | null;
  readonly validTo: string | null;
  /** First day we apply it when validFrom is not known: the year after the instrument's own. */
  readonly appliesFrom?: string;
  readonly regime: string;
  /** As in the law register: only `text-read` counts as verified; `memory` is inactive until signed. */
  readonly verified: string;
  readonly inRegister: boolean;
  readonly note?: string;
}

export const ARTICLES: ReadonlyMap<string, Article> = new Map(
  articles.map((article: Article) => [article.id, article]),
);

/** Where and when a lot was opened, and under which statute. */
export interface Jurisdiction {
  readonly day: PlainDate;
  readonly place?: ScreeningInput["place"];
  readonly regime?: ScreeningInput["regime"];
  readonly signedArticles?: readonly string[];
}

export interface LawAnswer {
  readonly level: Level;
  /** False where an article or decided case says that the coincidence alone is no ground. */
  readonly isGround: boolean;
  readonly basis: LegalBasis[];
}

function isInPlace(article: Article, place: Jurisdiction["place"]): boolean {
  if (article.place === "national") return true;
  if (place === undefined) return false;
  if (place.code !== undefined) return place.code.startsWith(article.placeCode ?? "-");
  return (article.placeNames ?? []).some((name) => place.name.startsWith(name));
}

function isInForce(article: Article, day: PlainDate): boolean {
  const from = article.validFrom ?? article.appliesFrom;
  if (from !== undefined && day < from) return false;
  return article.validTo === null || day <= article.validTo;
}

/** Full-width brackets, and the title alone between book marks. */
function citationOf(article: Article, item = ""): string {
  const [, title = "", rest = ""] = /^([^(]*)(.*)$/su.exec(article.instrument) ?? [];
  const text = `《${title}》${rest}${article.article}${item}`;
  return text.replaceAll("(", "（").replaceAll(")", "）");
}

function basisOf(article: Article, rule: LawRule): LegalBasis {
  return {
    article: article.id,
    citation: citationOf(article, rule.item),
    place: article.place,
    ...(article.validFrom === null ? {} : { validFrom: article.validFrom }),
    verified: article.verified === "text-read",
  };
}

/** An unknown regime cites nothing: we do not guess the statute. */
function isActive(article: Article, rule: LawRule, jurisdiction: Jurisdiction): boolean {
  const { regime, day, place, signedArticles = [] } = jurisdiction;
  if (regime === undefined || !rule.regimes.includes(regime)) return false;
  if (article.verified === "memory" && !signedArticles.includes(article.id)) return false;
  return isInForce(article, day) && isInPlace(article, place);
}

/** Level and grounds of an indicator; the article of the smallest place that gives a level decides. */
export function judgeLaw(manifest: Manifest, jurisdiction: Jurisdiction): LawAnswer {
  let level = manifest.level;
  let precision = -1;
  let isGround = true;
  const basis: LegalBasis[] = [];
  for (const rule of manifest.law) {
    const article = ARTICLES.get(rule.article);
    if (article === undefined) throw new Error(`${manifest.id}: no article ${rule.article}`);
    if (!isActive(article, rule, jurisdiction)) continue;
    basis.push(basisOf(article, rule));
    if (rule.isNoGround === true) isGround = false;
    const size = article.placeCode?.length ?? 0;
    if (rule.level !== undefined && size > precision) {
      level = rule.level;
      precision = size;
    }
  }
  return { level, isGround, basis };
}
