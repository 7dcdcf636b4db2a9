/** The log in public: checkpoint, proofs, tiles. Everything is read through the public login. */
import type { FastifyInstance, FastifyReply } from "fastify";
import Type, { type Static } from "typebox";

import { CertificateStatus } from "../../../../contract/src/certificates.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database } from "../../platform/database.ts";
import { readStatus } from "./certificate-status.store.ts";
import { entryBundle } from "./entry-bundle.ts";
import {
  readEntries,
  readLatestCheckpoint,
  readSignedLog,
  readTile,
} from "./released-log.store.ts";
import { readPolicyText, readQuorumCheckpoint } from "./released-witness.store.ts";
import { describeShards, LogShards } from "./shard-status.service.ts";
import { parseTilePath } from "./tile-path.ts";
import { consistencyProof, inclusionProof } from "./tree.ts";
import { describeWitnesses, LogWitnesses } from "./witness-status.service.ts";
import { type StoredCheckpoint, withNodes } from "./witness.store.ts";

const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$" });

/** `root` in base64, as in the note. */
export const LogCheckpoint = Type.Object(
  {
    origin: Type.String(),
    size: Count,
    root: Type.String(),
    note: Type.String(),
    vkey: Type.String(),
    sm2Vkey: Type.Union([Type.String(), Type.Null()]),
    signedAt: Type.String({ format: "date-time" }),
  },
  closed,
);
export type LogCheckpoint = Static<typeof LogCheckpoint>;

const InclusionQuery = Type.Object({ leafIndex: Count, size: Type.Optional(Count) }, closed);
const Inclusion = Type.Object({
  leafIndex: Count,
  size: Count,
  leafHash: Hash,
  proof: Type.Array(Hash),
});
const ConsistencyQuery = Type.Object({ from: Count, to: Type.Optional(Count) }, closed);
const Consistency = Type.Object({ from: Count, to: Count, proof: Type.Array(Hash) });
/** Level 6 holds nodes of 2^48 leaves and more; sizes end at 2^53 − 1. */
const TileParams = Type.Object({
  level: Type.Integer({ minimum: 0, maximum: 6 }),
  "*": Type.String({ maxLength: 60 }),
});
const EntriesParams = Type.Object({ "*": Type.String({ maxLength: 60 }) });

export interface WitnessRoutesDeps {
  readonly publicDb: Database;
}

const notFound = () => new RuleViolation("log.not-found");
const toHex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString("hex"));

const sendText = (reply: FastifyReply, text: string) =>
  reply.type("text/plain; charset=utf-8").header("cache-control", "no-cache").send(text);

/** @throws RuleViolation `log.not-found` before the first checkpoint */
async function requireCheckpoint(publicDb: Database): Promise<StoredCheckpoint> {
  const checkpoint = await readLatestCheckpoint(publicDb);
  if (checkpoint === undefined) throw notFound();
  return checkpoint;
}

/** The newest checkpoint with the key that signed it. @throws RuleViolation `log.not-found` */
export async function describeCheckpoint({ publicDb }: WitnessRoutesDeps): Promise<LogCheckpoint> {
  const found = await readSignedLog(publicDb);
  if (found === undefined) throw notFound();
  const { root, signedAt, ...rest } = found;
  return { ...rest, root: root.toString("base64"), signedAt: signedAt.toISOString() };
}

export function addWitnessRoutes(app: FastifyInstance, deps: WitnessRoutesDeps): void {
  const config = { permission: "public" };
  app.get("/log/checkpoint", { config }, async (_request, reply) => {
    const { note } = await requireCheckpoint(deps.publicDb);
    return sendText(reply, note);
  });
  app.get("/log/checkpoint/cosigned", { config }, async (_request, reply) => {
    const cosigned = await readQuorumCheckpoint(deps.publicDb);
    if (cosigned === undefined) throw notFound();
    return sendText(reply, cosigned.note);
  });
  app.get("/log/policy", { config }, async (_request, reply) => {
    const policy = await readPolicyText(deps.publicDb);
    if (policy === undefined) throw notFound();
    return sendText(reply, policy);
  });
  app.get("/log/shards", { config, schema: { response: { 200: LogShards } } }, () =>
    describeShards(deps.publicDb),
  );
  const witnesses = { config, schema: { response: { 200: LogWitnesses } } };
  app.get("/api/log/witnesses", witnesses, async () => {
    const status = await describeWitnesses(deps.publicDb);
    if (status === undefined) throw notFound();
    return status;
  });
  app.get("/api/log/checkpoint", { config, schema: { response: { 200: LogCheckpoint } } }, () =>
    describeCheckpoint(deps),
  );
  addStatusRoute(app, deps.publicDb);
  addProofRoutes(app, deps.publicDb);
  addTileRoutes(app, deps.publicDb);
}

const NumberParams = Type.Object({ number: Type.String({ pattern: "^MJ-[0-9A-F]{24}$" }) });

/** Takes the number alone: who asks shows nothing of what the certificate says. */
function addStatusRoute(app: FastifyInstance, publicDb: Database): void {
  app.get<{ Params: Static<typeof NumberParams> }>(
    "/api/public/certificates/:number/status",
    {
      config: { permission: "public" },
      schema: {
        summary: "What became of a certificate",
        params: NumberParams,
        response: { 200: CertificateStatus },
      },
    },
    async ({ params: { number } }, reply) => {
      const status = await readStatus(publicDb, number);
      if (status === undefined)
        throw new RuleViolation("certificate.unknown-number", { number }, { status: 404 });
      void reply.header("cache-control", "no-store");
      return status;
    },
  );
}

/** Proofs reach up to the newest checkpoint; nothing beyond it is signed. */
function addProofRoutes(app: FastifyInstance, publicDb: Database): void {
  const config = { permission: "public" };
  app.get<{ Querystring: Static<typeof InclusionQuery> }>(
    "/api/log/inclusion",
    { config, schema: { querystring: InclusionQuery, response: { 200: Inclusion } } },
    async ({ query: { leafIndex, size: asked } }) => {
      const latest = await requireCheckpoint(publicDb);
      const size = asked ?? latest.size;
      if (size > latest.size || leafIndex >= size) throw notFound();
      const { leafHash, proof } = await withNodes(publicDb, "released.log_node", (read) => ({
        leafHash: read(0, leafIndex),
        proof: inclusionProof(read, leafIndex, size),
      }));
      return { leafIndex, size, leafHash: leafHash.toString("hex"), proof: toHex(proof) };
    },
  );
  app.get<{ Querystring: Static<typeof ConsistencyQuery> }>(
    "/api/log/consistency",
    { config, schema: { querystring: ConsistencyQuery, response: { 200: Consistency } } },
    async ({ query: { from, to: asked } }) => {
      const latest = await requireCheckpoint(publicDb);
      const to = asked ?? latest.size;
      if (to > latest.size || from > to) throw notFound();
      const proof = await withNodes(publicDb, "released.log_node", (read) =>
        consistencyProof(read, from, to),
      );
      return { from, to, proof: toHex(proof) };
    },
  );
}

/** A tile never changes: leaves come after it, and a wider one has another address. */
const sendTile = (reply: FastifyReply, bytes: Buffer) =>
  reply
    .type("application/octet-stream")
    .header("cache-control", "public, max-age=31536000, immutable")
    .send(bytes);

/** A tile of level L holds nodes of tree level 8·L, 256 at most; beside level 0 stand the entries (c2sp.org/tlog-tiles). */
function addTileRoutes(app: FastifyInstance, publicDb: Database): void {
  const config = { permission: "public" };
  app.get<{ Params: Static<typeof TileParams> }>(
    "/log/tile/:level/*",
    { config, schema: { params: TileParams } },
    async ({ params }, reply) => {
      const place = parseTilePath(params["*"]);
      if (place === undefined) throw notFound();
      const { index: block, width } = place;
      const hashes = await readTile(publicDb, { level: params.level * 8, block, width });
      if (hashes === undefined) throw notFound();
      return sendTile(reply, hashes);
    },
  );
  app.get<{ Params: Static<typeof EntriesParams> }>(
    "/log/tile/entries/*",
    { config, schema: { params: EntriesParams } },
    async ({ params }, reply) => {
      const place = parseTilePath(params["*"]);
      if (place === undefined) throw notFound();
      const entries = await readEntries(publicDb, { block: place.index, width: place.width });
      if (entries === undefined) throw notFound();
      return sendTile(reply, entryBundle(entries));
    },
  );
}
