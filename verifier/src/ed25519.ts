/**
 * Ed25519, verification only (RFC 8032 §5.1.7), without cofactor and strict: S below the group order, canonical
 * points, no public key of small order (such a key would "sign" many texts).
 */
import { asBytes, bigEndian, concatBytes, equalBytes } from "./bytes.ts";
import { fail, guarded, pass, type Verification } from "./result.ts";
import { sha512 } from "./sha512.ts";

const P = (1n << 255n) - 19n;
/** Order of the group (RFC 8032 §5.1). */
const L = (1n << 252n) + 27742317777372353535851937790883648493n;

/** Extended homogeneous coordinates (RFC 8032 §5.1.4). */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const mod = (value: bigint) => {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
};

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

const invert = (value: bigint) => power(value, P - 2n);

const D = mod(-121665n * invert(121666n));
const SQRT_MINUS_ONE = power(2n, (P - 1n) / 4n);
const IDENTITY: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

function add(one: Point, other: Point): Point {
  const a = mod((one.y - one.x) * (other.y - other.x));
  const b = mod((one.y + one.x) * (other.y + other.x));
  const c = mod(2n * D * mod(one.t * other.t));
  const d = mod(2n * one.z * other.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

const negate = (point: Point): Point => ({ ...point, x: mod(-point.x), t: mod(-point.t) });

const littleEndian = (bytes: Uint8Array) =>
  bigEndian(Uint8Array.from(bytes, (_, index) => bytes[bytes.length - 1 - index] ?? 0));

/** Square root of u/v (RFC 8032 §5.1.3 step 2 and 3). */
function rootOfRatio(u: bigint, v: bigint): bigint | undefined {
  const candidate = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  const check = mod(v * candidate * candidate);
  if (check === mod(u)) return candidate;
  return check === mod(-u) ? mod(candidate * SQRT_MINUS_ONE) : undefined;
}

/** Point of 32 bytes (RFC 8032 §5.1.3); `undefined` unless it is a point in its one canonical spelling. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  const encoded = littleEndian(bytes);
  const sign = encoded >> 255n;
  const y = encoded & ((1n << 255n) - 1n);
  if (y >= P) return undefined;
  const x = rootOfRatio(mod(y * y - 1n), mod(D * y * y + 1n));
  if (x === undefined || (x === 0n && sign === 1n)) return undefined;
  const signed = (x & 1n) === sign ? x : P - x;
  return { x: signed, y, z: 1n, t: mod(signed * y) };
}

function encodePoint(point: Point): Uint8Array {
  const inverse = invert(point.z);
  const [x, y] = [mod(point.x * inverse), mod(point.y * inverse)];
  const encoded = y | ((x & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, (_, index) =>
    Number((encoded >> BigInt(8 * index)) & 0xffn),
  );
}

/** Base point of RFC 8032 §5.1: y = 4/5, x even. */
const BASE_Y = mod(4n * invert(5n));
const BASE: Point =
  decodePoint(
    Uint8Array.from({ length: 32 }, (_, index) => Number((BASE_Y >> BigInt(8 * index)) & 0xffn)),
  ) ?? IDENTITY;

/** [a]B + [b]Q with the base point B, both scalars in one run of doublings. */
function combine(a: bigint, b: bigint, point: Point): Point {
  const both = add(BASE, point);
  let sum = IDENTITY;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = add(sum, sum);
    const [inA, inB] = [(a >> bit) & 1n, (b >> bit) & 1n];
    if (inA === 1n) sum = add(sum, inB === 1n ? both : BASE);
    else if (inB === 1n) sum = add(sum, point);
  }
  return sum;
}

function isSmallOrder(point: Point): boolean {
  const twice = add(point, point);
  const four = add(twice, twice);
  return mod(add(four, four).x) === 0n;
}

export interface SignedMessage {
  /** 32 bytes (Ed25519), or 64 or 65 bytes (SM2). */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Verification {
  if (publicKey.length !== 32) return fail("ed25519.bad-key");
  if (signature.length !== 64) return fail("ed25519.bad-signature");
  const point = decodePoint(publicKey);
  if (point === undefined || isSmallOrder(point)) return fail("ed25519.bad-key");
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L || decodePoint(encodedR) === undefined) return fail("ed25519.bad-signature");
  const k = littleEndian(sha512(concatBytes(encodedR, publicKey, message))) % L;
  const expected = encodePoint(combine(s, k, negate(point)));
  return equalBytes(expected, encodedR) ? pass("ed25519.valid") : fail("ed25519.mismatch");
}

/** `ed25519.valid`, or `ed25519.bad-key`, `.bad-signature` (malformed), `.mismatch` (of another text or key). */
export function verifyEd25519(signed: SignedMessage): Verification {
  return guarded<Verification>(
    () => {
      const publicKey = asBytes(signed.publicKey);
      const message = asBytes(signed.message);
      const signature = asBytes(signed.signature);
      if (publicKey === undefined || message === undefined || signature === undefined) {
        return fail("bytes.not-bytes");
      }
      return verify(publicKey, message, signature);
    },
    (failure) => failure,
  );
}
