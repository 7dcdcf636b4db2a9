/** How many unrelated firms ever used a value (indicators.md D.0.9). */
import { type RawBuilder, sql } from "kysely";

import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Tx } from "../../platform/database.ts";
import type { ScreeningInput, Seen, SeenField } from "./input.ts";
import { readAddress } from "./values/address.ts";
import { readEmail, readPhone } from "./values/contact.ts";
import { readDevice, readDisk, readMacs } from "./values/device-codes.ts";

interface FieldRule {
  readonly column: RawBuilder<unknown>;
  /** Normalised values of a trace. */
  readonly read: (trace: DeviceTrace) => readonly (string | undefined)[];
  readonly raw: (trace: DeviceTrace) => string | undefined;
}

const FIELDS: Readonly<Record<SeenField, FieldRule>> = {
  ip: { column: sql`ip`, read: (trace) => addressesOf(trace.ip), raw: (trace) => trace.ip },
  mac: { column: sql`mac`, read: (trace) => readMacs(trace.mac), raw: (trace) => trace.mac },
  disk: { column: sql`disk`, read: (trace) => [readDisk(trace.disk)], raw: (trace) => trace.disk },
  device: { column: sql`mac`, read: (trace) => [readDevice(trace)], raw: (trace) => trace.mac },
  contactPhone: {
    column: sql`contact_phone`,
    read: (trace) => [readPhone(trace.contactPhone)],
    raw: (trace) => trace.contactPhone,
  },
  contactEmail: {
    column: sql`contact_email`,
    read: (trace) => [readEmail(trace.contactEmail)],
    raw: (trace) => trace.contactEmail,
  },
};

function addressesOf(ip: string | undefined): readonly (string | undefined)[] {
  if (ip === undefined) return [];
  const address = readAddress(ip);
  return "value" in address ? [address.value, ip] : [ip];
}

/** Totals change slowly; one count an hour and month serves all lots of a batch. */
const TOTAL_TTL_MS = 3_600_000;
const totals = new Map<string, { readonly until: number; readonly total: number }>();

/** Answers for exactly the questions a first run asked. */
export async function loadSeen(
  tx: Tx,
  input: Omit<ScreeningInput, "seen">,
  asked: ReadonlyMap<SeenField, ReadonlySet<string>>,
): Promise<ScreeningInput["seen"]> {
  const answers = new Map<string, Seen>();
  for (const [field, values] of asked) {
    const total = await countTotal(tx, field, input.openedAt);
    if (total === 0) continue;
    for (const value of values) {
      const firms = await countFirms(tx, input, { field, value });
      answers.set(`${field}\n${value}`, { firms, total });
    }
  }
  return (field, value) => answers.get(`${field}\n${value}`);
}

async function countFirms(
  tx: Tx,
  input: Omit<ScreeningInput, "seen">,
  { field, value }: { field: SeenField; value: string },
): Promise<number> {
  const { column, read, raw } = FIELDS[field];
  const traces = input.bids.flatMap((bid) => bid.traces.map(({ trace }) => trace));
  const spellings = traces.filter((trace) => read(trace).includes(value)).map(raw);
  const own = input.bids.map(({ key }) => key);
  const { rows } = await sql<{ firms: number }>`
    SELECT count(DISTINCT bidder_key)::int AS firms FROM procurement.submission
    WHERE ${column} = ANY (${[...new Set([value, ...spellings])]}::text[])
      AND bidder_key <> ALL (${own}::text[])
      AND occurred_at BETWEEN ${input.openedAt}::timestamptz - interval '24 months'
                          AND ${input.openedAt}::timestamptz`.execute(tx);
  return rows[0]?.firms ?? 0;
}

async function countTotal(tx: Tx, field: SeenField, openedAt: string): Promise<number> {
  const key = `${field} ${openedAt.slice(0, 7)}`;
  const now = performance.now();
  const known = totals.get(key);
  if (known !== undefined && known.until > now) return known.total;
  const { column } = FIELDS[field];
  const { rows } = await sql<{ total: number }>`
    SELECT count(DISTINCT bidder_key)::int AS total FROM procurement.submission
    WHERE ${column} IS NOT NULL
      AND occurred_at BETWEEN ${openedAt}::timestamptz - interval '24 months'
                          AND ${openedAt}::timestamptz + interval '1 month'`.execute(tx);
  const total = rows[0]?.total ?? 0;
  totals.set(key, { until: now + TOTAL_TTL_MS, total });
  return total;
}
