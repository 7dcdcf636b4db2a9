/** Files of a voice for those who may read it. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { FILE_TYPES } from "./file-type.ts";
import { findNamed, readFile } from "./file.store.ts";
import { getHeld } from "./voice.store.ts";
import type { ComplaintsDeps } from "./voices.routes.ts";

const Params = Type.Object({
  id: Type.String({ maxLength: 80 }),
  sha256: Type.String({ pattern: "^[0-9a-f]{64}$" }),
});

/** RFC 8187; the plain form for old programs has no letters beyond ASCII. */
const disposition = (name: string): string => {
  const plain = name.replaceAll(/[^\w.-]/g, "_");
  const whole = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
};

export function addVoiceFileRoutes(
  app: FastifyInstance,
  { db, clock, reader }: ComplaintsDeps,
): void {
  app.get<{ Params: { id: string; sha256: string } }>(
    "/api/voices/:id/files/:sha256",
    {
      config: { permission: "voices.read", audit: { object: "voice", sensitive: true } },
      schema: { params: Params, summary: "A file that a fact of this voice names" },
    },
    async (request, reply) => {
      const { id, sha256 } = request.params;
      const { scope } = actorOf(request);
      const named = await reader.read(scope, async (tx) => {
        await getHeld(tx, id, { scope, now: clock.now() });
        return findNamed(tx, id, sha256);
      });
      const content = named === undefined ? undefined : await readFile(db, sha256);
      if (named === undefined || content === undefined)
        throw new RuleViolation("voices.no-such-file", { id }, { status: 404 });
      const isKnown = named.mediaType in FILE_TYPES;
      return reply
        .type(isKnown ? named.mediaType : "application/octet-stream")
        .headers({
          "content-disposition": disposition(named.name),
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          "content-security-policy": "sandbox; default-src 'none'",
        })
        .send(content);
    },
  );
}
