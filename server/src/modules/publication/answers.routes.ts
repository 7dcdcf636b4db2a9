/** Public answers with their proofs (docs/how-to/check-an-answer.md), their page, and all there is to rebuild the map. */
import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";

import { AnswerKey } from "../../../../contract/src/answers.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import { answerRows, keyOfCode } from "./answer-page.ts";
import { readEntryRows } from "./answer-public.store.ts";
import { readAnswer, readKeys } from "./answers.service.ts";
import { type AddPage, CONFIG, type Query } from "./page.routes.ts";
import type { PortalDeps } from "./portal.routes.ts";

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const AnswerQuery = Type.Object({ key: AnswerKey }, closed);
const KeysQuery = Type.Object(
  { after: Type.Optional(Type.String({ maxLength: 220 })), version: Type.Optional(Count) },
  closed,
);
const EntriesQuery = Type.Object({ after: Type.Optional(Type.Integer({ minimum: -1 })) }, closed);

const KEYS = 5000;
const ENTRIES = 1000;

export function addAnswerRoutes(app: FastifyInstance, publicDb: Database): void {
  app.get<{ Querystring: Static<typeof AnswerQuery> }>(
    "/api/public/answers",
    { config: CONFIG, schema: { querystring: AnswerQuery } },
    async ({ query: { key } }, reply) => {
      reply.header("cache-control", "no-cache");
      return readAnswer(publicDb, key);
    },
  );
  app.get<{ Querystring: Static<typeof KeysQuery> }>(
    "/api/public/answers/keys",
    { config: CONFIG, schema: { querystring: KeysQuery } },
    ({ query: { after = "", version } }) => readKeys(publicDb, { after, version, limit: KEYS }),
  );
  app.get<{ Querystring: Static<typeof EntriesQuery> }>(
    "/api/public/answers/entries",
    { config: CONFIG, schema: { querystring: EntriesQuery } },
    async ({ query: { after = -1 } }) => {
      const entries = await readEntryRows(publicDb, { after, limit: ENTRIES });
      return { entries, next: entries.length < ENTRIES ? null : (entries.at(-1)?.n ?? null) };
    },
  );
}

/** What is public under a code, or that there is nothing. */
export function addAnswersPage(
  page: AddPage,
  { findLog, pages, publicDb }: Pick<PortalDeps, "findLog" | "pages"> & { publicDb: Database },
): void {
  page("/answers", async (known, request) => {
    const { code = "" } = request.query as Query;
    const asked = code.trim().slice(0, 170);
    const log = await findLog();
    if (asked === "") return pages.renderAnswers({ page: known, log });
    const key = keyOfCode(asked);
    if (key === undefined) return pages.renderAnswers({ page: known, log, asked, trouble: "bad" });
    try {
      const { records, size } = await readAnswer(publicDb, key);
      const answer = { key, size, rows: answerRows(records) };
      return pages.renderAnswers({ page: known, log, asked, answer });
    } catch (error) {
      if (!(error instanceof RuleViolation)) throw error;
      return pages.renderAnswers({ page: known, log, asked, trouble: "notSigned" });
    }
  });
}
