/** Import of the organisation from a workbook: template, preview, apply. */
import type { FastifyInstance } from "fastify";

import { Pending } from "../../../../contract/src/approval.ts";
import {
  IMPORT_SHEETS,
  ImportDone,
  ImportPreview,
} from "../../../../contract/src/organisation-api.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { inTransaction } from "../database.ts";
import { nextUuid } from "../facts/uuid.ts";
import { actorOf } from "../http/permission.ts";
import { readXlsx, XLSX_LIMITS } from "../xlsx/read-xlsx.ts";
import type { ActDeps } from "./organisation-acts.service.ts";
import { readRegistered } from "./organisation-import.store.ts";
import { type ImportPlan, planImport } from "./organisation-import.ts";
import { recordSeparated } from "./organisation-rules.ts";
import { templateWorkbook } from "./organisation-workbook.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const MOST_ERRORS = 500;

// oxlint-disable-next-line max-lines-per-function -- template, preview and apply share one scope
export function addImportRoutes(parent: FastifyInstance, deps: ActDeps): void {
  const config = {
    permission: "organisation.manage",
    audit: { object: "unit", sensitive: false },
  } as const;
  const { db, clock } = deps;
  const plan = async (body: unknown): Promise<ImportPlan> => {
    if (!Buffer.isBuffer(body))
      throw new RuleViolation("request.bad-media-type", {}, { status: 415 });
    const sheets = await readXlsx(body);
    return planImport(
      sheets,
      await readRegistered(db),
      () => `a-${nextUuid(clock.now().getTime())}`,
    );
  };

  // A scope of its own: only here a body is a workbook.
  void parent.register(async (app) => {
    app.addContentTypeParser(
      XLSX,
      { parseAs: "buffer", bodyLimit: XLSX_LIMITS.fileBytes },
      (_request, body, done) => done(null, body),
    );

    app.get("/api/organisation/import/template", { config }, (_request, reply) =>
      reply
        .type(XLSX)
        .header("content-disposition", 'attachment; filename="organisation.xlsx"')
        .send(Buffer.from(templateWorkbook())),
    );

    app.post(
      "/api/organisation/import/preview",
      { config, bodyLimit: XLSX_LIMITS.fileBytes, schema: { response: { 200: ImportPreview } } },
      async ({ body }) => {
        const begin = performance.now();
        const { counts, errors, needsApproval } = await plan(body);
        return {
          counts: Object.fromEntries(IMPORT_SHEETS.map((kind) => [kind, counts[kind]])),
          errors: errors.slice(0, MOST_ERRORS),
          moreErrors: Math.max(0, errors.length - MOST_ERRORS),
          needsApproval,
          milliseconds: Math.round(performance.now() - begin),
        };
      },
    );

    app.post(
      "/api/organisation/import",
      {
        config,
        bodyLimit: XLSX_LIMITS.fileBytes,
        schema: { response: { 200: ImportDone, 202: Pending } },
      },
      async (request, reply) => {
        const { changes, needsApproval } = await plan(request.body);
        if (changes.length === 0) throw new RuleViolation("organisation.nothing-to-import");
        if (needsApproval) {
          const approval = await deps.approvals.request(actorOf(request), {
            act: "organisation.import",
            params: { changes },
            reason: "批量导入",
          });
          return reply.code(202).send({ approval });
        }
        const at = clock.now().toISOString();
        await inTransaction(db, (tx) => recordSeparated(tx, deps.registry, { changes, at }));
        return { recorded: changes.length };
      },
    );
  });
}
