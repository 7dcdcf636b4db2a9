/**
 * T55: 500 payloads in every text that can be sent, and every page that shows one: nothing runs, nothing becomes an
 * element, the content policy has nothing to stop.
 */
import { unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { LeadPage } from "../contract/src/leads.ts";
import type { TipoffPage } from "../contract/src/tipoffs.ts";
import { demoOfficeKey } from "../sealing/src/index.ts";
import { eventually } from "../server/test/eventually.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { createDrawer, MARK, numbersIn, PAYLOADS } from "./payloads.ts";
import { officerAt, type Planted, plantPayloads, TIPOFF_TEXTS } from "./planted-payloads.ts";
import { type RunningServer, startCity } from "./server.ts";

let server: RunningServer;
let browser: Browser;
let planted: Planted;
const drawer = createDrawer();

/** What went wrong, with the page it went wrong on. */
const wrong: string[] = [];
const shown = new Set<number>();

beforeAll(async () => {
  server = await startCity(2);
  browser = await launchBrowser();
  planted = await plantPayloads(server, drawer);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
}, 60_000);

/** A browser window that reports whatever runs that we did not write. */
async function watched(account?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "zh-CN" });
  await context.exposeBinding("reportWrong", ({ page }, what: string) => {
    wrong.push(`${what} on ${page.url()}`);
  });
  await context.addInitScript(`
    for (const name of ["alert", "confirm", "prompt", "print"])
      window[name] = (text) => window.reportWrong(name + " " + text);
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, sample, blockedURI }) =>
      window.reportWrong("policy " + violatedDirective + " " + blockedURI + " " + sample));`);
  context.on("page", (page) => {
    page.on("dialog", (dialog) => {
      wrong.push(`dialog ${dialog.message()} on ${page.url()}`);
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => wrong.push(`fault ${error.message} on ${page.url()}`));
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text()))
        wrong.push(`console ${message.text()} on ${page.url()}`);
    });
  });
  if (account !== undefined) {
    const reply = await context.request.post(`${server.url}/api/session/demo`, {
      headers: { "x-mingjing-csrf": "1" },
      data: { account },
    });
    expect(reply.status()).toBe(200);
  }
  return context;
}

interface Seen {
  readonly made: number;
  readonly text: string;
}

/** Elements that a payload made, and all that can be read: texts, attributes, values. */
const look = (page: Page): Promise<Seen> =>
  page.evaluate<Seen>(`(() => {
    const elements = [...document.querySelectorAll("*")];
    const texts = elements.flatMap((one) => [...one.attributes].map(({ value }) => value));
    const values = elements.map((one) => (typeof one.value === "string" ? one.value : ""));
    return {
      made: document.querySelectorAll("[${MARK}]").length,
      text: [document.documentElement.textContent, ...texts, ...values].join("\\n"),
    };
  })()`);

interface Stop {
  readonly path: string;
  /** Different payloads that stand on it at least. */
  readonly least: number;
}

const at = (path: string, least = 1): Stop => ({ path, least });

/** Opens a page and waits until so many payloads stand in it as text. */
async function visit(page: Page, { path, least }: Stop): Promise<void> {
  await page.goto(`${server.url}${path}`);
  const found = { count: 0 };
  const { made, text } = await eventually(async () => {
    const seen = await look(page);
    found.count = new Set(numbersIn(seen.text)).size;
    return seen.made > 0 || found.count >= least ? seen : undefined;
  }, `${least} payloads on ${path}`);
  if (made > 0) wrong.push(`${made} elements of payloads on ${path}`);
  for (const number of numbersIn(text)) shown.add(number);
}

async function visitAll(account: string | undefined, stops: readonly Stop[]): Promise<void> {
  const context = await watched(account);
  const page = await context.newPage();
  for (const stop of stops) await visit(page, stop);
  await context.close();
}

const asked = (number: number): string => encodeURIComponent(PAYLOADS[number]?.text ?? "");

test("the portal: lists, details in both languages, and what is searched for", async () => {
  const details = planted.ocids.map((ocid) => at(`/process/${ocid}`, 6));
  const searches = ["/projects?q=", "/column?q=", "/who?q="].flatMap((path) =>
    [0, 4, 7].map((number) => at(`${path}${asked(number)}`)),
  );
  await Promise.all([
    visitAll(undefined, [at("/projects"), ...details]),
    visitAll(undefined, [
      at("/column"),
      ...planted.items.map((id) => at(`/column/${id}`, 8)),
      ...planted.ocids.slice(0, 3).map((ocid) => at(`/process/${ocid}?lang=en`, 6)),
      at(`/verify?ocid=${planted.ocids[0]}`),
      ...searches,
    ]),
  ]);
}, 120_000);

async function leadId(): Promise<string> {
  const coordinator = await officerAt(server.url, "coordinator-1");
  return eventually(async () => {
    const { rows } = await coordinator<LeadPage>("/api/leads?limit=100");
    return rows.find(({ ocid }) => ocid === planted.suspicious)?.id;
  }, "the lead");
}

test("the console: processes, leads, voices, publications, notices, approvals, audit", async () => {
  const lead = await leadId();
  const processes = planted.ocids.map((ocid) => at(`/console/processes/${ocid}`, 6));
  await Promise.all([
    visitAll("coordinator-1", [
      at("/console/voices"),
      ...planted.voices.map((number) => at(`/console/voices/${number}`, 13)),
    ]),
    visitAll("housing-1", [
      at("/console/leads"),
      at(`/console/leads/${lead}`, 8),
      at(`/console/leads?q=${asked(3)}`),
      at(`/console/processes?q=${asked(1)}`),
      at("/console/publications"),
      ...planted.items.map((id) => at(`/console/publications/${id}`, 8)),
      at(`/console/oversight/notices/${planted.notice}`, 5),
    ]),
  ]);
  await Promise.all([
    visitAll("centre-1", processes),
    visitAll("security-1", [at("/console/approvals", 2)]),
  ]);
  await visitAll("audit-1", [at("/console/audit")]);
}, 180_000);

test("a tip-off as its office reads it", async () => {
  const officer = await officerAt(server.url, "housing-1");
  const id = await eventually(async () => {
    const { rows } = await officer<TipoffPage>("/api/tipoffs?limit=100");
    return rows.find(({ files }) => files === 1)?.id;
  }, "the tip-off");
  const context = await watched("housing-1");
  const page = await context.newPage();
  await page.goto(`${server.url}/console/tipoffs/${id}`);
  const { shares } = demoOfficeKey("housing");
  await page.getByLabel("第 1 份").fill(shares[1]?.code ?? "");
  await page.getByLabel("第 2 份").fill(shares[0]?.code ?? "");
  await page.getByRole("button", { name: "打开", exact: true }).click();
  await page.getByText("已打开", { exact: true }).waitFor();
  const { made, text } = await eventually(async () => {
    const seen = await look(page);
    return new Set(numbersIn(seen.text)).size >= TIPOFF_TEXTS ? seen : undefined;
  }, "the texts of the tip-off");
  expect(made).toBe(0);
  for (const number of numbersIn(text)) shown.add(number);
  await context.close();
}, 120_000);

/** Every XML part as an XML parser reads it. */
async function checkPackage(page: Page, parts: Readonly<Record<string, Uint8Array>>) {
  const xml = Object.entries(parts).filter(([name]) => /\.(xml|rels)$/.test(name));
  expect(xml.length).toBeGreaterThan(2);
  for (const [name, bytes] of xml) {
    const text = Buffer.from(bytes).toString("utf8");
    const [fault, made, texts] = await page.evaluate<[boolean, number, string]>(
      `(() => {
        const parsed = new DOMParser().parseFromString(${JSON.stringify(text)}, "application/xml");
        return [
          parsed.querySelector("parsererror") !== null,
          parsed.querySelectorAll("[${MARK}]").length,
          parsed.documentElement.textContent,
        ];
      })()`,
    );
    expect([name, fault, made]).toEqual([name, false, 0]);
    if (name !== "word/document.xml") continue;
    expect(numbersIn(texts).length).toBeGreaterThan(0);
    for (const number of numbersIn(texts)) shown.add(number);
  }
}

test("letters are well-formed, with the payloads as text", async () => {
  for (const { number, account } of planted.answered) {
    const context = await watched(account);
    const page = await context.newPage();
    await page.goto(`${server.url}/about`);
    for (const kind of ["acceptance", "reply"]) {
      const path = `/api/voices/${number}/letter.docx?kind=${kind}`;
      const reply = await context.request.get(`${server.url}${path}`);
      expect(reply.status(), path).toBe(200);
      await checkPackage(page, unzipSync(await reply.body()));
    }
    await context.close();
  }
}, 60_000);

test(`none of the ${PAYLOADS.length} ran, made an element or was stopped by the content policy; they were there to be read`, () => {
  expect(wrong).toEqual([]);
  expect(drawer.placed.size).toBe(PAYLOADS.length);
  // Codes of devices and the like are shown to nobody, or in part.
  expect(shown.size).toBeGreaterThan(PAYLOADS.length * 0.75);
});

test("a page that does run one is noticed, in each of the ways", async () => {
  const before = wrong.length;
  const context = await watched();
  const page = await context.newPage();
  await page.goto(`${server.url}/about`);
  await page.evaluate(
    `document.body.insertAdjacentHTML("beforeend", '<img ${MARK} src=x onerror="alert(1)">')`,
  );
  expect((await look(page)).made).toBe(1);
  await page.evaluate("alert(2)");
  await eventually(async () => (wrong.length >= before + 2 ? true : undefined), "two reports");
  expect(wrong.slice(before).join("\n")).toMatch(/policy script-src|console/);
  expect(wrong.slice(before).join("\n")).toContain("alert 2");
  await context.close();
}, 60_000);
