/** Whether the signed log holds a record, computed in this browser (RFC 9162 §2.1.3). */
import type { FactDetails } from "../../../../contract/src/dossier.ts";
import { decodeBase64, decodeHex, verifyInclusion } from "../../../../verifier/src/index.ts";

const bytes = (found: ReturnType<typeof decodeHex>): Uint8Array =>
  found.ok ? found.value : new Uint8Array();

/** Root of a signed note: its third line (C2SP tlog-checkpoint). */
const rootOf = (checkpoint: string): Uint8Array =>
  bytes(decodeBase64(checkpoint.split("\n")[2] ?? ""));

export function isProven(
  { leafHash, inclusion, size, checkpoint }: NonNullable<FactDetails["proof"]>,
  leafIndex: number,
): boolean {
  return verifyInclusion({
    leafHash: bytes(decodeHex(leafHash)),
    index: leafIndex,
    size,
    proof: inclusion.map((node) => bytes(decodeHex(node))),
    root: rootOf(checkpoint),
  }).ok;
}
