/**
 * What the indicators read of a compiled release (OCDS 1.1), as columns that are filled anew for each line from the events of
 * the scanner. A value of another type than the standard's counts as absent; of members with one name the last counts.
 */
import { ByteTable } from "./byte-table.ts";
import { NameTable } from "./name-table.ts";
import { LINE, Scanner } from "./scanner.ts";

/** Codes of the scanner's events, in its order from 1. */
const EVENTS = [
  "ocid",
  "tender",
  "tenderStatus",
  "methodDetails",
  "method",
  "tenderersNumber",
  "period",
  "startDate",
  "endDate",
  "entity",
  "buyer",
  "bids",
  "details",
  "bid",
  "bidStatus",
  "bidDate",
  "bidValue",
  "bidAmount",
  "bidCurrency",
  "bidTenderers",
  "bidTenderer",
  "awards",
  "award",
  "awardStatus",
  "awardSuppliers",
  "awardSupplier",
  "awardItems",
  "item",
] as const;

const EVENT = Object.fromEntries(EVENTS.map((name, index) => [name, index + 1])) as Record<
  (typeof EVENTS)[number],
  number
>;

/** Status of a bid; `other` is any further text, which counts as submitted. */
export const BID = {
  none: 0,
  other: 1,
  invited: 2,
  withdrawn: 3,
  valid: 4,
  disqualified: 5,
} as const;
/** Status of an award; `ended` is cancelled or unsuccessful. */
export const AWARD = { none: 0, other: 1, active: 2, ended: 3 } as const;

const STATUSES = new NameTable([
  "invited",
  "withdrawn",
  "valid",
  "disqualified",
  "active",
  "cancelled",
  "unsuccessful",
]);
/** By the codes of STATUSES; 0 is any other text. */
const BID_OF = [1, BID.invited, BID.withdrawn, BID.valid, BID.disqualified, 1, 1, 1] as const;
const AWARD_OF = [1, 1, 1, 1, 1, AWARD.active, AWARD.ended, AWARD.ended] as const;
const CANCELLED = 6;

/** A stretch of the line; `to` is −1 where the field is absent. */
export class Span {
  from = 0;
  to = -1;

  get isPresent(): boolean {
    return this.to >= 0;
  }
}

/** No list at all, other than an empty one. */
export const NO_LIST = -1;
/** No text, or no text of that table. */
export const NONE = -1;

/** Private by type only: methods private by language check their object at each call, a third of the time. */
export class ReleaseReader {
  readonly scanner = new Scanner();
  /** Organisations: bidders, suppliers, buyers and procuring entities. */
  readonly organisations = new ByteTable();
  readonly currencies = new ByteTable();

  readonly ocid = new Span();
  isCancelled = false;
  readonly methodDetails = new Span();
  readonly method = new Span();
  readonly startDate = new Span();
  readonly endDate = new Span();
  /** `tender.numberOfTenderers` is written as 1. */
  isSingleTenderer = false;
  buyer = NONE;
  procuringEntity = NONE;

  hasBids = false;
  /** How many there are: the columns keep their length from line to line, for cutting them would give their room back. */
  bids = 0;
  tenderersUsed = 0;
  readonly bidStatus: number[] = [];
  /** NaN: absent. */
  readonly bidAmount: number[] = [];
  readonly bidCurrency: number[] = [];
  readonly bidDateFrom: number[] = [];
  readonly bidDateTo: number[] = [];
  /** Range of `tenderers`; both are NO_LIST where the bid has no list. */
  readonly bidTenderersFrom: number[] = [];
  readonly bidTenderersTo: number[] = [];
  /** Organisation of each, or NONE. */
  readonly tenderers: number[] = [];

  hasAwards = false;
  awards = 0;
  suppliersUsed = 0;
  itemsUsed = 0;
  readonly awardStatus: number[] = [];
  readonly awardSuppliersFrom: number[] = [];
  readonly awardSuppliersTo: number[] = [];
  readonly suppliers: number[] = [];
  readonly awardItemsFrom: number[] = [];
  readonly awardItemsTo: number[] = [];
  /** Classification of each item that has one. */
  readonly itemFrom: number[] = [];
  readonly itemTo: number[] = [];

  /** Reads the line between two places of the scanner's bytes: LINE, or a number above 0 for an object. */
  read(from: number, to: number): number {
    const count = this.scanner.scan(from, to);
    if (count === LINE.notJson || count === LINE.noObject) return count;
    this.ocid.to = -1;
    this.buyer = NONE;
    this.clearTender();
    this.clearBids();
    this.clearAwards();
    const { events } = this.scanner;
    for (let event = 0; event < count; event += 1) {
      const code = events[event * 4] as number;
      if (code >= EVENT.awards) this.takeAward(code, event);
      else if (code >= EVENT.bids) this.takeBid(code, event);
      else this.takeTender(code, event);
    }
    return 1;
  }

  /** First number of an event: a place, or what it says. */
  private first(event: number): number {
    return this.scanner.events[event * 4 + 1] as number;
  }

  private fromOf(event: number): number {
    return Scanner.placeOf(this.scanner.events[event * 4 + 1] as number);
  }

  /** Negative: absent. */
  private toOf(event: number): number {
    const address = this.scanner.events[event * 4 + 2] as number;
    return address < 0 ? NONE : Scanner.placeOf(address);
  }

  private take(span: Span, event: number): void {
    span.from = this.fromOf(event);
    span.to = this.toOf(event);
  }

  private textIn(table: ByteTable, event: number): number {
    const to = this.toOf(event);
    return to < 0 ? NONE : table.add(this.scanner.bytes, this.fromOf(event), to);
  }

  /** Code of STATUSES; NONE where it is no text. */
  private status(event: number): number {
    const to = this.toOf(event);
    return to < 0 ? NONE : STATUSES.find(this.scanner.bytes, this.fromOf(event), to);
  }

  private clearTender(): void {
    this.isCancelled = false;
    this.isSingleTenderer = false;
    this.methodDetails.to = -1;
    this.method.to = -1;
    this.startDate.to = -1;
    this.endDate.to = -1;
    this.procuringEntity = NONE;
  }

  private takeTender(code: number, event: number): void {
    if (code === EVENT.ocid) this.take(this.ocid, event);
    else if (code === EVENT.tender) this.clearTender();
    else if (code === EVENT.tenderStatus) this.isCancelled = this.status(event) === CANCELLED;
    else if (code === EVENT.methodDetails) this.take(this.methodDetails, event);
    else if (code === EVENT.method) this.take(this.method, event);
    else if (code === EVENT.tenderersNumber) this.isSingleTenderer = this.first(event) === 1;
    else if (code === EVENT.period) {
      this.startDate.to = -1;
      this.endDate.to = -1;
    } else if (code === EVENT.startDate) this.take(this.startDate, event);
    else if (code === EVENT.endDate) this.take(this.endDate, event);
    else if (code === EVENT.entity) this.procuringEntity = this.textIn(this.organisations, event);
    else this.buyer = this.textIn(this.organisations, event);
  }

  private clearBids(): void {
    this.hasBids = false;
    this.bids = 0;
    this.tenderersUsed = 0;
  }

  private takeBid(code: number, event: number): void {
    const bid = this.bids - 1;
    if (code === EVENT.bid) this.addBid();
    else if (code === EVENT.bidStatus) {
      const status = this.status(event);
      this.bidStatus[bid] = status === NONE ? BID.none : (BID_OF[status] as number);
    } else if (code === EVENT.bidDate) {
      this.bidDateFrom[bid] = this.fromOf(event);
      this.bidDateTo[bid] = this.toOf(event);
    } else if (code === EVENT.bidValue) {
      this.bidAmount[bid] = Number.NaN;
      this.bidCurrency[bid] = NONE;
    } else if (code === EVENT.bidAmount)
      this.bidAmount[bid] = this.scanner.doubles[event * 2 + 1] as number;
    else if (code === EVENT.bidCurrency)
      this.bidCurrency[bid] = this.textIn(this.currencies, event);
    else if (code === EVENT.bidTenderers) {
      const begin = this.first(event) === 1 ? this.tenderersUsed : NO_LIST;
      this.bidTenderersFrom[bid] = begin;
      this.bidTenderersTo[bid] = begin;
    } else if (code === EVENT.bidTenderer) {
      this.tenderers[this.tenderersUsed] = this.textIn(this.organisations, event);
      this.tenderersUsed += 1;
      this.bidTenderersTo[bid] = this.tenderersUsed;
    } else {
      this.clearBids();
      this.hasBids = code === EVENT.details && this.first(event) === 1;
    }
  }

  private addBid(): void {
    const bid = this.bids;
    this.bids += 1;
    this.bidStatus[bid] = BID.none;
    this.bidAmount[bid] = Number.NaN;
    this.bidCurrency[bid] = NONE;
    this.bidDateFrom[bid] = 0;
    this.bidDateTo[bid] = NONE;
    this.bidTenderersFrom[bid] = NO_LIST;
    this.bidTenderersTo[bid] = NO_LIST;
  }

  private clearAwards(): void {
    this.hasAwards = false;
    this.awards = 0;
    this.suppliersUsed = 0;
    this.itemsUsed = 0;
  }

  private takeAward(code: number, event: number): void {
    const award = this.awards - 1;
    if (code === EVENT.award) this.addAward();
    else if (code === EVENT.awardStatus) {
      const status = this.status(event);
      this.awardStatus[award] = status === NONE ? AWARD.none : (AWARD_OF[status] as number);
    } else if (code === EVENT.awardSuppliers) {
      const begin = this.first(event) === 1 ? this.suppliersUsed : NO_LIST;
      this.awardSuppliersFrom[award] = begin;
      this.awardSuppliersTo[award] = begin;
    } else if (code === EVENT.awardSupplier) {
      this.suppliers[this.suppliersUsed] = this.textIn(this.organisations, event);
      this.suppliersUsed += 1;
      this.awardSuppliersTo[award] = this.suppliersUsed;
    } else if (code === EVENT.awardItems) {
      this.awardItemsFrom[award] = this.itemsUsed;
      this.awardItemsTo[award] = this.itemsUsed;
    } else if (code === EVENT.item) {
      this.itemFrom[this.itemsUsed] = this.fromOf(event);
      this.itemTo[this.itemsUsed] = this.toOf(event);
      this.itemsUsed += 1;
      this.awardItemsTo[award] = this.itemsUsed;
    } else {
      this.clearAwards();
      this.hasAwards = this.first(event) === 1;
    }
  }

  private addAward(): void {
    const award = this.awards;
    this.awards += 1;
    this.awardStatus[award] = AWARD.none;
    this.awardSuppliersFrom[award] = NO_LIST;
    this.awardSuppliersTo[award] = NO_LIST;
    this.awardItemsFrom[award] = 0;
    this.awardItemsTo[award] = 0;
  }
}
