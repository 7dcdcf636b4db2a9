import { generateKeyPairSync } from "node:crypto";

import { expect, test } from "vitest";

import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { sealFact } from "../../platform/facts/fact.ts";
import { certificateOf, certificateText } from "./certificate.ts";
import { leafHashOf, nodeHashOf } from "./hash.ts";
import { checkpointText, signNote, vkeyOf } from "./note.ts";

const ORIGIN = "log.example.cn/mingjing";
const SUBJECT = "ocds-mj0001-demo-1";
const { privateKey } = generateKeyPairSync("ed25519");
const vkey = vkeyOf(ORIGIN, privateKey);

function sealed(place: number, occurredAt: string) {
  const fact = {
    kind: "procurement.notice-published",
    version: 1,
    source: "demo",
    sourceId: `notice-${place}`,
    subject: SUBJECT,
    occurredAt,
    payload: { title: "道路养护工程招标公告", amount: 1.5, none: null },
  };
  return sealFact(fact, `01890000-0000-7000-8000-00000000000${place}`);
}

const later = sealed(1, "2026-09-21T02:00:00.000Z");
const earlier = sealed(2, "2026-09-20T02:00:00.000Z");

function makeCertificate() {
  const hashes = [leafHashOf(later.digest), leafHashOf(earlier.digest)] as const;
  const head = { size: 2, root: nodeHashOf(...hashes) };
  const rows = [later, earlier].map((sealedFact, leafIndex) => {
    const { id, kind, version, source, sourceId, subject, occurredAt, payload, contentHash, salt } =
      sealedFact;
    return {
      fact: { id, kind, version, source, sourceId, subject, occurredAt, payload, contentHash },
      salt,
      recordedAt: new Date("2026-09-22T00:00:00Z"),
      leafIndex,
      proof: [leafIndex === 0 ? hashes[1] : hashes[0]],
    };
  });
  return certificateOf({
    subject: SUBJECT,
    title: "道路养护工程",
    audience: "public",
    issuedAt: new Date("2026-10-01T00:00:00Z"),
    log: { origin: ORIGIN, vkey },
    checkpoint: signNote(checkpointText(ORIGIN, head), ORIGIN, privateKey),
    rows,
  });
}

test("A certificate of sealed facts is accepted by the verifier under the log's key.", () => {
  const report = verifyCertificate(certificateText(makeCertificate()), { trustedKeys: [vkey] });
  expect(report.code).toBe("certificate.valid");
  expect(report.facts.map(({ id }) => id)).toEqual([earlier.id, later.id]);
});

test("A certificate with one changed word is refused.", () => {
  const text = certificateText(makeCertificate()).replace("招标公告", "中标公告");
  expect(verifyCertificate(text, { trustedKeys: [vkey] }).verdict).toBe("refused");
});
