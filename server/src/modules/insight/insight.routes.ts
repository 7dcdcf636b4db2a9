/** City-wide figures over HTTP, and as a file. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { InsightQuery, InsightView } from "../../../../contract/src/insight.ts";
import { closed } from "../../../../contract/src/values.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { localTime, TABLE_FILES } from "../../platform/spreadsheet/index.ts";
import { checkQuery, crossTable } from "./cross-table.ts";
import { figureFile, type FileLanguage } from "./figure-file.ts";
import { listPeriods } from "./insight.store.ts";

export interface InsightDeps {
  readonly db: Database;
  readonly clock: Clock;
}

const FileQuery = Type.Object(
  {
    ...InsightQuery.properties,
    format: Type.Optional(Type.Enum(["csv", "xlsx"] as const)),
    lang: Type.Optional(Type.Enum(["zh-CN", "en"] as const)),
  },
  closed,
);
type FileQuery = InsightQuery & {
  readonly format?: "csv" | "xlsx";
  readonly lang?: FileLanguage;
};

/** The figures are the same for every reader, so no read of them is an access to a matter. */
const audit = { object: "system", sensitive: false } as const;

export function addInsightRoutes(app: FastifyInstance, { db, clock }: InsightDeps): void {
  async function tableOf(query: InsightQuery): Promise<InsightView> {
    checkQuery(query);
    return crossTable(await listPeriods(db, query.measure), query);
  }

  app.get<{ Querystring: InsightQuery }>(
    "/api/insight/overview",
    {
      config: { permission: "insight.read", audit },
      schema: {
        summary: "City-wide figures; none tells of fewer than five",
        querystring: InsightQuery,
        response: { 200: InsightView },
      },
    },
    (request) => tableOf(request.query),
  );

  app.get<{ Querystring: FileQuery }>(
    "/api/insight/overview/export",
    {
      config: { permission: "insight.read", audit },
      schema: { summary: "The same figures as CSV or XLSX", querystring: FileQuery },
    },
    async (request, reply) => {
      const { format = "xlsx", lang = "zh-CN", ...query } = request.query;
      const actor = actorOf(request);
      const now = clock.now();
      const { name, heads, rows, filters, words } = figureFile(await tableOf(query), query, lang);
      const hidden = rows.flat().filter((cell) => typeof cell === "object").length;
      const foot = words.file.footer;
      const file = TABLE_FILES[format];
      const pieces: Uint8Array[] = [];
      for await (const piece of file.write({
        name,
        columns: heads.map((head) => ({ head, width: 16 })),
        pages: (async function* () {
          yield rows;
        })(),
        footer: () => [
          [foot.filters, filters === "" ? words.file.noFilter : filters],
          [foot.hidden, String(hidden)],
          [foot.by, `${actor.name}，${actor.post}，${actor.department.name}`],
          [foot.at, `${localTime(now)} ${foot.zone}`],
          [foot.noteLabel, words.about],
        ],
      }))
        pieces.push(piece);
      const fileName = encodeURIComponent(`${name}-${plainDateOf(now)}.${file.extension}`);
      return reply
        .header("content-type", file.contentType)
        .header("content-disposition", `attachment; filename*=UTF-8''${fileName}`)
        .header("cache-control", "no-store")
        .send(Buffer.concat(pieces));
    },
  );
}
