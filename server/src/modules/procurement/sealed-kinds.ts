/** Facts that tell, by their number and time, how many bid before they are opened (招标投标法第二十二条). Pure. */
import { bidCommitted } from "../../../../contract/src/facts/procurement.bid-committed.ts";
import { bidReceived } from "../../../../contract/src/facts/procurement.bid-received.ts";
import { bidWithdrawn } from "../../../../contract/src/facts/procurement.bid-withdrawn.ts";
import { documentDownloaded } from "../../../../contract/src/facts/procurement.document-downloaded.ts";

export const SEALED_KINDS: readonly string[] = [
  bidCommitted.kind,
  bidReceived.kind,
  bidWithdrawn.kind,
  documentDownloaded.kind,
];
