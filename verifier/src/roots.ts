/**
 * Roots leaf: the text "mingjing-roots/1", the number of leaves before it, the SM3 root of those leaves and the root of
 * the map, a line each. By it a checkpoint vouches for the map.
 */
import { decodeBase64 } from "./bytes.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";

export interface Roots {
  /** Leaves before this one, at most 2^53 − 1. */
  readonly size: number;
  /** 32 bytes each. */
  readonly sm3Root: Uint8Array;
  readonly mapRoot: Uint8Array;
}

/** Reads the data of a roots leaf. Fails with `roots.malformed`. */
export function parseRoots(data: string): Outcome<Roots> {
  return guarded<Outcome<Roots>>(
    () => {
      const text = typeof data === "string" ? data : "";
      const lines = /^mingjing-roots\/1\n(0|[1-9][0-9]{0,15})\n(.+)\n(.+)\n$/.exec(text);
      const [, sizeText = "", sm3Text = "", mapText = ""] = lines ?? [];
      const size = Number(sizeText);
      const [sm3Root, mapRoot] = [decodeBase64(sm3Text), decodeBase64(mapText)];
      const isGood = lines !== null && Number.isSafeInteger(size) && sm3Root.ok && mapRoot.ok;
      if (!isGood || sm3Root.value.length !== 32 || mapRoot.value.length !== 32) {
        return fail("roots.malformed");
      }
      return yields({ size, sm3Root: sm3Root.value, mapRoot: mapRoot.value });
    },
    (failure) => failure,
  );
}
