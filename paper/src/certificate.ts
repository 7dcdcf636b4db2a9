/** What paper needs to know of a certificate of format 2 (verifier/README.md); it is verified elsewhere. */

export interface PaperFact {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly contentHash: string;
}

export interface PaperEntry {
  readonly fact: PaperFact;
  readonly salt: string;
  readonly leafIndex: number;
  readonly proof: readonly string[];
}

export type PaperRow =
  | {
      readonly digest: string;
      readonly kind: string;
      readonly leafIndex: number;
      readonly occurredAt: string;
      readonly recordedAt: string;
    }
  | { readonly digest: string }
  | { readonly gone: string }
  | { readonly blank: string };

/** Payload of the seal. */
export interface Seal {
  readonly audience: string;
  readonly title: string;
  readonly scope: string;
  readonly rows: number;
  readonly shown: number;
  readonly root: string;
  readonly supersedes?: string;
}

export interface SealedCertificate {
  readonly format: "mingjing-certificate/2";
  readonly certificateId: string;
  readonly seal: PaperEntry;
  readonly rows: readonly PaperRow[];
  readonly entries: readonly (PaperEntry & { readonly row: number })[];
  readonly log: { readonly origin: string; readonly vkey: string };
  /** Signed note. */
  readonly checkpoint: string;
  readonly roots?: PaperEntry;
  readonly policy?: string;
}

export const sealOf = ({ seal }: SealedCertificate): Seal => seal.fact.payload as unknown as Seal;
