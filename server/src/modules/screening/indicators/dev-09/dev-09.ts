/** DEV-09: uploads that follow each other from one network and one class of machine (indicators.md D.1; 条例 40(二)). */
import type {
  Evidence,
  EvidenceSide,
  IndicatorResult,
} from "../../../../../../contract/src/screening.ts";
import { pairsOf } from "../../../../../../screens/src/prices/index.ts";
import { placesOf } from "../../coincidence.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { MarketCell, TraceRecord } from "../../input.ts";
import { type Bidder, type Lot, shareFirm } from "../../lot.ts";
import { CELL_MIN } from "../../market-figures.ts";
import { cellOf } from "../../price-figure.ts";
import { commonEnvironment } from "../../register.ts";
import { RELAY_LONGEST, relayShare } from "../../relay.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { readAddress } from "../../values/address.ts";
import { isOneMachine, readCpu, readMacs } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;
const SHOWN = 6;

interface Upload {
  readonly bidder: Bidder;
  readonly record: TraceRecord;
  /** Seconds. */
  readonly time: number;
  readonly network: string;
  readonly machine: string;
}

/** IPv4: the /24; IPv6: the /64. */
function networkOf(text: string): string | undefined {
  const address = readAddress(text);
  if (address.kind !== "public") return undefined;
  const parts = address.value.split(".");
  return parts.length === 4 ? parts.slice(0, 3).join(".") : address.value;
}

/** Processor, which a series shares; else the maker of the adapter. */
function classOf({ trace }: TraceRecord): string | undefined {
  const cpu = readCpu(trace.cpu);
  if (cpu !== undefined) return `cpu ${cpu}`;
  const mac = readMacs(trace.mac).find(isOneMachine);
  return mac === undefined ? undefined : `maker ${mac.slice(0, 6)}`;
}

/** The last upload of a bidder. */
function uploadOf(bidder: Bidder): Upload | undefined {
  const [record] = bidder.traces
    .filter(({ stage, at }) => stage === "upload" && at !== undefined)
    .toSorted((left, right) => Date.parse(right.at ?? "") - Date.parse(left.at ?? ""));
  if (record?.at === undefined || record.trace.ip === undefined) return undefined;
  const network = networkOf(record.trace.ip);
  const machine = classOf(record);
  if (network === undefined || machine === undefined) return undefined;
  return { bidder, record, time: Date.parse(record.at) / 1000, network, machine };
}

interface Relay {
  readonly left: Upload;
  readonly right: Upload;
  readonly gap: number;
}

type Group = readonly Upload[];

/** Uploads of one network and class of machine. */
const groupsOf = (uploads: readonly Upload[]): Group[] => [
  ...Map.groupBy(uploads, ({ network, machine }) => `${network} ${machine}`).values(),
];

/** Pairs of a group at most ten minutes apart, nearest first. */
function relaysOf(lot: Lot, groups: readonly Group[]): Relay[] {
  const relays = groups.flatMap((group) => {
    const ordered = group.toSorted((left, right) => left.time - right.time);
    return ordered.flatMap((left, place) =>
      ordered
        .slice(place + 1)
        .filter((right) => right.time - left.time <= RELAY_LONGEST && mayPair(lot, left, right))
        .map((right): Relay => ({ left, right, gap: right.time - left.time })),
    );
  });
  return relays.toSorted((one, other) => one.gap - other.gap);
}

function mayPair(lot: Lot, left: Upload, right: Upload): boolean {
  if (shareFirm(left.bidder, right.bidder)) return false;
  const here = placesOf(lot, left.record.trace);
  return commonEnvironment(here, placesOf(lot, right.record.trace)) === undefined;
}

/** Pairs of the groups, however far apart: each could have been the near one. */
const chancesOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { length }) => sum + pairsOf(length), 0);

type Reference =
  | { readonly gaps: readonly number[]; readonly cell: IndicatorResult["cell"] }
  | { readonly have: number };

/** The cell, else the latest lots by the same method. */
function referenceOf(cell: MarketCell | undefined): Reference {
  const { lots = 0, gaps, wide } = cell ?? {};
  if (cell !== undefined && gaps !== undefined && lots >= CELL_MIN)
    return { gaps, cell: cellOf(cell) };
  if (cell === undefined || wide === undefined || wide.lots < CELL_MIN)
    return { have: Math.max(lots, wide?.lots ?? 0) };
  return { gaps: wide.gaps, cell: { name: "", lots: wide.lots, fallback: "sameMethod" } };
}

function run(lot: Lot): Finding {
  const uploads = lot.standing.flatMap((bidder) => uploadOf(bidder) ?? []);
  const n = uploads.length;
  const bids = lot.standing.length;
  if (n < 2) return notComputable(n, "noUploadTraces", { have: n, bids });
  const groups = groupsOf(uploads);
  const relays = relaysOf(lot, groups);
  const [nearest] = relays;
  const reference = referenceOf(lot.input.history.cell);
  if ("have" in reference)
    return notComputable(n, "noMarketToCompare", { ...reference, need: CELL_MIN });
  const { gaps, cell } = reference;
  const tail =
    nearest === undefined ? 1 : Math.min(1, chancesOf(groups) * relayShare(gaps, nearest.gap));
  const isHit = tail < TAIL;
  if (!isHit && n < bids) return notComputable(n, "partialTraces", { have: n, bids });
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    ...(nearest === undefined ? {} : { value: `seconds=${Math.round(nearest.gap)}` }),
    probability: round(tail),
    falseAlarm: { rate: TAIL, basis: "gapsInCell" },
    cell,
    ...(isHit ? { bits: round(bitsOfTail(tail)), evidence: evidenceOf(relays) } : {}),
  };
}

const evidenceOf = (relays: readonly Relay[]): Evidence[] =>
  relays.slice(0, SHOWN).map(({ left, right }) => ({ left: sideOf(left), right: sideOf(right) }));

const sideOf = ({ bidder, record }: Upload): EvidenceSide => ({
  party: record.by ?? bidder.party,
  factId: record.factId,
  field: "trace.ip",
  value: record.trace.ip ?? "",
  ...(record.at === undefined ? {} : { occurredAt: record.at }),
});

export const dev09: Indicator = { manifest, run };
