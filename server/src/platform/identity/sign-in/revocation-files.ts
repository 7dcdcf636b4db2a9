/** Files with revocation lists, read again when they change. */
import type { X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

import { parseRevocationList, type SignedList, signedBy } from "./certificate-revocation.ts";
import { keyOf } from "./certificate.ts";

export interface Revocation {
  /** Lists as the files hold them now. @throws Error naming the file and the fault */
  lists(): readonly SignedList[];
}

interface Kept {
  readonly stamp: string;
  readonly lists: readonly SignedList[];
}

/** PEM with any number of lists, or one in DER. */
function blocksOf(bytes: Buffer): readonly Uint8Array[] {
  const text = bytes.toString("latin1");
  const blocks = text.match(/-----BEGIN X509 CRL-----[\s\S]+?-----END X509 CRL-----/g);
  if (blocks === null) return [Uint8Array.from(bytes)];
  return blocks.map((block) =>
    Uint8Array.from(Buffer.from(block.replaceAll(/-----.*?-----|\s/g, ""), "base64")),
  );
}

/** @throws Error naming the file and what is wrong with it */
function readLists(path: string, keys: readonly Uint8Array[]): readonly SignedList[] {
  return blocksOf(readFileSync(path)).map((der) => {
    const list = parseRevocationList(der);
    if (list === undefined)
      throw new Error(`${path}: not a whole revocation list (CRL) signed with SM2, in PEM or DER`);
    const signed = signedBy(list, keys);
    if (signed === undefined) throw new Error(`${path}: signed by none of the accepted CAs`);
    return signed;
  });
}

export function watchRevocation(
  paths: readonly string[],
  roots: readonly X509Certificate[],
): Revocation {
  const keys = roots.map(keyOf).filter((key) => key !== undefined);
  const known = new Map<string, Kept>();
  return {
    lists: () =>
      paths.flatMap((path) => {
        const { mtimeMs, size, ino } = statSync(path);
        const stamp = `${mtimeMs} ${size} ${ino}`;
        const kept = known.get(path);
        if (kept?.stamp === stamp) return kept.lists;
        const lists = readLists(path, keys);
        known.set(path, { stamp, lists });
        return lists;
      }),
  };
}
