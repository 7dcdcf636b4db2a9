import { createReadStream } from "node:fs";
/** The public picture of an opening as files: playlists, segments and the chain by which anybody can check them. */
import { stat } from "node:fs/promises";
import { join } from "node:path";

import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { CHAIN_FILE } from "../../../../cameras/src/index.ts";
import { OpeningId } from "../../../../contract/src/opening-values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

const CONFIG = { permission: "public" } as const;

const Session = Type.Object({ id: OpeningId });
const Named = Type.Object({
  id: OpeningId,
  file: Type.Enum(["live.m3u8", "replay.m3u8", CHAIN_FILE] as const),
});
const Segment = Type.Object({
  id: OpeningId,
  run: Type.String({ pattern: "^[\\w-][\\w.-]{0,80}$" }),
  file: Type.String({ pattern: "^(init\\.mp4|\\d{1,9}\\.m4s)$" }),
});

const TYPES: Readonly<Record<string, string>> = {
  m3u8: "application/vnd.apple.mpegurl",
  m4s: "video/mp4",
  mp4: "video/mp4",
  jsonl: "application/jsonl; charset=utf-8",
};

const isThere = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() === true;

/** `directory`: a folder a session, written by the process that records. */
export function addPictureRoutes(app: FastifyInstance, directory: string): void {
  const find = async (parts: readonly string[]) => {
    const path = join(directory, ...parts);
    if (!(await isThere(path)))
      throw new RuleViolation("video.nothing-recorded", {}, { status: 404 });
    return createReadStream(path);
  };
  app.get<{ Params: { id: string } }>(
    "/openings/:id/picture/status.json",
    { config: CONFIG, schema: { hide: true, params: Session } },
    async ({ params: { id } }, reply) => {
      const [isLive, isReplay] = await Promise.all(
        ["live.m3u8", "replay.m3u8"].map((file) => isThere(join(directory, id, file))),
      );
      const state = isLive ? "live" : isReplay ? "replay" : "none";
      return reply.header("cache-control", "no-cache").send({ state });
    },
  );
  app.get<{ Params: { id: string; file: string } }>(
    "/openings/:id/picture/:file",
    { config: CONFIG, schema: { hide: true, params: Named } },
    async ({ params: { id, file } }, reply) =>
      reply
        .type(TYPES[file.split(".").at(-1) ?? ""] ?? "text/plain")
        .header("cache-control", "no-cache")
        .send(await find([id, file])),
  );
  app.get<{ Params: { id: string; run: string; file: string } }>(
    "/openings/:id/picture/:run/:file",
    { config: CONFIG, schema: { hide: true, params: Segment } },
    async ({ params: { id, run, file } }, reply) =>
      reply
        .type("video/mp4")
        .header("cache-control", "public, max-age=86400, immutable")
        .send(await find([id, run, file])),
  );
}
