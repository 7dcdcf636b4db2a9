import { describe, expect, test } from "vitest";

import {
  announcedProcess,
  evaluatedProcess,
  HOSTILE,
  negotiatedProcess,
  OPENED_LOT,
  pageOf,
} from "../../../test/portal-fixtures.ts";
import { renderProcess } from "./process.ts";
import type { ProcessView } from "./views.ts";

const page = pageOf("/process/x");
const withTime = (serverTime: string): ProcessView => evaluatedProcess({ ...page, serverTime });

describe("a process before the opening", () => {
  test("what can be brought forward today is a button; what cannot any more says since when, and why", () => {
    const text = renderProcess(evaluatedProcess(page));
    expect(text).toMatch(
      /<a class="button" href="\/voice\?kind=challenge[^"]*matter=result[^"]*"\s*>对评标结果提异议/,
    );
    expect(text).toContain("最晚 2026年11月20日");
    expect(text).toContain("对招标文件的异议期已于 2026年10月31日");
    expect(text).not.toContain("对招标文件提异议");
  });

  test("shows that bids are sealed, and neither bidders nor their number, whatever the view holds", () => {
    const text = renderProcess(announcedProcess(page));
    expect(text).toContain("开标前不公开投标人及数量");
    for (const { bidder } of OPENED_LOT.bids) {
      expect(text).not.toContain(bidder.kind === "naturalPerson" ? bidder.token : bidder.name);
    }
    expect(text).not.toMatch(/\d+ (家|个投标人)/u);
  });

  test("an opening record dated later than the page shows no bid either", () => {
    const view = announcedProcess(page);
    const lots = view.lots.map((lot) => ({ ...lot, openedAt: "2026-11-18T06:00:00.000Z" }));
    expect(renderProcess({ ...view, lots })).not.toContain("云澜溪谷水利工程有限公司");
  });

  test("shows no objection window", () => {
    expect(renderProcess(announcedProcess(page))).not.toContain('id="objection"');
  });
});

describe("a process after the opening", () => {
  test("shows bidders, offers and the ranks of the candidates", () => {
    const text = renderProcess(evaluatedProcess(page));
    expect(text).toContain("31,842,600.55");
    expect(text).toContain("5 家有效报价在 3,184.26 万元至 3,312.41 万元之间");
    expect(text.match(/class="rank"/gu)).toHaveLength(3);
  });

  test("a price of 0.00 beside a rejected bid is absent", () => {
    const text = renderProcess(evaluatedProcess(page));
    expect(text).toContain("未按招标文件要求提交投标保证金");
    expect(text).not.toMatch(/>\s*0\.00/u);
  });

  test("a negotiated procedure shows no quote, not even the supplier's", () => {
    const text = renderProcess(negotiatedProcess(page));
    expect(text).toContain("不公开各家报价");
    expect(text).not.toMatch(/31,842,600|3,184|class="chart/u);
  });

  test("a natural person is shown without a name", () => {
    const person = { kind: "naturalPerson", token: "tok-00000001", maskedName: "王某" } as const;
    const lots = [{ ...OPENED_LOT, bids: [{ bidder: person, status: "valid" }], candidates: [] }];
    const text = renderProcess({ ...evaluatedProcess(page), lots });
    expect(text).toContain("自然人（不公开姓名）");
    expect(text).not.toMatch(/王某|tok-0000/u);
  });

  test("the events stand newest first, each with its place in the log", () => {
    const text = renderProcess(evaluatedProcess(page));
    const order = ["公示期满", "中标候选人公示", "异议记录", "发布招标（采购）公告"];
    const places = order.map((title) => text.indexOf(`<b>${title}</b`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(text).toContain("leaf=46550");
    expect(text).toContain("#46,551");
  });
});

describe("the objection window", () => {
  test("is open until the last day of the disclosure ends in Shanghai", () => {
    const text = renderProcess(withTime("2026-11-19T15:59:00.000Z"));
    expect(text).toContain("还有 0 小时 1 分");
    expect(text).toContain("公示至 2026年11月19日 24:00");
  });

  test("is closed from the next midnight on", () => {
    const text = renderProcess(withTime("2026-11-19T16:00:00.000Z"));
    expect(text).toContain("异议期已过");
    expect(text).toContain("候选人公示已于 2026年11月19日 期满");
    expect(text).not.toContain("还有");
  });

  test("cites the Regulations for works only", () => {
    const works = evaluatedProcess(page);
    const land = { ...works, process: { ...works.process, regime: "land" as const } };
    expect(renderProcess(works)).toContain("第五十四条");
    expect(renderProcess(land)).not.toMatch(/第五十四条|异议应在|对结果有异议/u);
  });
});

describe("hostile data", () => {
  test("stays text in every place", () => {
    const view = evaluatedProcess({ ...page, path: `/process/"><script>`, query: { q: HOSTILE } });
    const text = renderProcess({
      ...view,
      process: {
        ...view.process,
        title: HOSTILE,
        venue: HOSTILE,
        category: HOSTILE,
        ocid: HOSTILE,
      },
      events: view.events.map((event) => ({ ...event, text: HOSTILE, kind: HOSTILE })),
      certificate: { url: "javascript:alert(1)", facts: 1 },
    });
    expect(text).not.toMatch(/<img|<script>|onerror="|href="javascript:/u);
  });
});
