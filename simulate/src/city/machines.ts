/** Machines, addresses and contacts as the tendering tool would see them. All values are fictional. */
import type { Random } from "../random.ts";

export interface Machine {
  readonly mac: string;
  /** Shared by every machine of a model series: never evidence alone (indicators.md DEV-02). */
  readonly cpu: string;
  readonly disk: string;
  readonly toolId: string;
}

/** What a tool reports when it cannot read the codes; many unrelated machines carry it. */
export const BLANK_MAC = "00-00-00-00-00-00";
export const BLANK_DISK = "0000_0000_0000_0000";
/** The constant number that copied bill-of-quantities software writes. */
export const BLANK_LOCK = "00000000";

const BLANK_SHARE = 0.015;
const BLANK_LOCK_SHARE = 0.03;

const CPU_SERIES: readonly string[] = [
  "BFEBFBFF000906EA",
  "BFEBFBFF000906ED",
  "BFEBFBFF000A0653",
  "BFEBFBFF000A0655",
  "BFEBFBFF000A0671",
  "BFEBFBFF00090672",
  "BFEBFBFF000B0671",
  "BFEBFBFF000B06A2",
  "178BFBFF00860F01",
  "178BFBFF00A20F10",
  "178BFBFF00A50F00",
  "178BFBFF00A60F12",
];

/** Universally administered prefixes (bit 0x02 of the first octet is 0). */
const MAC_PREFIXES: readonly string[] = [
  "3C-52-82",
  "F4-4D-30",
  "D8-BB-C1",
  "04-7C-16",
  "A8-A1-59",
];

function hexadecimalPairs(random: Random, pairs: number): string {
  return (
    random
      .hex(pairs * 2)
      .toUpperCase()
      .match(/../g) ?? []
  ).join("-");
}

export function createMachine(random: Random): Machine {
  const cpu = random.pick(CPU_SERIES);
  const toolId = `T-${random.hex(12)}`;
  if (random.chance(BLANK_SHARE)) return { mac: BLANK_MAC, cpu, disk: BLANK_DISK, toolId };
  return {
    mac: `${random.pick(MAC_PREFIXES)}-${hexadecimalPairs(random, 3)}`,
    cpu,
    disk: `WD-${random.hex(10).toUpperCase()}`,
    toolId,
  };
}

/** Serial number of a bill-of-quantities lock; a few are the constant of copied software. */
export function createLockNo(random: Random): string {
  if (random.chance(BLANK_LOCK_SHARE)) return BLANK_LOCK;
  return hexadecimalPairs(random, 6).replaceAll(/(..)-(..)(-?)/gu, "$1$2$3");
}

/** Unallocated number range 100…: no call can reach anybody. */
export function createPhone(random: Random): string {
  return `100${String(random.integer(0, 99_999_999)).padStart(8, "0")}`;
}

/** Account token; account numbers themselves never leave the bank interface. */
export const createAccount = (random: Random): string => `account-${random.hex(12)}`;

/** Natural persons appear only as tokens (contracts.md §1). */
export const createPerson = (random: Random): string => `person-${random.hex(10)}`;

/** Counter-based addresses: 198.18.0.0/15 (RFC 2544) and the documentation blocks (RFC 5737). */
export function createAddresses(): { home(): string; workshop(): string; carrier(): string } {
  let homes = 0;
  let workshops = 0;
  let carriers = 0;
  return {
    home: () => {
      homes++;
      return `198.18.${Math.floor(homes / 5)}.${10 + (homes % 5) * 47}`;
    },
    workshop: () => {
      workshops++;
      return `198.51.100.${workshops + 9}`;
    },
    carrier: () => {
      carriers++;
      return `203.0.113.${carriers + 9}`;
    },
  };
}
export type Addresses = ReturnType<typeof createAddresses>;
