/** Sealed evidence of a lead over HTTP: scope by jurisdiction, acts by permission, every look in the custody chain. */
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { EndHold, EvidenceView, RecordReview, SetHold } from "../../../../contract/src/evidence.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import type { PackProgram } from "../../../../pack/src/index.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { type ActContext, actContextOf } from "../../platform/facts/act.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { ScopedReader } from "../../platform/identity/reader.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import { endHold, recordLook, recordReview, setHold } from "./custody.service.ts";
import { holdAfter, reviewAfter } from "./custody.ts";
import { getSeal, type Seal } from "./evidence.store.ts";
import { packOf } from "./pack.service.ts";
import { ENDERS, HOLDERS, READERS, REVIEWERS } from "./roles.ts";

export interface EvidenceDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly reader: ScopedReader;
  readonly program: () => Promise<PackProgram>;
}

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });
type Id = { id: string };
const ZIP = "application/zip";

const isOne = (roles: readonly Role[], { role }: Actor): boolean => roles.includes(role);

/** What the reader's own login sees; what it cannot see answers as absent. */
const sealFor = ({ reader }: EvidenceDeps, actor: Actor, id: string): Promise<Seal> =>
  reader.read(actor.scope, (tx) => getSeal(tx, id, actor.scope));

function viewOf(seal: Seal, actor: Actor, now: Date): EvidenceView {
  const { payload, custody, leaves, leafIndex } = seal;
  const hold = holdAfter(custody, plainDateOf(now));
  return {
    version: seal.version,
    sealedAt: seal.sealedAt,
    timeSource: payload.time.source,
    ...(leafIndex === undefined ? {} : { leafIndex }),
    seal: payload.seal,
    items: payload.items.map((item) => {
      const leaf = leaves.get(item.factId);
      return { ...item, ...(leaf === undefined ? {} : { leafIndex: leaf }) };
    }),
    hold,
    review: { legal: reviewAfter(custody, "legal"), technical: reviewAfter(custody, "technical") },
    custody: [...custody],
    canReplay: payload.items.some(({ role }) => role === "input"),
    may: {
      export: isOne(READERS, actor),
      hold: isOne(HOLDERS, actor),
      endHold: isOne(ENDERS, actor) && hold.state === "inForce",
      review: isOne(REVIEWERS, actor),
    },
  };
}

export function addEvidenceRoutes(app: FastifyInstance, deps: EvidenceDeps): void {
  app.get<{ Params: Id }>(
    "/api/leads/:id/evidence",
    {
      config: { permission: "evidence.read", audit: { object: "lead", sensitive: true } },
      schema: { params: Params, response: { 200: EvidenceView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await sealFor(deps, actor, id);
      await recordLook(actContextOf(actor, deps), { lead: id, actor, act: "viewed" });
      return viewOf(await sealFor(deps, actor, id), actor, deps.clock.now());
    },
  );
  addPackRoute(app, deps);
  addAct(app, deps, {
    path: "hold",
    permission: "evidence.hold",
    body: SetHold,
    run: setHold,
  });
  addAct(app, deps, {
    path: "hold-end",
    permission: "evidence.end-hold",
    body: EndHold,
    run: endHold,
  });
  addAct(app, deps, {
    path: "review",
    permission: "evidence.review",
    body: RecordReview,
    run: recordReview,
  });
}

function addPackRoute(app: FastifyInstance, deps: EvidenceDeps): void {
  app.get<{ Params: Id }>(
    "/api/leads/:id/pack.zip",
    {
      config: { permission: "evidence.export", audit: { object: "lead", sensitive: true } },
      schema: { summary: "The lead's evidence as a pack that is checked offline", params: Params },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const seal = await sealFor(deps, actor, id);
      const context = actContextOf(actor, deps);
      const pack = await packOf(context, { lead: id, seal }, await deps.program());
      await recordLook(context, { lead: id, actor, act: "exported", manifest: pack.manifest });
      return reply
        .type(ZIP)
        .header("content-disposition", `attachment; filename="${pack.number}.zip"`)
        .header("cache-control", "no-store")
        .send(Buffer.from(pack.zip));
    },
  );
}

interface ActRoute {
  readonly path: string;
  readonly permission: string;
  readonly body: object;
  readonly run: (context: ActContext, lead: string, body: never) => Promise<void>;
}

function addAct(
  app: FastifyInstance,
  deps: EvidenceDeps,
  { path, permission, body, run }: ActRoute,
): void {
  app.post<{ Params: Id }>(
    `/api/leads/:id/evidence/${path}`,
    {
      config: { permission, audit: { object: "lead" } },
      schema: { params: Params, body, response: { 200: EvidenceView } },
    },
    async (request: FastifyRequest<{ Params: Id }>) => {
      const actor = actorOf(request);
      const { id } = request.params;
      await sealFor(deps, actor, id);
      await run(actContextOf(actor, deps), id, request.body as never);
      return viewOf(await sealFor(deps, actor, id), actor, deps.clock.now());
    },
  );
}
