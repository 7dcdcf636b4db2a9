/**
 * Values that two firms of a lot share (DEV and REL): how rare each is, and what explains it. A value that many unrelated firms
 * use is a place, not a link: it carries no bits, whether the register names it or only the data show it.
 */
import { type Market, perTrace, type Trace, TRACES } from "./table.ts";

/** Values of registered environments, by trace. */
export type Register = Readonly<Record<Trace, ReadonlySet<string>>>;

export const emptyRegister = (): Record<Trace, Set<string>> => perTrace(() => new Set<string>());

/** Firms that may share a value before it counts as a place (learned environment): rings of the cases have 3 to 6. */
const PLACE = 8;
/** Bits below which a coincidence is nothing: one firm in four would have it. */
const FEWEST_BITS = 2;

/** Traces whose equality is a legal ground by itself, however few firms have one. */
const DETERMINING: ReadonlySet<Trace> = new Set(["payerAccount", "device"]);

/** By trace: bits of each value; 0 where it is explained or common. */
export type Weights = Readonly<Record<Trace, Float64Array>>;

/** log₂(N / firms) of every value, N the firms that have the trace at all (indicators.md D.0.9). */
export function weighValues(market: Market, register: Register): Weights {
  const order = rowsByFirm(market.firmOf, market.firms.length);
  return perTrace((trace) => {
    const { firms, total } = usersOf(market, trace, order);
    return Float64Array.from(firms, (users, value) => {
      const text = market.values[trace][value] as string;
      if (users < 2 || users >= PLACE || register[trace].has(text)) return 0;
      const bits = Math.log2(total / users);
      if (bits >= FEWEST_BITS) return bits;
      return DETERMINING.has(trace) ? FEWEST_BITS : 0;
    });
  });
}

/** Distinct firms by value, and all firms with the trace; the rows in the order of firms, so that each is counted once. */
function usersOf({ traces, values, firmOf, firms }: Market, trace: Trace, order: Int32Array) {
  const column = traces[trace];
  const users = new Int32Array(values[trace].length);
  const last = new Int32Array(values[trace].length).fill(-1);
  const has = new Uint8Array(firms.length);
  for (const row of order) {
    const value = column[row] as number;
    if (value < 0) continue;
    const firm = firmOf[row] as number;
    has[firm] = 1;
    if (last[value] === firm) continue;
    last[value] = firm;
    users[value] = (users[value] as number) + 1;
  }
  return { firms: users, total: has.reduce((sum, one) => sum + one, 0) };
}

function rowsByFirm(firmOf: Int32Array, firms: number): Int32Array {
  const next = new Int32Array(firms + 1);
  for (const firm of firmOf) next[firm + 1] = (next[firm + 1] as number) + 1;
  for (let firm = 0; firm < firms; firm += 1)
    next[firm + 1] = (next[firm + 1] as number) + (next[firm] as number);
  const order = new Int32Array(firmOf.length);
  firmOf.forEach((firm, row) => {
    order[next[firm] as number] = row;
    next[firm] = (next[firm] as number) + 1;
  });
  return order;
}

/** What two firms shared in their lots. */
export interface SharedValues {
  /** Most bits by trace. */
  readonly bits: Map<Trace, { readonly bits: number; readonly value: number }>;
  /** Lots in which they shared something. */
  readonly lots: Set<number>;
}

export const pairKey = (left: number, right: number, firms: number): number =>
  left < right ? left * firms + right : right * firms + left;

export interface Found {
  /** By `pairKey`. */
  readonly pairs: Map<number, SharedValues>;
  /** Firms that shared one value in some lot, ascending. */
  readonly users: number[][];
}

/** Pairs of firms that shared a value with bits in a lot. */
export function findShared(market: Market, weights: Weights): Found {
  const found = new Map<number, SharedValues>();
  const users = new Map<string, Set<number>>();
  for (const trace of TRACES) {
    const column = market.traces[trace];
    const weight = weights[trace];
    for (let lot = 0; lot < market.lots.length; lot += 1) {
      const rows = rowsWithBits(column, weight, market.starts.subarray(lot, lot + 2));
      for (const group of groupsOf(rows, column)) {
        note(group, { market, trace, lot, weight, found });
        addUsers(users, `${trace} ${column[group[0] as number]}`, { group, market });
      }
    }
  }
  return {
    pairs: found,
    users: [...users.values()].map((own) => [...own].toSorted((a, b) => a - b)),
  };
}

function addUsers(
  users: Map<string, Set<number>>,
  key: string,
  { group, market }: { readonly group: readonly number[]; readonly market: Market },
): void {
  const own = users.get(key) ?? new Set<number>();
  for (const row of group) own.add(market.firmOf[row] as number);
  users.set(key, own);
}

function rowsWithBits(column: Int32Array, weight: Float64Array, [from = 0, to = 0]: Int32Array) {
  const rows: number[] = [];
  for (let row = from; row < to; row += 1) {
    const value = column[row] as number;
    if (value >= 0 && (weight[value] as number) > 0) rows.push(row);
  }
  return rows;
}

/** Rows with one value, two at least. */
function groupsOf(rows: readonly number[], column: Int32Array): number[][] {
  if (rows.length < 2) return [];
  const groups = Map.groupBy(rows, (row) => column[row] as number);
  return [...groups.values()].filter((group) => group.length > 1);
}

interface Noting {
  readonly market: Market;
  readonly trace: Trace;
  readonly lot: number;
  readonly weight: Float64Array;
  readonly found: Map<number, SharedValues>;
}

function note(rows: readonly number[], { market, trace, lot, weight, found }: Noting): void {
  const value = market.traces[trace][rows[0] as number] as number;
  const bits = weight[value] as number;
  for (const [index, left] of rows.entries())
    for (const right of rows.slice(index + 1)) {
      const [a, b] = [market.firmOf[left] as number, market.firmOf[right] as number];
      const key = pairKey(a, b, market.firms.length);
      const shared = found.get(key) ?? { bits: new Map(), lots: new Set() };
      found.set(key, shared);
      shared.lots.add(lot);
      if ((shared.bits.get(trace)?.bits ?? 0) < bits) shared.bits.set(trace, { bits, value });
    }
}
