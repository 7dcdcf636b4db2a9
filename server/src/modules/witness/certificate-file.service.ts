/** The file of a certificate: the seal, its rows and its facts with their proofs up to the newest checkpoint. */
import type { AnchorProof } from "../../../../contract/src/anchors.ts";
import type { Database } from "../../platform/database.ts";
import { readAnchorsUpTo } from "./anchored.store.ts";
import { readRootsFact } from "./certificate.store.ts";
import {
  type Certificate,
  isShown,
  numberOf,
  type PlacedFact,
  type ProvenFact,
  type Row,
} from "./certificate.ts";
import { readSignedLog, type SignedLog } from "./released-log.store.ts";
import { readPolicyText, readQuorumCheckpoint } from "./released-witness.store.ts";
import { logSubject } from "./roots.job.ts";
import { withoutLineOf } from "./sm2-note.ts";
import { inclusionProof, type NodeReader } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface Sealed {
  readonly seal: PlacedFact;
  readonly rows: readonly Row[];
  readonly facts: readonly PlacedFact[];
}

function proven(read: NodeReader, { fact, salt, leafIndex }: PlacedFact, size: number): ProvenFact {
  return {
    fact,
    salt: salt.toString("hex"),
    leafIndex,
    proof: inclusionProof(read, leafIndex, size).map((hash) => hash.toString("hex")),
  };
}

interface Parts extends Sealed {
  readonly roots: PlacedFact | undefined;
  readonly signed: SignedLog;
  readonly policy: string | undefined;
  readonly anchors: readonly AnchorProof[];
}

function assemble(read: NodeReader, parts: Parts): Certificate {
  const { seal, rows, facts, roots, signed, policy, anchors } = parts;
  const { size, origin, vkey, sm2Vkey, note } = signed;
  const byPlace = new Map(facts.map((fact) => [fact.leafIndex, fact]));
  const entries = rows.flatMap((row, place) => {
    const fact = isShown(row) ? byPlace.get(row.leafIndex) : undefined;
    return fact === undefined ? [] : [{ row: place, ...proven(read, fact, size) }];
  });
  return {
    format: "mingjing-certificate/2",
    certificateId: numberOf(seal.fact.contentHash),
    seal: proven(read, seal, size),
    rows,
    entries,
    log: { origin, vkey },
    // The certificate names one key of the log: what no check covers does not stand in it.
    checkpoint: sm2Vkey === null ? note : withoutLineOf(note, sm2Vkey),
    ...(roots === undefined ? {} : { roots: proven(read, roots, size) }),
    ...(policy === undefined ? {} : { policy }),
    ...(anchors.length === 0 ? {} : { anchors }),
  };
}

/** The newest checkpoint with a quorum, where it covers a leaf; else the newest there is, which awaits its cosignatures. */
async function readBestCheckpoint(
  publicDb: Database,
  leafIndex: number,
): Promise<{ readonly signed: SignedLog | undefined; readonly isCosigned: boolean }> {
  const signed = await readSignedLog(publicDb);
  const cosigned = await readQuorumCheckpoint(publicDb);
  if (signed === undefined || cosigned === undefined || cosigned.size <= leafIndex)
    return { signed, isCosigned: false };
  return { signed: { ...signed, size: cosigned.size, note: cosigned.note }, isCosigned: true };
}

export interface Built {
  readonly certificate: Certificate;
  /** It has the quorum, or no policy asks for one. */
  readonly isCosigned: boolean;
}

/** Undefined while no checkpoint covers the seal. */
export async function buildCertificate(
  { publicDb }: { readonly publicDb: Database },
  sealed: Sealed,
): Promise<Built | undefined> {
  const { leafIndex } = sealed.seal;
  const { signed, isCosigned } = await readBestCheckpoint(publicDb, leafIndex);
  if (signed === undefined || signed.size <= leafIndex) return undefined;
  const policy = await readPolicyText(publicDb);
  const anchors = await readAnchorsUpTo(publicDb, signed.size);
  const roots = await readRootsFact(publicDb, logSubject(signed.origin), signed.size);
  const certificate = await withNodes(publicDb, "released.log_node", (read) =>
    assemble(read, { ...sealed, roots, signed, policy, anchors }),
  );
  return { certificate, isCosigned: isCosigned || policy === undefined };
}
