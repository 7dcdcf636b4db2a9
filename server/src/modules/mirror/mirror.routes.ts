/** The door of mirrors, and how the operator admits and ends them. */
import { randomUUID } from "node:crypto";

import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";

import { mirrorRangePulled } from "../../../../contract/src/facts/mirror.range-pulled.ts";
import { mirrorTokenIssued } from "../../../../contract/src/facts/mirror.token-issued.ts";
import { mirrorTokenRevoked } from "../../../../contract/src/facts/mirror.token-revoked.ts";
import {
  MirrorName,
  MirrorRange,
  Mirrors,
  MOST_LEAVES,
  NewMirror,
} from "../../../../contract/src/mirror.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { bearerOf } from "../../platform/http/server.ts";
import { tokenHash } from "../../platform/identity/token.ts";
import { findMirror, listMirrors } from "./mirror.store.ts";
import { isTopOrgan } from "./organ.store.ts";
import { readRange } from "./range.service.ts";

export interface MirrorDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  /** Leaves that a signed checkpoint covers. */
  readonly findSize: () => Promise<number>;
}

const Named = Type.Object({ mirror: MirrorName });
const operator = { permission: "operator", audit: { object: "system", sensitive: false } } as const;

/** @throws RuleViolation `mirror.token-required` */
async function mirrorOf(db: Database, request: FastifyRequest): Promise<string> {
  const token = bearerOf(request);
  const mirror = token === undefined ? undefined : await findMirror(db, tokenHash(token));
  if (mirror === undefined) throw new RuleViolation("mirror.token-required", {}, { status: 401 });
  return mirror;
}

const nothingBut = (kinds: ReadonlySet<string>, kind: string) =>
  kinds.size === 0 || (kinds.size === 1 && kinds.has(kind));

interface Act {
  readonly kind: string;
  readonly mirror: string;
  readonly at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

const record = (tx: Tx, registry: FactRegistry, { kind, mirror, at, payload }: Act) =>
  recordFact(tx, registry, {
    kind,
    source: "mingjing",
    sourceId: `${kind}/${mirror}/${randomUUID()}`,
    subject: `mirror:${mirror}`,
    occurredAt: at.toISOString(),
    payload,
  });

export function addMirrorRoutes(app: FastifyInstance, deps: MirrorDeps): void {
  addRangeRoute(app, deps);
  addAdminRoutes(app, deps);
}

function addRangeRoute(app: FastifyInstance, { db, registry, clock, findSize }: MirrorDeps): void {
  app.get<{ Querystring: MirrorRange }>(
    "/api/mirror/range",
    {
      config: { permission: "mirror" },
      schema: {
        summary:
          "Leaves of the log in order, with the facts an inspection organ may have, as NDJSON",
        querystring: MirrorRange,
      },
    },
    async (request, reply) => {
      const mirror = await mirrorOf(db, request);
      const { from, to } = request.query;
      if (from >= to || to - from > MOST_LEAVES)
        throw new RuleViolation("mirror.bad-range", { from, to, most: MOST_LEAVES });
      const size = await findSize();
      if (to > size) throw new RuleViolation("mirror.not-signed", { to, size });
      // Recorded before it leaves: what cannot be recorded is not handed out.
      const lines = await inTransaction(db, async (tx) => {
        const { kinds, lines: found } = await readRange(tx, { from, to });
        if (!nothingBut(kinds, mirrorRangePulled.kind))
          await record(tx, registry, {
            kind: mirrorRangePulled.kind,
            mirror,
            at: clock.now(),
            payload: { mirror, from, to },
          });
        return found;
      });
      return reply
        .type("application/x-ndjson")
        .header("cache-control", "no-store")
        .send(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    },
  );
}

/** From now on the mirror may pull. @throws RuleViolation `mirror.not-whole-city` */
export async function admitMirror(
  { db, registry, clock }: Pick<MirrorDeps, "db" | "registry" | "clock">,
  mirror: NewMirror,
): Promise<void> {
  const at = clock.now();
  await inTransaction(db, async (tx) => {
    if (!(await isTopOrgan(tx, mirror.organ, at)))
      throw new RuleViolation("mirror.not-whole-city", { organ: mirror.organ });
    const { kind } = mirrorTokenIssued;
    await record(tx, registry, { kind, mirror: mirror.mirror, at, payload: mirror });
  });
}

function addAdminRoutes(app: FastifyInstance, { db, registry, clock }: MirrorDeps): void {
  const schema = { response: { 200: Mirrors } };
  const state = async () => ({
    mirrors: (await listMirrors(db)).map(({ issuedAt, revokedAt, pulledAt, ...rest }) => ({
      ...rest,
      issuedAt: issuedAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
      pulledAt: pulledAt?.toISOString() ?? null,
    })),
  });
  app.get("/api/admin/mirrors", { config: operator, schema }, state);
  app.post<{ Body: NewMirror }>(
    "/api/admin/mirrors",
    { config: operator, schema: { ...schema, body: NewMirror } },
    async ({ body }) => {
      await admitMirror({ db, registry, clock }, body);
      return state();
    },
  );
  app.post<{ Params: { mirror: string } }>(
    "/api/admin/mirrors/:mirror/revoke",
    { config: operator, schema: { ...schema, params: Named } },
    async ({ params: { mirror } }) => {
      const known = await listMirrors(db);
      if (!known.some((one) => one.mirror === mirror && one.revokedAt === null))
        throw new RuleViolation("mirror.unknown", { mirror }, { status: 404 });
      const { kind } = mirrorTokenRevoked;
      await inTransaction(db, (tx) =>
        record(tx, registry, { kind, mirror, at: clock.now(), payload: { mirror } }),
      );
      return state();
    },
  );
}
