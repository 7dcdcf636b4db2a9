/** The column as a feed (RSS 2.0), so that nobody has to look every day. Pure. */
import type { ColumnRow } from "./column-views.ts";
import { decisionPath, itemPath } from "./paths.ts";
import type { Language } from "./views.ts";
import { speak } from "./words.ts";

export interface FeedView {
  readonly lang: Language;
  /** Origin of this site, without a slash at the end. */
  readonly origin: string;
  /** Path and query of the feed, and of the page with the same selection. */
  readonly feedPath: string;
  readonly pagePath: string;
  readonly rows: readonly ColumnRow[];
  /** Instant at which it was made. */
  readonly builtAt: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
/** What is not a Char of XML 1.0 §2.2. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const xml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(NOT_XML, "\uFFFD")
    .replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");

const element = (name: string, text: string): string => `<${name}>${xml(text)}</${name}>`;

/** RFC 822 date, as RSS 2.0 asks for. */
const dateOf = (instant: string): string => new Date(instant).toUTCString();

function entry(row: ColumnRow, { origin, lang }: FeedView): string {
  const { say, word } = speak(lang);
  const path = row.kind === "decision" ? decisionPath(row.id) : itemPath(row.id);
  const link = `${origin}${path}`;
  const outcome =
    row.outcome === undefined ? undefined : (word("outcome", row.outcome) ?? row.outcome);
  const words = [row.unit, row.documentNo, outcome].filter((part) => part !== undefined);
  return `<item>${element("title", row.title)}${element("link", link)}<guid isPermaLink="true">${xml(link)}</guid>${element(
    "pubDate",
    dateOf(row.publishedAt),
  )}${element("category", word("itemKind", row.kind) ?? row.kind)}${element(
    "description",
    words.join(say("list.comma")),
  )}</item>`;
}

export function renderColumnFeed(view: FeedView): string {
  const { lang, origin, feedPath, pagePath, rows, builtAt } = view;
  const { say } = speak(lang);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>' +
    element("title", `${say("nav.column")} · ${say("brand")}`) +
    element("link", `${origin}${pagePath}`) +
    element("description", say("column.lead")) +
    element("language", lang === "en" ? "en" : "zh-cn") +
    element("lastBuildDate", dateOf(builtAt)) +
    `<atom:link href="${xml(`${origin}${feedPath}`)}" rel="self" type="application/rss+xml"/>` +
    `${rows.map((row) => entry(row, view)).join("")}</channel></rss>\n`
  );
}
