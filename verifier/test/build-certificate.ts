/**
 * Makes certificates for tests, on its own: node:crypto and the text of the format, none of the verifier's code. The same
 * options always make the same bytes.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";

import { hashLeaf, inclusionProof, rootOf } from "./merkle-tree.ts";

type Json = Readonly<Record<string, unknown>>;

/** What differs from fact to fact; everything has a default. */
export interface TestFact {
  readonly id?: string;
  readonly kind?: string;
  readonly source?: string;
  readonly sourceId?: string;
  readonly subject?: string;
  readonly occurredAt?: string;
  readonly corrects?: string;
  readonly payload?: Json;
}

export interface TestCertificateOptions {
  readonly facts?: readonly TestFact[];
  readonly subject?: string;
  readonly title?: string;
  readonly audience?: string;
  readonly origin?: string;
  /** Another name makes another key. */
  readonly keyName?: string;
  /** Leaves of other facts before each fact. */
  readonly othersBefore?: number;
}

export interface TestCertificate {
  /** Own, mutable copy. */
  readonly certificate: TestCertificateObject;
  /** The file: two spaces of indentation and a last line end. */
  readonly text: string;
  readonly vkey: string;
}

export interface TestCertificateObject {
  format: string;
  certificateId: string;
  subject: string;
  title: string;
  audience: string;
  issuedAt: string;
  log: { origin: string; vkey: string };
  checkpoint: string;
  facts: {
    fact: Record<string, unknown>;
    salt: string;
    recordedAt: string;
    leafIndex: number;
    proof: string[];
  }[];
}

const digest = (algorithm: "sha256" | "sm3", data: string | Uint8Array) =>
  createHash(algorithm).update(data).digest();

/** Keys sorted by code unit, no white space: enough of RFC 8785 for well-formed test data. */
export function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const object = value as Json;
  const keys = Object.keys(object).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedJson(object[key])}`).join(",")}}`;
}

/** Ed25519 key of a name. PKCS #8 prefix of RFC 8410 §7. */
export function testKey(name: string): KeyObject {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, digest("sha256", `mingjing test key ${name}`)]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** "name+hex8+base64(0x01 ‖ public key)" and the key id (c2sp.org/signed-note). */
export function vkeyOf(origin: string, key: KeyObject): { vkey: string; keyId: Buffer } {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const typed = Buffer.concat([Buffer.of(1), spki.subarray(-32)]);
  const named = Buffer.concat([Buffer.from(`${origin}\n`, "utf8"), typed]);
  const keyId = digest("sha256", named).subarray(0, 4);
  return { vkey: `${origin}+${keyId.toString("hex")}+${typed.toString("base64")}`, keyId };
}

/** One signature line under a note text. */
export function signatureLine(text: string, origin: string, key: KeyObject): string {
  const { keyId } = vkeyOf(origin, key);
  const signature = Buffer.concat([keyId, sign(null, Buffer.from(text, "utf8"), key)]);
  return `— ${origin} ${signature.toString("base64")}\n`;
}

/** Checkpoint note of a log with these leaf hashes. */
export function signCheckpoint(
  origin: string,
  leaves: readonly Uint8Array[],
  key: KeyObject,
): string {
  const root = Buffer.from(rootOf(leaves)).toString("base64");
  const text = `${origin}\n${leaves.length}\n${root}\n`;
  return `${text}\n${signatureLine(text, origin, key)}`;
}

/** Gives a certificate the number of its content, as a forger would too. */
export function numberCertificate(certificate: TestCertificateObject): TestCertificateObject {
  const { certificateId: _, ...rest } = certificate;
  const hash = digest("sha256", sortedJson(rest)).toString("hex").slice(0, 24).toUpperCase();
  return { ...certificate, certificateId: `MJ-${hash}` };
}

/** Adds the content hash to a fact. */
export function sealTestFact(fact: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { kind, source, sourceId, subject, occurredAt, payload } = fact;
  const content = { kind, source, sourceId, subject, occurredAt, payload };
  return { ...fact, contentHash: digest("sha256", sortedJson(content)).toString("hex") };
}

/** SHA-256 ‖ SM3 of salt ‖ JCS(fact). */
export function testLeafData(fact: unknown, salt: string): Uint8Array {
  const salted = Buffer.concat([Buffer.from(salt, "hex"), Buffer.from(sortedJson(fact), "utf8")]);
  return Buffer.concat([digest("sha256", salted), digest("sm3", salted)]);
}

function testFact(fact: TestFact, position: number, subject: string) {
  const tail = String(position).padStart(12, "0");
  return sealTestFact({
    id: `019a0000-0000-7000-8000-${tail}`,
    kind: "procurement.bids-opened",
    version: 1,
    source: "trading-centre",
    sourceId: `opening-${position}`,
    subject,
    occurredAt: `2026-09-21T02:00:0${position % 10}.000Z`,
    payload: { lot: "1", note: "按时开标", bids: position, 价格: { amountMinor: "123456" } },
    ...fact,
  });
}

const SALT_SIZE = 32;

/** A certificate that verifies, of a log that holds its facts and others. */
export function buildCertificate(options: TestCertificateOptions = {}): TestCertificate {
  const subject = options.subject ?? "ocds-mj0001-TEST-0001";
  const origin = options.origin ?? "log.mingjing.example/2026";
  const key = testKey(options.keyName ?? "log");
  const leaves: Uint8Array[] = [];
  const entries = (options.facts ?? [{}, {}, {}]).map((given, position) => {
    for (let other = 0; other < (options.othersBefore ?? 2); other++) {
      leaves.push(hashLeaf(digest("sha256", `other ${position} ${other}`)));
    }
    const fact = testFact(given, position, subject);
    const salt = digest("sha256", `salt ${position}`).toString("hex").slice(0, SALT_SIZE);
    leaves.push(hashLeaf(testLeafData(fact, salt)));
    return { fact, salt, leafIndex: leaves.length - 1 };
  });
  const facts = entries.map(({ fact, salt, leafIndex }) => ({
    fact,
    salt,
    recordedAt: "2026-09-21T02:00:31.123Z",
    leafIndex,
    proof: inclusionProof(leafIndex, leaves).map((node) => Buffer.from(node).toString("hex")),
  }));
  const { vkey } = vkeyOf(origin, key);
  const certificate = numberCertificate({
    format: "mingjing-certificate/1",
    certificateId: "",
    subject,
    title: options.title ?? "滨河路综合改造工程施工",
    audience: options.audience ?? "public",
    issuedAt: "2026-10-12T01:00:00.000Z",
    log: { origin, vkey },
    checkpoint: signCheckpoint(origin, leaves, key),
    facts,
  });
  return { certificate, text: certificateText(certificate), vkey };
}

/** The file of a certificate object. */
export const certificateText = (certificate: object): string =>
  `${JSON.stringify(certificate, null, 2)}\n`;
