/**
 * Slows guessing down without a weapon to lock others out: a try counts for one account from one address, so nobody
 * can shut an account for its owner elsewhere, and for the address as a whole. Counters live in PostgreSQL, hence
 * they hold over all nodes.
 */
import { CompiledQuery } from "kysely";
import { RateLimiterPostgres, type RateLimiterRes } from "rate-limiter-flexible";

import { RuleViolation } from "../../../kernel/rule-violation.ts";
import type { Database } from "../../database.ts";

interface Pace {
  /** Tries before any wait. */
  readonly free: number;
  /** Seconds of the first wait; each following one is `factor` times as long, up to `most`. */
  readonly first: number;
  readonly factor: number;
  readonly most: number;
}

/** Nine tries in the first hour: three at once, then 10 s, 30 s, 90 s … (T35). */
const ACCOUNT_AND_ADDRESS: Pace = { free: 3, first: 10, factor: 3, most: 1800 };
/** An office shares one address: its people must not shut one another out, so the wait stays short. */
const ADDRESS: Pace = { free: 60, first: 2, factor: 2, most: 30 };
/** Codes are short and who tries them has the password already: counted over all addresses. */
const CODES: Pace = { free: 20, first: 5, factor: 2, most: 60 };

const REMEMBER_SECONDS = 86_400;

export interface Try {
  /** password, code, link, passkey …: tries of one kind do not slow another. */
  readonly kind: string;
  readonly address: string;
  readonly account?: string;
}

export interface SlowDown {
  /** Counts a try before it is checked. @throws RuleViolation rate.wait with the seconds to wait */
  count(attempt: Try): Promise<void>;
  /** Forgets the tries for this account from this address: it was right. */
  forget(attempt: Try): Promise<void>;
}

/** A network of IPv6 is one place: its holder has 2^64 addresses. */
const placeOf = (address: string): string =>
  address.includes(":") && !address.includes(".")
    ? address.split(":").slice(0, 4).join(":")
    : address;

/** Kysely in the place of a pool: the same connections, no second pool. */
const clientOf = (db: Database) => ({
  async query({ text, values }: { text: string; values: unknown[] }) {
    const { rows, numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values));
    return {
      rows,
      rowCount: numAffectedRows === undefined ? rows.length : Number(numAffectedRows),
    };
  },
});

const waitOf = ({ free, first, factor, most }: Pace, tries: number): number =>
  Math.min(first * factor ** (tries - free - 1), most);

export function createSlowDown(db: Database): SlowDown {
  const options = {
    storeClient: clientOf(db),
    storeType: "client",
    schemaName: "identity",
    tableName: "rate",
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
  const tries = new RateLimiterPostgres({
    ...options,
    keyPrefix: "tries",
    points: 1_000_000,
    duration: REMEMBER_SECONDS,
  });
  const gates = new RateLimiterPostgres({ ...options, keyPrefix: "gate", points: 1, duration: 1 });

  async function pass(key: string, pace: Pace): Promise<void> {
    const { consumedPoints } = await tries.penalty(key);
    if (consumedPoints <= pace.free) return;
    try {
      // One at a time passes the gate, whatever comes in at once.
      await gates.consume(key, 1, { customDuration: waitOf(pace, consumedPoints) });
    } catch (refused) {
      if (refused instanceof Error) throw refused;
      // A try that was not checked does not make the next wait longer.
      await tries.reward(key);
      const seconds = Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000);
      throw new RuleViolation("rate.wait", { seconds: Math.max(seconds, 1) }, { status: 429 });
    }
  }

  const pairKey = ({ kind, address, account }: Try) =>
    `${kind}:${placeOf(address)}:${account ?? ""}`.slice(0, 200);
  const codesKey = ({ account }: Try) => `codes:${account ?? ""}`;
  return {
    async count(attempt) {
      const { kind, address, account } = attempt;
      if (account !== undefined) await pass(pairKey(attempt), ACCOUNT_AND_ADDRESS);
      if (account !== undefined && kind === "code") await pass(codesKey(attempt), CODES);
      await pass(`${kind}:${placeOf(address)}`, ADDRESS);
    },
    async forget(attempt) {
      const keys = [pairKey(attempt), ...(attempt.kind === "code" ? [codesKey(attempt)] : [])];
      for (const key of keys) {
        await tries.delete(key);
        await gates.delete(key);
      }
    },
  };
}

/** Counters that have run out. */
export async function sweepRates(db: Database): Promise<void> {
  await db.executeQuery(
    CompiledQuery.raw("DELETE FROM identity.rate WHERE expire < $1", [Date.now() - 3_600_000]),
  );
}
