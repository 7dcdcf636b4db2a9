import { describe, expect, test } from "vitest";

import {
  DECISION_TEXT,
  DECISIONS,
  home,
  LOG,
  OCID,
  pageOf,
  projects,
} from "../../../test/portal-fixtures.ts";
import {
  renderDecision,
  renderDecisions,
  renderError,
  renderWaiting,
  renderHome,
  renderLog,
  renderProjects,
  renderVerify,
} from "./index.ts";
import { localPath, samePage } from "./paths.ts";

describe("front page", () => {
  test("opens with a sentence whose numbers open their rows", () => {
    const text = renderHome(home(pageOf("/")));
    expect(text).toMatch(
      /今天有 <a class="number" href="\/projects\?opening=2026-11-18">6<\/a> 场开标/u,
    );
    expect(text).toMatch(/href="\/projects">1,286<\/a> 个项目/u);
    expect(text).toContain("见证日志共");
  });

  test("says plainly what there is none of", () => {
    const view = home(pageOf("/"));
    const text = renderHome({
      ...view,
      counts: { processes: 0, results: 0, decisions: 0 },
      openings: { day: "2026-11-18", total: 0, rows: [] },
      results: [],
      decisions: [],
      log: null,
    });
    expect(text).toContain("还没有公开的项目");
    expect(text).toContain("今天没有安排开标");
    expect(text).toContain("见证日志还没有签过名");
  });
});

describe("lists", () => {
  test("pages keep the search, and the first page has no way back", () => {
    const page = pageOf("/projects", { query: { q: "a&b", page: "2" } });
    const second = renderProjects(projects(page));
    expect(second).toContain('href="/projects?q=a%26b&amp;page=1" rel="prev"');
    expect(second).toContain('href="/projects?q=a%26b&amp;page=3" rel="next"');
    const first = renderProjects({ ...projects(page), paging: { number: 1, size: 5, total: 23 } });
    expect(first).not.toContain('rel="prev"');
  });

  test("a list that fits has no page numbers", () => {
    const paging = { number: 1, size: 20, total: 2 };
    expect(renderDecisions({ page: pageOf("/decisions"), paging, rows: DECISIONS })).not.toContain(
      "上一页",
    );
  });

  test("nothing found says so, with a way on", () => {
    const view = projects(pageOf("/projects", { query: { q: "无" } }));
    const text = renderProjects({ ...view, rows: [], paging: { number: 1, size: 5, total: 0 } });
    expect(text).toContain("没有这样的项目");
    expect(text).toContain("看全部项目");
  });
});

describe("decision", () => {
  test("stands in the department's own words, line by line", () => {
    const decision = DECISIONS[0];
    if (decision === undefined) throw new Error("the fixtures hold no decision");
    const text = renderDecision({
      page: pageOf("/decisions/one"),
      decision: {
        ...decision,
        ocid: OCID,
        processTitle: "青芦水库除险加固工程施工",
        text: DECISION_TEXT,
        articles: [],
        publishedAt: "2026-11-14T01:00:00.000Z",
      },
    });
    for (const line of DECISION_TEXT.split(/\n+/u)) expect(text).toContain(`<p>${line}</p>`);
    expect(text).toContain("不成立");
  });
});

describe("log and verifier", () => {
  test("the checkpoint is shown byte for byte", () => {
    const text = renderLog({ page: pageOf("/log"), log: LOG });
    expect(text).toContain(`<code>${LOG.note}</code>`);
    expect(text).toContain(LOG.root);
    expect(text).not.toContain("存到平台以外的哈希");
  });

  test("the log names the demo city's mirror where there is one, and none elsewhere", () => {
    const mirrorUrl = "http://127.0.0.1:8710";
    const text = renderLog({ page: pageOf("/log"), log: LOG, mirrorUrl });
    expect(text).toContain(`href="${mirrorUrl}" rel="noreferrer"`);
    expect(renderLog({ page: pageOf("/log"), log: LOG })).not.toContain("核验副本");
  });

  test("anchors are listed with the number under which others find them", () => {
    const anchor = { size: 812, anchoredAt: "2026-05-21T01:31:02.000Z", blockHeight: 17 };
    const anchors = [
      { ...anchor, chain: "province" as const, number: "CZ20260521000017" },
      { ...anchor, chain: "evm" as const, number: `0x${"1".repeat(64)}` },
    ];
    const text = renderLog({ page: pageOf("/log"), log: LOG, anchors });
    expect(text).toContain("省级存证服务");
    expect(text).toContain("前 812 条，第 17 个区块");
    for (const { number } of anchors) expect(text).toContain(`<code>${number}</code>`);
  });

  test("logs that were sealed are told with why, by whom, and how much was kept", () => {
    const sealed = {
      origin: "log.example.cn/mingjing",
      size: 18_204,
      kept: 17_190,
      reason: "lost-leaves" as const,
      reasonZh: "磁盘损坏。",
      reasonEn: "A disk failed.",
      decidedBy: ["陈岚", "周正"],
      sealedAt: "2026-05-21T01:31:02.000Z",
    };
    const text = renderLog({ page: pageOf("/log"), log: LOG, sealed: [sealed] });
    expect(text).toMatch(/签到第 18.?204 条，新册保留前 17.?190 条/u);
    for (const part of ["恢复后缺少记录", "磁盘损坏。", "决定人：陈岚、周正", sealed.origin])
      expect(text).toContain(part);
    expect(renderLog({ page: pageOf("/log"), log: LOG })).not.toContain("已经封存的旧册");
  });

  test("the verifier's page carries the key and the sentences of its island", () => {
    const text = renderVerify({ page: pageOf("/verify"), log: LOG });
    expect(text).toContain(`data-vkey="${LOG.vkey}"`);
    expect(text).toContain('"island.about":"它记录的是「{title}」的 {count} 条事实。"');
    expect(text).toContain('"verdict.refused"');
    expect(text).not.toContain('"cli.');
  });
});

describe("every page", () => {
  test("has no inline style, no inline script and no handler, as the policy demands", () => {
    const text = [
      renderHome(home(pageOf("/"))),
      renderVerify({ page: pageOf("/verify"), log: LOG }),
    ].join("");
    expect(text).not.toMatch(/ style=| on[a-z]+=|<style/u);
    const scripts = text.match(/<script[^>]*>/gu) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    for (const script of scripts)
      expect(script).toMatch(/ src="\/static\/|type="application\/json"/u);
  });

  test("names its language and display", () => {
    const text = renderHome(home(pageOf("/", { lang: "en", mode: "elder", theme: "dark" })));
    expect(text).toMatch(
      /^<!doctype html>\s*<html lang="en" +data-mode="elder" +data-theme="dark">/u,
    );
  });

  test("who waits is told that the page tries again, and can do it at once", () => {
    const text = renderWaiting({ page: pageOf("/api/public/processes/x/certificate.pdf") });
    expect(text).toContain("自动再试");
    expect(text).toContain('href="/api/public/processes/x/certificate.pdf"');
  });

  test("an error names its number and nothing of the fault", () => {
    expect(renderError({ page: pageOf("/x"), requestId: "7f21c0de" })).toContain(
      "<code>7f21c0de</code>",
    );
  });
});

describe("addresses", () => {
  test.each([
    "javascript:alert(1)",
    "//elsewhere.example/x",
    "https://elsewhere.example",
    "/\\elsewhere",
  ])("%s is not followed", (url) => {
    expect(localPath(url)).toBe("/");
  });

  test("an address of this site is kept", () => {
    expect(localPath(`/api/public/processes/${OCID}/certificate`)).toContain(OCID);
  });

  test("a change replaces one word of the query and leaves the others", () => {
    const page = pageOf("/projects", { query: { q: "水", page: "2" } });
    expect(samePage(page, { page: undefined, lang: "en" })).toBe("/projects?q=%E6%B0%B4&lang=en");
  });
});
