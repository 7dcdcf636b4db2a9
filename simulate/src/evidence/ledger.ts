/** What the pretended evidence service keeps: one record a block, one JSON line a record, written through. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

import type { ProvinceReceipt } from "../../../contract/src/anchors.ts";
import { keyFromSecret, makeKey, signSm2, type Sm2Key } from "../ca/sm2.ts";

export type EvidenceRecord = Omit<ProvinceReceipt, "chain">;

export interface Submission {
  readonly algorithm: "sm3";
  readonly hash: string;
  readonly requestId: string;
}

export interface Ledger {
  readonly publicKey: string;
  /** The record of this request, made when there is none; undefined if the id was used for another hash. */
  add(
    submission: Submission,
  ): { readonly record: EvidenceRecord; readonly isNew: boolean } | undefined;
  find(evidenceNo: string): EvidenceRecord | undefined;
  count(): number;
  /** As a chain does that reorganises: the newest records are gone. */
  forget(newest: number): void;
  close(): void;
}

const sm3 = (text: string): string => createHash("sm3").update(text, "utf8").digest("hex");

/** What is signed (docs/how-to/chain-anchors.md). */
function receiptText(record: Omit<EvidenceRecord, "signature" | "publicKey">): string {
  const { algorithm, hash, requestId, evidenceNo, transaction, blockHeight } = record;
  const { blockHash, anchoredAt } = record;
  const lines = [algorithm, hash, requestId, evidenceNo, transaction, blockHeight];
  return `${["evidence-receipt/1", ...lines, blockHash, anchoredAt].join("\n")}\n`;
}

interface LedgerOptions {
  /** Kept there, with the key beside it; absent: in memory. */
  readonly file?: string;
  readonly now: () => Date;
}

function readLines(file: string | undefined): EvidenceRecord[] {
  if (file === undefined || !existsSync(file)) return [];
  // A line that was being written when the process was killed was never answered.
  const whole = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return whole.filter((line) => line !== "").map((line) => JSON.parse(line) as EvidenceRecord);
}

function openKey(file: string | undefined): Sm2Key {
  if (file === undefined) return makeKey();
  if (existsSync(`${file}.key`)) return keyFromSecret(readFileSync(`${file}.key`, "utf8").trim());
  const key = makeKey();
  append(openSync(`${file}.key`, "wx", 0o600), key.secret, true);
  return key;
}

function append(descriptor: number, line: string, isLast = false): void {
  writeSync(descriptor, `${line}\n`);
  fsyncSync(descriptor);
  if (isLast) closeSync(descriptor);
}

export function openLedger({ file, now }: LedgerOptions): Ledger {
  const key = openKey(file);
  const records = readLines(file);
  const descriptor = file === undefined ? undefined : openSync(file, "a", 0o600);
  // A torn last line is ended, so that the next one begins at its own.
  if (descriptor !== undefined && records.length > 0) append(descriptor, "");
  const publicKey = Buffer.from(key.publicKey).toString("hex");
  const make = (submission: Submission): EvidenceRecord => {
    const at = now().toISOString();
    const blockHeight = (records.at(-1)?.blockHeight ?? 0) + 1;
    const transaction = sm3(randomBytes(16).toString("hex") + submission.hash);
    const unsigned = {
      algorithm: submission.algorithm,
      hash: submission.hash,
      requestId: submission.requestId,
      evidenceNo: `CZ${at.slice(0, 10).replaceAll("-", "")}${String(blockHeight).padStart(6, "0")}`,
      transaction,
      blockHeight,
      blockHash: sm3((records.at(-1)?.blockHash ?? "") + transaction),
      anchoredAt: at,
    };
    const signature = signSm2(key, Buffer.from(receiptText(unsigned))).toString("hex");
    return { ...unsigned, publicKey, signature };
  };
  return {
    publicKey,
    add(submission) {
      const known = records.find(({ requestId }) => requestId === submission.requestId);
      if (known !== undefined)
        return known.hash === submission.hash ? { record: known, isNew: false } : undefined;
      const record = make(submission);
      if (descriptor !== undefined) append(descriptor, JSON.stringify(record));
      records.push(record);
      return { record, isNew: true };
    },
    find: (evidenceNo) => records.find((record) => record.evidenceNo === evidenceNo),
    count: () => records.length,
    forget: (newest) => void records.splice(Math.max(records.length - newest, 0)),
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}
