/** The door of trading systems: ask before an act, and say why it is done in spite of a warning. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import {
  CheckAct,
  CheckAnswer,
  OverrideTaken,
  OverrideWarning,
} from "../../../../contract/src/warnings.ts";
import type { Clock } from "../../platform/clock.ts";
import { createSourceFinder, hashOf, requireSignature } from "../intake/index.ts";
import { takeOverride } from "./acts.service.ts";
import { type CheckDeps, takeCheck } from "./check.service.ts";

export interface SourceDoorDeps extends CheckDeps {
  readonly clock: Clock;
  readonly operatorToken: string;
}

const Asked = Type.Object({ source: Type.Optional(Type.String()) });
const config = { permission: "source" };
/** Documents are searched for words, so their text may come along. */
const MOST_BYTES = 1_000_000;

export function addSourceRoutes(app: FastifyInstance, deps: SourceDoorDeps): void {
  const sourceOf = createSourceFinder(deps);
  const hashes = new WeakMap<FastifyRequest, string>();
  const check = async (request: FastifyRequest): Promise<string> => {
    const source = await sourceOf(request);
    await requireSignature(deps, request, { source, bodyHash: hashes.get(request) ?? hashOf("") });
    return source;
  };
  app.register(async (scope) => {
    const parse = scope.getDefaultJsonParser("error", "error");
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
      hashes.set(request, hashOf(body));
      void parse(request, body.toString("utf8"), done);
    });
    // A sender that nobody knows is not let to send a document first.
    scope.addHook("onRequest", async (request) => void (await sourceOf(request)));
    scope.post<{ Body: CheckAct }>(
      "/api/warnings/check",
      {
        config,
        bodyLimit: MOST_BYTES,
        schema: {
          summary: "What the warning nodes say about an act before it is done",
          querystring: Asked,
          body: CheckAct,
          response: { 200: CheckAnswer },
        },
      },
      async (request) =>
        takeCheck(deps, {
          source: await check(request),
          asked: request.body,
          now: deps.clock.now(),
          timing: "before",
        }),
    );
    scope.post<{ Body: OverrideWarning }>(
      "/api/warnings/overrides",
      {
        config,
        schema: {
          summary: "The act goes ahead in spite of a warning, and why",
          querystring: Asked,
          body: OverrideWarning,
          response: { 200: OverrideTaken },
        },
      },
      async (request) =>
        takeOverride(deps, {
          source: await check(request),
          override: request.body,
          at: deps.clock.now().toISOString(),
        }),
    );
  });
}
