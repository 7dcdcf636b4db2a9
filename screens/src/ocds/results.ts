/** From the tally of a whole file to the results: fences, flags over organisations, `Meta` and `Maps`. */
import { lowerFence, quantile, quartiles, upperFence } from "./fences.ts";
import type { Code, OcdsSettings } from "./settings.ts";
import { type Count, FIRM, FLAG, MAPS, type Tally } from "./tally.ts";

export const GROUPS = ["OCID", "Buyer", "ProcuringEntity", "Tenderer"] as const;
export type Group = (typeof GROUPS)[number];

/** Value of an indicator; null stands for a number that is not finite. */
type Values = Record<string, number | null>;
export type Grouped = Record<string, Values>;

export interface OcdsResults {
  readonly groups: Readonly<Record<Group, Grouped>>;
  /** Fences and quartiles, to four decimals. */
  readonly meta: Readonly<Record<string, Values>>;
  readonly maps: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Objects without prototype: an identifier may be called anything. */
const fresh = <V>(): Record<string, V> => Object.create(null) as Record<string, V>;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Four decimals, half away from zero. */
function rounded(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return (Math.sign(value) * Math.round(Math.abs(value) * 10_000)) / 10_000;
}

class Collector {
  readonly groups = {
    OCID: fresh<Values>(),
    Buyer: fresh<Values>(),
    ProcuringEntity: fresh<Values>(),
    Tenderer: fresh<Values>(),
  };
  readonly meta = fresh<Values>();
  readonly maps = new Map<string, Map<number, Set<number>>>();
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  process(ocid: number, code: Code, value: number): void {
    this.#set("OCID", this.#tally.ocids.textOf(ocid), { code, value });
  }

  organisation(group: Group, organisation: number, result: { code: Code; value: number }): void {
    this.#set(group, this.#tally.organisations.textOf(organisation), result);
  }

  note(code: Code, values: Readonly<Record<string, number>>): void {
    const meta = (this.meta[code] ??= fresh());
    for (const [name, value] of Object.entries(values)) meta[name] = rounded(value);
  }

  link(name: string, ocid: number, organisation: number): void {
    const links = this.maps.get(name) ?? new Map<number, Set<number>>();
    this.maps.set(name, links);
    const linked = links.get(ocid) ?? new Set<number>();
    links.set(ocid, linked.add(organisation));
  }

  #set(group: Group, id: string, { code, value }: { code: Code; value: number }): void {
    (this.groups[group][id] ??= fresh())[code] = finite(value);
  }
}

export interface ResultOptions {
  readonly settings: OcdsSettings;
  readonly isMapped: boolean;
}

export function resultsOf(tally: Tally, { settings, isMapped }: ResultOptions): OcdsResults {
  const collector = new Collector(tally);
  const { enabled } = settings;
  flagsOfProcesses(tally, collector);
  flagsOfFirms(tally, collector);
  if (enabled.has("R024")) closeToWinner(tally, collector, settings.r024.threshold);
  if (enabled.has("R025")) unsuccessful(tally, collector, settings.r025);
  if (enabled.has("R038")) disqualified(tally, collector, settings.r038);
  if (enabled.has("R048")) heterogeneous(tally, collector, settings.r048);
  if (enabled.has("R058")) discounted(tally, collector, settings.r058.threshold);
  return {
    groups: collector.groups,
    meta: collector.meta,
    maps: isMapped ? mapsOf(tally, collector) : {},
  };
}

const PLAIN_FLAGS = ["R003", "R018", "R028", "R030", "R036"] as const;

function flagsOfProcesses(tally: Tally, collector: Collector): void {
  for (let ocid = 0; ocid < tally.ocids.size; ocid += 1) {
    const flags = tally.flags[ocid] as number;
    if (flags === 0) continue;
    for (const code of PLAIN_FLAGS)
      if ((flags & FLAG[code]) !== 0) collector.process(ocid, code, 1);
    if ((flags & FLAG.R035) !== 0)
      collector.process(ocid, "R035", tally.disqualified[ocid] as number);
  }
}

function flagsOfFirms(tally: Tally, collector: Collector): void {
  const firms = Math.min(tally.organisations.size, tally.firmFlags.length);
  for (let firm = 0; firm < firms; firm += 1) {
    const flags = tally.firmFlags[firm] as number;
    if ((flags & FIRM.R028) !== 0) collector.organisation("Tenderer", firm, hit("R028", 1));
    if ((flags & FIRM.R030) !== 0) collector.organisation("Tenderer", firm, hit("R030", 1));
    if ((flags & FIRM.R035) !== 0) collector.organisation("Tenderer", firm, hit("R035", 0));
  }
}

const hit = (code: Code, value: number) => ({ code, value });

function ratiosOf(tally: Tally): { ocids: number[]; ratios: Float64Array } {
  const ocids: number[] = [];
  for (let ocid = 0; ocid < tally.ocids.size; ocid += 1)
    if (tally.hasRatio[ocid] === 1) ocids.push(ocid);
  return { ocids, ratios: Float64Array.from(ocids, (ocid) => tally.ratio[ocid] as number) };
}

function closeToWinner(tally: Tally, collector: Collector, threshold: number | undefined): void {
  const { ocids, ratios } = ratiosOf(tally);
  const { q1, q3 } = quartiles(ratios);
  const fence = threshold ?? lowerFence({ q1, q3 });
  collector.note("R024", {
    ...(threshold === undefined ? { q1, q3 } : {}),
    lower_fence: fence,
  });
  if (!(fence > 0) || (threshold === undefined && !(q1 > 0))) return;
  for (const ocid of ocids) {
    const ratio = tally.ratio[ocid] as number;
    if (!(ratio <= fence)) continue;
    collector.process(ocid, "R024", ratio);
    for (const firm of [tally.winner[ocid] as number, tally.runnerUp[ocid] as number]) {
      collector.organisation("Tenderer", firm, hit("R024", 0));
      collector.link("ocid_tenderer_r024", ocid, firm);
    }
  }
}

function discounted(tally: Tally, collector: Collector, threshold: number | undefined): void {
  const { ocids, ratios } = ratiosOf(tally);
  const { q1, q3 } = quartiles(ratios);
  const fence = threshold ?? upperFence({ q1, q3 });
  collector.note("R058", {
    ...(threshold === undefined ? { q1, q3 } : {}),
    upper_fence: fence,
  });
  if (!(fence > 0)) return;
  for (const ocid of ocids) {
    const ratio = tally.ratio[ocid] as number;
    if (!(ratio >= fence)) continue;
    const winner = tally.winner[ocid] as number;
    collector.process(ocid, "R058", ratio);
    collector.organisation("Tenderer", winner, hit("R058", 0));
    collector.link("ocid_tenderer_r058", ocid, winner);
  }
}

interface Share {
  readonly organisation: number;
  readonly of: number;
  readonly ratio: number;
}

/** Ratios of two counts, of the organisations whose second one is at least `least` (and never 0). */
function sharesOf(tally: Tally, [part, whole]: readonly [Count, Count], least = 1): Share[] {
  const wholes = tally.counts[whole];
  const shares: Share[] = [];
  const size = Math.min(wholes.length, tally.organisations.size);
  for (let organisation = 0; organisation < size; organisation += 1) {
    const of = wholes[organisation] as number;
    if (of === 0 || of < least) continue;
    shares.push({ organisation, of, ratio: (tally.counts[part][organisation] ?? 0) / of });
  }
  return shares;
}

function unsuccessful(
  tally: Tally,
  collector: Collector,
  { percentile, threshold }: OcdsSettings["r025"],
): void {
  const shares = sharesOf(tally, ["r025Won", "r025Valid"]);
  const top = quantile(
    Float64Array.from(shares, ({ of }) => of),
    percentile / 100,
  );
  const { q1, q3 } = quartiles(Float64Array.from(shares, ({ ratio }) => ratio));
  const fence = threshold ?? lowerFence({ q1, q3 });
  collector.note("R025", {
    ...(threshold === undefined ? { q1, q3 } : {}),
    upper_fence: top,
    lower_fence: fence,
  });
  if (!(fence > 0) || (threshold === undefined && !(q1 > 0))) return;
  for (const { organisation, of, ratio } of shares)
    if (of >= top && ratio <= fence)
      collector.organisation("Tenderer", organisation, hit("R025", ratio));
}

const BODIES = [
  { group: "Buyer", counts: ["buyerDisqualified", "buyerSubmitted"] },
  { group: "ProcuringEntity", counts: ["entityDisqualified", "entitySubmitted"] },
  { group: "Tenderer", counts: ["tendererDisqualified", "tendererSubmitted"] },
] as const;

function disqualified(
  tally: Tally,
  collector: Collector,
  { threshold, minimumSubmittedBids, minimumContractingProcesses }: OcdsSettings["r038"],
): void {
  for (const { group, counts } of BODIES) {
    const least = group === "Tenderer" ? minimumSubmittedBids : minimumContractingProcesses;
    const shares = sharesOf(tally, counts, least);
    if (shares.length === 0) continue;
    const { q1, q3 } = quartiles(Float64Array.from(shares, ({ ratio }) => ratio));
    const fence = threshold ?? upperFence({ q1, q3 });
    collector.note("R038", {
      ...(threshold === undefined ? { [`${group}_q1`]: q1, [`${group}_q3`]: q3 } : {}),
      [`${group}_upper_fence`]: fence,
    });
    if (!(fence > 0)) continue;
    for (const { organisation, ratio } of shares)
      if (ratio >= fence) collector.organisation(group, organisation, hit("R038", ratio));
  }
}

function heterogeneous(
  tally: Tally,
  collector: Collector,
  { threshold, minimumContractingProcesses }: OcdsSettings["r048"],
): void {
  const kept: { organisation: number; codes: number }[] = [];
  const processes = tally.counts.r048Processes;
  const size = Math.min(processes.length, tally.organisations.size);
  for (let organisation = 0; organisation < size; organisation += 1) {
    const count = processes[organisation] as number;
    if (count > 0 && count >= minimumContractingProcesses)
      kept.push({ organisation, codes: tally.counts.r048Codes[organisation] ?? 0 });
  }
  const { q1, q3 } = quartiles(Float64Array.from(kept, ({ codes }) => codes));
  const fence = threshold ?? upperFence({ q1, q3 });
  collector.note("R048", {
    ...(threshold === undefined ? { q1, q3 } : {}),
    upper_fence: fence,
  });
  for (const { organisation, codes } of kept)
    if (codes >= fence) collector.organisation("Tenderer", organisation, hit("R048", codes));
}

/** Maps that hold one organisation for each process. */
const SINGLE = new Set(["ocid_buyer_r038", "ocid_procuringentity_r038"]);

function mapsOf(tally: Tally, collector: Collector): OcdsResults["maps"] {
  const names = [...MAPS, "ocid_tenderer_r024", "ocid_tenderer_r058"].toSorted();
  const entries = names.map((name) => {
    const links =
      tally.maps.get(name as (typeof MAPS)[number]) ?? collector.maps.get(name) ?? new Map();
    const map = fresh<string | string[]>();
    for (const [ocid, organisations] of links as Map<number, Set<number>>) {
      const texts = [...organisations].map((one) => tally.organisations.textOf(one));
      map[tally.ocids.textOf(ocid)] = SINGLE.has(name) ? (texts.at(-1) ?? "") : texts;
    }
    return [name, map] as const;
  });
  return Object.fromEntries(entries);
}
