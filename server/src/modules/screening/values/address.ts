/** Public addresses: one written form for each, and none for what many share by construction. */

/** Prefix of an address as its bits; v4 has 32, v6 128. */
export interface AddressBlock {
  readonly version: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

/** RFC 6890: addresses that no single subscriber has. Documentation blocks are left usable for examples. */
const SHARED_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.168.0.0/16",
  "224.0.0.0/3",
];
const SHARED_V6 = ["::/64", "64:ff9b::/96", "fc00::/7", "fe80::/10", "ff00::/8"];

function parseV4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let bits = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    bits = (bits << 8n) | BigInt(Number(part));
  }
  return bits;
}

/** Groups on one side of `::`; a dotted tail counts as two. */
function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  for (const part of text.split(":")) {
    const v4 = part.includes(".") ? parseV4(part) : undefined;
    if (v4 !== undefined) groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function parseV6(text: string): bigint | undefined {
  const sides = text.split("::");
  if (sides.length > 2) return undefined;
  const left = groupsOf(sides[0] ?? "");
  const right = sides.length === 2 ? groupsOf(sides[1] ?? "") : [];
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => 0), ...right];
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n);
}

/** An address or a block (`/n`); v4-mapped v6 is v4; undefined when it is neither. */
export function parseBlock(text: string): AddressBlock | undefined {
  const trimmed = text.trim().replace(/^\[(.*)\]$/, "$1");
  const [head = "", length, more] = trimmed.split("/");
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const address = head.split("%")[0] ?? "";
  const isV6 = address.includes(":");
  const bits = isV6 ? parseV6(address) : parseV4(address);
  if (bits === undefined) return undefined;
  if (isV6 && bits >> 32n === 0xffffn && length === undefined) {
    return { version: 4, bits: bits & 0xffffffffn, length: 32 };
  }
  const width = isV6 ? 128 : 32;
  const size = length === undefined ? width : Number(length);
  return size > width ? undefined : { version: isV6 ? 6 : 4, bits, length: size };
}

/** Does the block hold the address (or smaller block)? */
export function isWithin(inner: AddressBlock, outer: AddressBlock): boolean {
  if (inner.version !== outer.version || inner.length < outer.length) return false;
  const width = inner.version === 4 ? 32 : 128;
  const shift = BigInt(width - outer.length);
  return inner.bits >> shift === outer.bits >> shift;
}

const blocksOf = (texts: readonly string[]): AddressBlock[] =>
  texts.map(parseBlock).filter((block) => block !== undefined);
const SHARED = [...blocksOf(SHARED_V4), ...blocksOf(SHARED_V6)];

function format(block: AddressBlock): string {
  if (block.version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((block.bits >> shift) & 0xffn)).join(".");
  }
  const groups = [112n, 96n, 80n, 64n].map((shift) =>
    ((block.bits >> shift) & 0xffffn).toString(16),
  );
  return `${groups.join(":")}::/64`;
}

/** IPv6 customers get a /64 (RFC 6177), the rest of the address changes by itself. */
const subscriberOf = (block: AddressBlock): AddressBlock =>
  block.version === 4 ? block : { ...block, bits: (block.bits >> 64n) << 64n, length: 64 };

export type PublicAddress =
  | { readonly kind: "public"; readonly value: string; readonly block: AddressBlock }
  | { readonly kind: "shared" }
  | { readonly kind: "unreadable" };

/** IPv4 dotted or the /64 of IPv6; "shared" for private, carrier-NAT, loopback and multicast blocks. */
export function readAddress(text: string): PublicAddress {
  const block = text.includes("/") ? undefined : parseBlock(text);
  if (block === undefined) return { kind: "unreadable" };
  if (SHARED.some((shared) => isWithin(block, shared))) return { kind: "shared" };
  const subscriber = subscriberOf(block);
  return { kind: "public", value: format(subscriber), block: subscriber };
}
