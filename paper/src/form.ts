/** The paper form of a certificate and its QR codes (verifier/README.md, "On paper"). Pure. */
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";

import { canonicalJson } from "../../server/src/kernel/canonical-json.ts";
import type { PaperRow, SealedCertificate } from "./certificate.ts";

/** Rows that paper holds. */
export const ROWS_ON_PAPER = 16;
const CODES = 2;
const CHECK_BYTES = 4;

type Hash = Buffer;

const sha256 = (...parts: readonly Uint8Array[]): Hash => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

function hashOfRow(row: PaperRow): Hash {
  if ("blank" in row) return Buffer.from(row.blank, "hex");
  return sha256(Buffer.of(0), Buffer.from(canonicalJson(row), "utf8"));
}

/** Root of RFC 6962 over leaf hashes. */
function rootOver(hashes: readonly Hash[]): Hash {
  const [first] = hashes;
  if (first === undefined) throw new Error("a certificate has rows");
  if (hashes.length === 1) return first;
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return sha256(Buffer.of(1), rootOver(hashes.slice(0, split)), rootOver(hashes.slice(split)));
}

/** Inclusion path of the first group of 16 rows among the groups. */
function restOf(rows: readonly PaperRow[]): string[] {
  const groups: Hash[] = [];
  for (let start = 0; start < rows.length; start += ROWS_ON_PAPER)
    groups.push(rootOver(rows.slice(start, start + ROWS_ON_PAPER).map(hashOfRow)));
  const path: Hash[] = [];
  let left = groups;
  while (left.length > 1) {
    const split = 2 ** Math.floor(Math.log2(left.length - 1));
    path.unshift(rootOver(left.slice(split)));
    left = left.slice(0, split);
  }
  return path.map((hash) => hash.toString("hex"));
}

/** What is on paper: everything but what the facts say. */
export function paperForm(certificate: SealedCertificate): object {
  const { format, certificateId, seal, rows, log, checkpoint, policy } = certificate;
  const cut = rows.length > ROWS_ON_PAPER;
  return {
    format,
    certificateId,
    seal,
    rows: rows.slice(0, ROWS_ON_PAPER),
    ...(cut ? { rest: restOf(rows) } : {}),
    log,
    checkpoint,
    ...(policy === undefined ? {} : { policy }),
  };
}

/** Bytes of the QR codes, in order. */
export function paperCodes(certificate: SealedCertificate): readonly Buffer[] {
  const whole = deflateRawSync(JSON.stringify(paperForm(certificate)), { level: 9, memLevel: 9 });
  const check = sha256(whole).subarray(0, CHECK_BYTES);
  const size = Math.ceil(whole.length / CODES);
  return Array.from({ length: CODES }, (_, index) =>
    Buffer.concat([
      Buffer.from("MJ2", "latin1"),
      Buffer.of(((index + 1) << 4) | CODES),
      check,
      whole.subarray(index * size, (index + 1) * size),
    ]),
  );
}
