/**
 * Entry bundles (c2sp.org/tlog-tiles, "Log entries"): big-endian uint16 lengths before the entries. An entry is the leaf
 * data, SHA-256 ‖ SM3 of a salted fact; its RFC 6962 leaf hash stands in the tile of level 0.
 */
export const ENTRY_BYTES = 64;

const LENGTH_BYTES = 2;

/** Bundle of the entries that follow each other in `entries`, each of 64 bytes. */
export function entryBundle(entries: Buffer): Buffer {
  const count = entries.length / ENTRY_BYTES;
  const bundle = Buffer.alloc(count * (LENGTH_BYTES + ENTRY_BYTES));
  for (let index = 0; index < count; index++) {
    const at = index * (LENGTH_BYTES + ENTRY_BYTES);
    bundle.writeUInt16BE(ENTRY_BYTES, at);
    entries.copy(bundle, at + LENGTH_BYTES, index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
  }
  return bundle;
}
