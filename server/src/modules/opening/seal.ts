/** Signing a record with the seal of a unit. The demonstration seals by itself; a city plugs in its provider (CA 云签章). Pure but for keys given in. */
import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";

export interface Seal {
  readonly provider: string;
  readonly algorithm: "Ed25519" | "SM2";
  /** Base64 of the SPKI. */
  readonly publicKey: string;
  /** Base64, over the UTF-8 bytes of the hash in hex. */
  readonly signature: string;
}

export interface SealProvider {
  /** @param holder Unit or party whose seal it is */
  seal(holder: string, hash: string): Promise<Seal>;
}

/** PKCS #8 head of an Ed25519 private key (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** One key for each holder, all from one secret; says of itself that it is a simulator. */
export function simulatedSeals(secret: () => Promise<string>): SealProvider {
  return {
    async seal(holder, hash) {
      const key = keyOf(await secret(), holder);
      const publicKey = createPublicKey(key).export({ type: "spki", format: "der" });
      return {
        provider: "simulator",
        algorithm: "Ed25519",
        publicKey: publicKey.toString("base64"),
        signature: sign(null, Buffer.from(hash), key).toString("base64"),
      };
    },
  };
}

function keyOf(secret: string, holder: string): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", secret, "mingjing opening seal", holder, 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
}

/** True if the seal stands over this hash; SM2 seals are for their provider to check. */
export function isSealed({ algorithm, publicKey, signature }: Seal, hash: string): boolean {
  if (algorithm !== "Ed25519") return false;
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, "base64"),
      format: "der",
      type: "spki",
    });
    return verify(null, Buffer.from(hash), key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
