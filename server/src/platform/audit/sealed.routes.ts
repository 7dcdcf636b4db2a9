/** The organ's own log: its keys, and its records as they are, encrypted. */
import type { FastifyInstance } from "fastify";

import {
  RegisterSealKey,
  SealedPage,
  SealedQuery,
  SealKeys as SealKeysView,
} from "../../../../contract/src/audit.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../clock.ts";
import { type Database, inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import type { FactRegistry } from "../facts/registry.ts";
import { actorOf } from "../http/permission.ts";
import type { Actor } from "../identity/session.store.ts";
import { listSealed } from "./audit.store.ts";
import { listSealKeys, type SealKeys, unitName } from "./seal-key.store.ts";
import { isPoint, sealKeyIdOf } from "./seal.ts";

export interface SealedRouteDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly keys: SealKeys;
}

const PAGE = 200;

export interface NewSealKey {
  readonly organ: string;
  readonly keyId: string;
  readonly publicKey: string;
}

/**
 * Registers a key; from then on accesses are sealed to it. Earlier ones stay readable with the key they were sealed to.
 * @throws RuleViolation audit.bad-seal-key, audit.seal-key-known
 */
export async function registerSealKey(
  { db, registry, clock, keys }: SealedRouteDeps,
  { organ, keyId, publicKey }: NewSealKey,
): Promise<void> {
  if (!isPoint(publicKey) || sealKeyIdOf(publicKey) !== keyId)
    throw new RuleViolation("audit.bad-seal-key", {}, { status: 400 });
  const known = await listSealKeys(db, organ);
  if (known.some((key) => key.keyId === keyId)) throw new RuleViolation("audit.seal-key-known");
  await inTransaction(db, (tx) =>
    recordFact(tx, registry, {
      kind: "audit.seal-key-registered",
      source: "mingjing",
      sourceId: `audit/seal-key/${organ}/${keyId}`,
      subject: `sealKey:${organ}/${keyId}`,
      occurredAt: clock.now().toISOString(),
      payload: { organ, keyId, publicKey },
    }),
  );
  keys.forget();
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
  /** A group stationed in a watched unit must not take over the organ's log. */
  const organHeldBy = async ({ department }: Actor): Promise<string> => {
    const organ = await keys.organOf(department.id);
    if (organ !== department.id)
      throw new RuleViolation("audit.not-key-holder", {}, { status: 403 });
    return organ;
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
      const organ = await organHeldBy(actor);
      await registerSealKey(deps, { organ, ...request.body });
      return viewFor(actor);
    },
  );
  app.get<{ Querystring: SealedQuery }>(
    "/api/audit/sealed",
    {
      config: { permission: "audit.read-sealed", audit: { object: "sealedLog", sensitive: true } },
      schema: { querystring: SealedQuery, response: { 200: SealedPage } },
    },
    async (request) => {
      const organ = await organHeldBy(actorOf(request));
      const { cursor, limit = PAGE } = request.query;
      return { organ, ...(await listSealed(db, organ, { cursor, limit })) };
    },
  );
}
