/** Erasure of personal data: asked for by one unit on an order, done when another agrees (PIPL article 47). */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { Pending } from "../../../../contract/src/approval.ts";
import { ERASURE_GROUNDS } from "../../../../contract/src/erasure-values.ts";
import {
  AskErasure,
  FoundPersonalData,
  SearchPersonalData,
} from "../../../../contract/src/erasure.ts";
import { closed } from "../../../../contract/src/values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type Approvals, type DangerousAct, defineAct } from "../approval/index.ts";
import type { Database, Tx } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { nextUuid } from "../facts/uuid.ts";
import { actorOf } from "../http/permission.ts";
import type { Module } from "../module.ts";
import { erasureFacts } from "./erasure.facts.ts";
import { findText, readTargets } from "./erasure.store.ts";
import { isErasable, pathsOf, valueAt } from "./erasure.ts";

export interface ErasureDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly approvals: Approvals;
}

const ERASE = "erasure.erase";
const MOST_FOUND = 200;
const CONFIG = {
  permission: "erasure.request",
  audit: { object: "system", sensitive: true },
} as const;

type Params = Omit<AskErasure, "reason">;
const { reason: _reason, ...PROPERTIES } = AskErasure.properties;
const PARAMS_SCHEMA = Type.Object(PROPERTIES, closed);

/** @throws RuleViolation erasure.unknown-fact, .not-erasable, .no-text */
async function checkTargets(tx: Database | Tx, { facts }: Params): Promise<void> {
  const known = new Map(
    (
      await readTargets(
        tx,
        facts.map(({ id }) => id),
      )
    ).map((fact) => [fact.id, fact]),
  );
  for (const { id, paths } of facts) {
    const fact = known.get(id);
    if (fact === undefined)
      throw new RuleViolation("erasure.unknown-fact", { id }, { status: 404 });
    if (!isErasable(fact.kind)) throw new RuleViolation("erasure.not-erasable", { id });
    const missing = paths.find((path) => typeof valueAt(fact.payload, path) !== "string");
    if (missing !== undefined)
      throw new RuleViolation("erasure.no-text", { id, path: missing.join("/") });
  }
}

const eraseAct = ({ registry }: ErasureDeps): DangerousAct =>
  defineAct<Params>({
    kind: ERASE,
    requestPermission: "erasure.request",
    approvePermission: "erasure.approve",
    params: PARAMS_SCHEMA,
    // oxlint-disable-next-line typescript/require-await -- nothing is read
    async describe(_db, { facts, ground, order }) {
      const texts = facts.reduce((sum, { paths }) => sum + paths.length, 0);
      return {
        subject: order.number,
        lines: [
          { field: "erasureOrgan", as: "text", after: order.organ },
          {
            field: "erasureItem",
            as: "number",
            after: String(ERASURE_GROUNDS.indexOf(ground) + 1),
          },
          { field: "erasureFacts", as: "number", after: String(facts.length) },
          { field: "erasureTexts", as: "number", after: String(texts) },
        ],
      };
    },
    check: checkTargets,
    async execute(tx, { facts, ground, order }, { at, requester, approver }) {
      const id = nextUuid(Date.parse(at));
      await recordFact(tx, registry, {
        kind: "erasure.personal-data-erased",
        source: "mingjing",
        sourceId: `erasure/${id}`,
        subject: `erasure:${id}`,
        occurredAt: at,
        payload: {
          facts,
          ground,
          order,
          requestedBy: requester.person,
          approvedBy: approver?.person ?? "",
        },
      });
    },
  });

function addRoutes(app: FastifyInstance, { db, approvals }: ErasureDeps): void {
  app.post<{ Body: SearchPersonalData }>(
    "/api/erasures/search",
    {
      config: CONFIG,
      schema: {
        summary: "Facts in which a text stands, and where",
        body: SearchPersonalData,
        response: { 200: FoundPersonalData },
      },
    },
    async ({ body: { text } }) => {
      const found = await findText(db, text, MOST_FOUND + 1);
      const facts = found.slice(0, MOST_FOUND).map(({ id, kind, subject, payload }) => ({
        id,
        kind,
        subject,
        paths: pathsOf(payload, text).map((path) => [...path]),
        isErasable: isErasable(kind),
      }));
      return { facts, isCut: found.length > MOST_FOUND };
    },
  );
  app.post<{ Body: AskErasure }>(
    "/api/erasures",
    {
      config: CONFIG,
      schema: {
        summary: "Asks for the erasure of personal data",
        body: AskErasure,
        response: { 202: Pending },
      },
    },
    async (request, reply) => {
      const { reason, ...params } = request.body;
      const approval = await approvals.request(actorOf(request), { act: ERASE, params, reason });
      return reply.code(202).send({ approval });
    },
  );
}

export const createErasureModule = (deps: ErasureDeps): Module => ({
  name: "erasure",
  facts: erasureFacts(() => deps.registry),
  permissions: {
    "erasure.request": ["coordinator"],
    "erasure.approve": ["inspector", "director", "securityAdmin"],
  },
  dangerousActs: [eraseAct(deps)],
  routes: (app) => addRoutes(app, deps),
});
