/** Where a bidder of the lot stands, for evidence about the bidder as such. */
import type { EvidenceSide } from "../../../../contract/src/screening.ts";
import { partyName } from "../../kernel/party.ts";
import type { Bidder, Lot } from "./lot.ts";

export function sideOfBidder(bidder: Bidder): EvidenceSide {
  const [bid] = bidder.bids;
  return {
    party: bidder.party,
    factId: bid?.openedFactId ?? "",
    field: bid?.path ?? "bidder",
    value: partyName(bidder.party),
  };
}

/** undefined: the bid was withdrawn, or the key is of no bidder of this lot. */
export function bidderSide(lot: Lot, key: string): EvidenceSide | undefined {
  const bidder = lot.standing.find((one) => one.key === key);
  return bidder === undefined ? undefined : sideOfBidder(bidder);
}
