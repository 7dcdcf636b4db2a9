/** Where a bidder of the lot stands, for evidence about the bidder as such. */
import type { EvidenceSide } from "../../../../contract/src/screening.ts";
import { partyName } from "../../kernel/party.ts";
import type { Lot } from "./lot.ts";

/** undefined: the bid was withdrawn, or the key is of no bidder of this lot. */
export function bidderSide(lot: Lot, key: string): EvidenceSide | undefined {
  const bidder = lot.standing.find((one) => one.key === key);
  const [bid] = bidder?.bids ?? [];
  if (bidder === undefined || bid === undefined) return undefined;
  return {
    party: bidder.party,
    factId: bid.openedFactId,
    field: bid.path ?? "bidder",
    value: partyName(bidder.party),
  };
}
