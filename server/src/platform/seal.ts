/** Seals small secrets at rest, such as seeds of authenticator apps: AES-256-GCM, bound to what they are for. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface Sealed {
  /** 32 bytes, hex; a file in <data dir>/secrets. */
  readonly key: string;
  /** A row copied to another owner does not open. */
  readonly owner: string;
}

/** Nonce ‖ ciphertext ‖ tag. */
export function seal(text: string, { key, owner }: Sealed): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key, "hex"), nonce);
  cipher.setAAD(Buffer.from(owner));
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error if key or owner are not those it was sealed with, or a byte was changed */
export function unseal(sealed: Uint8Array, { key, owner }: Sealed): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv(
    "aes-256-gcm",
    Buffer.from(key, "hex"),
    bytes.subarray(0, NONCE_BYTES),
  );
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}
