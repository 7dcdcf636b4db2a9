/** Questions about the process that was read last. */
import { AWARD, BID, NO_LIST, NONE, type ReleaseReader, type Span } from "./release.ts";

/** No complete award, or several. */
const MANY_OR_NONE = -1;
/** The process fails the gate of final awards. */
export const NOT_FINAL = -2;

/** A status that is a text other than invited and withdrawn (0.3). */
export const isSubmitted = (status: number): boolean => status === BID.other || status >= BID.valid;

export class ProcessView {
  private readonly reader: ReleaseReader;

  constructor(reader: ReleaseReader) {
    this.reader = reader;
  }

  textOf({ from, to }: Span): string {
    return this.reader.scanner.bytes.toString("utf8", from, to);
  }

  isIn(span: Span, texts: ReadonlySet<string>): boolean {
    return span.isPresent && texts.has(this.textOf(span));
  }

  /**
   * Final-awards gate (0.4): the only complete award; MANY_OR_NONE where their number is another; NOT_FINAL where the
   * process fails.
   */
  finalAward(): number {
    const { reader } = this;
    if (!reader.hasAwards || !reader.hasBids) return NOT_FINAL;
    let complete = 0;
    let last = MANY_OR_NONE;
    for (let award = 0; award < reader.awards; award += 1) {
      const status = reader.awardStatus[award] as number;
      if (status === AWARD.other) return NOT_FINAL;
      if (status !== AWARD.active) continue;
      complete += 1;
      last = award;
    }
    return complete === 1 ? last : MANY_OR_NONE;
  }

  soleWinner(award: number): number {
    if (award < 0) return NONE;
    const { reader } = this;
    const from = reader.awardSuppliersFrom[award] as number;
    const isSole = from !== NO_LIST && (reader.awardSuppliersTo[award] as number) - from === 1;
    return isSole ? (reader.suppliers[from] as number) : NONE;
  }

  /** The single bidder of a bid, or NONE. */
  soleTenderer(bid: number): number {
    const { reader } = this;
    const from = reader.bidTenderersFrom[bid] as number;
    const isSole = from !== NO_LIST && (reader.bidTenderersTo[bid] as number) - from === 1;
    return isSole ? (reader.tenderers[from] as number) : NONE;
  }

  hasMoney(bid: number): boolean {
    const { reader } = this;
    return !Number.isNaN(reader.bidAmount[bid]) && reader.bidCurrency[bid] !== NONE;
  }

  hasFirm(bid: number): boolean {
    const { reader } = this;
    const to = reader.bidTenderersTo[bid] as number;
    for (let at = reader.bidTenderersFrom[bid] as number; at < to; at += 1)
      if (reader.tenderers[at] !== NONE) return true;
    return false;
  }

  /** Looked at first: nearly every process has none. */
  hasEqualAmounts(bids: readonly number[]): boolean {
    if (bids.length > 64) return true;
    const { bidAmount } = this.reader;
    for (let index = 1; index < bids.length; index += 1) {
      const amount = bidAmount[bids[index] as number];
      for (let other = 0; other < index; other += 1)
        if (bidAmount[bids[other] as number] === amount) return true;
    }
    return false;
  }

  /** Organisations of a bid, each once, ascending. */
  firmsOf(bid: number): number[] {
    const { reader } = this;
    const from = reader.bidTenderersFrom[bid] as number;
    const to = reader.bidTenderersTo[bid] as number;
    if (from === to) return [];
    const firms = reader.tenderers.slice(from, to);
    if (firms.length === 1) return firms[0] === NONE ? [] : firms;
    return [...new Set(firms.filter((firm) => firm !== NONE))].toSorted((a, b) => a - b);
  }

  firmsWith(status: number): Set<number> {
    const { reader } = this;
    const firms = new Set<number>();
    for (let bid = 0; bid < reader.bids; bid += 1)
      if (reader.bidStatus[bid] === status) for (const firm of this.firmsOf(bid)) firms.add(firm);
    return firms;
  }

  /** Compared byte by byte, as the reference does: zones are not read. */
  isLate(bid: number, endDate: Span): boolean {
    const { bidDateFrom, bidDateTo, scanner } = this.reader;
    const { bytes } = scanner;
    const from = bidDateFrom[bid] as number;
    const to = bidDateTo[bid] as number;
    if (to < 0) return false;
    const length = to - from;
    const endLength = endDate.to - endDate.from;
    for (let at = 0; at < length && at < endLength; at += 1) {
      const difference = (bytes[from + at] as number) - (bytes[endDate.from + at] as number);
      if (difference !== 0) return difference > 0;
    }
    return length > endLength;
  }

  hasActiveAward(): boolean {
    const { awards, awardStatus } = this.reader;
    for (let award = 0; award < awards; award += 1)
      if (awardStatus[award] === AWARD.active) return true;
    return false;
  }
}
