/**
 * What one lot brings to the screening: plain data that a store fills with SQL or a CSV reader
 * fills from a file. Whatever a source did not send stays absent; nothing here is ever guessed.
 */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { MarketCellKey } from "../../../../contract/src/screening.ts";
import type { Method, Money, Offer, Party, Regime } from "../../../../contract/src/values.ts";
import type { Figure, FigureRank } from "./market-figures.ts";

export type BidStatus = "valid" | "disqualified" | "withdrawn" | "notDecrypted";

/** The act at which a device, an address or a contact was seen. */
export type TraceStage = "download" | "upload" | "decrypt" | "registration";

export interface TraceRecord {
  readonly stage: TraceStage;
  /** ISO instant with offset; absent when the source has no time (then DEV-03 cannot use it). */
  readonly at?: string;
  readonly factId: string;
  readonly trace: DeviceTrace;
  /** The consortium member (联合体成员) that acted, when it was not the bid's party as a whole. */
  readonly by?: Party;
}

export interface ScreeningBid {
  /** `partyKey(party)` of the kernel: equal keys are one bidder, whatever the number of bids. */
  readonly key: string;
  readonly party: Party;
  readonly status: BidStatus;
  readonly offer?: Offer;
  /** Fact that announced the bid (procurement.bids-opened, or the receipt before). */
  readonly openedFactId: string;
  /** Path of this bid in that fact: bids.2; the offer stands at `<path>.offer`. */
  readonly path?: string;
  readonly receivedAt?: string;
  readonly traces: readonly TraceRecord[];
}

/** A shared environment (共用环境): print shop, centre terminal, NAT … (D.0.7). */
export interface RegisteredEnvironment {
  /** environmentKind of procurement.environment-registered. */
  readonly kind: string;
  readonly name: string;
  /** `ip` may also be a block: 203.0.113.0/24, 2409:8a00::/32. */
  readonly values: readonly DeviceTrace[];
}

/** Values whose rarity is asked for; always in the normalised form of `values/`. */
export type SeenField =
  | "ip"
  | "mac"
  | "disk"
  | "device"
  | "contactPhone"
  | "contactEmail"
  | "lockNo"
  | "toolId"
  | "boqDevice"
  | "caSerial"
  | "payerAccount"
  | "legalRep"
  | "agent"
  /** "blank" or "usable": the codes of an upload. */
  | "deviceState";

export interface Seen {
  /**
   * Unrelated firms that used the value in the 24 months before the opening: the bidders of this lot
   * and firms known to belong to them are NOT counted.
   */
  readonly firms: number;
  /** All firms with at least one value of this field in the same 24 months. */
  readonly total: number;
}

/**
 * Lots of the 24 months before, awarded by then, in which two of this lot's bidders both took part (BEH-03, BEH-10); both
 * orders.
 */
export interface PairHistory {
  readonly leader: string;
  readonly follower: string;
  /** Number of bidders of each lot that both took part in. */
  readonly bidderCounts: readonly number[];
  readonly leaderWins: number;
  readonly followerWins: number;
}

/** Comparison cell (D.0.4): category × method × size band × bidders, at most 36 months back (market.ts). */
export interface MarketCell {
  readonly name: string;
  readonly of?: MarketCellKey;
  readonly lots: number;
  /** `exactTail(rdnor, n)` of the cell's earlier lots, ascending; each with its own n ≥ 3. */
  readonly rdnorTails?: readonly number[];
  /** Where the lot's figures stand among those of the cell's earlier lots. */
  readonly ranks?: Readonly<Record<Figure, FigureRank>>;
  /** Share of those who fetched this lot's documents and did not bid. */
  readonly dropped?: number;
  /** Pairs of uploads of the cell's earlier lots within RELAY_SECONDS of each other, then all pairs (relay.ts). */
  readonly gaps?: readonly number[];
  /** The same of the latest lots by the same method, of whatever category and size. */
  readonly wide?: { readonly lots: number; readonly gaps: readonly number[] };
}

/** A network adapter, and the firms from whose acts it was seen in the 24 months before the month of the opening. */
export interface NetworkMachine {
  /** Normal form. */
  readonly mac: string;
  readonly users: readonly { readonly firm: string; readonly factId: string }[];
}

/** What machines tie this lot's bidders to each other and to other firms (DEV-13). */
export interface DeviceNetwork {
  /** Firms behind this lot's bids of which any machine was seen before. */
  readonly known: readonly string[];
  /** Machines of several firms within two steps of this lot's bidders. */
  readonly machines: readonly NetworkMachine[];
  /** Different machines of each firm of a community. */
  readonly degrees: Readonly<Record<string, number>>;
  /** The whole city in the same months; absent: no community was found. */
  readonly city?: {
    readonly firms: number;
    /** Pairs of a firm and a machine it used. */
    readonly uses: number;
    /** [number of firms, number of machines used by as many]. */
    readonly shared: readonly (readonly [number, number])[];
  };
}

/** How often two of this lot's bidders met in its category and district in 24 months, and would by chance (BEH-01). */
export interface Meeting {
  readonly left: string;
  readonly right: string;
  readonly lots: number;
  /** Σ over years a·b/N. */
  readonly expected: number;
}

/** Awarded lots of one bidder in 24 months (BEH-04). */
export interface Record24 {
  readonly bidder: string;
  readonly bidderCounts: readonly number[];
  readonly wins: number;
}

/** Usual bidders of the category and district in 12 months (BEH-07). */
export interface UsualBidders {
  /** Lots opened there in the 12 months. */
  readonly lots: number;
  /** Of each usual bidder: in how many of them it bid, and whether it is absent now. */
  readonly firms: readonly { readonly bids: number; readonly isAbsent: boolean }[];
}

/** What was known of the bidders' past when the bids were opened; absent: not looked up. */
export interface ScreeningHistory {
  readonly pairs?: readonly PairHistory[];
  readonly meetings?: readonly Meeting[];
  readonly records?: readonly Record24[];
  /** Winners in order of time of the awarded lots in which at least three of this lot's bidders took part, one of whom won. */
  readonly winners?: readonly string[];
  readonly usual?: UsualBidders;
  readonly machines?: DeviceNetwork;
  readonly cell?: MarketCell;
}

/** The register of market entities and the lists of restrictions, by bidder key, as of the opening. */
export interface Registry {
  readonly firms: Readonly<Record<string, RegisteredFirm>>;
  /** In force on the day; absent: no list was ever sent. */
  readonly restrictions?: readonly Restriction[];
}

export interface RegisteredFirm {
  readonly factId: string;
  readonly asOf: string;
  readonly foundedOn?: string;
  readonly status: "active" | "abnormal" | "revoked" | "cancelled";
  readonly headToken?: string;
}

export interface Restriction {
  readonly factId: string;
  readonly bidder: string;
  readonly list: string;
  readonly decisionNo: string;
  readonly authority: string;
  readonly from: string;
  readonly to?: string;
  readonly regimes: readonly string[];
}

export interface ScreeningInput {
  readonly ocid: string;
  readonly lotId: string;
  readonly regime?: Regime;
  readonly method?: Method;
  readonly place?: { readonly code?: string; readonly name: string };
  /** ISO instant; the law in force on its Shanghai day applies. */
  readonly openedAt: string;
  readonly ceilingPrice?: Money;
  /** Prices set by the documents or a tariff, at which equal bids mean nothing. */
  readonly fixedPrices?: readonly Money[];
  readonly procurementCategory?: string;
  readonly bids: readonly ScreeningBid[];
  readonly register: readonly RegisteredEnvironment[];
  /** undefined: no history of this field at all. A value never seen before is { firms: 0, total }. */
  readonly seen: (field: SeenField, value: string) => Seen | undefined;
  readonly history: ScreeningHistory;
  /** undefined: no register and no list was ever sent. */
  readonly registry?: Registry;
  /**
   * Articles known from memory only stay inactive until a lawyer of the city signs them; their ids
   * (law-register.md, first paragraph).
   */
  readonly signedArticles?: readonly string[];
}

/** Every firm behind a bid: the party itself, and each member of a consortium. */
export function firmKeysOf(bid: ScreeningBid, keyOf: (party: Party) => string): string[] {
  return bid.party.kind === "consortium" ? [bid.key, ...bid.party.members.map(keyOf)] : [bid.key];
}
