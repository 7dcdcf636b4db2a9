/** Built files of the web: /static for all pages, the console under /console. */
import { existsSync } from "node:fs";
import { join } from "node:path";

import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

import { PROJECT_ROOT } from "./config.ts";

const DIST = join(PROJECT_ROOT, "web/dist");
/** Program and style of the page in an evidence pack. */
export const PACK_PAGES = join(PROJECT_ROOT, "web/dist/assets/pack");

/** Where there is no console, its files are not served either. */
export async function addBuiltFiles(
  http: FastifyInstance,
  { hasConsole }: { readonly hasConsole: boolean },
): Promise<void> {
  if (!existsSync(DIST)) return;
  await http.register(async (scope) => {
    scope.addHook("onRoute", (route) => {
      route.config = { ...route.config, permission: "public" };
      route.schema = { ...route.schema, hide: true };
    });
    await scope.register(fastifyStatic, {
      root: DIST,
      prefix: "/static/",
      index: false,
      allowedPath: (path) => hasConsole || !/^\/(?:assets\/|console\.html)/u.test(path),
      setHeaders(reply, path) {
        const isHashed = path.includes("/assets/");
        reply.header(
          "cache-control",
          isHashed ? "public, max-age=31536000, immutable" : "no-cache",
        );
      },
    });
    if (!hasConsole) return;
    for (const url of ["/console", "/console/*"]) {
      scope.get(url, (_request, reply) =>
        reply.header("cache-control", "no-cache").sendFile("console.html"),
      );
    }
  });
}
