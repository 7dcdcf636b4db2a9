/** Mirrors of inspection organs: the log in its order, whole where the law lets them have it (docs/how-to/run-a-mirror.md). */
import type { Module } from "../../platform/module.ts";
import { mirrorFacts } from "./mirror.facts.ts";
import { addMirrorRoutes, type MirrorDeps } from "./mirror.routes.ts";

export { admitMirror } from "./mirror.routes.ts";

export const createMirrorModule = (deps: MirrorDeps): Module => ({
  name: "mirror",
  facts: mirrorFacts,
  routes: (app) => addMirrorRoutes(app, deps),
});
