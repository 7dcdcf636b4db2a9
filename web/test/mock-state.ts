/**
 * What the stand-in for the server knows and answers. Every reply is checked against the contract's
 * schema before it is sent, so that the pages are never tested on something the server cannot say.
 */
import { randomUUID } from "node:crypto";

import type { Static } from "typebox";

import { ProcessChecks } from "../../contract/src/indicators.ts";
import {
  CorrectAct,
  DecideLead,
  LeadPage,
  LeadView,
  PublishDecision,
  ReceiptResults,
  ReceiveLead,
  ReceiveLeads,
  RecordStep,
  ReturnLead,
  RouteLead,
  UrgeLead,
  type LeadRow,
} from "../../contract/src/leads.ts";
import { Problem } from "../../contract/src/problem.ts";
import { ProcessPage, ProcessView } from "../../contract/src/processes.ts";
import { DemoSignIn, SessionView, SetUp, SignIn } from "../../contract/src/session.ts";
import {
  HomeView,
  SavedViews,
  SaveView,
  UnitList,
  type SavedView,
} from "../../contract/src/workbench.ts";
import { DEMO_ACCOUNTS, factId, HOUSING, leadRow, leadView } from "./fixtures.ts";
import { changePost, homeOf, permissionsOf, postsOf, UNITS } from "./home-fixtures.ts";
import { MockNotices, noticesReply } from "./mock-notices.ts";
import { accept, answer, type Call, Refusal, type Reply } from "./mock-reply.ts";
import { processView } from "./process-fixtures.ts";

const PAGE_SIZE = 8;
export const PASSWORD = "correct horse";
export const SETUP_TOKEN = "token-of-the-one-time-link";

/** The lead that the notifications of the mock are about. */
function mentionedLead(leads: ReadonlyMap<string, LeadView>) {
  const [view] = leads.values();
  if (view === undefined) throw new Error("the mock has no lead");
  const { id, number, title } = view.lead;
  return { id, number, title };
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
  views: readonly SavedView[] = [];
  /** Post that housing-3 acts in. */
  post = "housing-3-own";
  setUpNeeded = false;
  readonly notices: MockNotices = new MockNotices(this.now, mentionedLead(this.leads));
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
    doors: { passkey: false, oidc: false },
    permissions: demo === undefined ? [] : permissionsOf(account),
    ...(demo === undefined ? {} : postsOf(state, account)),
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
  const isOurs = account === "housing-1" && view.lead.department.id === "housing";
  const { state } = view.lead;
  const may = {
    receive: isOurs && state === "routed",
    recordStep: isOurs && state === "received",
    decide: isOurs && state === "received",
    publish: isOurs && state === "decided",
    giveBack: isOurs && state === "routed",
    reroute: account === "coordinator-1" && state === "returned",
    urge: account === "coordinator-1" && state !== "published",
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
      returned: count("returned"),
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

const GROUNDED = {
  return: { schema: ReturnLead, to: "returned", kind: "casework.lead-returned", by: 1 },
  route: { schema: RouteLead, to: "routed", kind: "casework.lead-routed", by: 1 },
  urge: { schema: UrgeLead, to: undefined, kind: "casework.lead-urged", by: 0 },
} as const;

/** Return, new routing and urging: one ground each. */
function actWithGround(state: MockState, view: LeadView, [name, call]: readonly [string, Call]) {
  const rule = GROUNDED[name as keyof typeof GROUNDED];
  const body = accept(rule.schema, call.body);
  if (body.version !== view.version) throw new Refusal(409, "leads.stale");
  const at = new Date(state.now).toISOString();
  const demo = DEMO_ACCOUNTS.find((one) => one.account === call.account);
  const officer = {
    account: call.account ?? "",
    name: demo?.name ?? "",
    department: demo?.department ?? HOUSING,
  };
  const unit = UNITS.find(({ id }) => "unit" in body && id === body.unit);
  const event = { at, kind: rule.kind, factId: factId(500 + state.sent.length), officer };
  const next: LeadView = {
    ...view,
    version: view.version + rule.by,
    lead: {
      ...view.lead,
      state: rule.to ?? view.lead.state,
      version: view.version + rule.by,
      ...(unit === undefined ? {} : { department: { id: unit.id, name: unit.name } }),
    },
    history: [
      ...view.history,
      unit === undefined
        ? { ...event, ground: body.ground }
        : {
            ...event,
            department: { id: unit.id, name: unit.name },
            legalBasis: body.ground,
            matched: "coordinator",
          },
    ],
  };
  state.leads.set(next.lead.id, next);
  return next;
}

/** Several receipts at once; each for itself. */
function receiveAll(state: MockState, call: Call): Reply {
  const { leads } = accept(ReceiveLeads, call.body);
  return answer(ReceiptResults, {
    results: leads.map(({ id, version }) => {
      const view = state.leads.get(id);
      if (view === undefined) return { id, received: false, code: "leads.not-found" };
      try {
        act(state, view, ["receipt", { ...call, body: { version } }]);
        return { id, received: true };
      } catch (error) {
        return { id, received: false, code: (error as Refusal).code };
      }
    }),
  });
}

/** An own step put right: the answer shows both. */
function correct(state: MockState, view: LeadView, call: Call): LeadView {
  const body = accept(CorrectAct, call.body);
  const wrong = view.history.find(({ factId: id }) => id === body.corrects);
  if (wrong?.correctableUntil === undefined) throw new Refusal(409, "leads.not-correctable");
  const { officer } = wrong;
  const next: LeadView = {
    ...view,
    version: view.version + 1,
    history: [
      ...view.history,
      {
        at: new Date(state.now).toISOString(),
        kind: "casework.act-corrected",
        factId: factId(700 + state.sent.length),
        ...(officer === undefined ? {} : { officer }),
        corrects: body.corrects,
        ground: body.ground,
        ...body.step,
      },
    ],
  };
  state.leads.set(next.lead.id, next);
  return next;
}

function changeViews(state: MockState, call: Call, id: string | undefined): Reply {
  if (call.method === "POST") {
    const body = accept(SaveView, call.body);
    const view = { ...body, id: factId(900 + state.views.length), isOwn: true, ownerName: "陈岚" };
    state.views = [...state.views, view];
  }
  if (call.method === "DELETE") state.views = state.views.filter((view) => view.id !== id);
  return answer(SavedViews, { views: [...state.views] });
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
    ...("step" in body
      ? {
          step: body.step,
          text: body.text,
          correctableUntil: new Date(state.now + 600_000).toISOString(),
        }
      : {}),
    ...("outcome" in body ? { outcome: body.outcome, decisionNo: body.decisionNo } : {}),
  };
  const next: LeadView = {
    ...view,
    version: view.version + 1,
    lead: {
      ...view.lead,
      state: rule.to,
      stateSince: at,
      officerName: "陈岚",
      version: view.version + 1,
    },
    history: [...view.history, event],
    ...("outcome" in body ? { decision: withoutVersion(body) } : {}),
  };
  state.leads.set(next.lead.id, next);
  return next;
}

function withoutVersion({ version: _version, ...rest }: Static<typeof DecideLead>) {
  return rest;
}

// oxlint-disable-next-line complexity -- one branch for each area of the API
export function api(state: MockState, call: Call): Reply {
  const [, , area, id, name] = call.url.pathname.split("/").map(decodeURIComponent);
  if (area === "session") {
    if (call.method === "GET") return sessionOf(state, call.account);
    if (id === "setup") return setUp(state, call);
    if (id === "post") return changePost(state, call);
    if (call.method === "POST") return signIn(state, call);
    return { status: 204, headers: { "set-cookie": "mock=; Path=/; Max-Age=0" } };
  }
  if (call.account === undefined) throw new Refusal(401, "session.required");
  if (area === "notifications") return noticesReply(state.notices, call);
  if (state.failNext !== undefined) {
    const refusal = state.failNext;
    state.failNext = undefined;
    throw refusal;
  }
  const query = call.url.searchParams;
  if (area === "home") return answer(HomeView, homeOf(state, call.account));
  if (area === "views") return changeViews(state, call, id);
  if (area === "units") return answer(UnitList, { units: UNITS });
  if (area === "leads" && id === "receipts") return receiveAll(state, call);
  if (area === "leads" && id === undefined) return listLeads(state, query);
  if (area === "processes" && id === undefined) return listProcesses(state, query);
  const view = [...state.leads.values()].find((one) =>
    [one.lead.id, one.lead.ocid].includes(id ?? ""),
  );
  if (view === undefined) throw new Refusal(404, `${area}.not-found`);
  if (area === "processes" && name === "checks") return answer(ProcessChecks, { lots: [] });
  if (area === "processes") return answer(ProcessView, processView(view.lead));
  if (call.method === "GET") return answer(LeadView, withMay(view, call.account));
  if (name === "correction")
    return answer(LeadView, withMay(correct(state, view, call), call.account));
  if (name !== undefined && name in GROUNDED)
    return answer(LeadView, withMay(actWithGround(state, view, [name, call]), call.account));
  return answer(LeadView, withMay(act(state, view, [name ?? "", call]), call.account));
}

export function problemReply(error: unknown): Reply {
  if (!(error instanceof Refusal)) throw error;
  const { status, code, errors } = error;
  const problem = { status, code, params: {}, requestId: randomUUID().slice(0, 8), errors };
  return { ...answer(Problem, problem), status };
}
