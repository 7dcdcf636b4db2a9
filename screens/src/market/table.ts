/** A past market as columns: one row a bid, lots and firms by number. Filled row by row, then put in the order of the lots. */

/** What a bid may give away, in the order of the columns. `device` is MAC, CPU and disk together. */
export const TRACES = [
  "ip",
  "mac",
  "disk",
  "device",
  "lockNo",
  "toolId",
  "payerAccount",
  "contactPhone",
  "legalRep",
  "agent",
] as const;
export type Trace = (typeof TRACES)[number];

export interface BidRecord {
  readonly lot: string;
  readonly firm: string;
  /** NaN: none, or the bid was no part of the competition. */
  readonly price: number;
  /** Ceiling price or estimate of the lot; NaN: none. */
  readonly estimate: number;
  /** Kind of purchase: prices are compared within it. */
  readonly category: string;
  /** Where and when firms meet: category, district and year. */
  readonly cell: string;
  /** In 福建 three equal codes are a ground of determination (闽建筑〔2018〕29号). */
  readonly isFujian: boolean;
  /** Numbers of values, from `MarketBuilder.valueOf`. */
  readonly traces: Readonly<Partial<Record<Trace, number>>>;
}

const NONE = -1;

/** A piece of a larger text would keep all of it alive. */
export const ownText = (text: string): string => Buffer.from(text).toString();

/** Texts by number. */
class Names {
  readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();

  add(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    this.numbers.set(own, this.texts.length);
    this.texts.push(own);
    return this.texts.length - 1;
  }
}

export interface Market {
  readonly lots: readonly string[];
  readonly firms: readonly string[];
  /** Bids of lot l: rows `starts[l]` to `starts[l + 1]`; a firm stands once in a lot. */
  readonly starts: Int32Array;
  readonly firmOf: Int32Array;
  readonly price: Float64Array;
  /** By lot; NaN: none. */
  readonly estimate: Float64Array;
  readonly categoryOf: Int32Array;
  readonly cellOf: Int32Array;
  readonly cells: number;
  readonly categories: number;
  readonly isFujian: Uint8Array;
  /** Number of a value by row, or −1. */
  readonly traces: Readonly<Record<Trace, Int32Array>>;
  readonly values: Readonly<Record<Trace, readonly string[]>>;
}

export class MarketBuilder {
  private readonly lots = new Names();
  private readonly firms = new Names();
  private readonly cells = new Names();
  private readonly categories = new Names();
  private readonly values = perTrace(() => new Names());
  private readonly cellOf: number[] = [];
  private readonly categoryOf: number[] = [];
  private readonly fujian: number[] = [];
  private readonly estimates: number[] = [];
  private rows = 0;
  private lotOf = new Int32Array(1024);
  private firmOf = new Int32Array(1024);
  private price = new Float64Array(1024);
  private readonly traces = perTrace(() => new Int32Array(1024));

  add(bid: BidRecord): void {
    const row = this.rows;
    if (row === this.lotOf.length) this.grow();
    this.rows += 1;
    const lot = this.lots.add(bid.lot);
    if (lot === this.cellOf.length) {
      this.cellOf.push(this.cells.add(bid.cell));
      this.categoryOf.push(this.categories.add(bid.category));
      this.fujian.push(bid.isFujian ? 1 : 0);
      this.estimates.push(bid.estimate);
    }
    this.lotOf[row] = lot;
    this.firmOf[row] = this.firms.add(bid.firm);
    this.price[row] = bid.price;
    for (const trace of TRACES) {
      this.traces[trace][row] = bid.traces[trace] ?? NONE;
    }
  }

  /** Number of a value in its written form: equal values, equal numbers. */
  valueOf(trace: Trace, text: string): number {
    return this.values[trace].add(text);
  }

  textOf(trace: Trace, value: number): string {
    return this.values[trace].texts[value] as string;
  }

  get bids(): number {
    return this.rows;
  }

  private grow(): void {
    const wider = <C extends Int32Array | Float64Array>(column: C): C => {
      const next = new (column.constructor as new (size: number) => C)(column.length * 2);
      next.set(column);
      return next;
    };
    this.lotOf = wider(this.lotOf);
    this.firmOf = wider(this.firmOf);
    this.price = wider(this.price);
    for (const trace of TRACES) this.traces[trace] = wider(this.traces[trace]);
  }

  /** Rows in the order of their lots; of two bids of one firm in a lot the first stays. */
  build(): Market {
    const lots = this.lots.texts.length;
    const { order, starts } = this.inOrder(lots);
    const pick = <C extends Int32Array | Float64Array>(column: C): C => {
      const next = new (column.constructor as new (size: number) => C)(order.length);
      order.forEach((row, place) => {
        next[place] = column[row] as number;
      });
      return next;
    };
    return {
      lots: this.lots.texts,
      firms: this.firms.texts,
      starts,
      firmOf: pick(this.firmOf),
      price: pick(this.price),
      estimate: Float64Array.from(this.estimates),
      categoryOf: Int32Array.from(this.categoryOf),
      cellOf: Int32Array.from(this.cellOf),
      cells: this.cells.texts.length,
      categories: this.categories.texts.length,
      isFujian: Uint8Array.from(this.fujian),
      traces: perTrace((trace) => pick(this.traces[trace])),
      values: perTrace((trace) => this.values[trace].texts),
    };
  }

  private inOrder(lots: number): { order: Int32Array; starts: Int32Array } {
    const counts = new Int32Array(lots + 1);
    for (let row = 0; row < this.rows; row += 1) bump(counts, (this.lotOf[row] as number) + 1);
    for (let lot = 0; lot < lots; lot += 1) bump(counts, lot + 1, counts[lot]);
    const next = counts.slice();
    const sorted = new Int32Array(this.rows);
    for (let row = 0; row < this.rows; row += 1) {
      const lot = this.lotOf[row] as number;
      sorted[next[lot] as number] = row;
      bump(next, lot);
    }
    const met = new Int32Array(this.firms.texts.length).fill(NONE);
    const starts = new Int32Array(lots + 1);
    let kept = 0;
    for (let lot = 0; lot < lots; lot += 1) {
      starts[lot] = kept;
      for (let place = counts[lot] as number; place < (counts[lot + 1] as number); place += 1) {
        const row = sorted[place] as number;
        const firm = this.firmOf[row] as number;
        if (met[firm] === lot) continue;
        met[firm] = lot;
        sorted[kept] = row;
        kept += 1;
      }
    }
    starts[lots] = kept;
    return { order: sorted.slice(0, kept), starts };
  }
}

function bump(counts: Int32Array, at: number, by = 1): void {
  counts[at] = (counts[at] as number) + by;
}

export function perTrace<V>(make: (trace: Trace) => V): Record<Trace, V> {
  return Object.fromEntries(TRACES.map((trace) => [trace, make(trace)])) as Record<Trace, V>;
}
