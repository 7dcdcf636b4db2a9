/** Ciphertexts as they come in Base64: their hash and length. Pure. */
import { createHash } from "node:crypto";

import type { BoxRef } from "../../../../contract/src/tipoff-values.ts";

export interface Box {
  readonly ref: BoxRef;
  readonly base64: string;
}

export function boxOf(base64: string): Box {
  const bytes = Buffer.from(base64, "base64");
  return {
    ref: { hash: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length },
    base64,
  };
}
