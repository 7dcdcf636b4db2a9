/** SM2 signatures, verification only (GB/T 32918.2 §7, curve of GB/T 32918.5). */
import { asBytes, bigEndian, concatBytes, decodeHex, encodeUtf8 } from "./bytes.ts";
import type { SignedMessage } from "./ed25519.ts";
import { fail, guarded, pass, type Verification } from "./result.ts";
import { sm3 } from "./sm3.ts";

const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** Jacobian coordinates; z = 0 is the point at infinity. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Point = { x: 1n, y: 1n, z: 0n };
const BASE: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
  z: 1n,
};

const mod = (value: bigint) => {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
};

function invert(value: bigint): bigint {
  let [result, square] = [1n, value];
  for (let rest = P - 2n; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

function double({ x, y, z }: Point): Point {
  if (z === 0n || y === 0n) return INFINITY;
  const y2 = mod(y * y);
  const s = mod(4n * x * y2);
  const m = mod(3n * x * x + A * mod(z * z) ** 2n);
  const nextX = mod(m * m - 2n * s);
  return { x: nextX, y: mod(m * (s - nextX) - 8n * y2 * y2), z: mod(2n * y * z) };
}

function add(one: Point, other: Point): Point {
  if (one.z === 0n) return other;
  if (other.z === 0n) return one;
  const [z1, z2] = [mod(one.z * one.z), mod(other.z * other.z)];
  const [u1, u2] = [mod(one.x * z2), mod(other.x * z1)];
  const [s1, s2] = [mod(one.y * z2 * other.z), mod(other.y * z1 * one.z)];
  if (u1 === u2) return s1 === s2 ? double(one) : INFINITY;
  const [h, r] = [mod(u2 - u1), mod(s2 - s1)];
  const h2 = mod(h * h);
  const h3 = mod(h2 * h);
  const x = mod(r * r - h3 - 2n * u1 * h2);
  return { x, y: mod(r * (u1 * h2 - x) - s1 * h3), z: mod(h * one.z * other.z) };
}

/** [s]G + [t]Q in one run of doublings. */
function combine(s: bigint, t: bigint, point: Point): Point {
  const both = add(BASE, point);
  let sum = INFINITY;
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum);
    const [inS, inT] = [(s >> bit) & 1n, (t >> bit) & 1n];
    if (inS === 1n) sum = add(sum, inT === 1n ? both : BASE);
    else if (inT === 1n) sum = add(sum, point);
  }
  return sum;
}

/** Point of 04 ‖ x ‖ y or x ‖ y; `undefined` unless it lies on the curve. */
function decodeKey(bytes: Uint8Array): Point | undefined {
  if (bytes.length === 65 && bytes[0] !== 4) return undefined;
  if (bytes.length !== 64 && bytes.length !== 65) return undefined;
  const coordinates = bytes.subarray(bytes.length - 64);
  const [x, y] = [bigEndian(coordinates.subarray(0, 32)), bigEndian(coordinates.subarray(32))];
  if (x >= P || y >= P || mod(y * y - (x * x * x + A * x + B)) !== 0n) return undefined;
  return { x, y, z: 1n };
}

interface Pair {
  readonly r: bigint;
  readonly s: bigint;
}

/** One positive DER INTEGER at the place, shortest spelling only, and where it ends. */
function derInteger(bytes: Uint8Array, at: number): { value: bigint; end: number } | undefined {
  const length = bytes[at + 1] ?? 0;
  const body = bytes.subarray(at + 2, at + 2 + length);
  const [first = 0x80, second = 0] = body;
  if (bytes[at] !== 2 || length === 0 || length > 33 || body.length !== length) return undefined;
  if (first >= 0x80 || (first === 0 && length > 1 && second < 0x80)) return undefined;
  return { value: bigEndian(body), end: at + 2 + length };
}

/** SEQUENCE { r INTEGER, s INTEGER } in DER (GM/T 0009 §7.3). */
function decodeDer(bytes: Uint8Array): Pair | undefined {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined;
  const r = derInteger(bytes, 2);
  const s = r && derInteger(bytes, r.end);
  return r && s?.end === bytes.length ? { r: r.value, s: s.value } : undefined;
}

const decodeRaw = (bytes: Uint8Array): Pair | undefined =>
  bytes.length === 64
    ? { r: bigEndian(bytes.subarray(0, 32)), s: bigEndian(bytes.subarray(32)) }
    : undefined;

function bytes32(value: bigint): Uint8Array {
  const decoded = decodeHex(value.toString(16).padStart(64, "0"));
  return decoded.ok ? decoded.value : new Uint8Array();
}

/** Z (GB/T 32918.2 §5.5): the signer's id and key, mixed into what is signed. */
function signerHash(id: Uint8Array, key: Point): Uint8Array {
  const bits = id.length * 8;
  const numbers = [A, B, BASE.x, BASE.y, key.x, key.y].map(bytes32);
  return sm3(concatBytes(Uint8Array.of(bits >> 8, bits & 0xff), id, ...numbers));
}

/** GB/T 32918.2 §7.1, steps B1 to B7. */
function holds({ r, s }: Pair, hash: bigint, key: Point): boolean {
  if (r < 1n || r >= N || s < 1n || s >= N) return false;
  const t = (r + s) % N;
  if (t === 0n) return false;
  const point = combine(s, t, key);
  if (point.z === 0n) return false;
  const x = mod(point.x * invert(mod(point.z * point.z)));
  return (hash + x) % N === r;
}

export interface Sm2SignedMessage extends SignedMessage {
  /** Id of the signer; 1234567812345678 unless told otherwise (GM/T 0009 §10). */
  readonly id?: string;
}

function verify(signed: Sm2SignedMessage): Verification {
  const [publicKey, message] = [asBytes(signed.publicKey), asBytes(signed.message)];
  const signature = asBytes(signed.signature);
  if (publicKey === undefined || message === undefined || signature === undefined) {
    return fail("bytes.not-bytes");
  }
  const id = encodeUtf8(signed.id ?? "1234567812345678");
  if (!id.ok || id.value.length > 8191) return fail("sm2.bad-id");
  const key = decodeKey(publicKey);
  if (key === undefined) return fail("sm2.bad-key");
  const spellings = [decodeRaw(signature), decodeDer(signature)].filter(
    (pair) => pair !== undefined,
  );
  if (spellings.length === 0) return fail("sm2.bad-signature");
  const hash = bigEndian(sm3(concatBytes(signerHash(id.value, key), message)));
  const matches = spellings.some((pair) => holds(pair, hash, key));
  return matches ? pass("sm2.valid") : fail("sm2.mismatch");
}

/**
 * `sm2.valid`, or `sm2.bad-key`, `.bad-id`, `.bad-signature` (malformed), `.mismatch`. The key is 04 ‖ x ‖ y or
 * x ‖ y, the signature DER or r ‖ s (64 bytes are read as r ‖ s first, then as DER).
 */
export function verifySm2(signed: Sm2SignedMessage): Verification {
  return guarded<Verification>(
    () => verify(signed),
    (failure) => failure,
  );
}
