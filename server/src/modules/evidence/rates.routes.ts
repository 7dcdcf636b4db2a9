/** Rates of rules over HTTP: read by those who steer, opened by the coordinating office, checked by those who watch. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { Quarter, RuleId } from "../../../../contract/src/evidence-values.ts";
import { OpenQuarter, RateList } from "../../../../contract/src/evidence.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { inTransaction } from "../../platform/database.ts";
import { actorOf } from "../../platform/http/permission.ts";
import type { Actor } from "../../platform/identity/session.store.ts";
import type { EvidenceDeps } from "./evidence.routes.ts";
import { openingFile, openQuarter, readRates } from "./rates.service.ts";
import { OPENERS, VERIFIERS } from "./roles.ts";

const AUDIT = { object: "oversight", sensitive: true } as const;
const OpeningParams = Type.Object({ quarter: Quarter, rule: RuleId });
type OpeningParams = { quarter: string; rule: string };

export function addRateRoutes(app: FastifyInstance, deps: EvidenceDeps): void {
  const view = (actor: Actor): Promise<RateList> => {
    const isOne = (roles: readonly Role[]) => roles.includes(actor.role);
    const may = { open: isOne(OPENERS), verify: isOne(VERIFIERS) };
    const now = deps.clock.now().toISOString();
    return inTransaction(deps.db, (tx) => readRates(tx, { now, may }));
  };
  app.get(
    "/api/evidence/rates",
    {
      config: { permission: "evidence.rates", audit: AUDIT },
      schema: { response: { 200: RateList } },
    },
    (request) => view(actorOf(request)),
  );
  app.post<{ Body: OpenQuarter }>(
    "/api/evidence/quarters",
    {
      config: { permission: "evidence.open", audit: { object: "oversight" } },
      schema: { body: OpenQuarter, response: { 200: RateList } },
    },
    async (request) => {
      const actor = actorOf(request);
      const { account, name, department } = actor;
      const officer = { account, name, department };
      const at = deps.clock.now().toISOString();
      await openQuarter(
        { db: deps.db, registry: deps.registry, officer, at },
        request.body.quarter,
      );
      return view(actor);
    },
  );
  app.get<{ Params: OpeningParams }>(
    "/api/evidence/quarters/:quarter/:rule/opening",
    {
      config: { permission: "evidence.verify", audit: AUDIT },
      schema: { params: OpeningParams },
    },
    async ({ params: { quarter, rule } }, reply) =>
      reply
        .header("content-disposition", `attachment; filename="${rule}-${quarter}.mjopening.json"`)
        .header("cache-control", "no-store")
        .send(await openingFile(deps.db, quarter, rule)),
  );
}
