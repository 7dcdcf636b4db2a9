/** The check of pages, with a simulated department's site on this machine. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, test } from "vitest";

import { noticePage, type SiteNotice } from "../../../../simulate/src/index.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { fetchPage } from "../../platform/fetch-page.ts";
import { createPageCheck } from "./page-check.job.ts";

let app: TestApp;
let site: Server;
let host: string;
const notices = new Map<string, SiteNotice>();
const missing = new Set<string>();
beforeAll(async () => {
  app = await createTestApp();
  site = createServer(({ url = "" }, response) => {
    const id = decodeURIComponent(url.slice(1));
    const { status, html } = noticePage(notices.get(id), missing.has(id));
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(async () => {
  site.close();
  await app.close();
});

async function publish(name: string): Promise<string> {
  const headers = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: "云澜市住房和城乡建设局",
  });
  const content = {
    kind: "penalty",
    documentNo: `云建罚〔2026〕${name}号`,
    decidedOn: "2026-05-28",
    title: `${name}的处罚决定`,
    text: "处罚款二万元。",
    legalBasis: "行政处罚法第48条",
    articles: [],
    unitUrl: `http://${host}/${name}`,
  };
  const reply = await app.inject({
    method: "POST",
    url: "/api/publications",
    headers,
    payload: content,
  });
  notices.set(name, { id: name, unit: "住建局", ...content });
  return reply.json<{ row: { id: string } }>().row.id;
}

const checks = (item: string) =>
  app.database.query<{ site: string; found: boolean; detail: string }>(
    "SELECT site, found, detail FROM publication.page_check WHERE item = $1 ORDER BY checked_at, site",
    [item],
  );

/** A check of a process of its own, which remembers nothing. */
const run = (at: string) =>
  createPageCheck({
    db: app.database.app.db,
    registry: app.application.registry,
    publicUrl: () => "https://portal.example",
    async fetch(url, of) {
      if (of === "department") return fetchPage(url, { allowed: new Set([host]) });
      const { statusCode, body } = await app.get(url.replace("https://portal.example", ""));
      return { status: statusCode, text: body };
    },
  }).run(new Date(at));

test("both sites are looked at; a page that is missing is found out, and one that appears later too", async () => {
  const there = await publish("七");
  const gone = await publish("八");
  missing.add("八");
  await run("2026-06-01T09:00:00.000Z");
  expect(await checks(there)).toEqual([
    { site: "centre", found: true, detail: "200" },
    { site: "department", found: true, detail: "200" },
  ]);
  expect(await checks(gone)).toEqual([
    { site: "centre", found: true, detail: "200" },
    { site: "department", found: false, detail: "404" },
  ]);

  await run("2026-06-01T12:00:00.000Z");
  expect(await checks(gone), "nothing changed, less than a day").toHaveLength(2);

  missing.clear();
  await run("2026-06-01T15:00:00.000Z");
  expect((await checks(gone)).slice(2)).toEqual([
    { site: "department", found: true, detail: "200" },
  ]);

  notices.set("八", {
    ...(notices.get("八") as SiteNotice),
    documentNo: "别的文号",
    title: "别的",
  });
  await run("2026-06-01T18:00:00.000Z");
  expect((await checks(gone)).at(-1)).toEqual({
    site: "department",
    found: false,
    detail: "200 notShown",
  });

  await run("2026-06-02T09:00:00.000Z");
  expect(await checks(there), "once a day").toHaveLength(4);
});

test("the officer sees how many items are missing; what was withdrawn is no longer looked for", async () => {
  const id = await publish("九");
  missing.add("九");
  await run("2026-06-03T09:00:00.000Z");
  const headers = await app.signIn({
    account: "housing-1",
    name: "陈岚",
    departmentId: "housing",
    departmentName: "云澜市住房和城乡建设局",
  });
  const list = await app.inject({ method: "GET", url: "/api/publications", headers });
  expect(list.json<{ counts: { missing: number } }>().counts.missing).toBe(2);
  await app.inject({
    method: "POST",
    url: `/api/publications/${id}/withdrawal`,
    headers,
    payload: { reason: "mistaken", publicReason: "公示有误。" },
  });
  const before = (await checks(id)).length;
  await run("2026-06-05T09:00:00.000Z");
  expect(await checks(id)).toHaveLength(before);
});

test("an address inside that nobody named is not asked, and the record says so", async () => {
  const id = await publish("十");
  await createPageCheck({
    db: app.database.app.db,
    registry: app.application.registry,
    publicUrl: () => undefined,
    fetch: (url) => fetchPage(url, { allowed: new Set() }),
  }).run(new Date("2026-06-08T09:00:00.000Z"));
  expect(await checks(id)).toEqual([{ site: "department", found: false, detail: "insideAddress" }]);
});
