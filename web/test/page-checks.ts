/** What every page has to pass in the browser. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

export const WIDE = { width: 1366, height: 768 };
export const NARROW = { width: 360, height: 740 };

/**
 * Rule ids and targets of serious and critical findings; empty is what a page has to reach. Our pages
 * have no frames, so axe runs in one go ("legacy mode") instead of opening a second page to add up.
 */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .options({ resultTypes: ["violations"] })
    .setLegacyMode()
    .analyze();
  if (passes.length === 0) throw new Error("axe examined nothing");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html}`),
    );
}

/** Pixels by which the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Key names, document and indicator codes, and the address of an object; all else is a word. */
const CODES = [
  /ocds-mj0001-[A-Z0-9-]+/g,
  /\b[A-Z]{3}-\d{2}\b/g,
  /\b(Ctrl|Enter|Esc|J|K|X)\b/g,
  /\b[0-9a-f]{8,64}\b/g,
  // Numbers of certificates, of machines and of firms: capitals and digits.
  /\bMJ-[0-9A-F]{20}\b/g,
  /\b(?=[A-Z0-9-]*\d)[A-Z0-9-]{8,}\b/g,
  // Origin of a log, as every checkpoint names it.
  /\b[a-z]+(\.[a-z]+)+\/log\b/g,
  /\bpublication\.decision-published\b/g,
];

/** Latin words a Chinese reader would see, outside <code> and texts marked as another language. */
export async function latinWords(page: Page): Promise<readonly string[]> {
  const text = await page.evaluate(() => {
    const isForeign = (element: Element | null) =>
      element === null || element.closest("code, script, style, [lang=en]") !== null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (!isForeign(node.parentElement)) texts.push(node.textContent ?? "");
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      if (isForeign(element)) continue;
      for (const name of ["aria-label", "title", "placeholder"]) {
        texts.push(element.getAttribute(name) ?? "");
      }
    }
    return texts.join("\n");
  });
  if (!/[\u4e00-\u9fff]/.test(text)) throw new Error("the page shows no Chinese at all");
  const bare = CODES.reduce((rest, code) => rest.replaceAll(code, " "), text);
  return bare.match(/[A-Za-z]{2,}/g) ?? [];
}
