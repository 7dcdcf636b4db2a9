/** Whether the signed log holds a record: the verifier climbs from the record's digest to the root (RFC 9162 §2.1.3). */
import {
  decodeBase64,
  decodeHex,
  encodeHex,
  leafHash,
  verifyInclusion,
} from "../../../../verifier/src/index.ts";

export interface EntryProof {
  /** later: the newest checkpoint does not reach the record yet. */
  readonly verdict: "good" | "bad" | "later";
  /** Size and root (hex) of the signed log. */
  readonly size: number;
  readonly root: string;
}

export interface Place {
  /** SHA-256 ‖ SM3 of the fact, hex. */
  readonly digest: string;
  readonly leafIndex: number;
}

interface SignedLog {
  readonly size: number;
  /** Base64. */
  readonly root: string;
}

/** What the bytes say, or nothing, which proves nothing. */
const bytes = (found: ReturnType<typeof decodeHex>): Uint8Array =>
  found.ok ? found.value : new Uint8Array();

/** Pure part: the digest is ours, so a proof for another leaf does not pass. */
export function judge(
  { digest, leafIndex }: Place,
  log: SignedLog,
  proof: readonly string[],
): EntryProof {
  const root = bytes(decodeBase64(log.root));
  const { ok } = verifyInclusion({
    leafHash: leafHash(bytes(decodeHex(digest))),
    index: leafIndex,
    size: log.size,
    proof: proof.map((node) => bytes(decodeHex(node))),
    root,
  });
  return { verdict: ok ? "good" : "bad", size: log.size, root: encodeHex(root) };
}

async function read<Reply>(path: string, signal: AbortSignal): Promise<Reply> {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as Reply;
}

/** @throws Error if the log cannot be read */
export async function proveEntry(place: Place, signal: AbortSignal): Promise<EntryProof> {
  const log = await read<SignedLog>("/api/log/checkpoint", signal);
  if (place.leafIndex >= log.size) return { verdict: "later", size: log.size, root: "" };
  const { proof } = await read<{ proof: readonly string[] }>(
    `/api/log/inclusion?leafIndex=${place.leafIndex}&size=${log.size}`,
    signal,
  );
  return judge(place, log, proof);
}
