/** Calendar and law over HTTP: versions, drafts, previews, asking for approval. */
import { randomUUID } from "node:crypto";

import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { Pending } from "../../../../contract/src/approval.ts";
import {
  ArticleContent,
  AskEntry,
  CalendarView,
  CalendarYearContent,
  LawView,
  NoticeContent,
  ReadNotice,
  StatuteDraft,
  StatuteDrafts,
  StatutePreview,
} from "../../../../contract/src/statutes.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Approvals } from "../../platform/approval/index.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { csvText } from "../../platform/spreadsheet/index.ts";
import { type Draft, dropDraft, getDraft, keepDraft, listDrafts } from "./draft.store.ts";
import { askForDraft } from "./enter.service.ts";
import { checkEntry, type Entry } from "./entry.ts";
import { countMoved, listMoved } from "./moved.store.ts";
import { alarmOf, moveLines } from "./moves.ts";
import { type PreviewDeps, previewOf } from "./preview.service.ts";
import { readNotice } from "./read-notice.ts";
import { readStatutes } from "./statutes.store.ts";
import type { Statutes } from "./statutes.ts";
import { calendarVersions, lawRows, ruleRows } from "./views.ts";

export interface StatuteDeps extends PreviewDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly approvals: Approvals;
}

const AUDIT = { object: "statute", sensitive: false } as const;
const READ = { permission: "statutes.read", audit: AUDIT } as const;
const WRITE = { permission: "statutes.enter", audit: AUDIT } as const;
const Id = Type.Object({ id: Type.String({ format: "uuid" }) });
const EntryQuery = Type.Object({ entry: Type.String({ minLength: 3, maxLength: 60 }) });
const CSV = "text/csv; charset=utf-8";
const MOST_MOVES = 200;
const MOST_LETTERS = 200;

export function addStatuteRoutes(app: FastifyInstance, deps: StatuteDeps): void {
  const { db, clock } = deps;
  const today = () => plainDateOf(clock.now());
  app.get(
    "/api/statutes/calendar",
    { config: READ, schema: { response: { 200: CalendarView } } },
    async () => {
      const statutes = await readStatutes(db);
      return {
        today: today(),
        versions: calendarVersions(statutes, await countMoved(db)),
        alarm: alarmOf(await deps.openVoices(), statutes, today()),
      };
    },
  );
  app.get(
    "/api/statutes/law",
    { config: READ, schema: { response: { 200: LawView } } },
    async () => {
      const statutes = await readStatutes(db);
      const known = { duties: await deps.listDuties(), moved: await countMoved(db) };
      return {
        today: today(),
        articles: lawRows(statutes, today(), known),
        rules: ruleRows(statutes, today()),
      };
    },
  );
  app.get<{ Querystring: { entry: string } }>(
    "/api/statutes/moved.csv",
    { config: READ, schema: { querystring: EntryQuery } },
    async ({ query: { entry } }, reply) => {
      const moves = await listMoved(db, entry);
      const lines = moveLines(moves.map((move) => ({ ...move, title: "" })));
      return reply
        .type(CSV)
        .header("content-disposition", `attachment; filename="moved.csv"`)
        .send(csvText(lines));
    },
  );
  app.post<{ Body: ReadNotice }>(
    "/api/statutes/calendar/read",
    { config: WRITE, schema: { body: ReadNotice, response: { 200: NoticeContent } } },
    async ({ body }) => {
      const { content, errors } = readNotice(body.text);
      if (content === undefined)
        throw new RuleViolation("statutes.unreadable", {}, { status: 400, errors });
      return content;
    },
  );
  addDraftRoutes(app, deps);
}

function viewOf({ entry, ...draft }: Draft, statutes: Statutes): StatuteDraft {
  return { ...draft, ...entry, errors: [...checkEntry(entry, statutes)] };
}

function addDraftRoutes(app: FastifyInstance, deps: StatuteDeps): void {
  const { db, clock } = deps;
  const keep = async (account: { account: string; name: string }, id: string, entry: Entry) => {
    const { account: by, name } = account;
    await keepDraft(db, { id, entry, by: { account: by, name }, at: clock.now() });
    return viewOf(await getDraft(db, id), await readStatutes(db));
  };
  app.get(
    "/api/statutes/drafts",
    { config: WRITE, schema: { response: { 200: StatuteDrafts } } },
    async () => {
      const statutes = await readStatutes(db);
      return { rows: (await listDrafts(db)).map((draft) => viewOf(draft, statutes)) };
    },
  );
  const both = [
    ["calendar-drafts", "calendarYear", CalendarYearContent],
    ["article-drafts", "article", ArticleContent],
  ] as const;
  for (const [path, kind, body] of both) {
    app.post<{ Body: Entry["content"] }>(
      `/api/statutes/${path}`,
      { config: WRITE, schema: { body, response: { 201: StatuteDraft } } },
      async (request, reply) => {
        const entry = { kind, content: request.body } as Entry;
        return reply.code(201).send(await keep(actorOf(request), randomUUID(), entry));
      },
    );
    app.put<{ Params: { id: string }; Body: Entry["content"] }>(
      `/api/statutes/${path}/:id`,
      { config: WRITE, schema: { params: Id, body, response: { 200: StatuteDraft } } },
      async (request) => {
        await getDraft(db, request.params.id);
        const entry = { kind, content: request.body } as Entry;
        return keep(actorOf(request), request.params.id, entry);
      },
    );
  }
  app.delete<{ Params: { id: string } }>(
    "/api/statutes/drafts/:id",
    { config: WRITE, schema: { params: Id } },
    async ({ params: { id } }, reply) => {
      await getDraft(db, id);
      await dropDraft(db, id);
      return reply.code(204).send();
    },
  );
  addRequestRoutes(app, deps);
}

function addRequestRoutes(app: FastifyInstance, deps: StatuteDeps): void {
  const { db, clock } = deps;
  const preview = async (id: string) => {
    const { entry } = await getDraft(db, id);
    return previewOf(db, deps, { entry, at: clock.now().toISOString() });
  };
  app.get<{ Params: { id: string } }>(
    "/api/statutes/drafts/:id/preview",
    { config: WRITE, schema: { params: Id, response: { 200: StatutePreview } } },
    async ({ params: { id } }) => {
      const { moves, letters, ...rest } = await preview(id);
      return {
        ...rest,
        moves: moves.slice(0, MOST_MOVES),
        letters: letters.slice(0, MOST_LETTERS),
      };
    },
  );
  app.get<{ Params: { id: string } }>(
    "/api/statutes/drafts/:id/moves.csv",
    { config: WRITE, schema: { params: Id } },
    async ({ params: { id } }, reply) => {
      const { moves } = await preview(id);
      return reply
        .type(CSV)
        .header("content-disposition", `attachment; filename="moves.csv"`)
        .send(csvText(moveLines(moves)));
    },
  );
  app.post<{ Body: AskEntry }>(
    "/api/statutes/requests",
    { config: WRITE, schema: { body: AskEntry, response: { 202: Pending } } },
    async (request, reply) => {
      const { draft, reason } = request.body;
      const found = await getDraft(db, draft);
      const approval = await askForDraft(deps, actorOf(request), { draft: found, reason });
      return reply.code(202).send({ approval });
    },
  );
}
