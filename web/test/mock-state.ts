/**
 * What the stand-in for the server knows and answers. Every reply is checked against the contract's
 * schema before it is sent, so that the pages are never tested on something the server cannot say.
 */
import { randomUUID } from "node:crypto";

import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";

import {
  DecideLead,
  LeadPage,
  LeadView,
  PublishDecision,
  ReceiveLead,
  RecordStep,
  type LeadRow,
} from "../../contract/src/leads.ts";
import { Problem } from "../../contract/src/problem.ts";
import { ProcessPage, ProcessView } from "../../contract/src/processes.ts";
import { DemoSignIn, SessionView, SetUp, SignIn } from "../../contract/src/session.ts";
import { DEMO_ACCOUNTS, factId, HOUSING, leadRow, leadView } from "./fixtures.ts";
import { processView } from "./process-fixtures.ts";

const PAGE_SIZE = 8;
export const PASSWORD = "correct horse";
export const SETUP_TOKEN = "token-of-the-one-time-link";

export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Problem["errors"];
  constructor(status: number, code: string, errors: Problem["errors"] = []) {
    super(code);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: string;
  readonly url: URL;
  readonly body: unknown;
  readonly account: string | undefined;
}

function answer<Schema extends TSchema>(schema: Schema, body: Static<Schema>): Reply {
  const check = Compile(schema);
  if (!check.Check(body)) {
    throw new Error(`the fixture breaks the contract: ${JSON.stringify(check.Errors(body))}`);
  }
  return { status: 200, body };
}

function accept<Schema extends TSchema>(schema: Schema, body: unknown): Static<Schema> {
  const check = Compile(schema);
  if (check.Check(body)) return body;
  const errors = check.Errors(body).map((error) => ({
    path: error.instancePath,
    code: "request.bad-field",
    params: { rule: error.keyword },
  }));
  throw new Refusal(400, "request.invalid", errors);
}

/** State of the mock; tests may reach in to play another officer or a fault. */
export class MockState {
  readonly now = Date.now();
  leads = new Map<string, LeadView>(
    Array.from({ length: 13 }, (_, index) => {
      const row = leadRow(index, this.now);
      return [row.id, leadView(row)] as const;
    }),
  );
  demo = true;
  setUpNeeded = false;
  /** Next API call that is not the session fails with this. */
  failNext: Refusal | undefined;
  readonly sent: { method: string; path: string; csrf: string | undefined; body: unknown }[] = [];

  /** Another officer acts first. */
  bump(id: string): void {
    const view = this.leads.get(id);
    if (view !== undefined) this.leads.set(id, { ...view, version: view.version + 1 });
  }

  fail(status: number, code: string): void {
    this.failNext = new Refusal(status, code);
  }
}

function sessionOf(state: MockState, account: string | undefined): Reply {
  const demo = DEMO_ACCOUNTS.find((entry) => entry.account === account);
  return answer(SessionView, {
    signedIn: demo !== undefined,
    demo: state.demo,
    demoAccounts: state.demo ? DEMO_ACCOUNTS : [],
    setUpNeeded: state.setUpNeeded,
    permissions: demo === undefined ? [] : ["leads.read"],
    ...demo,
  });
}

function signIn(state: MockState, call: Call): Reply {
  const account =
    call.url.pathname === "/api/session/demo"
      ? accept(DemoSignIn, call.body).account
      : accept(SignIn, call.body).account;
  const isRight =
    call.url.pathname === "/api/session/demo" || accept(SignIn, call.body).password === PASSWORD;
  const isKnown = DEMO_ACCOUNTS.some((entry) => entry.account === account);
  if (!isKnown || !isRight) throw new Refusal(401, "session.bad-credentials");
  const reply = sessionOf(state, account);
  return { ...reply, headers: { "set-cookie": `mock=${account}; Path=/; HttpOnly` } };
}

/** The link works once; the account it makes is one of ours. */
function setUp(state: MockState, call: Call): Reply {
  const { token } = accept(SetUp, call.body);
  if (token !== SETUP_TOKEN || !state.setUpNeeded) throw new Refusal(401, "session.link-used");
  state.setUpNeeded = false;
  const [first] = DEMO_ACCOUNTS;
  const cookie = `mock=${first?.account ?? ""}; Path=/; HttpOnly`;
  return { ...sessionOf(state, first?.account), headers: { "set-cookie": cookie } };
}

function withMay(view: LeadView, account: string | undefined): LeadView {
  const isOurs = account === "housing-1";
  const { state } = view.lead;
  const may = {
    receive: isOurs && state === "routed",
    recordStep: isOurs && state === "received",
    decide: isOurs && state === "received",
    publish: isOurs && state === "decided",
  };
  return { ...view, may };
}

function matches(row: LeadRow, query: URLSearchParams): boolean {
  const states = query.get("state")?.split(",");
  const level = query.get("level");
  const q = query.get("q") ?? "";
  const text = [row.title, row.number, row.ocid, ...row.firms].join(" ");
  return (
    (states === undefined || states.includes(row.state)) &&
    (level === null || level.split(",").includes(row.level)) &&
    text.includes(q)
  );
}

function page<Row>(rows: readonly Row[], query: URLSearchParams) {
  const from = Number(query.get("cursor") ?? 0);
  const size = Math.min(Number(query.get("limit") ?? PAGE_SIZE), PAGE_SIZE);
  const next = from + size < rows.length ? { next: String(from + size) } : {};
  return { rows: rows.slice(from, from + size), ...next };
}

function listLeads(state: MockState, query: URLSearchParams): Reply {
  const all = [...state.leads.values()].map((view) => view.lead);
  const count = (name: LeadRow["state"]) => all.filter((row) => row.state === name).length;
  return answer(LeadPage, {
    ...page(
      all.filter((row) => matches(row, query)),
      query,
    ),
    counts: {
      routed: count("routed"),
      received: count("received"),
      decided: count("decided"),
      published: count("published"),
    },
  });
}

function listProcesses(state: MockState, query: URLSearchParams): Reply {
  const q = query.get("q") ?? "";
  const wanted = query.get("state");
  const rows = [...state.leads.values()]
    .map((view) => processView(view.lead).process)
    .filter((row) => row.title.includes(q) && (wanted === null || row.state === wanted));
  return answer(ProcessPage, { ...page(rows, query), total: rows.length });
}

const ACTS = {
  receipt: { schema: ReceiveLead, from: "routed", to: "received", kind: "casework.lead-received" },
  steps: {
    schema: RecordStep,
    from: "received",
    to: "received",
    kind: "casework.step-recorded",
  },
  decision: { schema: DecideLead, from: "received", to: "decided", kind: "casework.lead-decided" },
  publication: {
    schema: PublishDecision,
    from: "decided",
    to: "published",
    kind: "casework.decision-released",
  },
} as const;

function act(state: MockState, view: LeadView, [name, call]: readonly [string, Call]): LeadView {
  const rule = Object.entries(ACTS).find(([key]) => key === name)?.[1];
  if (rule === undefined) throw new Refusal(404, "leads.not-found");
  const body = accept(rule.schema, call.body);
  if (body.version !== view.version) throw new Refusal(409, "leads.stale");
  if (view.lead.state !== rule.from) throw new Refusal(409, "leads.bad-transition");
  const at = new Date(state.now).toISOString();
  const officer = { account: "housing-1", name: "陈岚", department: HOUSING };
  const event = {
    at,
    kind: rule.kind,
    factId: factId(100 + state.sent.length),
    officer,
    ...("step" in body ? { step: body.step, text: body.text } : {}),
    ...("outcome" in body ? { outcome: body.outcome, decisionNo: body.decisionNo } : {}),
  };
  const next: LeadView = {
    ...view,
    version: view.version + 1,
    lead: { ...view.lead, state: rule.to, stateSince: at, officerName: "陈岚" },
    history: [...view.history, event],
    ...("outcome" in body ? { decision: withoutVersion(body) } : {}),
  };
  state.leads.set(next.lead.id, next);
  return next;
}

function withoutVersion({ version: _version, ...rest }: Static<typeof DecideLead>) {
  return rest;
}

export function api(state: MockState, call: Call): Reply {
  const [, , area, id, name] = call.url.pathname.split("/").map(decodeURIComponent);
  if (area === "session") {
    if (call.method === "GET") return sessionOf(state, call.account);
    if (id === "setup") return setUp(state, call);
    if (call.method === "POST") return signIn(state, call);
    return { status: 204, headers: { "set-cookie": "mock=; Path=/; Max-Age=0" } };
  }
  if (call.account === undefined) throw new Refusal(401, "session.required");
  if (state.failNext !== undefined) {
    const refusal = state.failNext;
    state.failNext = undefined;
    throw refusal;
  }
  const query = call.url.searchParams;
  if (area === "leads" && id === undefined) return listLeads(state, query);
  if (area === "processes" && id === undefined) return listProcesses(state, query);
  const view = [...state.leads.values()].find((one) =>
    [one.lead.id, one.lead.ocid].includes(id ?? ""),
  );
  if (view === undefined) throw new Refusal(404, `${area}.not-found`);
  if (area === "processes") return answer(ProcessView, processView(view.lead));
  if (call.method === "GET") return answer(LeadView, withMay(view, call.account));
  return answer(LeadView, withMay(act(state, view, [name ?? "", call]), call.account));
}

export function problemReply(error: unknown): Reply {
  if (!(error instanceof Refusal)) throw error;
  const { status, code, errors } = error;
  const problem = { status, code, params: {}, requestId: randomUUID().slice(0, 8), errors };
  return { ...answer(Problem, problem), status };
}
