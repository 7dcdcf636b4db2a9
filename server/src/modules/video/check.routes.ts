/** Stored recordings beside the log over HTTP: asked for by who may keep recordings, read by who runs the cameras. */
import type { FastifyInstance } from "fastify";

import { CheckRecording, RecordingChecks } from "../../../../contract/src/video.ts";
import { countRows } from "../../platform/audit/access-hooks.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { checkSpan, type CheckDeps } from "./check.service.ts";
import { listChecks, standingFindings, type StoredCheck } from "./video.store.ts";

const AUDIT = { object: "video", sensitive: true } as const;

export interface CheckRouteDeps extends CheckDeps {
  readonly clock: { now(): Date };
  /** Refuses a span that is not the project's, or not for these eyes. */
  readonly requireOwn: (actor: ReturnType<typeof actorOf>, wanted: CheckRecording) => Promise<void>;
}

const shown = ({ officer: _officer, ...check }: StoredCheck) => check;

export function addCheckRoutes(app: FastifyInstance, deps: CheckRouteDeps): void {
  app.post<{ Body: CheckRecording }>(
    "/api/video/checks",
    {
      config: { permission: "video.keep", audit: AUDIT },
      schema: {
        summary: "Compare stored segments with their chain and the log",
        body: CheckRecording,
        response: { 200: RecordingChecks },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      await deps.requireOwn(actor, request.body);
      const { account, name, department } = actor;
      const by = { officer: { account, name, department }, at: deps.clock.now() };
      const rows = await checkSpan(deps, request.body, by);
      countRows(request, rows.length);
      return { rows };
    },
  );
  app.get(
    "/api/video/checks",
    {
      config: { permission: "video.register", audit: AUDIT },
      schema: {
        summary: "Findings that stand, and the last checks",
        response: { 200: RecordingChecks },
      },
    },
    async (request) => {
      const [standing, last] = [await standingFindings(deps.db), await listChecks(deps.db)];
      const rows = [...standing, ...last.filter(({ found }) => found === 0)].map(shown);
      countRows(request, rows.length);
      return { rows };
    },
  );
}
