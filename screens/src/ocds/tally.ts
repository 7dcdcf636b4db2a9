/**
 * What one part of a file adds up to, release by release: flags of processes, and the counts from which the indicators over
 * organisations follow once every line is read. Parts are joined in the order of the file.
 */
import { ByteTable, grown, type PackedTable } from "./byte-table.ts";
import { NONE } from "./release.ts";

/** Bits of `flags`. */
export const FLAG = { R003: 1, R018: 2, R028: 4, R030: 8, R035: 16, R036: 32 } as const;

/** Counts by organisation. */
export const COUNTS = [
  "r025Won",
  "r025Valid",
  "tendererDisqualified",
  "tendererSubmitted",
  "buyerDisqualified",
  "buyerSubmitted",
  "entityDisqualified",
  "entitySubmitted",
  "r048Processes",
  "r048Codes",
] as const;
export type Count = (typeof COUNTS)[number];

/** Flags of an organisation that one process sets. */
export const FIRM = { R028: 1, R030: 2, R035: 4 } as const;

/** Which map of `--map` a pair belongs to. */
export const MAPS = [
  "ocid_buyer_r038",
  "ocid_procuringentity_r038",
  "ocid_tenderer",
  "ocid_tenderer_r028",
  "ocid_tenderer_r030",
  "ocid_tenderer_r035",
] as const;
export type MapName = (typeof MAPS)[number];

/** How a tally crosses to another thread. */
export interface PackedTally {
  readonly ocids: PackedTable;
  readonly flags: Uint16Array;
  readonly disqualified: Int32Array;
  readonly ratio: Float64Array;
  readonly hasRatio: Uint8Array;
  readonly winner: Int32Array;
  readonly runnerUp: Int32Array;
  readonly organisations: PackedTable;
  readonly firmFlags: Uint16Array;
  readonly counts: Readonly<Record<Count, Int32Array>>;
  readonly codes: PackedTable;
  /** Organisation and code, one behind the other. */
  readonly codePairs: Int32Array;
  /** Process and organisation, one behind the other. */
  readonly maps: Readonly<Partial<Record<MapName, Int32Array>>>;
}

export class Tally {
  readonly ocids = new ByteTable();
  flags = new Uint16Array(256);
  /** R035: bidders disqualified. */
  disqualified = new Int32Array(256);
  /** R024 and R058: how far the lowest of the others lies above the winner. */
  ratio = new Float64Array(256);
  hasRatio = new Uint8Array(256);
  winner = new Int32Array(256);
  runnerUp = new Int32Array(256);

  readonly organisations: ByteTable;
  firmFlags = new Uint16Array(256);
  readonly counts: Record<Count, Int32Array>;
  readonly codes = new ByteTable();
  private readonly codePairs = new Set<number>();
  readonly maps = new Map<MapName, Map<number, Set<number>>>();

  constructor(organisations: ByteTable) {
    this.organisations = organisations;
    this.counts = Object.fromEntries(COUNTS.map((name) => [name, new Int32Array(256)])) as Record<
      Count,
      Int32Array
    >;
  }

  /** Number of a process, with room for what is said of it. */
  process(bytes: Uint8Array, from: number, to: number): number {
    const ocid = this.ocids.add(bytes, from, to);
    this.fit(ocid);
    return ocid;
  }

  private fit(ocid: number): void {
    if (ocid < this.flags.length) return;
    this.flags = grown(this.flags, ocid + 1);
    this.disqualified = grown(this.disqualified, ocid + 1);
    this.ratio = grown(this.ratio, ocid + 1);
    this.hasRatio = grown(this.hasRatio, ocid + 1);
    this.winner = grown(this.winner, ocid + 1);
    this.runnerUp = grown(this.runnerUp, ocid + 1);
  }

  count(name: Count, organisation: number, by: number): void {
    let column = this.counts[name];
    if (organisation >= column.length) {
      column = grown(column, organisation + 1);
      this.counts[name] = column;
    }
    column[organisation] = (column[organisation] as number) + by;
  }

  flagFirm(organisation: number, flag: number): void {
    if (organisation >= this.firmFlags.length)
      this.firmFlags = grown(this.firmFlags, organisation + 1);
    this.firmFlags[organisation] = (this.firmFlags[organisation] as number) | flag;
  }

  /** R048: a supplier got an item of this class. */
  addCode(organisation: number, code: number): void {
    const pair = organisation * PAIR + code;
    if (this.codePairs.has(pair)) return;
    this.codePairs.add(pair);
    this.count("r048Codes", organisation, 1);
  }

  link(name: MapName, ocid: number, organisation: number): void {
    const links = this.maps.get(name) ?? new Map<number, Set<number>>();
    this.maps.set(name, links);
    const linked = links.get(ocid);
    if (linked === undefined) links.set(ocid, new Set([organisation]));
    else linked.add(organisation);
  }

  pack(): PackedTally {
    const processes = this.ocids.size;
    const firms = this.organisations.size;
    return {
      ocids: this.ocids.pack(),
      flags: this.flags.slice(0, processes),
      disqualified: this.disqualified.slice(0, processes),
      ratio: this.ratio.slice(0, processes),
      hasRatio: this.hasRatio.slice(0, processes),
      winner: this.winner.slice(0, processes),
      runnerUp: this.runnerUp.slice(0, processes),
      organisations: this.organisations.pack(),
      firmFlags: this.firmFlags.slice(0, firms),
      counts: Object.fromEntries(
        COUNTS.map((name) => [name, this.counts[name].slice(0, firms)]),
      ) as Record<Count, Int32Array>,
      codes: this.codes.pack(),
      codePairs: Int32Array.from(
        [...this.codePairs].flatMap((pair) => [Math.floor(pair / PAIR), pair % PAIR]),
      ),
      maps: Object.fromEntries(
        [...this.maps].map(([name, links]) => [
          name,
          Int32Array.from(
            [...links].flatMap(([ocid, linked]) =>
              [...linked].flatMap((organisation) => [ocid, organisation]),
            ),
          ),
        ]),
      ),
    };
  }

  /** Takes up a later part of the file: of one process its last ratio and its last count hold. */
  take(part: PackedTally): void {
    const ocids = this.ocids.take(part.ocids);
    const firms = this.organisations.take(part.organisations);
    ocids.forEach((ocid, theirs) => {
      this.fit(ocid);
      this.takeProcess(ocid, part, theirs);
      if (part.hasRatio[theirs] === 0) return;
      this.winner[ocid] = firms[part.winner[theirs] as number] as number;
      this.runnerUp[ocid] = firms[part.runnerUp[theirs] as number] as number;
    });
    firms.forEach((firm, theirs) => {
      const flags = part.firmFlags[theirs] ?? 0;
      if (flags !== 0) this.flagFirm(firm, flags);
    });
    for (const name of COUNTS) {
      if (name === "r048Codes") continue;
      part.counts[name].forEach((count, theirs) => {
        if (count !== 0) this.count(name, firms[theirs] as number, count);
      });
    }
    const codes = this.codes.take(part.codes);
    for (let at = 0; at < part.codePairs.length; at += 2)
      this.addCode(
        firms[part.codePairs[at] as number] as number,
        codes[part.codePairs[at + 1] as number] as number,
      );
    this.takeMaps(part, { ocids, firms });
  }

  private takeProcess(ocid: number, part: PackedTally, theirs: number): void {
    const flags = part.flags[theirs] as number;
    this.flags[ocid] = (this.flags[ocid] as number) | flags;
    if ((flags & FLAG.R035) !== 0) this.disqualified[ocid] = part.disqualified[theirs] as number;
    if (part.hasRatio[theirs] === 0) return;
    this.hasRatio[ocid] = 1;
    this.ratio[ocid] = part.ratio[theirs] as number;
  }

  private takeMaps(
    part: PackedTally,
    { ocids, firms }: { ocids: Int32Array; firms: Int32Array },
  ): void {
    for (const name of MAPS) {
      const pairs = part.maps[name] ?? [];
      for (let at = 0; at < pairs.length; at += 2)
        this.link(
          name,
          ocids[pairs[at] as number] as number,
          firms[pairs[at + 1] as number] ?? NONE,
        );
    }
  }
}

/** More classes than any supplier list has; organisation × PAIR stays below 2^53. */
const PAIR = 2 ** 22;
