/** The console: door, set-up, work list, lead with its forms, processes, and what goes wrong there. */
import type { LeadState } from "../../contract/src/leads.ts";
import { OFFICER } from "./city.ts";
import type { Shot, Visit } from "./shot.ts";

const heading = (visit: Visit) => visit.page.getByRole("heading", { level: 1 }).waitFor();

const to = (path: string) => async (visit: Visit) => {
  await visit.page.goto(`${visit.url}/console${path}`);
  await heading(visit);
};

const rows = (path: string, row: string) => async (visit: Visit) => {
  await to(path)(visit);
  await visit.page.locator(row).first().waitFor();
};

const leadPath = ({ city }: Visit, state: LeadState) => {
  const id = city.leads.get(state);
  if (id === undefined) throw new Error(`the city has no lead that is ${state}`);
  return `/leads/${id}`;
};

const toLead = (state: LeadState) => (visit: Visit) => to(leadPath(visit, state))(visit);

/** The sheet of an act; `submit` presses its button while everything is missing. */
const toForm = (state: LeadState, act: string, submit?: string) => async (visit: Visit) => {
  await toLead(state)(visit);
  await visit.page.getByRole("button", { name: act }).click();
  const sheet = visit.page.getByRole("dialog");
  await sheet.waitFor();
  if (submit === undefined) return;
  await sheet.getByRole("button", { name: submit, exact: true }).click();
  await sheet.locator(".field-error").first().waitFor();
};

/** `api` of the page never answers, so the page is still reading. */
const reading = (path: (visit: Visit) => string, api: string) => async (visit: Visit) => {
  await visit.page.route(api, () => undefined);
  await visit.page.goto(`${visit.url}/console${path(visit)}`);
  await visit.page.locator(".skeleton span").first().waitFor();
};

const FAULT = { status: 500, code: "fault", params: {}, requestId: "req-7f21", errors: [] };

const failing = (path: (visit: Visit) => string, api: string) => async (visit: Visit) => {
  await visit.page.route(api, (route) => route.fulfill({ status: 500, json: FAULT }));
  await visit.page.goto(`${visit.url}/console${path(visit)}`);
  // Two more tries with growing pauses come before the page gives up.
  await visit.page.getByRole("alert").waitFor({ timeout: 20_000 });
};

const refused = (path: string) => async (visit: Visit) => {
  await visit.page.goto(`${visit.url}/console${path}`);
  await visit.page.getByRole("alert").waitFor();
};

/** The console remembers the mode on the device. */
const toMode = (mode: string) => async (visit: Visit) => {
  await visit.page.addInitScript((name) => localStorage.setItem("mingjing.mode", name), mode);
  await to("/")(visit);
};

async function toWrongPassword(visit: Visit): Promise<void> {
  await to("/")(visit);
  await visit.page.getByLabel("账号", { exact: true }).fill("housing-1");
  await visit.page.getByLabel("密码", { exact: true }).fill("not the password");
  await visit.page.getByRole("button", { name: "登录" }).click();
  await visit.page.getByRole("alert").waitFor();
}

async function toOffline(visit: Visit): Promise<void> {
  await rows("/leads", "[data-lead]")(visit);
  await visit.context.setOffline(true);
  await visit.page.getByText(/连接断开/).waitFor();
}

async function toPalette(visit: Visit): Promise<void> {
  await rows("/leads", "[data-lead]")(visit);
  await visit.page.keyboard.press("Control+k");
  await visit.page.getByRole("dialog").getByRole("combobox").fill("待");
  await visit.page.getByRole("dialog").getByRole("option").first().waitFor();
}

const SETUP = "/setup?token=an-unknown-token-of-a-link";

/** The form filled in; `token` is not known to the server, as after the first use. */
async function toUsedLink(visit: Visit): Promise<void> {
  await to(SETUP)(visit);
  await visit.page.getByLabel("账号", { exact: true }).fill("admin");
  await visit.page.getByLabel("姓名").fill("周明");
  await visit.page.getByLabel("密码", { exact: true }).fill("a long pass phrase");
  await visit.page.getByLabel("再输入一次密码").fill("a long pass phrase");
  await visit.page.getByRole("button", { name: "建立账号" }).click();
  await visit.page.getByRole("alert").waitFor();
}

async function toSetUpFaults(visit: Visit): Promise<void> {
  await to(SETUP)(visit);
  await visit.page.getByRole("button", { name: "建立账号" }).click();
  await visit.page.locator(".field-error").first().waitFor();
}

const AT = (path: string) => () => path;
const firstProject = ({ city }: Visit) => `/processes/${[...city.projects.values()].at(-1) ?? ""}`;
const projectIn = (state: string) => (visit: Visit) =>
  to(`/processes/${visit.city.projects.get(state) ?? ""}`)(visit);

const shot = (name: string, open: Shot["open"], more: Partial<Shot> = {}): Shot => ({
  name: `console-${name}`,
  state: "data",
  as: OFFICER,
  open,
  ...more,
});
const door = (name: string, open: Shot["open"], more: Partial<Shot> = {}): Shot => {
  const { as: _, ...rest } = shot(name, open, more);
  return rest;
};

const LOADING = { state: "loading" } as const;
const ERROR = { state: "error", failsOnPurpose: true } as const;
const EMPTY = { state: "empty" } as const;
const LEADS = "**/api/leads?*";
const LEAD = "**/api/leads/*";
const PROCESSES = "**/api/processes?*";
const PROCESS = "**/api/processes/*";

/** The home of each role, also shown in docs/how-to/console.md. */
const HOMES = {
  officer: OFFICER,
  chief: "housing-2",
  coordinator: "coordinator-1",
  centre: "centre-1",
  director: "director-1",
  inspector: "inspector-1",
  police: "police-1",
  court: "court-1",
  entity: "entity-1",
  agency: "agency-1",
  bidder: "bidder-1",
  expert: "expert-1",
  province: "province-1",
  "system-admin": "system-1",
  "security-admin": "security-1",
  auditor: "audit-1",
} as const;

const homes = Object.entries(HOMES).map(([role, account]) =>
  shot(`home-${role}`, to("/"), { as: account, image: `home-${role}` }),
);

export const CONSOLE_SHOTS: readonly Shot[] = [
  ...homes,
  shot("home-elder", toMode("elder"), {}),
  shot("home-dark", to("/"), { dark: true }),
  shot("home-en", to("/"), { language: "en" }),
  shot("home-loading", reading(AT("/"), "**/api/home"), LOADING),
  shot("home-error", failing(AT("/"), "**/api/home"), ERROR),
  door("sign-in", to("/")),
  door("sign-in-empty", to("/"), { ...EMPTY, from: "nothing" }),
  door("sign-in-refused", toWrongPassword, ERROR),
  door("sign-in-loading", reading(AT("/"), "**/api/session"), LOADING),
  door("sign-in-error", failing(AT("/"), "**/api/session"), ERROR),
  door("setup", to(SETUP), { from: "nothing" }),
  door("setup-faults", toSetUpFaults, { from: "nothing", state: "error" }),
  door("setup-used", toUsedLink, { ...ERROR, from: "nothing" }),
  door("setup-no-token", to("/setup"), { from: "nothing", state: "error" }),
  door("setup-not-needed", to(SETUP), EMPTY),
  shot("leads", rows("/leads", "[data-lead]"), { design: "console-workbench" }),
  shot("leads-en", rows("/leads", "[data-lead]"), { language: "en" }),
  shot("leads-dark", rows("/leads", "[data-lead]"), { dark: true }),
  shot("leads-empty", to("/leads?q=没有这样的线索"), EMPTY),
  shot("leads-loading", reading(AT("/leads"), LEADS), LOADING),
  shot("leads-error", failing(AT("/leads"), LEADS), ERROR),
  shot("leads-offline", toOffline, ERROR),
  shot("palette", toPalette, { design: "console-workbench-1366-palette" }),
  shot("lead-routed", toLead("routed"), { design: "console-lead" }),
  shot("lead-received", toLead("received"), { design: "console-lead" }),
  shot("lead-received-dark", toLead("received"), {
    design: "console-lead-1366-dark",
    dark: true,
  }),
  shot("lead-received-en", toLead("received"), { language: "en" }),
  shot("lead-decided", toLead("decided")),
  shot("lead-published", toLead("published")),
  shot("form-step", toForm("received", "记录步骤")),
  shot("form-step-faults", toForm("received", "记录步骤", "记入"), { state: "error" }),
  shot("form-decide", toForm("received", "作出决定")),
  shot("form-decide-faults", toForm("received", "作出决定", "作出决定"), { state: "error" }),
  shot("form-publish", toForm("decided", "公布决定")),
  shot(
    "lead-loading",
    reading((visit) => leadPath(visit, "routed"), LEAD),
    LOADING,
  ),
  shot(
    "lead-error",
    failing((visit) => leadPath(visit, "routed"), LEAD),
    ERROR,
  ),
  shot("lead-missing", refused("/leads/00000000-0000-7000-8000-000000000000"), ERROR),
  shot("processes", rows("/processes", "tbody tr")),
  shot("processes-empty", to("/processes?q=没有这样的项目"), EMPTY),
  shot("processes-loading", reading(AT("/processes"), PROCESSES), LOADING),
  shot("processes-error", failing(AT("/processes"), PROCESSES), ERROR),
  shot("process-announced", projectIn("announced")),
  shot("process-contracted", projectIn("contracted")),
  shot("process-loading", reading(firstProject, PROCESS), LOADING),
  shot("process-error", failing(firstProject, PROCESS), ERROR),
  shot("process-missing", refused("/processes/ocds-mj0001-NONE-0000"), ERROR),
  shot(
    "missing",
    async (visit) => {
      await visit.page.goto(`${visit.url}/console/no-such-page`);
      await visit.page.getByText("没有这一页").waitFor();
    },
    EMPTY,
  ),
];
