/** The board and drafts over HTTP. Reads are recorded like any sensitive read. */
import type { FastifyInstance, FastifyRequest } from "fastify";

import {
  Board,
  BoardQuery,
  DraftQuery,
  NoticeDraft,
  type NoticeKind,
} from "../../../../contract/src/oversight.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Scope, ScopedReader } from "../../platform/identity/reader.ts";
import { readKnownLaw } from "../complaints/index.ts";
import { watch, withNotices } from "./board.service.ts";
import { daysBetween, type Period, workingDays } from "./days.ts";
import { draftOf } from "./draft.ts";
import { unitFigures } from "./figures.ts";
import { type Counting, type KnownNotice, listDrafts, listNotices } from "./notice.store.ts";
import { readIntegrity } from "./proof-view.store.ts";
import { RELEASERS, WATCHERS } from "./roles.ts";
import { countSensitive } from "./sensitive.store.ts";
import { ANSWER_DAYS } from "./settings.ts";
import type { Seen } from "./situations.ts";

export interface OversightDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
}

const AUDIT = { object: "oversight", sensitive: true } as const;
const LONGEST_DAYS = 3 * 366;

/** @throws RuleViolation oversight.bad-period */
export function periodOf({ from, to }: BoardQuery, today: string): Period {
  const period = { from: from ?? `${today.slice(0, 4)}-01-01`, to: to ?? today };
  const length = daysBetween(period.from, period.to);
  if (!(length >= 0 && length <= LONGEST_DAYS))
    throw new RuleViolation("oversight.bad-period", {}, { status: 400 });
  return period;
}

export async function countingOf(tx: Tx, now: Date): Promise<Counting> {
  const known = await readKnownLaw(tx);
  const today = plainDateOf(now);
  return { now, daysLeft: (dueOn) => workingDays(today, dueOn, known) };
}

/** The newest notice about the same case and the same indicator. */
const noticesBySubject = (notices: readonly KnownNotice[]) => {
  const newest = new Map(
    notices
      .toReversed()
      .map((notice) => [`${notice.subject ?? ""} ${notice.indicator ?? ""}`, notice] as const),
  );
  return ({ subject, indicator }: Seen) => {
    const found = newest.get(`${subject} ${indicator}`);
    if (found === undefined) return undefined;
    return {
      number: found.number,
      ...(found.answerText === null ? {} : { answer: found.answerText }),
    };
  };
};

interface Reading {
  readonly scope: Scope;
  readonly period: Period;
  readonly now: Date;
}

async function readBoard(tx: Tx, { scope, period, now }: Reading) {
  const watched = await watch(tx, scope, { period, now });
  const notices = await listNotices(tx, scope, await countingOf(tx, now));
  return {
    asOf: now.toISOString(),
    ...period,
    handled: [...watched.handled],
    rows: withNotices(watched.rows, noticesBySubject(notices)),
    units: unitFigures(watched.handled),
    results: watched.results,
    notices: notices.map(({ indicator: _indicator, answerText: _text, ...row }) => row),
    drafts: (await listDrafts(tx, scope, now)).length,
    integrity: await readIntegrity(tx, scope),
  };
}

async function draftFor(
  tx: Tx,
  { scope, period, now }: Reading,
  { row: id, kind }: { readonly row: string; readonly kind?: NoticeKind | undefined },
): Promise<NoticeDraft> {
  const kept = (await listDrafts(tx, scope, now)).find((draft) => draft.id === id);
  if (kept !== undefined) return { ...kept, answerDays: ANSWER_DAYS[kept.content.kind] };
  const { rows } = await watch(tx, scope, { period, now });
  const [found] = withNotices(
    rows.filter((row) => row.id === id),
    () => undefined,
  );
  if (found === undefined)
    throw new RuleViolation("oversight.unknown-case", { subject: id }, { status: 404 });
  const chosen = kind ?? found.suggests ?? "remind";
  return {
    id,
    madeAt: now.toISOString(),
    cause: "board",
    content: draftOf(found, chosen),
    answerDays: ANSWER_DAYS[chosen],
  };
}

export function addBoardRoutes(app: FastifyInstance, { db, reader, clock }: OversightDeps): void {
  const readingOf = (request: FastifyRequest, query: BoardQuery): Reading => {
    const now = clock.now();
    return { scope: actorOf(request).scope, now, period: periodOf(query, plainDateOf(now)) };
  };

  app.get<{ Querystring: BoardQuery }>(
    "/api/oversight/board",
    {
      config: { permission: "oversight.read", audit: AUDIT },
      schema: { querystring: BoardQuery, response: { 200: Board } },
    },
    async (request) => {
      const reading = readingOf(request, request.query);
      const { role } = actorOf(request);
      const board = await reader.read(reading.scope, (tx) => readBoard(tx, reading));
      countRows(request, board.rows.length);
      const isOne = (roles: readonly string[]) => roles.includes(role);
      return {
        ...board,
        // City-wide counts, without a person or a case: the records themselves are the auditor's.
        sensitive: await countSensitive(db, reading.now),
        may: { sign: isOne(WATCHERS), release: isOne(RELEASERS) },
      };
    },
  );

  app.get<{ Querystring: { row: string; kind?: NoticeKind } }>(
    "/api/oversight/draft",
    {
      config: { permission: "oversight.sign", audit: AUDIT },
      schema: { querystring: DraftQuery, response: { 200: NoticeDraft } },
    },
    (request) => {
      const reading = readingOf(request, {});
      return reader.read(reading.scope, (tx) => draftFor(tx, reading, request.query));
    },
  );
}
