/** The demo city as the screens need it: addresses of projects, leads in each state, a certificate. */
import { setTimeout as delay } from "node:timers/promises";

import { createClient } from "../../contract/src/client.ts";
import type { LeadState } from "../../contract/src/leads.ts";
import { plantedLot } from "../planted-lot.ts";
import type { RunningServer } from "../server.ts";

/** Whose session plants and handles the leads; most screens are this account's. */
export const OFFICER = "housing-1";
const LOADED_WITHIN_MS = 180_000;
const SCREENED_WITHIN_MS = 30_000;
const STATES = ["announced", "opened", "evaluated", "awarded", "contracted", "failed"] as const;
const LEAD_STATES = ["routed", "received", "decided", "published"] as const;

export interface DemoCity {
  /** One project in each state that the city has. */
  readonly projects: ReadonlyMap<string, string>;
  readonly leads: ReadonlyMap<LeadState, string>;
  /** Path of a published decision, e.g. "/decisions/…". */
  readonly decision: string;
  readonly decided: string;
  readonly certificate: string;
}

async function text(url: string): Promise<string> {
  const reply = await fetch(url);
  if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  return reply.text();
}

/** First group of the first match, looked for again and again until the city is loaded. */
async function waitFor(url: string, pattern: RegExp): Promise<string> {
  const until = performance.now() + LOADED_WITHIN_MS;
  while (performance.now() < until) {
    const found = pattern.exec(await text(url))?.[1];
    if (found !== undefined) return found;
    await delay(500);
  }
  throw new Error(`${url} never showed ${pattern}`);
}

/** Session cookie of an account of the demo door, name and value. */
export async function signIn(url: string, account: string): Promise<readonly [string, string]> {
  const reply = await fetch(`${url}/api/session/demo`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-mingjing-csrf": "1" },
    body: JSON.stringify({ account }),
  });
  const [name, value] = (reply.headers.getSetCookie()[0] ?? "").split(";")[0]?.split("=") ?? [];
  if (name === undefined || value === undefined) throw new Error("no session was opened");
  return [name, value];
}

function clientOf(url: string, [name, value]: readonly [string, string]) {
  const withCookie: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set("cookie", `${name}=${value}`);
    return fetch(input, { ...init, headers });
  };
  return createClient({ baseUrl: url, fetch: withCookie });
}

type Client = ReturnType<typeof clientOf>;

/** Takes one lead of the officer's to `state`, by the acts an officer would do. */
async function handle(client: Client, id: string, state: LeadState): Promise<void> {
  let { version } = await client.receiveLead(id, { version: (await client.getLead(id)).version });
  ({ version } = await client.recordStep(id, {
    version,
    step: "explanationReceived",
    text: "两家企业分别说明：投标文件在同一图文店排版，各自独立报价，互不知情。已附图文店的业务单据。",
  }));
  if (state === "received") return;
  ({ version } = await client.decideLead(id, {
    version,
    outcome: "notEstablished",
    decisionNo: "云建监〔2026〕21号",
    decidedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    findings: "经核查，两家投标人在同一图文店制作文件，各自独立报价，未发现条例规定的情形。",
    articles: ["招标投标法实施条例第四十条"],
  }));
  if (state === "decided") return;
  await client.publishDecision(id, {
    version,
    title: "关于有关投标人投标情况的处理决定",
    text: "经核查，有关投标人在同一图文店制作文件，各自独立报价，未发现条例规定的情形。",
  });
}

/** Lots whose bidders used one machine: each becomes a lead of the officer's. */
const PLANTED = [
  "云澜市望湖路雨污分流改造工程施工招标公告",
  "锦屏社区老旧小区改造二期工程施工招标公告",
  "云澜市第三中学教学楼加固工程施工招标公告",
  "滨河片区海绵城市建设工程施工招标公告",
  "云澜市松壑片区道路及附属设施提升工程（含照明、绿化、交通设施）施工招标公告",
  "云澜市公共停车场智能化改造工程施工招标公告",
];

async function plant({ url, operatorToken }: RunningServer): Promise<void> {
  const facts = PLANTED.flatMap((title, index) =>
    plantedLot(Date.now() - index * 30 * 3_600_000, { ocid: `ocds-mj0001-SCR-000${index}`, title }),
  );
  const reply = await fetch(`${url}/api/intake/batches?source=demo`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${operatorToken}`,
      "content-type": "application/x-ndjson",
    },
    body: facts.map((fact) => JSON.stringify(fact)).join("\n"),
  });
  const { accepted } = (await reply.json()) as { accepted?: number };
  if (accepted !== facts.length) throw new Error(`only ${accepted} of ${facts.length} facts taken`);
}

/** Leads stand by themselves once the planted lots are screened; three of them are handled here. */
async function leadsOf(client: Client): Promise<ReadonlyMap<LeadState, string>> {
  const until = performance.now() + SCREENED_WITHIN_MS;
  let rows = (await client.listLeads({ state: "routed" })).rows;
  while (rows.length < PLANTED.length) {
    if (performance.now() > until) throw new Error(`only ${rows.length} leads were raised`);
    await delay(300);
    rows = (await client.listLeads({ state: "routed" })).rows;
  }
  const found = new Map<LeadState, string>();
  for (const state of LEAD_STATES) {
    const id = rows[found.size]?.id ?? "";
    if (state !== "routed") await handle(client, id, state);
    found.set(state, id);
  }
  return found;
}

/** Waits until the demo city is loaded whole, and reads from it what the screens need. */
export async function readCity(server: RunningServer): Promise<DemoCity> {
  const { url } = server;
  const decision = await waitFor(`${url}/decisions`, /href="(\/decisions\/[^"?]+)"/);
  // Every page shows places in the log once the newest facts are signed.
  await waitFor(url, />#(\d[\d,]*)</);
  const projects = new Map<string, string>();
  for (const state of STATES) {
    const page = await text(`${url}/projects?state=${state}`);
    const path = /href="(\/process\/[^"?]+)"/.exec(page)?.[1];
    if (path !== undefined) projects.set(state, path.slice("/process/".length));
  }
  const decided = /href="\/process\/([^"?]+)"/.exec(await text(url + decision))?.[1] ?? "";
  const provable = projects.get("contracted") ?? projects.get("awarded") ?? "";
  await plant(server);
  const cookie = await signIn(url, OFFICER);
  return {
    projects,
    leads: await leadsOf(clientOf(url, cookie)),
    decision,
    decided,
    certificate: await text(`${url}/api/public/processes/${provable}/certificate`),
  };
}
