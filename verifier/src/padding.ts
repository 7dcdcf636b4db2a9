/**
 * Padding of SHA-256, SHA-512 and SM3 (FIPS 180-4 §5.1, GB/T 32905 §5.2): a bit 1, zeros, and the length in bits,
 * big-endian, up to whole blocks of 64 or 128 bytes.
 */
export function paddedBlocks(bytes: Uint8Array, blockSize: 64 | 128): Uint8Array<ArrayBuffer> {
  const lengthSize = blockSize / 8;
  const size = Math.ceil((bytes.length + 1 + lengthSize) / blockSize) * blockSize;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(size - 8, BigInt(bytes.length) * 8n);
  return padded;
}
