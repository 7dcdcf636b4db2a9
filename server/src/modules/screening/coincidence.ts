/** Values that two unrelated bidders of a lot share: who, where it stands, how rare it is, what explains it. */
import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import type { Evidence, EvidenceSide } from "../../../../contract/src/screening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import type { SeenField, TraceRecord } from "./input.ts";
import { type Bidder, type Lot, shareFirm } from "./lot.ts";
import {
  commonEnvironment,
  type Environment,
  environmentsByField,
  environmentsOfDevice,
} from "./register.ts";

/** One value read from one trace. */
export interface Reading {
  /** Normalised: equal values are the same thing. */
  readonly value: string;
  /** Path in the fact, e.g. trace.mac. */
  readonly field: string;
  /** As it stands in the fact. */
  readonly shown: string;
}

export interface Sighting extends Reading {
  readonly bidder: Bidder;
  readonly party: Party;
  readonly record: TraceRecord;
  /** Milliseconds; NaN without a time. */
  readonly time: number;
}

/** How an indicator reads and compares one field. */
export interface SharedRule {
  readonly seenField: SeenField;
  readonly read: (record: TraceRecord) => readonly Reading[];
  /** Pairs that count; absent: every pair. */
  readonly mayPair?: (left: Sighting, right: Sighting) => boolean;
  /** Environment kinds in which the value says nothing by law or by nature (shown, no hit). */
  readonly excludedKinds: readonly string[];
  /** Is a device explained by any of its marks, a contact or account only by itself, a person by no place? */
  readonly explainedBy: "device" | "contactPhone" | "contactEmail" | "payerAccount" | "nothing";
}

/** A shared value between two bidders. */
export interface Coincidence {
  readonly left: Sighting;
  readonly right: Sighting;
  /** undefined: rarity not known. */
  readonly rarity: Rarity | undefined;
  readonly environment: Environment | undefined;
  readonly isExcluded: boolean;
}

export interface Rarity {
  /** max(firms / total, 1 / total). */
  readonly share: number;
  readonly firms: number;
  readonly total: number;
}

/** Bidders with at least one reading, and all coincidences among them. */
export interface Comparison {
  readonly compared: ReadonlySet<Bidder>;
  readonly coincidences: readonly Coincidence[];
}

/** More pairs than this add nothing that an officer reads; bits never depend on their number. */
const PAIRS_MAX = 60;
const CENTRE = "centerTerminal";

export function compare(lot: Lot, rules: readonly SharedRule[]): Comparison {
  const compared = new Set<Bidder>();
  const coincidences = rules.flatMap((rule) => {
    const sightings = lot.bidders.flatMap((bidder) => sightingsOf(bidder, rule));
    for (const { bidder } of sightings) compared.add(bidder);
    const repeated = [...gather(sightings).values()].filter((group) => group.length > 1);
    const pairs = repeated.flatMap((group) => chain(group, rule));
    return pairs.map(([left, right]) => judge(lot, rule, { left, right }));
  });
  return { compared, coincidences: coincidences.slice(0, PAIRS_MAX) };
}

function sightingsOf(bidder: Bidder, rule: SharedRule): Sighting[] {
  return bidder.traces.flatMap((record) => {
    const party = record.by ?? bidder.party;
    const time = record.at === undefined ? Number.NaN : Date.parse(record.at);
    return rule.read(record).map((reading) => ({ ...reading, bidder, party, record, time }));
  });
}

function gather(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const byValue = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const known = byValue.get(sighting.value);
    if (known === undefined) byValue.set(sighting.value, [sighting]);
    else known.push(sighting);
  }
  return byValue;
}

/** In order of time, each sighting with the nearest earlier one of an unrelated bidder; a pair of bidders once. */
function chain(sightings: readonly Sighting[], rule: SharedRule): [Sighting, Sighting][] {
  const ordered = sightings.toSorted((left, right) => orderOf(left.time) - orderOf(right.time));
  const pairs: [Sighting, Sighting][] = [];
  const linked = new Set<string>();
  for (const [index, right] of ordered.entries()) {
    for (let before = index - 1; before >= 0; before -= 1) {
      const left = ordered[before];
      if (left === undefined || shareFirm(left.bidder, right.bidder)) continue;
      if (rule.mayPair !== undefined && !rule.mayPair(left, right)) continue;
      const link = [left.bidder.key, right.bidder.key].toSorted().join("\n");
      if (!linked.has(link)) pairs.push([left, right]);
      linked.add(link);
      break;
    }
  }
  return pairs;
}

const orderOf = (time: number): number => (Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time);

type Pair = Pick<Coincidence, "left" | "right">;

function judge(lot: Lot, rule: SharedRule, pair: Pair): Coincidence {
  const environment = explain(lot, rule, pair);
  return {
    ...pair,
    rarity: rarityOf(lot, rule.seenField, pair.left.value),
    environment,
    isExcluded: environment !== undefined && rule.excludedKinds.includes(environment.kind),
  };
}

/** D.0.9. The population is never smaller than the lot's own bidders. */
function rarityOf(lot: Lot, field: SeenField, value: string): Rarity | undefined {
  const seen = lot.input.seen(field, value);
  if (seen === undefined) return undefined;
  const total = Math.max(seen.total, lot.bidders.length);
  return { share: Math.max(seen.firms, 1) / total, firms: seen.firms, total };
}

/** An environment explains a coincidence only when both sides were in it; excluded kinds come first. */
function explain(lot: Lot, rule: SharedRule, { left, right }: Pair): Environment | undefined {
  if (rule.explainedBy === "nothing") return undefined;
  if (rule.explainedBy !== "device")
    return environmentsByField(lot.register, left.record.trace, rule.explainedBy)[0];
  const here = placesOf(lot, left.record.trace);
  if (here.length === 0) return undefined;
  const there = placesOf(lot, right.record.trace);
  const excluded = here.find(
    ({ kind }) => rule.excludedKinds.includes(kind) && there.some((other) => other.kind === kind),
  );
  return excluded ?? commonEnvironment(here, there);
}

/** Registered environments of the device; a terminal of the centre by its own word. */
export function placesOf(lot: Lot, trace: DeviceTrace): readonly Environment[] {
  const registered = environmentsOfDevice(lot.register, trace);
  return trace.deviceHow?.toLowerCase().includes("centerterminal") === true
    ? [...registered, { kind: CENTRE, name: CENTRE }]
    : registered;
}

function sideOf({ party, record, field, shown }: Sighting): EvidenceSide {
  return {
    party,
    factId: record.factId,
    field,
    value: shown.slice(0, 2000),
    ...(record.at === undefined ? {} : { occurredAt: record.at }),
  };
}

/** Both sides as the contract prints them. */
export function evidenceOf({ left, right, rarity, environment }: Coincidence): Evidence {
  return {
    left: sideOf(left),
    right: sideOf(right),
    ...(rarity === undefined
      ? {}
      : { rarity: rarity.share, firmsSeen: rarity.firms, firmsTotal: rarity.total }),
    ...(environment === undefined
      ? {}
      : { environment: { kind: environment.kind, name: environment.name } }),
  };
}
