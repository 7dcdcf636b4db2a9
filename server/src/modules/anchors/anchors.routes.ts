/** How the chains answer, for the operator; and the anchors themselves, for everybody. */
import type { FastifyInstance } from "fastify";
import Type from "typebox";

import { AnchorProof } from "../../../../contract/src/anchors.ts";
import type { Database } from "../../platform/database.ts";
import { readAnchorProofs } from "../witness/index.ts";
import { readStatus } from "./anchors.store.ts";

const Anchors = Type.Object({
  /** Leaves of the newest checkpoint, to which each proof leads; 0 before the first. */
  size: Type.Integer({ minimum: 0 }),
  /** The newest anchor of each chain. */
  anchors: Type.Array(AnchorProof),
});

export function addAnchorStatusRoute(app: FastifyInstance, db: Database): void {
  app.get(
    "/api/admin/anchors",
    {
      config: { permission: "operator", audit: { sensitive: false } },
      schema: { summary: "Queue, last anchor and outage of each chain" },
    },
    async () => ({ chains: await readStatus(db) }),
  );
}

export interface AnchorRoutesDeps {
  /** Login that sees schema `released` only. */
  readonly publicDb: Database;
}

export function addAnchorRoutes(app: FastifyInstance, { publicDb }: AnchorRoutesDeps): void {
  app.get(
    "/api/log/anchors",
    { config: { permission: "public" }, schema: { response: { 200: Anchors } } },
    () => readAnchorProofs(publicDb),
  );
}
