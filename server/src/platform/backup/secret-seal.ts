/** Seals small secrets with a passphrase: scrypt (RFC 7914) and AES-256-GCM (NIST SP 800-38D). */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";

import { BackupError } from "./format.ts";

const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = "scrypt-16-8-1:aes-256-gcm:";

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** `name` is bound to the sealed text: it cannot be moved to another file. */
export async function seal(name: string, secret: Buffer, passphrase: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(passphrase, salt), nonce);
  cipher.setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(secret), cipher.final()]);
  return PREFIX + Buffer.concat([salt, nonce, cipher.getAuthTag(), body]).toString("base64");
}

/** @throws BackupError for a wrong passphrase or a changed text */
export async function unseal(name: string, sealed: string, passphrase: string): Promise<Buffer> {
  if (!sealed.startsWith(PREFIX)) throw new BackupError(`${name}: sealed in an unknown way`);
  const bytes = Buffer.from(sealed.slice(PREFIX.length), "base64");
  let offset = 0;
  const take = (length: number) => bytes.subarray(offset, (offset += length));
  const [salt, nonce, tag] = [take(SALT_BYTES), take(NONCE_BYTES), take(TAG_BYTES)];
  try {
    const decipher = createDecipheriv("aes-256-gcm", await keyOf(passphrase, salt), nonce);
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(offset)), decipher.final()]);
  } catch (error) {
    throw new BackupError(
      `${name} does not open: MINGJING_BACKUP_PASSPHRASE is not the one the backup was made with`,
      { cause: error },
    );
  }
}
