/** Letters of open cases that quote an article, by its id or in words. Pure. */
import type { Article, Law } from "../../../../clocks/src/index.ts";
import type { QuotingLetter } from "../../../../contract/src/statutes.ts";

/** A letter of a case that is not over, as the module that owns it tells. */
export interface OpenLetter extends Omit<QuotingLetter, "number"> {
  readonly number?: string | undefined;
  /** Ids of the law register, or words such as 招标投标法实施条例第61条第一款. */
  readonly articles: readonly string[];
}

const DIGITS = "零一二三四五六七八九";

/** Below a thousand, as statutes number their articles: 十一, 六十一, 一百零五. */
export function chineseNumeral(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor((n % 100) / 10), n % 10];
  const unit = ones === 0 ? "" : (DIGITS[ones] ?? "");
  if (hundreds === 0 && tens === 0) return unit;
  if (hundreds === 0) return `${tens === 1 ? "" : DIGITS[tens]}十${unit}`;
  const middle = tens > 0 ? `${DIGITS[tens]}十` : unit === "" ? "" : "零";
  return `${DIGITS[hundreds]}百${middle}${unit}`;
}

/** Without brackets, spaces, what stands in parentheses, and the name of the state, which letters leave out. */
const bare = (text: string): string =>
  text.replaceAll(/[《》\s]|\([^)]*\)|（[^）]*）|中华人民共和国/gu, "");

/** One line may name several. */
const namedIn = (cited: string): readonly string[] => bare(cited).split(/[、,，;；]/u);

/** Both ways in which a letter may write it: 第61条 and 第六十一条. */
function namesOf({ instrument, article }: Article): readonly string[] {
  const spelled = article.replaceAll(/\d+/gu, (digits) => chineseNumeral(Number(digits)));
  return [...new Set([bare(`${instrument}${article}`), bare(`${instrument}${spelled}`)])];
}

/** In the order in which they were given; each once. */
export function lettersOn(
  ids: readonly string[],
  { articles }: Law,
  letters: readonly OpenLetter[],
): readonly QuotingLetter[] {
  const names = articles.filter(({ id }) => ids.includes(id)).flatMap(namesOf);
  const quotes = (cited: string) =>
    ids.includes(cited) || names.some((name) => namedIn(cited).some((one) => one.startsWith(name)));
  return letters
    .filter((letter) => letter.articles.some(quotes))
    .map(({ articles: _articles, number, ...letter }) => ({
      ...letter,
      ...(number === undefined ? {} : { number }),
    }));
}
