/** Body of add-checkpoint (c2sp.org/tlog-witness): old size, consistency proof, blank line, checkpoint. */
import { decodeBase64, decodeUtf8 } from "../../verifier/src/index.ts";

/** The client must not send more. */
const MAX_PROOF_LINES = 63;

export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** Signed note, as it was sent. */
  readonly note: string;
}

/** Undefined where the body is not what the specification says. */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint | undefined {
  const body = decodeUtf8(bytes);
  if (!body.ok) return undefined;
  const split = body.value.indexOf("\n\n");
  if (split < 0) return undefined;
  const [first = "", ...lines] = body.value.slice(0, split).split("\n");
  const [, sizeText] = /^old (0|[1-9][0-9]{0,15})$/.exec(first) ?? [];
  const oldSize = Number(sizeText);
  if (!Number.isSafeInteger(oldSize) || lines.length > MAX_PROOF_LINES) return undefined;
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    const hash = decodeBase64(line);
    if (!hash.ok || hash.value.length !== 32) return undefined;
    proof.push(hash.value);
  }
  return { oldSize, proof, note: body.value.slice(split + 2) };
}
