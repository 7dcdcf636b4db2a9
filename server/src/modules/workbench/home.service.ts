/** The home of a role, out of its parts. */
import type { DueRow, HomeFigure, HomeView } from "../../../../contract/src/workbench.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { IS_STUCK } from "../casework/index.ts";
import { listVoices } from "../complaints/index.ts";
import {
  countLeads,
  countProcesses,
  type LeadCounts,
  listDepartments,
  listDueLeads,
  listOpenings,
  listOwnLots,
} from "./due.store.ts";
import { HOME_PARTS, type HomePart } from "./home-parts.ts";
import { readOrganisationFigures } from "./organisation-figures.store.ts";
import { listScores, listSubmissions } from "./own.store.ts";

export interface HomeDeps {
  readonly db: Database;
  readonly reader: ScopedReader;
  readonly clock: Clock;
}

/** What one part adds; figures of several parts stand in the order of the parts. */
type Part = Omit<Partial<HomeView>, "figures"> & { readonly figures?: readonly HomeFigure[] };

interface Reading {
  readonly tx: Tx;
  readonly actor: Actor;
  readonly today: string;
  readonly now: Date;
  readonly db: Database;
}

const LISTED_VOICES = 8;
const LISTED = 12;

const figure = (
  name: HomeFigure["figure"],
  count: number,
  { to, risk = "calm" }: { to: string; risk?: HomeFigure["risk"] },
): HomeFigure => ({ figure: name, count, to, risk: count === 0 ? "calm" : risk });

const byState = (counts: LeadCounts): HomeFigure[] =>
  (["routed", "received", "decided"] as const).map((state) =>
    figure(state, counts[state], { to: `/leads?state=${state}` }),
  );

const stuck = (counts: LeadCounts): HomeFigure =>
  figure("stuck", counts.stuck, { to: "/leads?stuck=yes", risk: "due" });

const listed = (due: readonly DueRow[]) => ({
  due: due.slice(0, LISTED),
  dueTotal: due.length,
});

/** One function a part; the scope of the reader goes into each query. */
const READ: Readonly<Record<HomePart, (reading: Reading) => Promise<Part>>> = {
  async leads({ tx, actor: { scope }, today }) {
    const counts = await countLeads(tx, scope, IS_STUCK);
    const due = await listDueLeads(tx, scope, { isLying: false, today, isStuck: IS_STUCK });
    return { figures: [...byState(counts), stuck(counts)], ...listed(due) };
  },
  async voices({ tx, actor: { scope }, now }) {
    const query = { open: "yes", order: "due", limit: LISTED_VOICES } as const;
    const { rows, counts } = await listVoices(tx, { scope, query, now });
    return {
      figures: [
        figure("voicesRouted", counts.routed, { to: "/voices?state=routed" }),
        figure("voicesSoon", counts.soon, { to: "/voices?due=soon", risk: "due" }),
        figure("voicesLate", counts.late, { to: "/voices?due=late", risk: "overdue" }),
      ],
      voices: rows,
      voicesOpen: counts.open,
    };
  },
  async lying({ tx, actor: { scope, role }, today }) {
    const counts = await countLeads(tx, scope, IS_STUCK);
    const due = await listDueLeads(tx, scope, { isLying: true, today, isStuck: IS_STUCK });
    const returned = figure("returned", counts.returned, {
      to: "/leads?state=returned",
      risk: "due",
    });
    const fallback = figure("fallback", counts.fallback, {
      to: "/leads?state=routed&matched=fallback",
      risk: "due",
    });
    const own = role === "inspector" ? [returned] : [returned, fallback];
    const figures = role === "centre" ? [...own, stuck(counts)] : own;
    return { figures, ...listed(due) };
  },
  async departments({ tx, actor: { scope } }) {
    const counts = await countLeads(tx, scope, IS_STUCK);
    return {
      figures: [stuck(counts), ...byState(counts)],
      departments: await listDepartments(tx, scope, IS_STUCK),
    };
  },
  async openings({ tx, actor: { scope }, today }) {
    const openings = await listOpenings(tx, scope, today);
    const to = `/processes?openingOn=${today}`;
    return { figures: [figure("openings", openings.length, { to })], openings };
  },
  async processes({ tx, actor: { scope }, today }) {
    const due = await listOwnLots(tx, scope, today);
    const toContract = due.filter(
      ({ ground }) => ground === "beforeContract" || ground === "contractLate",
    );
    const isLate = toContract.some(({ ground }) => ground === "contractLate");
    return {
      figures: [
        figure("processes", await countProcesses(tx, scope), { to: "/processes" }),
        figure("toContract", new Set(toContract.map(({ id }) => id)).size, {
          to: "/processes?state=awarded",
          risk: isLate ? "overdue" : "calm",
        }),
      ],
      ...listed(due),
    };
  },
  async submissions({ tx, actor: { scope } }) {
    const submissions = await listSubmissions(tx, scope);
    return { figures: [figure("submissions", submissions.length, { to: "/#own" })], submissions };
  },
  async scores({ tx, actor: { scope } }) {
    const scores = await listScores(tx, scope);
    return { figures: [figure("scores", scores.length, { to: "/#own" })], scores };
  },
  async organisation({ db, actor: { role }, today }) {
    return { figures: await readOrganisationFigures(db, role, today) };
  },
};

export async function readHome({ db, reader, clock }: HomeDeps, actor: Actor): Promise<HomeView> {
  const now = clock.now();
  const today = plainDateOf(now);
  const parts = await reader.read(actor.scope, async (tx) => {
    const read: Part[] = [];
    for (const part of HOME_PARTS[actor.role])
      read.push(await READ[part]({ tx, actor, today, now, db }));
    return read;
  });
  const figures = parts.flatMap((part) => part.figures ?? []);
  return {
    ...Object.assign({}, ...parts),
    role: actor.role,
    asOf: now.toISOString(),
    figures,
  };
}
