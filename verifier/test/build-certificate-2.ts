/**
 * Makes certificates of format 2 for tests, on its own: node:crypto and the text of the format, none of the verifier's code.
 * The same options always make the same bytes.
 */
import { createHash } from "node:crypto";

import {
  certificateText,
  sealTestFact,
  signatureLine,
  sortedJson,
  type TestFact,
  testKey,
  testLeafData,
  vkeyOf,
} from "./build-certificate.ts";
import { hashLeaf, inclusionProof, rootOf } from "./merkle-tree.ts";

const STEP = 16;
const SALT_SIZE = 32;

export interface TestEntry {
  row?: number;
  fact: Record<string, unknown>;
  salt: string;
  leafIndex: number;
  proof: string[];
}

export type TestRow = Record<string, unknown>;

export interface TestCertificate2Object {
  format: string;
  certificateId: string;
  seal: TestEntry;
  rows: TestRow[];
  entries?: TestEntry[];
  rest?: string[];
  log: { origin: string; vkey: string };
  checkpoint: string;
  policy?: string;
  roots?: TestEntry;
}

export interface TestCertificate2Options {
  readonly facts?: readonly TestFact[];
  /** Sealed rows that are facts of the log too. */
  readonly hidden?: number;
  /** Rows of facts that were withdrawn. */
  readonly gone?: number;
  readonly scope?: "whole" | "chosen";
  readonly subject?: string;
  readonly title?: string;
  readonly audience?: string;
  readonly origin?: string;
  readonly keyName?: string;
  /** Leaves of other facts before each fact. */
  readonly othersBefore?: number;
  readonly withRoots?: boolean;
}

export interface TestCertificate2 {
  readonly certificate: TestCertificate2Object;
  readonly text: string;
  readonly vkey: string;
  /** All leaf hashes of the log. */
  readonly leaves: readonly Uint8Array[];
}

const digest = (text: string) => createHash("sha256").update(text).digest();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const saltOf = (name: string) => digest(`salt ${name}`).toString("hex").slice(0, SALT_SIZE);

/** Leaf hash of a row that is not blank. */
export const testRowHash = (row: TestRow): Uint8Array =>
  "blank" in row
    ? Buffer.from(String(row["blank"]), "hex")
    : hashLeaf(Buffer.from(sortedJson(row)));

export const testRowsRoot = (rows: readonly TestRow[]): string =>
  hex(rootOf(rows.map(testRowHash)));

class TestLog {
  readonly leaves: Uint8Array[] = [];

  others(name: string, count: number): void {
    for (let other = 0; other < count; other++)
      this.leaves.push(hashLeaf(digest(`other ${name} ${other}`)));
  }

  /** @returns the fact, its salt and its place */
  take(name: string, fact: Record<string, unknown>) {
    const sealed = sealTestFact(fact);
    const salt = saltOf(name);
    const data = testLeafData(sealed, salt);
    this.leaves.push(hashLeaf(data));
    return { fact: sealed, salt, data, leafIndex: this.leaves.length - 1 };
  }

  entry({ fact, salt, leafIndex }: Omit<ReturnType<TestLog["take"]>, "data">): TestEntry {
    return {
      fact,
      salt,
      leafIndex,
      proof: inclusionProof(leafIndex, this.leaves).map(hex),
    };
  }
}

function factOf(given: TestFact, position: number, subject: string): Record<string, unknown> {
  const at = String(position % 60).padStart(2, "0");
  return {
    id: `019a0000-0000-7000-8000-${String(position).padStart(12, "0")}`,
    kind: "procurement.bids-opened",
    version: 1,
    source: "trading-centre",
    sourceId: `opening-${position}`,
    subject,
    occurredAt: `2026-09-21T02:00:${at}.000Z`,
    payload: { lot: "1", note: "按时开标", bids: position, 价格: { amountMinor: "123456" } },
    ...given,
  };
}

function ownFact(position: number, kind: string, rest: Record<string, unknown>) {
  return {
    id: `019a0000-0000-7000-8000-${String(900_000 + position).padStart(12, "0")}`,
    kind,
    version: 1,
    source: "mingjing",
    sourceId: `own-${position}`,
    occurredAt: "2026-10-12T01:00:00.000Z",
    ...rest,
  };
}

/** Number of a certificate by its seal. */
export const testNumber = ({ seal }: Pick<TestCertificate2Object, "seal">): string =>
  `MJ-${String(seal.fact["contentHash"]).slice(0, 24).toUpperCase()}`;

const shownRow = ({ fact, data, leafIndex }: ReturnType<TestLog["take"]>): TestRow => ({
  digest: hex(data),
  kind: fact["kind"],
  leafIndex,
  occurredAt: fact["occurredAt"],
  recordedAt: "2026-09-21T02:00:31.123Z",
});

const withdrawnRows = (log: TestLog, count: number, subject: string): TestRow[] =>
  Array.from({ length: count }, (_, index) => ({
    gone: hex(log.take(`gone ${index}`, factOf({}, 2000 + index, subject)).data),
  }));

/** A certificate that verifies, of a log that holds its facts, its seal and others. */
export function buildCertificate2(options: TestCertificate2Options = {}): TestCertificate2 {
  const { hidden = 1, gone = 0, withRoots = true, othersBefore = 2 } = options;
  const subject = options.subject ?? "ocds-mj0001-TEST-0001";
  const origin = options.origin ?? "log.mingjing.example/2026";
  const key = testKey(options.keyName ?? "log");
  const log = new TestLog();
  const shown = (options.facts ?? [{}, {}, {}]).map((given, position) => {
    log.others(String(position), othersBefore);
    return log.take(String(position), factOf(given, position, subject));
  });
  const count = Math.ceil((shown.length + gone + hidden) / STEP) * STEP;
  const withdrawn = withdrawnRows(log, gone, subject);
  const sealed = Array.from({ length: count - shown.length - gone }, (_, index) =>
    index < hidden
      ? log.take(`hidden ${index}`, factOf({}, 1000 + index, subject)).data
      : createHash("sha512").update(`filler ${index}`).digest(),
  );
  const rows = [
    ...shown.map(shownRow),
    ...withdrawn,
    ...sealed.map((data) => ({ digest: hex(data) })),
  ];
  const roots = log.take(
    "roots",
    ownFact(1, "witness.roots-recorded", {
      subject: `log:${origin}`,
      payload: { size: log.leaves.length, sm3Root: "ab".repeat(32), mapRoot: "00".repeat(32) },
    }),
  );
  const seal = log.take(
    "seal",
    ownFact(2, "witness.certificate-issued", {
      subject,
      payload: {
        audience: options.audience ?? "public",
        title: options.title ?? "滨河路综合改造工程施工",
        scope: options.scope ?? "whole",
        rows: count,
        shown: shown.length,
        root: testRowsRoot(rows),
      },
    }),
  );
  log.others("end", 3);
  const size = log.leaves.length;
  const text = `${origin}\n${size}\n${Buffer.from(rootOf(log.leaves)).toString("base64")}\n`;
  const { vkey } = vkeyOf(origin, key);
  const sealEntry = log.entry(seal);
  const certificate: TestCertificate2Object = {
    format: "mingjing-certificate/2",
    certificateId: testNumber({ seal: sealEntry }),
    seal: sealEntry,
    rows,
    entries: shown.map((one, row) => ({ row, ...log.entry(one) })),
    log: { origin, vkey },
    checkpoint: `${text}\n${signatureLine(text, origin, key)}`,
    ...(withRoots ? { roots: log.entry(roots) } : {}),
  };
  return { certificate, text: certificateText(certificate), vkey, leaves: log.leaves };
}

/** The paper form (verifier/README.md, "On paper"). */
export function testPaperForm(certificate: TestCertificate2Object): TestCertificate2Object {
  const { entries: _, roots: __, rows, ...kept } = certificate;
  if (rows.length <= STEP) return { ...kept, rows };
  const rest = inclusionProof(0, rows.map(testRowHash)).slice(4).map(hex);
  return { ...kept, rows: rows.slice(0, STEP), rest };
}
