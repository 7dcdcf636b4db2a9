/**
 * The key with which the centre signs PDF files: RSA with a certificate of its own making, because no authority gives us
 * one. It shows that files come from the same hand, and the paper says that nobody vouches for it.
 */
import { generateKeyPairSync } from "node:crypto";

import forge from "node-forge";

export interface SigningKey {
  readonly p12: Uint8Array;
  readonly passphrase: string;
  /** Common name of the certificate. */
  readonly name: string;
  /** Hex in groups of four. */
  readonly serial: string;
  /** The certificate, for whoever wants to verify the signature. */
  readonly pem: string;
}

const YEARS = 30;
const BITS = 3072;
const SERIAL_BYTES = 8;

/** The signer reads it again for every file: one round, because the file of the secret is what protects the key. */
const P12 = { algorithm: "3des", count: 1, saltSize: 8 } as const;
const PASSPHRASE = "mingjing";

/**
 * A new key with its certificate, as base64 of PKCS #12. The name is ASCII: forge writes other letters twice encoded where
 * the signature names the certificate, and nobody finds it then.
 */
export function newSigningKey(name: string, now: Date): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: BITS,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const key = forge.pki.privateKeyFromPem(privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
  // Positive, so that every reader shows the same digits.
  certificate.serialNumber = `3a${forge.util.bytesToHex(forge.random.getBytesSync(SERIAL_BYTES - 1))}`;
  certificate.validity.notBefore = now;
  certificate.validity.notAfter = new Date(now);
  certificate.validity.notAfter.setUTCFullYear(now.getUTCFullYear() + YEARS);
  const subject = [{ name: "commonName", value: name }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  certificate.setExtensions([
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", critical: true, digitalSignature: true, nonRepudiation: true },
  ]);
  certificate.sign(key, forge.md.sha256.create());
  const p12 = forge.pkcs12.toPkcs12Asn1(key, [certificate], PASSPHRASE, P12);
  return forge.util.encode64(forge.asn1.toDer(p12).getBytes());
}

/** @throws Error if it is not what `newSigningKey` makes */
export function readSigningKey(stored: string): SigningKey {
  const der = forge.util.decode64(stored);
  const p12 = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(der), false, PASSPHRASE);
  const bagType = forge.pki.oids["certBag"] ?? "";
  const certificate = p12.getBags({ bagType })[bagType]?.[0]?.cert;
  if (certificate === undefined) throw new Error("the signing key of the PDFs has no certificate");
  const name = (certificate.subject.getField("CN") as { value?: string } | null)?.value ?? "";
  return {
    p12: Buffer.from(der, "binary"),
    passphrase: PASSPHRASE,
    name,
    serial: certificate.serialNumber.toUpperCase().replaceAll(/(.{4})(?=.)/gu, "$1 "),
    pem: forge.pki.certificateToPem(certificate),
  };
}
