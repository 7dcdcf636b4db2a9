/** A whole backup as one download, for `mingjing backup`. */
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { type ComposeOptions, EMPTY_STATE, nextGroup } from "./compose.ts";
import { BACKUP_FORMAT, CHAIN_START, lineOf } from "./format.ts";

export function addBackupRoute(app: FastifyInstance, options: ComposeOptions): void {
  app.get(
    "/api/admin/backup",
    {
      config: {
        permission: "operator",
        audit: { object: "backup", sensitive: true, streams: true },
      },
      schema: { summary: "Everything that is needed to begin again, as one gzip of NDJSON" },
    },
    (request, reply) => sendBackup(options, request, reply),
  );
}

/** Streams everything that is needed to begin again. */
export function sendBackup(
  options: ComposeOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const body = createGzip({ level: 5 });
  pipeline(Readable.from(textOf(options)), body, (error) => {
    if (error) request.log.error({ err: error }, "backup broke off; the download is torn");
  });
  return reply.type("application/gzip").send(body);
}

/** Ends when everything that was there at the beginning is written; on a busy server newer facts never stop coming. */
async function* textOf(options: ComposeOptions): AsyncGenerator<string> {
  yield lineOf({ record: "segment", format: BACKUP_FORMAT, firstFact: 0, chain: CHAIN_START });
  let state = EMPTY_STATE;
  for (;;) {
    const group = await nextGroup(options, state);
    if (group === undefined) return;
    state = group.state;
    yield group.text;
    if (state.pending === null && !group.isMore) return;
  }
}
