/**
 * SM2 signatures (GB/T 32918.2 §6, default id 1234567812345678), for the log's own key. The number that must never come
 * twice is not drawn but follows from key and message (RFC 6979 with HMAC-SM3): the same checkpoint, the same signature.
 * Multiples of the base point are OpenSSL's; what Node's `sign` makes of such a key is no SM2 signature.
 */
import { createECDH, createHash, createHmac } from "node:crypto";

const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
/** a, b and the base point of GB/T 32918.5, as they are hashed. */
const CURVE = Buffer.from(
  "fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc" +
    "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93" +
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7" +
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
  "hex",
);
const SIGNER = Buffer.from("1234567812345678");
/** PKCS #8 of such a key as OpenSSL writes it: up to the secret, and from there to the public point. */
const HEAD = Buffer.from(
  "308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420",
  "hex",
);
const MIDDLE = Buffer.from("a144034200", "hex");
const SECRET_BYTES = 32;

export interface Sm2Key {
  readonly secret: bigint;
  /** 04 ‖ x ‖ y. */
  readonly publicKey: Buffer;
}

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const bytes32 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const mod = (value: bigint): bigint => ((value % N) + N) % N;
const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sm3");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** @throws Error if the text is no SM2 key in PKCS #8 */
export function sm2KeyOf(pem: string): Sm2Key {
  const body = /^-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END PRIVATE KEY-----\s*$/.exec(
    pem,
  );
  const der = Buffer.from(body?.[1] ?? "", "base64");
  const secret = der.subarray(HEAD.length, HEAD.length + SECRET_BYTES);
  const middle = der.subarray(HEAD.length + SECRET_BYTES).subarray(0, MIDDLE.length);
  if (!der.subarray(0, HEAD.length).equals(HEAD) || !middle.equals(MIDDLE))
    throw new Error("not an SM2 key in PKCS #8");
  const publicKey = multiple(numberOf(secret));
  if (!der.subarray(-publicKey.length).equals(publicKey))
    throw new Error("the two halves of the SM2 key do not belong together");
  return { secret: numberOf(secret), publicKey };
}

/** [k]G as 04 ‖ x ‖ y. */
function multiple(k: bigint): Buffer {
  const point = createECDH("SM2");
  point.setPrivateKey(bytes32(k));
  return point.getPublicKey();
}

/** Value to the power of N − 2, which is its inverse. */
function inverse(value: bigint): bigint {
  let [result, square] = [1n, mod(value)];
  for (let rest = N - 2n; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

/** Candidates for the number, one after the other (RFC 6979 §3.2). */
function* numbers(secret: bigint, digest: Buffer): Generator<bigint> {
  const seed = Buffer.concat([bytes32(secret), bytes32(mod(numberOf(digest)))]);
  let key = Buffer.alloc(32, 0);
  let value = Buffer.alloc(32, 1);
  const mac = (data: Buffer) => createHmac("sm3", key).update(data).digest();
  for (const step of [0, 1]) {
    key = mac(Buffer.concat([value, Buffer.of(step), seed]));
    value = mac(value);
  }
  for (;;) {
    value = mac(value);
    const candidate = numberOf(value);
    if (candidate > 0n && candidate < N) yield candidate;
    key = mac(Buffer.concat([value, Buffer.of(0)]));
    value = mac(value);
  }
}

/** What is signed: the message behind the hash of the signer's id and key (GB/T 32918.2 §5.5). */
function digestOf({ publicKey }: Sm2Key, message: Uint8Array): Buffer {
  const bits = SIGNER.length * 8;
  const who = sm3(Buffer.of(bits >> 8, bits & 0xff), SIGNER, CURVE, publicKey.subarray(1));
  return sm3(who, message);
}

/** SEQUENCE { r INTEGER, s INTEGER } in DER (GM/T 0009). */
export function signSm2(key: Sm2Key, message: Uint8Array): Buffer {
  const digest = digestOf(key, message);
  const hash = numberOf(digest);
  const factor = inverse(1n + key.secret);
  for (const k of numbers(key.secret, digest)) {
    const r = mod(hash + numberOf(multiple(k).subarray(1, 33)));
    const s = mod(factor * (k - r * key.secret));
    if (r !== 0n && r + k !== N && s !== 0n) return sequence(integer(r), integer(s));
  }
  throw new Error("the candidates do not end");
}

const element = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.of(tag, content.length), content]);
const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, Buffer.concat(parts));
/** Shortest spelling of a positive number. */
function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return element(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}
