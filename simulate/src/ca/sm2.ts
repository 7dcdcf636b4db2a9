/** SM2 keys and signatures (GB/T 32918.2), for the simulator of a UKey only: not constant in time. */
import { createHash, randomBytes } from "node:crypto";

import { weierstrass } from "@noble/curves/abstract/weierstrass.js";

/** Curve of GB/T 32918.5. */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const Point = weierstrass(CURVE);

/** Id of a signer unless told otherwise (GM/T 0009 §10). */
const SIGNER = Buffer.from("1234567812345678");

const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sm3");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const bytes32 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const mod = (value: bigint): bigint => ((value % CURVE.n) + CURVE.n) % CURVE.n;

function inverse(value: bigint): bigint {
  let [old, rest, left, right] = [value, CURVE.n, 1n, 0n];
  while (rest !== 0n) {
    const times = old / rest;
    [old, rest] = [rest, old - times * rest];
    [left, right] = [right, left - times * right];
  }
  return mod(left);
}

/** A number from 1 to n - 2. */
const randomNumber = (): bigint => (numberOf(randomBytes(40)) % (CURVE.n - 2n)) + 1n;

export interface Sm2Key {
  /** Hex. */
  readonly secret: string;
  /** 04 ‖ x ‖ y. */
  readonly publicKey: Uint8Array;
}

export const keyFromSecret = (secret: string): Sm2Key => ({
  secret,
  publicKey: Point.BASE.multiply(numberOf(Buffer.from(secret, "hex"))).toBytes(false),
});
export const makeKey = (): Sm2Key => keyFromSecret(bytes32(randomNumber()).toString("hex"));

/** SEQUENCE { r INTEGER, s INTEGER } in DER. */
export function signSm2({ secret, publicKey }: Sm2Key, message: Uint8Array): Buffer {
  const { a, b, Gx, Gy } = CURVE;
  const bits = Buffer.from([(SIGNER.length * 8) >> 8, (SIGNER.length * 8) & 0xff]);
  const who = sm3(bits, SIGNER, ...[a, b, Gx, Gy].map(bytes32), publicKey.subarray(1));
  const digest = numberOf(sm3(who, message));
  const d = numberOf(Buffer.from(secret, "hex"));
  for (;;) {
    const k = randomNumber();
    const r = mod(digest + Point.BASE.multiply(k).toAffine().x);
    const s = mod(inverse(1n + d) * (k - r * d));
    if (r !== 0n && r + k !== CURVE.n && s !== 0n) return sequence(integer(r), integer(s));
  }
}

/** One DER element. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const hex = length.toString(16);
  const size = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 + size.length]), size, content]);
}
export const sequence = (...parts: readonly Uint8Array[]): Buffer => element(0x30, ...parts);
export function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return element(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}
