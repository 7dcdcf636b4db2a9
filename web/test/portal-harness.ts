/** The portal's pages over HTTP with fictional views, served as the product serves them: no inline script or style. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import { inject } from "vitest";

import {
  displayOf,
  renderAbout,
  renderColumn,
  renderDecision,
  renderDecisions,
  renderDuties,
  renderDutyChanges,
  renderError,
  renderGone,
  renderHome,
  renderItem,
  renderLimits,
  renderLog,
  renderNotFound,
  renderProcess,
  renderProjects,
  renderVerify,
  renderWho,
  type Page,
} from "../src/apps/portal/index.ts";
import { column, columnItem, emptyColumn, goneItem } from "./column-fixtures.ts";
import { launchBrowser } from "./launch-browser.ts";
import { limits } from "./limits-fixtures.ts";
import {
  announcedProcess,
  CERTIFICATE,
  DECISION_TEXT,
  DECISIONS,
  duties,
  dutyChanges,
  evaluatedProcess,
  home,
  HOSTILE,
  LOG,
  negotiatedProcess,
  OCID,
  pageOf,
  projects,
  whoAnswered,
  whoUnknown,
} from "./portal-fixtures.ts";
import { createTab } from "./tab.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const verifyView = (page: Page) => ({
  page,
  log: page.query["unsigned"] === undefined ? LOG : null,
  ...(page.query["ocid"] === undefined
    ? {}
    : {
        certificate: {
          ocid: OCID,
          title: "青芦水库除险加固工程施工",
          url: `/api/public/processes/${OCID}/certificate`,
        },
      }),
});

const hostile = (page: Page) => {
  const view = evaluatedProcess(page);
  return {
    ...view,
    process: { ...view.process, title: HOSTILE, procuringEntity: HOSTILE, venue: HOSTILE },
    events: view.events.map((event) => ({ ...event, text: HOSTILE })),
  };
};

const decisionView = (page: Page) => ({
  page,
  decision: {
    ...(DECISIONS[0] ?? { id: "", title: "", department: "", decisionNo: "", decidedOn: "" }),
    outcome: "notEstablished" as const,
    ocid: OCID,
    processTitle: "青芦水库除险加固工程施工",
    lotId: "1",
    text: DECISION_TEXT,
    articles: ["工程建设项目招标投标活动投诉处理办法第二十条"],
    publishedAt: "2026-11-14T01:00:00.000Z",
    leafIndex: 47_001,
  },
});

/** Every page of the harness by its path. */
export const PAGES: Readonly<Record<string, (page: Page) => string>> = {
  "/": (page) => renderHome(home(page)),
  "/projects": (page) => renderProjects(projects(page)),
  "/process/evaluated": (page) => renderProcess(evaluatedProcess(page)),
  "/process/announced": (page) => renderProcess(announcedProcess(page)),
  "/process/negotiated": (page) => renderProcess(negotiatedProcess(page)),
  "/verify": (page) => renderVerify(verifyView(page)),
  "/decisions": (page) =>
    renderDecisions({ page, paging: { number: 1, size: 20, total: 2 }, rows: DECISIONS }),
  "/decisions/one": (page) => renderDecision(decisionView(page)),
  "/column": (page) => renderColumn(column(page)),
  "/column/one": (page) => renderItem(columnItem(page)),
  "/column/gone": (page) => renderGone(goneItem(page)),
  "/column/empty": (page) => renderColumn(emptyColumn(page)),
  "/duties": (page) => renderDuties(duties(page)),
  "/limits": (page) => renderLimits(limits(page)),
  "/limits/none": (page) => renderLimits({ ...limits(page), departments: [] }),
  "/duties/changes": (page) => renderDutyChanges(dutyChanges(page)),
  "/who": (page) => renderWho(whoAnswered(page)),
  "/who/unknown": (page) => renderWho(whoUnknown(page)),
  "/log": (page) => renderLog({ page, log: LOG, checkpointUrl: "/log/checkpoint" }),
  "/about": (page) => renderAbout({ page, log: LOG }),
  "/missing": (page) => renderNotFound({ page }),
  "/error": (page) => renderError({ page, requestId: "7f21c0de" }),
};

function cookiesOf(header: string | undefined): Record<string, string> {
  const pairs = (header ?? "").split("; ").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.map(([name = "", value = ""]) => [name, value]));
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly cookies?: readonly string[];
}

async function answer(
  path: string,
  display: ReturnType<typeof displayOf>,
  root: string,
): Promise<Reply> {
  if (path.endsWith("/certificate")) {
    return { status: 200, type: "application/json", body: CERTIFICATE.text };
  }
  if (path.startsWith("/static/")) {
    const file = join(root, normalize(path.slice("/static/".length)));
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    return readFile(file).then(
      (body) => ({ status: 200, type, body }),
      () => ({ status: 404, type: "text/plain", body: "" }),
    );
  }
  const { lang, mode, query, theme } = display;
  const page = pageOf(path, { lang, mode, theme, query });
  if (path === "/process/hostile") {
    return { status: 200, type: "text/html; charset=utf-8", body: renderProcess(hostile(page)) };
  }
  const body = (PAGES[path] ?? PAGES["/missing"])?.(page) ?? "";
  const cookies = display.cookies.map(
    ({ name, value }) => `${name}=${value}; Path=/; SameSite=Lax`,
  );
  return { status: path in PAGES ? 200 : 404, type: "text/html; charset=utf-8", body, cookies };
}

async function startServer(root: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://portal");
    asked.push(`${request.method ?? ""} ${url.pathname}`);
    const query = Object.fromEntries(url.searchParams);
    const display = displayOf(query, cookiesOf(request.headers.cookie));
    void answer(url.pathname, display, root).then(({ body, cookies = [], status, type }) => {
      response.writeHead(status, {
        "content-type": type,
        "content-security-policy": POLICY,
        ...(cookies.length === 0 ? {} : { "set-cookie": [...cookies] }),
      });
      response.end(body);
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, asked, close };
}

/** Server and browser on the built files; `close` ends both. */
export async function openPortal() {
  const root = inject("builtPages");
  const server = await startServer(root);
  const browser = await launchBrowser();
  const close = async () => {
    await browser.close();
    await server.close();
  };
  return { root, server, openPage: createTab(browser, server.url), close };
}
