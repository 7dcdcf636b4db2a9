/** The column's pages and feed as text: escaped, valid, and silent about what is gone. */
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";

import { column, columnItem, emptyColumn, goneItem } from "../../../test/column-fixtures.ts";
import { HOSTILE, pageOf } from "../../../test/portal-fixtures.ts";
import { renderColumn, renderColumnFeed, renderGone, renderItem } from "./index.ts";

/** The rows of the fixture, the second with markup as its title. */
const withHostileTitle = () =>
  column(pageOf("/column")).rows.map((row, index) =>
    index === 1 ? { ...row, title: HOSTILE } : row,
  );

interface FeedItem {
  title: string;
  link: string;
  pubDate: string;
}

function readFeed(xml: string): FeedItem[] {
  const items: FeedItem[] = [];
  const open: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ name }) => {
    open.push(name);
    if (name === "item") items.push({ title: "", link: "", pubDate: "" });
  });
  parser.on("closetag", () => void open.pop());
  parser.on("text", (text) => {
    const item = items.at(-1);
    const name = open.at(-1);
    if (item !== undefined && (name === "title" || name === "link" || name === "pubDate"))
      item[name] += text;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return items;
}

describe("feed", () => {
  const rows = withHostileTitle();
  const feed = (lang: "zh-CN" | "en") =>
    renderColumnFeed({
      lang,
      origin: "https://mirror.example",
      feedPath: '/column.rss?q="<&',
      pagePath: '/column?q="<&',
      rows,
      builtAt: "2026-11-14T01:00:00.000Z",
    });

  test.each(["zh-CN", "en"] as const)("is well-formed XML, one item a row, in %s", (lang) => {
    expect(readFeed(feed(lang))).toEqual([
      {
        title: "对云澜第三建设有限公司的行政处罚决定",
        link: "https://mirror.example/column/0a1b2c3d4e5f60718293",
        pubDate: "Fri, 13 Nov 2026 01:00:00 GMT",
      },
      {
        title: HOSTILE,
        link: "https://mirror.example/column/9f8e7d6c5b4a30211203",
        pubDate: "Wed, 11 Nov 2026 01:00:00 GMT",
      },
    ]);
  });

  test("signs that XML cannot hold do not break it", () => {
    const [row] = rows;
    const hostile = { ...(row as (typeof rows)[number]), title: "a\u0000b\uD800]]>" };
    const xml = renderColumnFeed({
      lang: "en",
      origin: "https://mirror.example",
      feedPath: "/column.rss",
      pagePath: "/column",
      rows: [hostile],
      builtAt: "2026-11-14T01:00:00.000Z",
    });
    expect(readFeed(xml)[0]?.title).toBe("a\uFFFDb\uFFFD]]>");
  });
});

describe("pages", () => {
  test("the tab that is open is marked, the others keep the rest of the filter and start at page one", () => {
    const page = pageOf("/column", { query: { kind: "penalty", q: "建设", page: "3" } });
    const html = renderColumn({ ...column(page), filter: { kind: "penalty", q: "建设" } });
    expect(html).toMatch(/aria-current="true"\s*>行政处罚/u);
    expect(html).toContain('href="/column?kind=reply&amp;q=%E5%BB%BA%E8%AE%BE"');
    expect(html).toContain('href="/column.rss?kind=penalty&amp;q=%E5%BB%BA%E8%AE%BE"');
  });

  test("markup in a title is text", () => {
    const view = { ...column(pageOf("/column")), rows: withHostileTitle() };
    expect(renderColumn(view)).not.toContain("<img");
    expect(renderColumn(view)).toContain("&lt;img");
  });

  test("nothing found says so and offers to start over; nothing published says why", () => {
    const page = pageOf("/column");
    expect(renderColumn(emptyColumn(page))).toContain("没有符合条件的公示件");
    expect(renderColumn({ ...emptyColumn(page), filter: {} })).toContain("还没有公示件");
  });

  test("an item names its unit, law, articles, organisations and last day", () => {
    const html = renderItem(columnItem(pageOf("/column/one")));
    for (const words of [
      "云澜市住房和城乡建设局",
      "行政处罚法第48条",
      "招标投标法第54条",
      "91340100MA2N5XQ84K",
      "2029",
      "/process/",
    ])
      expect(html).toContain(words);
  });

  test("what is gone says since when and why, and nothing else", () => {
    const html = renderGone(goneItem(pageOf("/column/gone")));
    expect(html).toContain("原决定经行政复议撤销。");
    expect(html).toContain("这一件已撤回");
    expect(html).not.toContain("云澜市住房");
  });
});
