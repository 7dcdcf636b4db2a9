/** Encrypts records to an organ's public key (docs/decisions/0011-sealed-reads.md). The server cannot open them. */
import { createCipheriv, createECDH, createHash, hkdfSync, randomBytes } from "node:crypto";

import type { SealEnvelope } from "../../../../contract/src/audit.ts";

/** The key of an organ that is in use. */
export interface Seal {
  readonly organ: string;
  readonly keyId: string;
  /** Uncompressed point on P-256, base64url. */
  readonly publicKey: string;
}

const CURVE = "prime256v1";
const FIRST_SIZE = 1024;
const STEP = 512;

/** Text of equal length for most records, so that the length says nothing about what was read. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const size = Math.max(FIRST_SIZE, Math.ceil(bytes.length / STEP) * STEP);
  return Buffer.concat([bytes, Buffer.alloc(size - bytes.length, " ")]);
}

/** What both sides put into the key and into the authenticated data: an envelope opens for one organ only. */
export const sealContext = ({ organ, keyId }: Pick<Seal, "organ" | "keyId">): string =>
  `mingjing audit seal v1 ${organ} ${keyId}`;

export const sealKeyIdOf = (publicKey: string): string =>
  createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex").slice(0, 32);

/** @throws Error if the public key is not a point on P-256 */
export function sealRecord(seal: Seal, record: object): SealEnvelope {
  const ephemeral = createECDH(CURVE);
  const own = ephemeral.generateKeys();
  const theirs = Buffer.from(seal.publicKey, "base64url");
  const shared = ephemeral.computeSecret(theirs);
  const context = Buffer.from(sealContext(seal));
  const salt = Buffer.concat([own, theirs]);
  const key = Buffer.from(hkdfSync("sha256", shared, salt, context, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(context);
  const text = Buffer.concat([
    cipher.update(padded(JSON.stringify(record))),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    version: 1,
    key: own.toString("base64url"),
    iv: iv.toString("base64url"),
    text: text.toString("base64url"),
  };
}

/** True for a point on the curve: anything else would make every later access fail. */
export function isPoint(publicKey: string): boolean {
  const ephemeral = createECDH(CURVE);
  ephemeral.generateKeys();
  try {
    ephemeral.computeSecret(Buffer.from(publicKey, "base64url"));
    return true;
  } catch {
    return false;
  }
}
