/** Public answers with their proofs (docs/how-to/check-an-answer.md), and all there is to rebuild the map. */
import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";

import { AnswerKey } from "../../../../contract/src/answers.ts";
import type { Database } from "../../platform/database.ts";
import { readAnswer, readEntryRows, readKeys } from "./answer-public.store.ts";
import { CONFIG } from "./page.routes.ts";

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
