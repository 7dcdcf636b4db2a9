/** For the operator: all facts again as lines that can be imported, and lines refused before sending. */
import { randomUUID } from "node:crypto";

import type { FastifyInstance } from "fastify";
import Type, { type Static } from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import { writeTo } from "../../platform/http/slow-reader.ts";
import { exportFacts } from "./export.store.ts";
import { createIntakeStore } from "./intake.store.ts";

const ExportFacts = Type.Object({
  source: Type.Optional(Type.String()),
  all: Type.Optional(Type.Boolean()),
});

/** What an importer could not read, with its place in the file. */
const Refusals = Type.Array(
  Type.Object(
    {
      line: Type.Integer({ minimum: 0 }),
      field: Type.String({ maxLength: 400 }),
      code: Type.String({ pattern: "^[a-z]+\\.[a-z-]+$", maxLength: 80 }),
      params: Type.Record(Type.String(), Type.String()),
      text: Type.String({ maxLength: 4000 }),
    },
    { additionalProperties: false },
  ),
  { maxItems: 500 },
);
const REFUSALS_BYTES = 8 * 1024 * 1024;

const config = { permission: "operator", audit: { object: "source" } } as const;
/** The facts themselves, written piece by piece. */
const exported = {
  permission: "operator",
  audit: { object: "fact", sensitive: true, streams: true },
} as const;

async function requireSource(db: Database, source: string): Promise<void> {
  if (await createIntakeStore(db).hasSource(source)) return;
  throw new RuleViolation("intake.unknown-source", { source }, { status: 400 });
}

export function addExportRoutes(app: FastifyInstance, { db }: { readonly db: Database }): void {
  app.get<{ Querystring: Static<typeof ExportFacts> }>(
    "/api/admin/facts",
    {
      config: exported,
      schema: {
        summary: "Facts of a source, or of all, as NDJSON in the shape of the intake",
        querystring: ExportFacts,
      },
    },
    async (request, reply) => {
      const { source, all = false } = request.query;
      if (source !== undefined) await requireSource(db, source);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, { "content-type": "application/x-ndjson" });
      try {
        await exportFacts(db, { source, all }, (text) => writeTo(raw, text));
        raw.end();
      } catch (error) {
        if (!raw.destroyed) request.log.error({ err: error }, "export broke off");
        // Without the last chunk the reader knows that the file is not whole.
        raw.destroy();
      }
    },
  );
  app.post<{ Body: Static<typeof Refusals>; Querystring: { source: string } }>(
    "/api/intake/refusals",
    {
      config,
      bodyLimit: REFUSALS_BYTES,
      schema: {
        summary: "Puts records that an importer could not read into the quarantine",
        querystring: Type.Object({ source: Type.String() }),
        body: Refusals,
      },
    },
    async (request) => {
      const { source } = request.query;
      await requireSource(db, source);
      await createIntakeStore(db).quarantine(source, randomUUID(), request.body);
      return { kept: request.body.length };
    },
  );
}
