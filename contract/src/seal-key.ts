/**
 * The organ's side of sealed records, on WebCrypto alone: browser, command line and demo city use the same lines. The
 * private key exists in the clear only while it is being used; it leaves as a file encrypted under a passphrase.
 */
import type { SealEnvelope, SealedRecord } from "./audit.ts";

// Both Node and browsers declare these, under different names.
type Subtle = typeof globalThis.crypto.subtle;
type PrivateKey = Awaited<ReturnType<Subtle["importKey"]>>;

/** What the holder keeps: the private key (PKCS #8) under AES-256-GCM, its key from the passphrase by PBKDF2. */
export interface SealKeyFile {
  readonly format: "mingjing-seal-key";
  readonly version: 1;
  readonly organ: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly iterations: number;
  readonly salt: string;
  readonly iv: string;
  readonly privateKey: string;
}

/** An opened key file, for one organ. */
export interface OpenedSealKey {
  readonly organ: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly privateKey: PrivateKey;
}

/** Why a key file or an envelope was not opened. */
export class SealError extends Error {
  override readonly name = "SealError";
  readonly reason: "notAKeyFile" | "wrongPassphrase" | "otherKey" | "damaged" | "noCrypto";
  constructor(reason: SealError["reason"], options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

type Bytes = Uint8Array<ArrayBuffer>;
/** OWASP's figure for PBKDF2-HMAC-SHA-256. */
const ITERATIONS = 600_000;
const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

const utf8 = (text: string): Bytes => new TextEncoder().encode(text);

function toBase64Url(bytes: ArrayBuffer | Bytes): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Bytes {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** @throws SealError noCrypto on a page that was not opened over HTTPS or on this machine */
function subtle(): Subtle {
  const { crypto } = globalThis as { crypto?: { subtle?: Subtle } };
  if (crypto?.subtle === undefined) throw new SealError("noCrypto");
  return crypto.subtle;
}

async function keyFromPassphrase(passphrase: string, salt: Bytes, iterations: number) {
  const material = await subtle().importKey(
    "raw",
    utf8(passphrase.normalize("NFC")),
    "PBKDF2",
    false,
    ["deriveKey"],
  );
  return subtle().deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    material,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Makes a key pair. @returns the file for the holder; its `keyId` and `publicKey` are what is registered */
export async function makeSealKey(organ: string, passphrase: string): Promise<SealKeyFile> {
  const pair = await subtle().generateKey(CURVE, true, ["deriveBits"]);
  const point = await subtle().exportKey("raw", pair.publicKey);
  const secret = await subtle().exportKey("pkcs8", pair.privateKey);
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(12));
  const key = await keyFromPassphrase(passphrase, salt, ITERATIONS);
  const encrypted = await subtle().encrypt({ name: "AES-GCM", iv }, key, secret);
  return {
    format: "mingjing-seal-key",
    version: 1,
    organ,
    keyId: hex(await subtle().digest("SHA-256", point)).slice(0, 32),
    publicKey: toBase64Url(point),
    iterations: ITERATIONS,
    salt: toBase64Url(salt),
    iv: toBase64Url(iv),
    privateKey: toBase64Url(encrypted),
  };
}

const MEMBERS = ["organ", "keyId", "publicKey", "salt", "iv", "privateKey"] as const;

/** @throws SealError notAKeyFile */
export function parseSealKeyFile(text: string): SealKeyFile {
  let value: Partial<SealKeyFile> | null;
  try {
    value = JSON.parse(text) as Partial<SealKeyFile> | null;
  } catch (cause) {
    throw new SealError("notAKeyFile", { cause });
  }
  const isFile =
    value?.format === "mingjing-seal-key" &&
    value.version === 1 &&
    Number.isInteger(value.iterations) &&
    MEMBERS.every((member) => typeof value[member] === "string");
  if (!isFile) throw new SealError("notAKeyFile");
  return value as SealKeyFile;
}

/** @throws SealError wrongPassphrase, also for a file that was altered */
export async function openSealKey(file: SealKeyFile, passphrase: string): Promise<OpenedSealKey> {
  const key = await keyFromPassphrase(passphrase, fromBase64Url(file.salt), file.iterations);
  const secret = await subtle()
    .decrypt({ name: "AES-GCM", iv: fromBase64Url(file.iv) }, key, fromBase64Url(file.privateKey))
    .catch((cause: unknown) => {
      throw new SealError("wrongPassphrase", { cause });
    });
  const privateKey = await subtle().importKey("pkcs8", secret, CURVE, false, ["deriveBits"]);
  const { organ, keyId, publicKey } = file;
  return { organ, keyId, publicKey, privateKey };
}

/** Opens one record. @throws SealError otherKey, damaged */
export async function openSealed(
  opened: OpenedSealKey,
  { keyId, envelope }: { readonly keyId: string; readonly envelope: SealEnvelope },
): Promise<SealedRecord> {
  if (keyId !== opened.keyId) throw new SealError("otherKey");
  const ephemeral = fromBase64Url(envelope.key);
  const own = fromBase64Url(opened.publicKey);
  const context = utf8(`mingjing audit seal v1 ${opened.organ} ${keyId}`);
  try {
    const point = await subtle().importKey("raw", ephemeral, CURVE, false, []);
    const shared = await subtle().deriveBits(
      { name: "ECDH", public: point },
      opened.privateKey,
      256,
    );
    const material = await subtle().importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const salt = new Uint8Array([...ephemeral, ...own]);
    const key = await subtle().deriveKey(
      { name: "HKDF", hash: "SHA-256", salt, info: context },
      material,
      { name: "AES-GCM", length: 256 },
      false,
      ["decrypt"],
    );
    const iv = fromBase64Url(envelope.iv);
    const text = await subtle().decrypt(
      { name: "AES-GCM", iv, additionalData: context },
      key,
      fromBase64Url(envelope.text),
    );
    return JSON.parse(new TextDecoder().decode(text)) as SealedRecord;
  } catch (cause) {
    throw new SealError("damaged", { cause });
  }
}
