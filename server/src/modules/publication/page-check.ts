/** Does a fetched page show an item? Compared without markup and white space, by number or by title. Pure. */
import type { ItemPublished } from "../../../../contract/src/facts/publication.item-published.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
};

const signOf = (code: string, base: number): string => {
  const point = Number.parseInt(code, base);
  return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : "";
};

/** Words of a page in one line, without scripts, tags and white space. */
export const wordsOf = (page: string): string =>
  page
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/giu, " ")
    .replaceAll(/<[^>]*>/gu, "")
    .replaceAll(/&#x([0-9a-f]{1,6});/giu, (_, code: string) => signOf(code, 16))
    .replaceAll(/&#(\d{1,7});/gu, (_, code: string) => signOf(code, 10))
    .replaceAll(/&(amp|lt|gt|quot|nbsp);/gu, (_, name: string) => ENTITIES[name] ?? "")
    .replaceAll(/\s+/gu, "");

/** Numbers are written with several brackets: 〔2026〕, [2026], ［2026］, (2026). */
const narrow = (text: string): string =>
  text
    .replaceAll(/\s+/gu, "")
    .replaceAll(/[〔［【(（]/gu, "[")
    .replaceAll(/[〕］】)）]/gu, "]");

export function showsItem(
  page: string,
  { documentNo, title }: Pick<ItemPublished, "documentNo" | "title">,
): boolean {
  const words = narrow(wordsOf(page));
  return words.includes(narrow(documentNo)) || words.includes(narrow(title));
}
