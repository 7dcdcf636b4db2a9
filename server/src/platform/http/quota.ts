/**
 * How much one client may send. Clients are kept as keyed hashes under a key that lives as long as the process and is
 * known to nobody; counters live in memory for an hour. A flood of some never slows the others.
 *
 * LIMITATION: each process counts for itself; behind a proxy that hides addresses all of its clients are one.
 */
import { createHmac, randomBytes } from "node:crypto";

import { RuleViolation } from "../../kernel/rule-violation.ts";

export interface Allowance {
  readonly kind: string;
  readonly most: number;
  readonly seconds: number;
}

interface Window {
  readonly endsAt: number;
  count: number;
}

/** Windows that are kept at most; the oldest go first, which forgives and never refuses. */
const MOST_WINDOWS = 50_000;

export interface Quota {
  /** Counts one. @throws RuleViolation of the given code with the seconds to wait */
  take(address: string, allowance: Allowance, now: number): void;
  /** How many were counted in the running window. */
  taken(address: string, allowance: Allowance, now: number): number;
}

/** A network of IPv6 is one client: its holder has 2^64 addresses. */
const placeOf = (address: string): string =>
  address.includes(":") && !address.includes(".")
    ? address.split(":").slice(0, 4).join(":")
    : address;

/** @param code of the refusal, e.g. `tipoffs.slow-down` */
export function createQuota(code: string, most = MOST_WINDOWS): Quota {
  const secret = randomBytes(32);
  const windows = new Map<string, Window>();
  const keyOf = (address: string, { kind }: Allowance) =>
    createHmac("sha256", secret)
      .update(`${kind} ${placeOf(address)}`)
      .digest("base64")
      .slice(0, 22);
  const running = (key: string, now: number): Window | undefined => {
    const window = windows.get(key);
    return window !== undefined && window.endsAt > now ? window : undefined;
  };
  return {
    take(address, allowance, now) {
      const key = keyOf(address, allowance);
      const window = running(key, now) ?? { endsAt: now + allowance.seconds * 1000, count: 0 };
      if (window.count >= allowance.most) {
        const seconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
        throw new RuleViolation(code, { seconds }, { status: 429 });
      }
      window.count += 1;
      windows.delete(key);
      windows.set(key, window);
      if (windows.size > most) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
    },
    taken: (address, allowance, now) => running(keyOf(address, allowance), now)?.count ?? 0,
  };
}
