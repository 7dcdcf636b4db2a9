/**
 * Certificates of a CA on a UKey or in a phone: SM2 with SM3 (GB/T 32918, GM/T 0015). Node reads names, dates and
 * extensions; the signatures are checked by our own verifier, because OpenSSL signs with another signer's id.
 */
import { X509Certificate } from "node:crypto";

import { verifySm2 } from "../../../../../verifier/src/index.ts";
import { partsOfCertificate } from "./certificate-der.ts";
import { revocationOf, type SignedList } from "./certificate-revocation.ts";

/** SM2 with SM3, 1.2.156.10197.1.501. */
const SM2_WITH_SM3 = Buffer.from("06082a811ccf55018375", "hex");
/** id-ecPublicKey on the curve SM2 (1.2.156.10197.1.301), then the point. */
const SM2_KEY = Buffer.from("3059301306072a8648ce3d020106082a811ccf5501822d03420004", "hex");
const POINT_BYTES = 65;

/** Why a certificate or a signature was refused; sentences in locales (problems.json). */
export type CertificateFault =
  | "certificate.unreadable"
  | "certificate.not-sm2"
  | "certificate.not-yet-valid"
  | "certificate.expired"
  | "certificate.unknown-issuer"
  | "certificate.not-for-signing"
  | "certificate.revoked"
  | "certificate.revocation-unknown"
  | "certificate.bad-signature";

/** Who a certificate names. */
export interface CertificateHolder {
  readonly issuer: string;
  /** Hex. */
  readonly serial: string;
  readonly subject: string;
  readonly validTo: Date;
}

export type CertificateCheck =
  | { readonly holder: CertificateHolder }
  | { readonly fault: CertificateFault };

/** 04 ‖ x ‖ y of an SM2 key; undefined for any other key. */
export function keyOf(certificate: X509Certificate): Uint8Array | undefined {
  const der = certificate.publicKey.export({ type: "spki", format: "der" });
  const isSm2 = der.subarray(0, SM2_KEY.length).equals(SM2_KEY);
  return isSm2 ? Uint8Array.from(der.subarray(-POINT_BYTES)) : undefined;
}

const oneLine = (name: string): string => name.replaceAll("\n", ", ");

function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

/** Whether `issuer` signed `certificate`. */
function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const parts = partsOfCertificate(certificate.raw);
  const publicKey = keyOf(issuer);
  if (parts === undefined || publicKey === undefined) return false;
  if (!Buffer.from(parts.algorithm).subarray(0, SM2_WITH_SM3.length).equals(SM2_WITH_SM3))
    return false;
  return verifySm2({ publicKey, message: parts.signed, signature: parts.signature }).ok;
}

/** X.509 times without their zone would be local: OpenSSL prints GMT. */
const isBefore = (text: string, at: Date): boolean => Date.parse(text) < at.getTime();

export interface CertificateProof {
  readonly certificate: Uint8Array;
  readonly message: string;
  readonly signature: Uint8Array;
}

export interface CertificateRules {
  readonly roots: readonly X509Certificate[];
  readonly now: Date;
  /** Revocation lists; absent: none are asked. */
  readonly lists?: readonly SignedList[] | undefined;
}

/** Extended use "client authentication"; a certificate without the extension is for any use. */
const CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

function faultOf(
  certificate: X509Certificate,
  { roots, now, lists }: CertificateRules,
): CertificateFault | undefined {
  if (!isBefore(certificate.validFrom, now)) return "certificate.not-yet-valid";
  if (isBefore(certificate.validTo, now)) return "certificate.expired";
  const issuers = roots.filter((root) => root.subject === certificate.issuer);
  const issuer = issuers.find((root) => isSignedBy(certificate, root));
  if (issuer === undefined || isBefore(issuer.validTo, now)) return "certificate.unknown-issuer";
  const uses = certificate.keyUsage as readonly string[] | undefined;
  const isForUs = uses === undefined || uses.includes(CLIENT_AUTHENTICATION);
  if (certificate.ca || !isForUs) return "certificate.not-for-signing";
  return lists === undefined ? undefined : revocationFault(certificate, { issuer, lists, now });
}

function revocationFault(
  { serialNumber: serial }: X509Certificate,
  asked: {
    readonly issuer: X509Certificate;
    readonly lists: readonly SignedList[];
    readonly now: Date;
  },
): CertificateFault | undefined {
  const issuerKey = keyOf(asked.issuer);
  const state = issuerKey === undefined ? "unknown" : revocationOf({ ...asked, serial, issuerKey });
  if (state === "good") return undefined;
  return state === "revoked" ? "certificate.revoked" : "certificate.revocation-unknown";
}

/**
 * Checks the certificate against the configured roots and the signature against the certificate. Roots may be those
 * that issue to persons directly: a chain over a sub-CA is configured with the sub-CA as root.
 */
export function checkCertificate(
  { certificate: der, message, signature }: CertificateProof,
  rules: CertificateRules,
): CertificateCheck {
  const certificate = parse(der);
  if (certificate === undefined) return { fault: "certificate.unreadable" };
  const publicKey = keyOf(certificate);
  if (publicKey === undefined) return { fault: "certificate.not-sm2" };
  const fault = faultOf(certificate, rules);
  if (fault !== undefined) return { fault };
  const verdict = verifySm2({ publicKey, message: Buffer.from(message), signature });
  if (!verdict.ok) return { fault: "certificate.bad-signature" };
  return {
    holder: {
      issuer: oneLine(certificate.issuer),
      serial: certificate.serialNumber,
      subject: oneLine(certificate.subject),
      validTo: new Date(certificate.validTo),
    },
  };
}

/** Roots of a PEM file, in its order. @throws Error if there is none, or one is not an SM2 certificate */
export function parseRoots(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error("no certificate in the file");
  return blocks.map((block) => {
    const root = new X509Certificate(block);
    if (keyOf(root) === undefined)
      throw new Error(`not an SM2 certificate: ${oneLine(root.subject)}`);
    return root;
  });
}

/** Part of every name that the simulator issues; no server that others can reach accepts it. */
export const SIMULATED = "MINGJING SIMULATION - NO LEGAL FORCE";
export const isSimulated = (root: X509Certificate): boolean => root.subject.includes(SIMULATED);
