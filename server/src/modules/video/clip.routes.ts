/** Clips over HTTP: cut, proved and handed out where recordings are kept. */
import { createReadStream } from "node:fs";

import type { FastifyInstance } from "fastify";

import { ExportClip } from "../../../../contract/src/video.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { exportClip } from "./acts.service.ts";
import { requireBound, type VideoRouteDeps } from "./video.routes.ts";
import { requireVisible } from "./viewing.service.ts";

const CONFIG = { permission: "video.keep", audit: { object: "video", sensitive: true } } as const;

export function addClipRoutes(app: FastifyInstance, deps: VideoRouteDeps): void {
  const { db, registry, clock, recordings, certify } = deps;
  app.post<{ Body: ExportClip }>(
    "/api/video/clips",
    { config: CONFIG, schema: { summary: "Hand out a clip with its proof", body: ExportClip } },
    async (request, reply) => {
      const actor = actorOf(request);
      const wanted = request.body;
      await requireVisible(deps, actor, wanted.ocid);
      const bound = await requireBound(deps, { ...wanted, isPast: true });
      const context = { db, registry, actor, at: clock.now() };
      const pack = await exportClip(context, bound, { wanted, recordings, certify });
      const stream = createReadStream(pack.file);
      stream.once("close", () => void pack.dispose());
      return reply
        .type("application/zip")
        .header("content-disposition", `attachment; filename="clip-${pack.clip.slice(0, 8)}.zip"`)
        .header("content-length", pack.bytes)
        .header("x-mingjing-hash", pack.hash)
        .send(stream);
    },
  );
}
