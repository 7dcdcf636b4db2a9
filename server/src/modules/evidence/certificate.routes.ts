/** Certificates of sealed evidence: of one item or several, and of the seal that holds them. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { actContextOf } from "../../platform/facts/act.ts";
import { actorOf } from "../../platform/http/permission.ts";
import { addChosenRoutes, audienceOf, type CertifyDeps } from "../witness/index.ts";
import { recordLook } from "./custody.service.ts";
import type { EvidenceDeps } from "./evidence.routes.ts";
import { getSeal, type Seal } from "./evidence.store.ts";

type Deps = Pick<EvidenceDeps, "db" | "registry" | "clock" | "reader"> & CertifyDeps;

const Params = Type.Object({ id: Type.String({ maxLength: 80 }) });

/** @throws RuleViolation evidence.item-not-found */
function requireItems({ factId, payload }: Seal, asked: readonly string[]): void {
  const known = new Set([factId, ...payload.items.map((item) => item.factId)]);
  const missing = asked.find((fact) => !known.has(fact));
  if (missing !== undefined)
    throw new RuleViolation("evidence.item-not-found", { id: missing }, { status: 404 });
}

/** What a pack hands out whole a certificate shows whole. */
export function addCertificateRoutes(app: FastifyInstance, deps: Deps): void {
  addChosenRoutes<{ id: string }>(app, {
    path: "/api/leads/:id/evidence/certificates",
    params: Params,
    permission: "evidence.export",
    what: "sealed evidence",
    paperOf: deps.paperOf,
    async issue(request) {
      const { body, params } = request;
      const actor = actorOf(request);
      const seal = await deps.reader.read(actor.scope, (tx) => getSeal(tx, params.id, actor.scope));
      requireItems(seal, body.facts);
      const certificate = await deps.issueChosen({
        subject: seal.payload.ocid,
        audience: audienceOf(body.audience, body.addressee),
        title: seal.payload.ocid,
        facts: body.facts,
        closed: [],
      });
      await recordLook(actContextOf(actor, deps), { lead: params.id, actor, act: "exported" });
      return certificate;
    },
  });
}
