/** The list of duties in a real browser; replies are checked against the contract before they are sent. */
import type { Page } from "playwright-core";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  DutyDifference,
  DutyDrafts,
  DutyUnits,
  DutyVersions,
  DutyVersionView,
  OrphanMaps,
  RouteView,
} from "../../contract/src/duties.ts";
import { listPublished } from "../../contract/src/facts/duties.list-published.ts";
import { openStage, type Stage } from "./browser.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function checked<Schema extends TSchema>(schema: Schema, body: Static<Schema>): string {
  const check = Compile(schema);
  if (!check.Check(body)) throw new Error(JSON.stringify(check.Errors(body)));
  return JSON.stringify(body);
}

const list = listPublished.example;

function exampleItem() {
  const [first] = list.items;
  if (first === undefined) throw new Error("the example has no item");
  return first;
}
const item = exampleItem();
const { items: _items, fallback, ...head } = list;
const version = {
  ...head,
  items: 1,
  publishedAt: "2025-12-05T01:00:00.000Z",
  isInForce: true,
};
const older = { ...version, number: 1, title: "云澜市权责清单（2020年版）", isInForce: false };
const versions = checked(DutyVersions, { rows: [version, older] });
const changed = { ...item, contact: { phone: "0000-5550999" } };
const unit = { id: "housing", name: "云澜市住房和城乡建设局" };
const candidate = { item: "YL-001", list: 2, department: unit, won: true, regime: "works" };
const known = {
  day: "2026-06-01",
  duty: { item, department: unit, legalBasis: "《招标投标法实施条例》第60条" },
  list: version,
  fallback,
  candidates: [
    candidate,
    {
      ...candidate,
      item: "YL-052",
      won: false,
      reason: "lessSpecific" as const,
      by: "industry" as const,
    },
    { ...candidate, item: "YL-001", list: 1, won: false, reason: "superseded" as const },
  ],
  seers: [
    {
      post: "p1",
      title: "经办人",
      role: "officer" as const,
      unit,
      persons: ["陈岚"],
      sees: true,
      acts: true,
    },
    {
      post: "p2",
      title: "科员",
      role: "officer" as const,
      unit,
      persons: [],
      sees: false,
      acts: false,
    },
  ],
  seenAs: "complaint",
};
const orphan = { ...known, duty: null, seers: [], candidates: [] };
const weeks = Array.from(
  { length: 12 },
  (_, week) => `2026-0${week < 9 ? 4 : 5}-0${(week % 9) + 1}`,
);
const trend = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
const maps = {
  day: "2026-06-01",
  days: 90,
  weeks,
  powers: {
    items: 2,
    blind: [
      {
        key: "power:YL-001",
        item,
        reason: "silent" as const,
        kinds: ["procurement.complaint-recorded"],
        lastFactOn: "2026-01-05",
        since: "2026-04-06",
        owner: null,
        trend,
      },
    ],
    trend,
  },
  alerts: {
    open: 3,
    groups: [
      {
        key: "alert:x/works//",
        reason: "noUnit" as const,
        department: { id: "county", name: "柳溪县发展和改革局" },
        regime: "works",
        open: 3,
        since: "2026-04-20",
        owner: null,
        trend,
        leads: [{ id: "lead-1", title: "柳溪县道路工程" }],
      },
    ],
    trend,
  },
  overlaps: [],
};
const owner = {
  unit,
  plan: "接入平台",
  dueOn: "2026-06-30",
  assignedBy: "江予安",
  assignedAt: "2026-06-01T01:00:00.000Z",
};
const draft = {
  id: "0e3f1f4e-2f4b-4c3a-9a57-0a2f6c1d2e3f",
  list: { ...list, number: 3, title: "云澜市权责清单（2027年版）" },
  madeBy: { account: "security-1", name: "夏知止" },
  changedAt: "2026-06-01T01:00:00.000Z",
  overlaps: [],
};

/** What the pages posted. */
interface Posted {
  readonly path: string;
  readonly body: string | null;
}

async function open(path: string, viewport = WIDE) {
  const page: Page = await stage.openPage("/console/", { viewport, cookie: ["mock", "housing-1"] });
  const posted: Posted[] = [];
  const state = { maps: maps as Static<typeof OrphanMaps> };
  await page.route("**/api/session", async (route) => {
    const reply = await route.fetch();
    const session = (await reply.json()) as { permissions: string[] };
    const more = ["duties.read", "duties.orphans", "duties.assign", "duties.publish"];
    await route.fulfill({ json: { ...session, permissions: [...session.permissions, ...more] } });
  });
  await page.route("**/api/duties/**", async (route) => {
    const request = route.request();
    const url = new URL(request.url());
    if (request.method() === "POST") {
      posted.push({ path: url.pathname, body: request.postData() });
      if (url.pathname.endsWith("/orphans")) {
        const groups = maps.alerts.groups.map((group) => ({ ...group, owner }));
        state.maps = { ...maps, alerts: { ...maps.alerts, groups } };
      }
    }
    const answers: Readonly<Record<string, string>> = {
      versions,
      "versions/2": checked(DutyVersionView, { version, fallback, items: [item] }),
      difference: checked(DutyDifference, {
        from: 1,
        to: 2,
        same: 4,
        changes: [
          { item: "YL-001", change: "changed", before: item, after: changed, fields: ["contact"] },
        ],
      }),
      route: checked(RouteView, url.searchParams.get("regime") === "mineral" ? orphan : known),
      orphans: checked(OrphanMaps, state.maps),
      units: checked(DutyUnits, { rows: [unit] }),
      drafts: checked(DutyDrafts, { rows: [draft] }),
    };
    if (request.method() === "POST" && url.pathname.endsWith("/versions")) {
      await route.fulfill({ status: 202, json: { approval: "request-1" } });
      return;
    }
    const body = answers[url.pathname.slice("/api/duties/".length)];
    await route.fulfill({
      status: body === undefined ? 404 : 200,
      contentType: "application/json",
      body: body ?? "{}",
    });
  });
  await page.goto(`${stage.server.url}/console${path}`);
  return { page, posted };
}

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });

describe("the list", () => {
  test("shows the version in force, and what changed since the one before", async () => {
    const { page } = await open("/duties");
    await heading(page, "1 个部门，1 条权责。").waitFor();
    await page.getByText("0000-5550111").waitFor();
    await page.getByRole("button", { name: "与上一版对比" }).click();
    await page.getByText("1 条不同，4 条相同。").waitFor();
    await page.getByText("0000-5550999").waitFor();
    expect(new URL(page.url()).searchParams.get("compare")).toBe("1");
  });

  test("search leaves what fits", async () => {
    const { page } = await open("/duties?q=水利");
    await page.getByText("没有符合的条目").waitFor();
  });
});

describe("to whom would this go?", () => {
  test("says who, who of them sees it, and why the others lost", async () => {
    const { page } = await open("/duties/route?matter=complaint&regime=works");
    await heading(page, "归云澜市住房和城乡建设局管").waitFor();
    await page.getByText("符合，但没有写明行业").waitFor();
    await page.getByText("看得见，能办理").waitFor();
    await page.getByText("无人在岗").waitFor();
    await page.getByLabel("类别").selectOption("mineral");
    await page.getByText("没有人管。").waitFor();
  });
});

describe("gaps", () => {
  test("the coordinator names who mends one; the row shows owner, plan and day", async () => {
    const { page, posted } = await open("/duties/gaps");
    await heading(page, "3 条预警没有人能管，1 项权责没有数据。").waitFor();
    await page.getByText("柳溪县发展和改革局不在机构名册里").waitFor();
    await page.getByRole("button", { name: "落实责任" }).first().click();
    const sheet = page.getByRole("dialog", { name: "落实责任" });
    await sheet.getByRole("button", { name: /确\s*定/u }).click();
    await sheet.getByText("请填写").first().waitFor();
    expect(posted).toEqual([]);
    await sheet.getByLabel("责任单位").selectOption("housing");
    await sheet.getByLabel("怎样落实").fill("接入平台");
    await sheet.getByRole("button", { name: /确\s*定/u }).click();
    await page.getByText("2026-06-30 前完成").waitFor();
    expect(posted.map(({ body }) => JSON.parse(body ?? "") as object)).toEqual([
      { orphan: "alert:x/works//", unit: "housing", plan: "接入平台" },
    ]);
  });
});

describe("drafts", () => {
  test("publishing a draft is asked for with a reason, and waits for another unit", async () => {
    const { page, posted } = await open("/duties/drafts");
    await page.getByLabel("申请理由").fill("按会议纪要公布");
    await page.getByRole("button", { name: "申请发布这一版" }).click();
    await page.getByText("已提交复核").waitFor();
    expect(posted.map(({ path, body }) => [path, JSON.parse(body ?? "") as object])).toEqual([
      ["/api/duties/versions", { draft: draft.id, reason: "按会议纪要公布" }],
    ]);
    expect(await page.getByRole("link", { name: "看申请" }).getAttribute("href")).toMatch(
      /\/approvals\/request-1$/u,
    );
  });
});

describe.each(["/duties", "/duties?compare=1", "/duties/route", "/duties/gaps", "/duties/drafts"])(
  "%s",
  (path) => {
    test("fits desk and phone, has no serious finding, and no Latin word in Chinese", async () => {
      const { page } = await open(path);
      await page.locator("main .panel").first().waitFor();
      expect(await seriousFindings(page)).toEqual([]);
      const words = (await latinWords(page)).filter((word) => word !== "YL");
      expect(words).toEqual([]);
      for (const viewport of [WIDE, NARROW]) {
        await page.setViewportSize(viewport);
        expect(await overflow(page), `${viewport.width}`).toBeLessThanOrEqual(0);
      }
    });
  },
);
