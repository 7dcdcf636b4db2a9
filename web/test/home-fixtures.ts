/** What the stand-in for the server says of home, posts and units. */
import type { SessionView } from "../../contract/src/session.ts";
import type { DueRow, HomeView, UnitList } from "../../contract/src/workbench.ts";
import { DEMO_ACCOUNTS, HOUSING } from "./fixtures.ts";
import type { Call, Reply } from "./mock-reply.ts";
import type { MockState } from "./mock-state.ts";

export const UNITS: UnitList["units"] = [
  { id: "housing", name: "云澜市住房和城乡建设局", kind: "department" },
  { id: "transport", name: "云澜市交通运输局", kind: "department" },
  { id: "discipline", name: "云澜市纪委监委", kind: "discipline" },
];

const EVERYBODY = ["workbench.home", "workbench.views", "account.manage"];
const READS = [...EVERYBODY, "leads.read", "processes.read", "workbench.units"];

export function permissionsOf(account: string | undefined): string[] {
  if (account === "housing-1" || account === "housing-3")
    return [...READS, "leads.receive", "leads.return"];
  if (account === "bidder-1") return EVERYBODY;
  if (account === "coordinator-1") return [...READS, "leads.route", "leads.urge"];
  return READS;
}

/** housing-3 is deputy of another post, so that there is something to change to. */
export function postsOf(
  state: MockState,
  account: string | undefined,
): Pick<SessionView, "posts" | "postId"> {
  if (account !== "housing-3") return {};
  const officer = { role: "officer" as const, unit: HOUSING };
  const posts = [
    { post: "housing-3-own", title: "建筑市场监管科", ...officer, basis: "appointment" as const },
    {
      post: "housing-3-other",
      title: "质量安全科",
      ...officer,
      basis: "deputy" as const,
      until: "2026-12-31",
    },
  ];
  return { posts, postId: state.post };
}

export function changePost(state: MockState, call: Call): Reply {
  state.post = (call.body as { post: string }).post;
  const demo = DEMO_ACCOUNTS.find((one) => one.account === call.account);
  return {
    status: 200,
    body: {
      signedIn: true,
      demo: true,
      demoAccounts: [],
      setUpNeeded: false,
      doors: { passkey: false, oidc: false },
      permissions: permissionsOf(call.account),
      ...demo,
      ...postsOf(state, call.account),
    },
  };
}

const day = (now: number, days: number) =>
  new Date(now + days * 86_400_000).toISOString().slice(0, 10);

function dueOf(state: MockState): DueRow[] {
  const open = [...state.leads.values()].map(({ lead }) => lead);
  return open.map((lead, index): DueRow => {
    const { id, title, lotId, number, level, department, stateSince: since } = lead;
    const isDue = index < 2;
    return {
      kind: "lead",
      id,
      title,
      lotId,
      number,
      level,
      department,
      state: lead.state,
      since,
      ground: index < 4 ? "disclosure" : "beforeAward",
      risk: isDue ? "due" : "calm",
      ...(index < 4 ? { until: day(state.now, index) } : {}),
      ...(index === 1 ? { urges: 2 } : {}),
    };
  });
}

export function homeOf(state: MockState, account: string | undefined): HomeView {
  const asOf = new Date(state.now).toISOString();
  if (account === "bidder-1") {
    return {
      role: "bidder",
      asOf,
      figures: [{ figure: "submissions", count: 1, to: "/#own", risk: "calm" }],
      submissions: [
        {
          factId: "01900000-0000-7000-8000-000000000001",
          ocid: "ocds-mj0001-YL2026-0312",
          lotId: "1",
          title: "青岚路改造工程施工",
          stage: "receipt",
          at: asOf,
          leafIndex: 1_204_876,
          isPublic: true,
        },
      ],
    };
  }
  const due = dueOf(state);
  const count = (name: string) => due.filter(({ state: one }) => one === name).length;
  const departments = [
    {
      department: HOUSING,
      returned: 0,
      routed: count("routed"),
      received: count("received"),
      decided: count("decided"),
      stuck: 3,
      urges: 2,
      lyingSince: new Date(state.now - 6 * 86_400_000).toISOString(),
    },
  ];
  return {
    role: account === "coordinator-1" ? "coordinator" : "officer",
    asOf,
    figures: [
      { figure: "routed", count: count("routed"), to: "/leads?state=routed", risk: "calm" },
      { figure: "stuck", count: 3, to: "/leads?stuck=yes", risk: "due" },
    ],
    due: due.slice(0, 12),
    dueTotal: due.length,
    ...(account === "coordinator-1" ? { departments } : {}),
    openings: [
      {
        ocid: "ocds-mj0001-YL2026-0312",
        title: "青岚路改造工程施工",
        at: asOf,
        venue: "开标一室",
        state: "announced",
      },
    ],
  };
}
