/** Facts of the log itself → rows. */
import { blockClosed } from "../../../../contract/src/facts/witness.block-closed.ts";
import { certificateIssued } from "../../../../contract/src/facts/witness.certificate-issued.ts";
import { paddingRecorded } from "../../../../contract/src/facts/witness.padding-recorded.ts";
import { rootsRecorded } from "../../../../contract/src/facts/witness.roots-recorded.ts";
import { shardSealed } from "../../../../contract/src/facts/witness.shard-sealed.ts";
import { splitSuspected } from "../../../../contract/src/facts/witness.split-suspected.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const ROOTS = "witness.roots";
const SHARD = "witness.shard";

const rootsRow = ({ id, payload }: StoredFact) => ({
  fact_id: id,
  size: payload["size"],
  sm3_root: `\\x${String(payload["sm3Root"])}`,
  map_root: `\\x${String(payload["mapRoot"])}`,
});

const shardRow = ({ id, payload }: StoredFact) => ({
  fact_id: id,
  origin: payload["origin"],
  next_origin: payload["nextOrigin"],
});

export const witnessFacts: FactProjection = {
  kinds: [
    rootsRecorded,
    certificateIssued,
    splitSuspected,
    paddingRecorded,
    blockClosed,
    shardSealed,
  ],
  tables: [ROOTS, SHARD],
  // Of a certificate, a suspicion, padding and blocks no table follows.
  async apply(tx, facts) {
    const ofKind = (wanted: string) => facts.filter(({ kind }) => kind === wanted);
    await insertRows(tx, ROOTS, ofKind(rootsRecorded.kind).map(rootsRow));
    await insertRows(tx, SHARD, ofKind(shardSealed.kind).map(shardRow));
  },
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      [ROOTS, SHARD],
      facts.map(({ id }) => id),
    ),
};
