/** The organ's own log: its keys, and its records as they are, encrypted. */
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";

import { Pending } from "../../../../contract/src/approval.ts";
import {
  RegisterSealKey,
  ReplaceSealKey,
  SealedPage,
  SealedQuery,
  SealKeys as SealKeysView,
} from "../../../../contract/src/audit.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Approvals } from "../approval/index.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { actorOf } from "../http/permission.ts";
import type { Actor } from "../identity/session.store.ts";
import { checkSealKey, type NewSealKey, recordSealKey, REPLACE_SEAL_KEY } from "./audit-acts.ts";
import { listSealed } from "./audit.store.ts";
import { listSealKeys, type SealKeys, unitName } from "./seal-key.store.ts";

export interface SealedRouteDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly keys: SealKeys;
  readonly approvals: Approvals;
}

const PAGE = 200;

/**
 * Registers an organ's first key.
 * @throws RuleViolation audit.bad-seal-key, audit.seal-key-known, audit.seal-key-exists
 */
export async function registerSealKey(
  { db, registry, clock, keys }: Pick<SealedRouteDeps, "db" | "registry" | "clock" | "keys">,
  { organ, keyId, publicKey }: NewSealKey,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Two first keys at once: the second waits, and finds that there is one.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`audit.seal-key/${organ}`}, 0))`.execute(
      tx,
    );
    await checkSealKey(tx, { organ, keyId, publicKey });
    if ((await listSealKeys(tx, organ)).length > 0)
      throw new RuleViolation("audit.seal-key-exists");
    const at = clock.now().toISOString();
    await recordSealKey(tx, registry, { organ, keyId, publicKey, at });
  });
  keys.forget();
}

/** A group stationed in a watched unit must not take over the organ's log. */
async function organHeldBy({ keys }: SealedRouteDeps, { department }: Actor): Promise<string> {
  const organ = await keys.organOf(department.id);
  if (organ !== department.id) throw new RuleViolation("audit.not-key-holder", {}, { status: 403 });
  return organ;
}

export function addSealedRoutes(app: FastifyInstance, deps: SealedRouteDeps): void {
  const { db, keys } = deps;
  const viewFor = async ({ department }: Actor): Promise<SealKeysView> => {
    const organ = await keys.organOf(department.id);
    const registered = await listSealKeys(db, organ);
    return {
      organ: { id: organ, name: await unitName(db, organ) },
      isHolder: organ === department.id,
      keys: registered.map(({ registeredAt, ...key }) => ({
        ...key,
        registeredAt: registeredAt.toISOString(),
      })),
    };
  };
  app.get(
    "/api/audit/seal-keys",
    {
      config: { permission: "audit.read-sealed", audit: { object: "sealKey", sensitive: false } },
      schema: { response: { 200: SealKeysView } },
    },
    (request) => viewFor(actorOf(request)),
  );
  app.post<{ Body: RegisterSealKey }>(
    "/api/audit/seal-keys",
    {
      config: {
        permission: "audit.register-seal-key",
        audit: { object: "sealKey", beforeSealKey: true },
      },
      schema: { body: RegisterSealKey, response: { 200: SealKeysView } },
    },
    async (request) => {
      const actor = actorOf(request);
      const organ = await organHeldBy(deps, actor);
      await registerSealKey(deps, { organ, ...request.body });
      return viewFor(actor);
    },
  );
  addReplacement(app, deps);
  addLog(app, deps);
}

function addReplacement(app: FastifyInstance, deps: SealedRouteDeps): void {
  app.post<{ Body: ReplaceSealKey }>(
    "/api/audit/seal-keys/replacement",
    {
      config: { permission: "audit.register-seal-key", audit: { object: "sealKey" } },
      schema: { body: ReplaceSealKey, response: { 202: Pending } },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { reason, keyId, publicKey } = request.body;
      const organ = await organHeldBy(deps, actor);
      const approval = await deps.approvals.request(actor, {
        act: REPLACE_SEAL_KEY,
        params: { organ, keyId, publicKey },
        reason,
      });
      return reply.code(202).send({ approval });
    },
  );
}

function addLog(app: FastifyInstance, deps: SealedRouteDeps): void {
  app.get<{ Querystring: SealedQuery }>(
    "/api/audit/sealed",
    {
      config: { permission: "audit.read-sealed", audit: { object: "sealedLog", sensitive: true } },
      schema: { querystring: SealedQuery, response: { 200: SealedPage } },
    },
    async (request) => {
      const organ = await organHeldBy(deps, actorOf(request));
      const { cursor, limit = PAGE } = request.query;
      return { organ, ...(await listSealed(deps.db, organ, { cursor, limit })) };
    },
  );
}
