/**
 * The river over five processes: facts come in at one, are worked on by another, read in a third, public in a fourth; a fifth has the
 * cameras.
 */
import { randomBytes } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import { aDuty, ocidOf, sharedDeviceProcess } from "../test/builders.ts";
import { eventually } from "../test/eventually.ts";
import { createTestApp, linesOf, type TestApp } from "../test/harness.ts";
import { type SpawnedProcess, startProcess, startRefused } from "../test/spawned-process.ts";

const TOKEN = randomBytes(24).toString("base64url");
const OFFICER = {
  account: "officer",
  name: "张经办",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};

/** Stands still: it gives the database, the logins and a session; the work is done by the processes. */
let prepared: TestApp;
let headers: Record<string, string>;
const started: SpawnedProcess[] = [];
const urls = { intake: "", jobs: "", console: "", portal: "", video: "" };

beforeAll(async () => {
  prepared = await createTestApp({ isDemo: false, isStarted: false });
  headers = await prepared.signIn(OFFICER);
  const { appUrl, consoleUrl, publicUrl } = prepared.database;
  const inner = {
    MINGJING_APP_DATABASE_URL: appUrl,
    MINGJING_CONSOLE_DATABASE_URL: consoleUrl,
    MINGJING_PUBLIC_DATABASE_URL: publicUrl,
    MINGJING_TOKEN: TOKEN,
  };
  const processes = await Promise.all([
    startProcess({ ...inner, MINGJING_ROLES: "intake" }),
    startProcess({ ...inner, MINGJING_ROLES: "jobs" }),
    startProcess({ ...inner, MINGJING_ROLES: "console" }),
    startProcess({ MINGJING_ROLES: "portal", MINGJING_PUBLIC_DATABASE_URL: publicUrl }),
    startProcess({ ...inner, MINGJING_ROLES: "video" }),
  ]);
  started.push(...processes);
  const [intake, jobs, console, portal, video] = processes.map(({ url }) => url);
  Object.assign(urls, { intake, jobs, console, portal, video });
});
afterAll(async () => {
  await Promise.all(started.map((process) => process.stop()));
  await prepared.close();
});

const operator = { authorization: `Bearer ${TOKEN}` };
const json = { "content-type": "application/json" };

async function sendFacts(): Promise<void> {
  const registered = await fetch(`${urls.intake}/api/intake/sources`, {
    method: "POST",
    headers: { ...operator, ...json },
    body: JSON.stringify({ name: "duties", title: "来源" }),
  });
  const { key } = (await registered.json()) as { key: string };
  const answer = await fetch(`${urls.intake}/api/intake/batches`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    body: linesOf([aDuty(), ...sharedDeviceProcess("ROLES")]),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ quarantined: 0, duplicate: 0 });
}

async function act(leadId: string, path: string, content: object): Promise<void> {
  const response = await fetch(`${urls.console}/api/leads/${leadId}/${path}`, {
    method: "POST",
    headers: { ...headers, ...json },
    body: JSON.stringify(content),
  });
  if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
}

test("facts in at one, a lead at another, a decision in public at a fourth, signed", async () => {
  await sendFacts();
  const lead = await eventually(async () => {
    const response = await fetch(`${urls.console}/api/leads`, { headers });
    const { rows } = (await response.json()) as { rows: { id: string }[] };
    return rows[0];
  }, "a lead in the console");
  await act(lead.id, "receipt", { version: 0 });
  await act(lead.id, "decision", {
    version: 1,
    outcome: "notEstablished",
    decisionNo: "云建监〔2026〕31号",
    decidedOn: "2026-06-01",
    findings: "经核查，未发现违法情形。",
    articles: ["招标投标法实施条例第40条"],
  });
  await act(lead.id, "publication", {
    version: 2,
    title: "四台主机上的决定",
    text: "经核查，未发现违法情形。",
  });
  await eventually(async () => {
    const body = await (await fetch(`${urls.portal}/decisions`)).text();
    return body.includes("四台主机上的决定") ? true : undefined;
  }, "the decision on the portal");
  const certificate = await eventually(async () => {
    const path = `/api/public/processes/${ocidOf("ROLES")}/certificate`;
    const response = await fetch(`${urls.portal}${path}`);
    return response.status === 200 ? ((await response.json()) as { log: object }) : undefined;
  }, "a certificate over a signed checkpoint");
  expect(certificate.log).toHaveProperty("vkey");
}, 90_000);

test("each process answers what its role is for, and nothing else", async () => {
  const asked = [
    ["intake", "/api/intake/receipts?sourceId=x", 401],
    ["intake", "/", 404],
    ["intake", "/console", 404],
    ["intake", "/api/leads", 404],
    ["console", "/api/leads", 401],
    ["console", "/api/intake/receipts?sourceId=x", 404],
    ["console", "/projects", 404],
    ["jobs", "/api/health", 200],
    ["jobs", "/api/leads", 404],
    ["jobs", "/", 404],
    ["portal", "/", 200],
    ["portal", "/api/leads", 404],
    ["portal", "/api/video/register", 404],
    ["video", "/api/video/register", 401],
    ["video", "/api/video/checks", 401],
    ["video", "/api/leads", 404],
    ["video", "/console", 404],
    ["video", "/", 404],
  ] as const;
  for (const [role, path, status] of asked)
    expect((await fetch(`${urls[role]}${path}`)).status, `${role} ${path}`).toBe(status);
});

test("who signed in at the console is known where the cameras are, and what is asked of their files is answered there", async () => {
  const centre = await prepared.signIn({
    account: "keeper",
    name: "罗见微",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
    role: "centre",
  });
  const ask = async (url: string, path: string) => {
    const answer = await fetch(`${url}${path}`, { headers: centre });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  expect(await ask(urls.video, "/api/video/register")).toMatchObject({ status: 200 });
  expect(await ask(urls.video, "/api/video/checks")).toEqual({ status: 200, body: { rows: [] } });
  expect((await ask(urls.console, "/api/video/checks")).status).toBe(404);
  // The console has no ffmpeg of its own to miss.
  expect((await ask(urls.console, "/api/video/register")).body).toMatchObject({ hasProgram: true });
  const health = await fetch(`${urls.video}/api/health`);
  expect(health.status).toBe(200);
});

test("jobs that need recordings run where these are", async () => {
  const queues = await prepared.database.query<{ name: string }>(
    "SELECT name FROM pgboss.queue WHERE name LIKE 'video.%' ORDER BY name",
  );
  expect(queues.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["video.check", "video.coverage", "video.retention"]),
  );
});

test("a process without the owner refuses a half-given set of logins, and an old database", async () => {
  const half = { MINGJING_ROLES: "intake", MINGJING_APP_DATABASE_URL: prepared.database.appUrl };
  const refused = await startRefused(half);
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("give all of MINGJING_APP_DATABASE_URL");
  const [newest] = await prepared.database.query<{ name: string }>(
    "SELECT max(name) AS name FROM public.mingjing_migration",
  );
  await prepared.database.asOwner(
    `DELETE FROM public.mingjing_migration WHERE name = '${newest?.name}'`,
  );
  const { appUrl, consoleUrl, publicUrl } = prepared.database;
  const old = await startRefused({
    MINGJING_ROLES: "intake",
    MINGJING_APP_DATABASE_URL: appUrl,
    MINGJING_CONSOLE_DATABASE_URL: consoleUrl,
    MINGJING_PUBLIC_DATABASE_URL: publicUrl,
  });
  expect(old.code).toBe(1);
  expect(old.output).toContain(`this version needs ${newest?.name}`);
});
