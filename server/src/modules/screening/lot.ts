/** A lot made ready for the indicators: bids gathered by bidder, the register indexed. */
import type { Party } from "../../../../contract/src/values.ts";
import { partyKey } from "../../kernel/party.ts";
import { firmKeysOf, type ScreeningBid, type ScreeningInput, type TraceRecord } from "./input.ts";
import { compileRegister, type Register } from "./register.ts";

/** One bidder with all its bids: two bids of one firm never coincide with each other. */
export interface Bidder {
  readonly key: string;
  readonly party: Party;
  /** The bidder itself and, for a consortium, its members. */
  readonly firms: ReadonlySet<string>;
  readonly bids: readonly ScreeningBid[];
  readonly traces: readonly TraceRecord[];
  /** At least one bid was not withdrawn. */
  readonly isStanding: boolean;
}

export interface Lot {
  readonly input: ScreeningInput;
  readonly bidders: readonly Bidder[];
  /** Bidders with a bid that was not withdrawn. */
  readonly standing: readonly Bidder[];
  readonly register: Register;
}

export function prepareLot(input: ScreeningInput): Lot {
  const byKey = new Map<string, ScreeningBid[]>();
  for (const bid of input.bids) {
    const bids = byKey.get(bid.key);
    if (bids === undefined) byKey.set(bid.key, [bid]);
    else bids.push(bid);
  }
  const bidders = [...byKey.values()].map(bidderOf);
  return {
    input,
    bidders,
    standing: bidders.filter(({ isStanding }) => isStanding),
    register: compileRegister(input.register),
  };
}

function bidderOf(bids: readonly ScreeningBid[]): Bidder {
  const [first] = bids;
  if (first === undefined) throw new Error("A bidder without bids");
  return {
    key: first.key,
    party: first.party,
    firms: new Set(bids.flatMap((bid) => firmKeysOf(bid, partyKey))),
    bids,
    traces: bids.flatMap(({ traces }) => traces),
    isStanding: bids.some(({ status }) => status !== "withdrawn"),
  };
}

/** Keeps what several indicators read of one lot. */
export function oncePerLot<V>(measure: (lot: Lot) => V): (lot: Lot) => V {
  const known = new WeakMap<Lot, { readonly value: V }>();
  return (lot) => {
    const before = known.get(lot);
    if (before !== undefined) return before.value;
    const value = measure(lot);
    known.set(lot, { value });
    return value;
  };
}

/** Same firm on both sides: the same bidder, or a consortium and its own member. */
export function shareFirm(left: Bidder, right: Bidder): boolean {
  if (left.key === right.key) return true;
  for (const firm of left.firms) if (right.firms.has(firm)) return true;
  return false;
}
