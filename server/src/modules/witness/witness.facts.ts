/** Facts of the log itself → rows. */
import { blockClosed } from "../../../../contract/src/facts/witness.block-closed.ts";
import { certificateIssued } from "../../../../contract/src/facts/witness.certificate-issued.ts";
import { paddingRecorded } from "../../../../contract/src/facts/witness.padding-recorded.ts";
import { rootsRecorded } from "../../../../contract/src/facts/witness.roots-recorded.ts";
import { splitSuspected } from "../../../../contract/src/facts/witness.split-suspected.ts";
import type { FactProjection, StoredFact } from "../../platform/facts/registry.ts";
import { deleteByFact, insertRows } from "../../platform/facts/rows.ts";

const ROOTS = "witness.roots";

const rootsRow = ({ id, payload }: StoredFact) => ({
  fact_id: id,
  size: payload["size"],
  sm3_root: `\\x${String(payload["sm3Root"])}`,
  map_root: `\\x${String(payload["mapRoot"])}`,
});

export const witnessFacts: FactProjection = {
  kinds: [rootsRecorded, certificateIssued, splitSuspected, paddingRecorded, blockClosed],
  tables: [ROOTS],
  // Of a certificate, a suspicion, padding and blocks no table follows.
  apply: (tx, facts) =>
    insertRows(tx, ROOTS, facts.filter(({ kind }) => kind === rootsRecorded.kind).map(rootsRow)),
  retract: (tx, facts) =>
    deleteByFact(
      tx,
      [ROOTS],
      facts.map(({ id }) => id),
    ),
};
