/** The site of a simulated department: shows what it was given, as such sites do; some pages are missing. */

export interface SiteNotice {
  readonly id: string;
  readonly unit: string;
  readonly title: string;
  readonly documentNo: string;
  readonly decidedOn: string;
  readonly text: string;
}

export interface SitePage {
  readonly status: number;
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const safe = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "");

const frame = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${safe(title)}</title></head><body>${body}</body></html>`;

const missing: SitePage = {
  status: 404,
  html: frame("页面不存在", "<h1>您访问的页面不存在</h1>"),
};

/** Page of one notice. */
export function noticePage(notice: SiteNotice | undefined, isMissing: boolean): SitePage {
  if (notice === undefined || isMissing) return missing;
  const { unit, title, documentNo, decidedOn, text } = notice;
  const paragraphs = text.split("\n").map((line) => `<p>${safe(line)}</p>`);
  return {
    status: 200,
    html: frame(
      title,
      `<p>${safe(unit)} · 信息公开</p><h1>${safe(title)}</h1><table><tr><td>文号</td><td>${safe(documentNo)}</td></tr><tr><td>日期</td><td>${safe(decidedOn)}</td></tr></table>${paragraphs.join("")}`,
    ),
  };
}
