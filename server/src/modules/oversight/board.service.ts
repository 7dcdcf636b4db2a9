/** The board: read with the eyes of the reader, computed anew each time, kept nowhere. */
import type { BoardRow, HandledRow, SupResult } from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { type KnownLaw, readKnownLaw, readVoices, standingOf } from "../complaints/index.ts";
import { listCaseIds, type OpenLead, readExtras, readLeads } from "./board.store.ts";
import { type CaseRecord, handledOf } from "./case-record.ts";
import { type Period, workingDays } from "./days.ts";
import { pausedShare } from "./pause-signs.ts";
import { rankTail } from "./rates.ts";
import { FEWEST_CASES, LEAD_DAYS } from "./settings.ts";
import { byWeight, type Seen, situationsOf } from "./situations.ts";
import { supOf } from "./sup.ts";

const PAGE = 500;

async function readRecords(tx: Tx, ids: readonly string[]): Promise<readonly CaseRecord[]> {
  const records: CaseRecord[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = ids.slice(start, start + PAGE);
    const voices = new Map((await readVoices(tx, page)).map((voice) => [voice.id, voice]));
    for (const { id, logged, project, ...extra } of await readExtras(tx, page)) {
      const facts = voices.get(id);
      if (facts === undefined) continue;
      records.push({
        ...extra,
        facts,
        standing: standingOf(facts),
        project: project ?? undefined,
        loggedAt: new Map(Object.entries(logged)),
      });
    }
  }
  return records;
}

/** How rare a case's paused share is among the cases of other units. */
function tailsOf(records: readonly CaseRecord[], today: string): ReadonlyMap<string, number> {
  const shares = records.flatMap(({ facts, unit, ...record }) => {
    const share = pausedShare({ facts, unit, ...record }, today);
    return share === undefined ? [] : [{ subject: `voice:${facts.id}`, unit: unit.id, share }];
  });
  return new Map(
    shares.flatMap(({ subject, unit, share }) => {
      const peers = shares.filter((peer) => peer.unit !== unit).map((peer) => peer.share);
      return share === 0 || peers.length < FEWEST_CASES
        ? []
        : [[subject, rankTail(share, peers)] as const];
    }),
  );
}

function ignoredLead(
  { id, number, unit, project, routedOn }: OpenLead,
  today: string,
  known: KnownLaw,
): readonly Seen[] {
  const count = workingDays(routedOn, today, known);
  if (count === undefined || count <= LEAD_DAYS) return [];
  return [
    {
      id: `leadIgnored/lead:${id}`,
      situation: "leadIgnored",
      indicator: "SUP-09",
      subject: `lead:${id}`,
      number,
      kind: "lead",
      ...(project === null ? {} : { project }),
      unit,
      earlier: [],
      count,
      countOf: "workingDay",
      since: routedOn,
      days: [],
      signs: [],
      articles: [],
    },
  ];
}

export interface Watched {
  readonly rows: readonly Seen[];
  readonly handled: readonly HandledRow[];
  readonly results: SupResult[];
}

export async function watch(
  tx: Tx,
  scope: Scope,
  { period, now }: { readonly period: Period; readonly now: Date },
): Promise<Watched> {
  const known = await readKnownLaw(tx);
  const today = plainDateOf(now);
  const records = await readRecords(tx, await listCaseIds(tx, scope, period));
  const leads = await readLeads(tx, scope, period);
  const looking = { now, today, known, pauseTails: tailsOf(records, today) };
  const rows = [
    ...records.flatMap((record) => situationsOf(record, looking)),
    ...leads.open.flatMap((lead) => ignoredLead(lead, today, known)),
  ].toSorted(byWeight);
  const handled = handledIn(records, { period, known, today });
  const replies = records.flatMap(({ standing }) => standing.reply ?? []);
  return {
    rows,
    handled,
    results: supOf({
      rows,
      handled,
      cases: records.length,
      replies: replies.length,
      compared: replies.filter(({ quality }) => quality.likeness !== undefined).length,
      pauses: records.reduce((sum, { standing }) => sum + standing.pauses.length, 0),
      publications: handled.filter(
        ({ publication }) => publication === "published" || publication === "late",
      ).length,
      leads: leads.handed,
    }),
  };
}

/** What every unit settled in the period: for the cards, which the machine counts. */
export async function readHandled(
  tx: Tx,
  { period, now }: { readonly period: Period; readonly now: Date },
): Promise<readonly HandledRow[]> {
  const known = await readKnownLaw(tx);
  const records = await readRecords(tx, await listCaseIds(tx, undefined, period));
  return handledIn(records, { period, known, today: plainDateOf(now) });
}

const handledIn = (
  records: readonly CaseRecord[],
  { period, known, today }: { period: Period; known: KnownLaw; today: string },
): readonly HandledRow[] =>
  records
    .flatMap((record) => handledOf(record, known, today) ?? [])
    .filter(({ doneOn }) => period.from <= doneOn && doneOn <= period.to);

/** Rows as they leave: what those who watch wrote about each stands beside it. */
export const withNotices = (
  rows: readonly Seen[],
  noticeOf: (row: Seen) => { readonly number: string; readonly answer?: string } | undefined,
): BoardRow[] =>
  rows.map((row) => {
    const notice = noticeOf(row);
    return {
      ...row,
      ...(notice === undefined ? {} : { notice: notice.number }),
      ...(notice?.answer === undefined
        ? {}
        : { explanation: { from: "answer" as const, text: notice.answer } }),
      suggests: notice === undefined ? SUGGESTS[row.situation] : null,
    };
  });

const SUGGESTS: Readonly<Record<Seen["situation"], BoardRow["suggests"]>> = {
  statutoryLate: "urge",
  commitmentLate: "remind",
  returned: "remind",
  unclaimed: "remind",
  pausedLong: "remind",
  pauseAbuse: "urge",
  unanswered: "correct",
  copied: "remind",
  unpublished: "urge",
  backDated: "correct",
  paperEntry: null,
  questioned: null,
  reversed: null,
  leadIgnored: "urge",
};
