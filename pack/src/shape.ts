/** What the files of a pack hold (format "mingjing-pack/1"). */
import type { CustodyEntry, EvidenceView } from "../../contract/src/evidence.ts";
import type { Fingerprint } from "./blocks.ts";

export const FORMAT = "mingjing-pack/1";

/** A fact with everything that leads from it to the signed checkpoint. */
export interface PackedFact {
  readonly fact: {
    readonly id: string;
    readonly kind: string;
    readonly version: number;
    readonly source: string;
    readonly sourceId: string;
    readonly subject: string;
    readonly occurredAt: string;
    readonly corrects?: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly contentHash: string;
  };
  readonly salt: string;
  readonly recordedAt: string;
  readonly leafIndex: number;
  readonly proof: readonly string[];
}

export interface PackedLog {
  readonly origin: string;
  readonly vkey: string;
  readonly checkpoint: string;
}

export interface PackedReply {
  readonly at: string;
  readonly text: string;
}

export interface PackedLead {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly department: string;
  readonly procuringEntity?: string;
  readonly procurementAgency?: string;
  readonly sealedAt: string;
  readonly hold: EvidenceView["hold"];
  readonly review: EvidenceView["review"];
  readonly exportedAt: string;
  readonly exportedBy: string;
  readonly replies: readonly PackedReply[];
}

export interface PackedArticle {
  readonly article: string;
  readonly citation: string;
  readonly validFrom?: string;
  /** Official wording; absent where the register of this city does not hold it. */
  readonly text?: string;
  readonly edition?: string;
}

export type PackedCustody = readonly CustodyEntry[];

/** Bytes of a file that belong to one fact. */
interface FactRange {
  readonly factId: string;
  readonly kind: string;
  readonly from: number;
  readonly to: number;
}

export interface ManifestFile extends Fingerprint {
  readonly name: string;
  readonly sm3: string;
}

export interface Manifest {
  readonly format: typeof FORMAT;
  /** The page is listed without its seal. */
  readonly files: readonly ManifestFile[];
  /** Where in data/facts.js each fact stands. */
  readonly facts: readonly FactRange[];
}

/** Everything but the manifest and the page. */
export interface PackContent {
  readonly facts: readonly PackedFact[];
  readonly log: PackedLog;
  readonly lead: PackedLead;
  readonly law: readonly PackedArticle[];
  readonly custody: PackedCustody;
}
