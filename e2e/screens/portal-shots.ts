/** The public pages, and the verifier with each kind of certificate. */
import type { Page } from "playwright-core";

import { renderError } from "../../web/src/apps/portal/index.ts";
import type { Shot, Visit } from "./shot.ts";

const to =
  (path: string) =>
  async ({ page, url }: Visit) => {
    await page.goto(url + path);
  };

const toProject = (state: string) => (visit: Visit) => {
  const ocid = visit.city.projects.get(state);
  if (ocid === undefined) throw new Error(`the city has no project that is ${state}`);
  return to(`/process/${ocid}`)(visit);
};

async function choose(page: Page, text: string): Promise<void> {
  await page.setInputFiles('input[type="file"]', {
    name: "云澜市.mjcert.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await page.locator("#verdict").waitFor();
}

const toVerdict = (change: (certificate: string) => string) => async (visit: Visit) => {
  await to("/verify")(visit);
  await choose(visit.page, change(visit.city.certificate));
};

/** One character of the title is another one. */
function changed(certificate: string): string {
  const at = certificate.indexOf('"title"') + '"title": "云'.length;
  return `${certificate.slice(0, at)}沪${certificate.slice(at + 1)}`;
}

/** The page of a project whose certificate is asked for, with `answer` standing in for the site. */
const toFetch = (answer: "never" | "abort") => async (visit: Visit) => {
  const { city, page } = visit;
  await page.route("**/certificate", (route) =>
    answer === "never" ? undefined : route.abort("connectionrefused"),
  );
  const [ocid = ""] = [...city.projects.values()].slice(-1);
  await to(`/verify?ocid=${ocid}`)(visit);
  await page.getByRole("button", { name: "核对这一份" }).click();
  await page.getByText(answer === "never" ? "正在核对" : "没有取到见证书").waitFor();
};

/** The page the server sends when it broke: rendered by the same function, in place of the front page. */
async function toFault(visit: Visit): Promise<void> {
  const { page, url } = visit;
  const serverTime = new Date().toISOString();
  const display = { lang: "zh-CN", mode: "standard", theme: "light", query: {} } as const;
  const body = renderError({
    page: { ...display, path: "/", serverTime, demo: true, dataAsOf: serverTime },
    requestId: "req-7f21",
  });
  await page.route(`${url}/`, (route) =>
    route.fulfill({ status: 500, contentType: "text/html; charset=utf-8", body }),
  );
  await page.goto(`${url}/`);
}

const shot = (name: string, open: Shot["open"], more: Partial<Shot> = {}): Shot => ({
  name,
  state: "data",
  open,
  ...more,
});

const NONE = { state: "empty", from: "nothing" } as const;

export const PORTAL_SHOTS: readonly Shot[] = [
  shot("portal-home", to("/"), { design: "portal-home" }),
  shot("portal-home-elder", to("/?mode=elder"), { design: "portal-home-360-elder" }),
  shot("portal-home-dark", to("/?theme=dark")),
  shot("portal-home-en", to("/?lang=en"), { language: "en" }),
  shot("portal-home-empty", to("/"), NONE),
  shot("portal-home-error", toFault, { state: "error", failsOnPurpose: true }),
  shot("portal-projects", to("/projects")),
  shot("portal-projects-found", to("/projects?q=改造&state=result")),
  shot("portal-projects-none", to("/projects?q=没有这样的项目"), { state: "empty" }),
  shot("portal-projects-empty", to("/projects"), NONE),
  shot("portal-process-announced", toProject("announced"), { design: "portal-process" }),
  shot("portal-process-opened", toProject("opened")),
  shot("portal-process-evaluated", toProject("evaluated"), { design: "portal-process" }),
  shot("portal-process-awarded", toProject("awarded")),
  shot("portal-process-contracted", toProject("contracted")),
  shot("portal-process-failed", toProject("failed")),
  shot("portal-process-decided", (visit) => to(`/process/${visit.city.decided}`)(visit)),
  shot("portal-process-en", (visit) => to(`/process/${visit.city.decided}?lang=en`)(visit), {
    language: "en",
  }),
  shot("portal-verify", to("/verify"), { design: "portal-verify" }),
  shot("portal-verify-valid", toVerdict(String), { design: "portal-verify" }),
  shot("portal-verify-changed", toVerdict(changed)),
  shot(
    "portal-verify-unreadable",
    toVerdict(() => "这不是见证书"),
  ),
  shot("portal-verify-loading", toFetch("never"), { state: "loading" }),
  shot("portal-verify-error", toFetch("abort"), { state: "error", failsOnPurpose: true }),
  shot("portal-verify-empty", to("/verify"), NONE),
  shot("portal-log", to("/log")),
  shot("portal-log-empty", to("/log"), NONE),
  shot("portal-decisions", to("/decisions")),
  shot("portal-decisions-empty", to("/decisions"), NONE),
  shot("portal-decision", (visit) => to(visit.city.decision)(visit)),
  shot("portal-about", to("/about")),
  shot("portal-missing", to("/no-such-page"), { state: "empty", failsOnPurpose: true }),
];
