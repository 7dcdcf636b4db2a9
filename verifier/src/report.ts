/** What the verification of a certificate reports. */
import type { CheckId, Code, DoesNotProve, Proves } from "./codes.ts";
import type { WitnessReport } from "./policy.ts";
import type { Params } from "./result.ts";

/**
 * `valid`: everything holds. `refused`: it is a certificate, and something does not hold. `unreadable`: nothing can be
 * said, because it is not a certificate of a known format.
 */
export type Verdict = "valid" | "refused" | "unreadable";

export interface CertificateCheck {
  readonly id: CheckId;
  readonly ok: boolean;
  readonly code: Code;
  readonly params: Params;
}

export interface FactReport {
  readonly id: string;
  readonly kind: string;
  readonly occurredAt: string;
  /** When the log's operator says that it was recorded. */
  readonly recordedAt: string;
  /** The two times are more than five minutes apart. */
  readonly isSkewed: boolean;
  /** From 0. */
  readonly leafIndex: number;
  readonly ok: boolean;
  readonly code: Code;
}

/** What the file says of itself; only as good as the verdict. In format 1 it is not covered by the log. */
export interface CertificateHeader {
  readonly certificateId: string;
  readonly subject: string;
  readonly title: string;
  readonly audience: string;
  readonly issuedAt: string;
}

export interface RowsReport {
  /** Rows that were sealed; on paper more than the three others together. */
  readonly total: number;
  readonly shown: number;
  /** Not released, or filler. */
  readonly sealed: number;
  /** Shown in an earlier certificate, withdrawn since. */
  readonly gone: number;
  /** Made unreadable by the holder. */
  readonly blank: number;
}

/** The log and its checkpoint; null where the checkpoint cannot be read. */
export interface LogReport {
  readonly origin: string;
  /** Eight hex digits. */
  readonly keyId: string;
  readonly size: number;
  /** 64 hex digits. */
  readonly root: string;
}

export interface CertificateReport {
  readonly verdict: Verdict;
  /** Code of the first check that failed, else `certificate.valid`. */
  readonly code: Code;
  readonly params: Params;
  /** Checks made, in the order of `CHECKS`; none after the one that made the rest impossible. */
  readonly checks: readonly CertificateCheck[];
  readonly facts: readonly FactReport[];
  readonly proves: readonly Proves[];
  readonly doesNotProve: readonly DoesNotProve[];
  readonly certificate: CertificateHeader | null;
  readonly log: LogReport | null;
  /** Rows of a certificate of format 2; null for format 1. */
  readonly rows: RowsReport | null;
  /** Each witness of the policy that the certificate carries, and whether it cosigned. */
  readonly witnesses: readonly WitnessReport[];
  /** True only if the caller named keys and the key of the log is one of them. */
  readonly keyTrusted: boolean;
}

export interface VerifyOptions {
  /** Keys ("name+hex8+base64") of which one must have signed. Left out: any key, and the report says so. */
  readonly trustedKeys?: readonly string[];
  /** Text of the policy that must hold; a certificate with another, or with none, is refused. */
  readonly trustedPolicy?: string;
}
