/** DEV-14: blank, placeholder or virtual codes of several bidders (indicators.md D.1). */
import type { EvidenceSide } from "../../../../../../contract/src/screening.ts";
import { countTail } from "../../../../../../screens/src/scores/index.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { TraceRecord } from "../../input.ts";
import type { Bidder, Lot } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { deviceStateOf } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;

interface Upload {
  readonly bidder: Bidder;
  readonly record: TraceRecord;
  readonly isBlank: boolean;
}

/** The last upload of each standing bidder that says anything of its machine. */
function uploadsOf(lot: Lot): Upload[] {
  return lot.standing.flatMap((bidder) => {
    const record = bidder.traces.findLast(
      ({ stage, trace }) => stage === "upload" && deviceStateOf(trace) !== undefined,
    );
    if (record === undefined) return [];
    return [{ bidder, record, isBlank: deviceStateOf(record.trace) === "blank" }];
  });
}

const sideOf = ({ bidder, record }: Upload): EvidenceSide => ({
  party: bidder.party,
  factId: record.factId,
  field: "trace.mac",
  value: `${record.trace.mac ?? "-"} ${record.trace.disk ?? "-"}`,
  ...(record.at === undefined ? {} : { occurredAt: record.at }),
});

function run(lot: Lot): Finding {
  const uploads = uploadsOf(lot);
  const n = uploads.length;
  if (n < 2) return notComputable(n, "noDeviceCodes", { have: n, bids: lot.standing.length });
  const seen = lot.input.seen("deviceState", "blank");
  if (seen === undefined || seen.total === 0)
    return notComputable(n, "rarityUnknown", { pairs: 0 });
  const share = Math.max(seen.firms, 1) / Math.max(seen.total, n);
  const blank = uploads.filter(({ isBlank }) => isBlank);
  const tail =
    blank.length < 2
      ? 1
      : countTail(
          uploads.map(() => share),
          blank.length,
        );
  const isHit = tail <= TAIL;
  const [first] = blank;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `blank=${blank.length}; f=${share.toPrecision(3)}`,
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis: "rarityOfValue" },
    evidence:
      isHit && first !== undefined
        ? blank.slice(1).map((right) => ({ left: sideOf(first), right: sideOf(right) }))
        : [],
  };
}

export const dev14: Indicator = { manifest, run };
