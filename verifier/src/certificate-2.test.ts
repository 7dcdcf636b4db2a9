import { createHash, createPublicKey, sign } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  buildCertificate2,
  type TestCertificate2Object,
  testNumber,
  testPaperForm,
  testRowHash,
  testRowsRoot,
} from "../test/build-certificate-2.ts";
import { certificateText, sealTestFact, testKey, testLeafData } from "../test/build-certificate.ts";
import { verifyCertificate } from "./index.ts";

const genuine = buildCertificate2();
const copy = (): TestCertificate2Object => structuredClone(genuine.certificate);
const verdictOf = (certificate: object) => verifyCertificate(certificateText(certificate));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("a genuine certificate of format 2", () => {
  test("is valid; the report names what it is, its rows and what it does not prove", () => {
    const report = verifyCertificate(genuine.text, { trustedKeys: [genuine.vkey] });
    expect(report).toMatchObject({
      verdict: "valid",
      code: "certificate.valid",
      keyTrusted: true,
      certificate: {
        certificateId: genuine.certificate.certificateId,
        subject: "ocds-mj0001-TEST-0001",
        audience: "public",
        issuedAt: "2026-10-12T01:00:00.000Z",
      },
      rows: { total: 16, shown: 3, sealed: 13, gone: 0, blank: 0 },
    });
    expect(report.proves).toContain("sealed");
    expect(report.doesNotProve).not.toContain("header");
    expect(report.doesNotProve).toContain("sealed-rows");
    expect(report.checks.map(({ id }) => id)).toEqual([
      "file",
      "format",
      "number",
      "signature",
      "key",
      "subject",
      "rows",
      "fingerprints",
      "inclusion",
      "order",
    ]);
    expect(report.facts).toHaveLength(3);
  });

  test.each([1, 16, 17, 40, 200])("is valid with %i facts, as a file and on paper", (count) => {
    const facts = Array.from({ length: count }, () => ({}));
    const { certificate } = buildCertificate2({ facts, hidden: 2 });
    expect(verdictOf(certificate).verdict).toBe("valid");
    const paper = verdictOf(testPaperForm(certificate));
    expect(paper.verdict).toBe("valid");
    expect(paper.doesNotProve).toContain("contents");
    expect(paper.facts).toEqual([]);
  });

  test("any one event made blank, or left out, the rest verifies and keeps its number", () => {
    for (const place of [0, 1, 2]) {
      const certificate = copy();
      const row = certificate.rows[place] ?? {};
      certificate.rows[place] = { blank: hex(testRowHash(row)) };
      certificate.entries = certificate.entries?.filter((entry) => entry.row !== place) ?? [];
      const report = verdictOf(certificate);
      expect(report).toMatchObject({ verdict: "valid", rows: { shown: 2, blank: 1 } });
      expect(report.certificate?.certificateId).toBe(genuine.certificate.certificateId);
      expect(certificateText(certificate)).not.toContain(String(row["digest"]));
    }
    const shorter = copy();
    shorter.entries = shorter.entries?.slice(1) ?? [];
    expect(verdictOf(shorter).verdict).toBe("valid");
  });
});

/** Each forgery, and the check that finds it. */
const forgeries: readonly [string, string, (certificate: TestCertificate2Object) => void][] = [
  [
    "a fact is changed",
    "fact.content-hash-mismatch",
    ({ entries }) => {
      entries![1]!.fact["payload"] = { lot: "2" };
    },
  ],
  [
    "a fact is changed and its hash made new",
    "fact.digest-mismatch",
    ({ entries }) => {
      entries![1]!.fact = sealTestFact({ ...entries![1]!.fact, payload: { lot: "2" } });
    },
  ],
  [
    "the row is made to fit the changed fact",
    "certificate.rows-root-mismatch",
    ({ entries, rows }) => {
      entries![1]!.fact = sealTestFact({ ...entries![1]!.fact, payload: { lot: "2" } });
      rows[1]!["digest"] = hex(testLeafData(entries![1]!.fact, entries![1]!.salt));
    },
  ],
  [
    "the root in the seal is made to fit as well",
    "certificate.seal-not-in-log",
    (certificate) => {
      const { entries, rows, seal } = certificate;
      entries![1]!.fact = sealTestFact({ ...entries![1]!.fact, payload: { lot: "2" } });
      rows[1]!["digest"] = hex(testLeafData(entries![1]!.fact, entries![1]!.salt));
      const payload = { ...(seal.fact["payload"] as object), root: testRowsRoot(rows) };
      seal.fact = sealTestFact({ ...seal.fact, payload });
      certificate.certificateId = testNumber(certificate);
    },
  ],
  [
    "the title is changed",
    "certificate.seal-not-in-log",
    (certificate) => {
      const { seal } = certificate;
      const payload = { ...(seal.fact["payload"] as object), title: "另一个项目" };
      seal.fact = sealTestFact({ ...seal.fact, payload });
      certificate.certificateId = testNumber(certificate);
    },
  ],
  [
    "the title is changed and nothing else",
    "certificate.seal-hash-mismatch",
    ({ seal }) => {
      (seal.fact["payload"] as Record<string, unknown>)["title"] = "另一个项目";
    },
  ],
  [
    "the number is another",
    "certificate.number-mismatch",
    (certificate) => {
      certificate.certificateId = `MJ-${"0".repeat(24)}`;
    },
  ],
  [
    "two rows are swapped",
    "certificate.row-mismatch",
    ({ rows }) => void rows.splice(0, 2, rows[1]!, rows[0]!),
  ],
  ["a sealed row is taken out", "certificate.row-count", ({ rows }) => void rows.pop()],
  [
    "a sealed row is put before a shown one",
    "certificate.row-mismatch",
    ({ rows }) => void rows.unshift(rows.pop()!),
  ],
  [
    "a fact of another process is slipped in",
    "certificate.subject-mismatch",
    ({ entries }) => {
      entries![2]!.fact = sealTestFact({ ...entries![2]!.fact, subject: "ocds-mj0001-OTHER" });
    },
  ],
  [
    "an entry comes twice",
    "certificate.row-mismatch",
    ({ entries }) => void entries!.push(entries![2]!),
  ],
  [
    "an entry claims another place in the log",
    "certificate.row-mismatch",
    ({ entries }) => {
      entries![0]!.leafIndex += 1;
    },
  ],
  [
    "the proof of the seal is another's",
    "certificate.seal-not-in-log",
    ({ seal, entries }) => {
      seal.proof = entries![0]!.proof;
    },
  ],
  [
    "the roots are changed",
    "certificate.roots-hash-mismatch",
    ({ roots }) => {
      roots!.fact["payload"] = { size: 1, sm3Root: "00".repeat(32), mapRoot: "00".repeat(32) };
    },
  ],
  [
    "an unknown key",
    "certificate.unknown-key",
    (certificate) => void Object.assign(certificate, { note: "x" }),
  ],
];

/** A witness of a name: its key for a policy, and its line under a checkpoint (c2sp.org/tlog-cosignature). */
function witnessOf(name: string) {
  const key = testKey(`witness ${name}`);
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const typed = Buffer.concat([Buffer.of(4), spki.subarray(-32)]);
  const keyId = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  return {
    vkey: `${name}+${keyId.toString("hex")}+${typed.toString("base64")}`,
    line(note: string) {
      const text = note.slice(0, note.lastIndexOf("\n\n") + 1);
      const at = 1_791_000_000n;
      const signed = sign(null, Buffer.from(`cosignature/v1\ntime ${at}\n${text}`), key);
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(at);
      return `— ${name} ${Buffer.concat([keyId, time, signed]).toString("base64")}\n`;
    },
  };
}

describe("cosignatures", () => {
  const names = ["notary.example/w", "inspectors.example/w", "association.example/w"];
  const witnesses = names.map(witnessOf);
  const policy =
    witnesses.map(({ vkey }, index) => `witness w${index} ${vkey}\n`).join("") +
    "group three 2 w0 w1 w2\nquorum three\n";
  const signedBy = (count: number) => {
    const certificate = copy();
    const lines = witnesses.slice(0, count).map((witness) => witness.line(certificate.checkpoint));
    return Object.assign(certificate, {
      checkpoint: certificate.checkpoint + lines.join(""),
      policy,
    });
  };

  test("two of three are enough: the report names each, and one history only where the reader named the policy", () => {
    const report = verdictOf(signedBy(2));
    expect(report.verdict).toBe("valid");
    expect(report.witnesses.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(report.proves).toContain("cosigned");
    expect(report.doesNotProve).toEqual(
      expect.arrayContaining(["single-history", "policy-compared"]),
    );
    const named = verifyCertificate(certificateText(signedBy(2)), { trustedPolicy: policy });
    expect(named.doesNotProve).not.toContain("single-history");
  });

  test("one is not: the certificate awaits its cosignatures", () => {
    const expected = { verdict: "refused", code: "certificate.awaiting-cosignature" };
    expect(verdictOf(signedBy(1))).toMatchObject(expected);
    const twice = signedBy(1);
    twice.checkpoint += witnesses[0]?.line(twice.checkpoint) ?? "";
    expect(verdictOf(twice)).toMatchObject(expected);
  });

  test("a policy of the forger's own is refused by a reader who named another", () => {
    const easy = Object.assign(copy(), { policy: "quorum none\n" });
    expect(verdictOf(easy).verdict).toBe("valid");
    for (const certificate of [easy, copy()])
      expect(verifyCertificate(certificateText(certificate), { trustedPolicy: policy }).code).toBe(
        "certificate.policy-not-trusted",
      );
    const broken = Object.assign(signedBy(2), { policy: "quorum" });
    expect(verdictOf(broken).verdict).toBe("refused");
  });
});

describe("anchors", () => {
  const head = () => {
    const certificate = copy();
    const text = certificate.checkpoint.slice(0, certificate.checkpoint.lastIndexOf("\n\n") + 1);
    const receipt = {
      chain: "evm",
      algorithm: "sha256",
      hash: createHash("sha256").update(text).digest("hex"),
      chainId: 31_337,
      contract: `0x${"ab".repeat(20)}`,
      sender: `0x${"cd".repeat(20)}`,
      transaction: `0x${"12".repeat(32)}`,
      blockHeight: 7,
      blockHash: `0x${"34".repeat(32)}`,
      anchoredAt: "2026-10-12T01:05:00.000Z",
    };
    return { certificate, anchor: { checkpoint: text, consistency: [] as string[], receipt } };
  };

  test("a receipt of the certificate's own checkpoint holds; what is left to ask is said", () => {
    const { certificate, anchor } = head();
    const report = verdictOf(Object.assign(certificate, { anchors: [anchor] }));
    expect(report.verdict).toBe("valid");
    expect(report.checks.map(({ code }) => code)).toContain("certificate.anchored");
    expect(report.doesNotProve).toContain("chain-asked");
  });

  test("a receipt of another hash, of another log, or of another shape refuses the certificate", () => {
    const { certificate, anchor } = head();
    const codeOf = (changed: object) =>
      verdictOf({ ...certificate, anchors: [{ ...anchor, ...changed }] }).code;
    expect(codeOf({ receipt: { ...anchor.receipt, hash: "00".repeat(32) } })).toBe(
      "anchor.hash-mismatch",
    );
    expect(codeOf({ checkpoint: `x${anchor.checkpoint}` })).toMatch(/^anchor\./);
    expect(codeOf({ note: 1 })).toBe("anchor.malformed");
    expect(verdictOf({ ...certificate, anchors: [] }).code).toBe("certificate.wrong-value");
    expect(verdictOf({ ...testPaperForm(certificate), anchors: [anchor] }).code).toBe(
      "certificate.unknown-key",
    );
  });
});

describe("forgeries of format 2", () => {
  test.each(forgeries)("%s: %s", (_, code, forge) => {
    const certificate = copy();
    forge(certificate);
    expect(verdictOf(certificate)).toMatchObject({ verdict: "refused", code });
  });

  test("a certificate of another log with the same name is not one of a named key", () => {
    const other = buildCertificate2({ keyName: "forger" });
    expect(verifyCertificate(other.text).verdict).toBe("valid");
    const report = verifyCertificate(other.text, { trustedKeys: [genuine.vkey] });
    expect(report.code).toBe("certificate.key-not-trusted");
  });

  test("on paper, a row or a hash of the rest changed is refused", () => {
    const { certificate } = buildCertificate2({ facts: Array.from({ length: 40 }, () => ({})) });
    const paper = testPaperForm(certificate);
    paper.rows[3]!["occurredAt"] = "2026-09-21T02:00:59.000Z";
    expect(verdictOf(paper).code).toBe("certificate.rows-root-mismatch");
    const cut = testPaperForm(certificate);
    cut.rest![0] = "00".repeat(32);
    expect(verdictOf(cut).code).toBe("certificate.rows-root-mismatch");
    const both = { ...testPaperForm(certificate), entries: certificate.entries };
    expect(verdictOf(both).verdict).toBe("refused");
  });

  test("no byte of the file can be changed or left out", () => {
    const bytes = Buffer.from(genuine.text);
    const property = fc.property(
      fc.nat({ max: bytes.length - 2 }),
      fc.nat({ max: 7 }),
      (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const isSpace = /\s/.test(String.fromCharCode(bytes[at] ?? 0));
        if (!isSpace) expect(verifyCertificate(changed).verdict).not.toBe("valid");
        const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
        if (!isSpace) expect(verifyCertificate(shorter).verdict).not.toBe("valid");
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});
