/** Certificates with an anchor, proper and not, and one of many rows: what the campaign of forgeries does not make. */
import { createHash } from "node:crypto";

import {
  buildCertificate2,
  type TestCertificate2,
  type TestCertificate2Object,
} from "./build-certificate-2.ts";
import { certificateText } from "./build-certificate.ts";
import type { Sample } from "./forgeries.ts";
import { consistencyProof, rootOf } from "./merkle-tree.ts";

interface Anchor {
  checkpoint: string;
  consistency: string[];
  receipt: Record<string, unknown>;
}

/** More rows than one sheet of paper or one page of an answer holds. */
const MANY = 1030;

function anchorOf({ certificate, leaves }: TestCertificate2, size: number): Anchor {
  const root = Buffer.from(rootOf(leaves.slice(0, size))).toString("base64");
  const checkpoint = `${certificate.log.origin}\n${size}\n${root}\n`;
  return {
    checkpoint,
    consistency: consistencyProof(size, leaves).map((node) => Buffer.from(node).toString("hex")),
    receipt: {
      chain: "evm",
      algorithm: "sha256",
      hash: createHash("sha256").update(checkpoint).digest("hex"),
      chainId: 31_337,
      contract: `0x${"ab".repeat(20)}`,
      sender: `0x${"cd".repeat(20)}`,
      transaction: `0x${"12".repeat(32)}`,
      blockHeight: 7,
      blockHash: `0x${"34".repeat(32)}`,
      anchoredAt: "2026-10-12T01:05:00.000Z",
    },
  };
}

const sampleOf = (
  name: string,
  certificate: TestCertificate2Object,
  anchors?: Anchor[],
): Sample => ({
  name,
  bytes: new Uint8Array(
    Buffer.from(certificateText({ ...certificate, ...(anchors && { anchors }) })),
  ),
});

const hashed = (anchor: Anchor): Anchor => ({
  ...anchor,
  receipt: {
    ...anchor.receipt,
    hash: createHash("sha256").update(anchor.checkpoint).digest("hex"),
  },
});

/** Anchors at every size of a small log hold; each fault of one refuses the certificate. */
export function anchoredOnes(): { good: Sample[]; bad: Sample[] } {
  const made = buildCertificate2({ facts: [{}, {}], othersBefore: 3 });
  const sizes = made.leaves.map((_, at) => at + 1);
  const anchor = anchorOf(made, 5);
  const [, sizeLine = ""] = anchor.checkpoint.split("\n");
  const bad: Record<string, Anchor> = {
    "another hash": { ...anchor, receipt: { ...anchor.receipt, hash: "00".repeat(32) } },
    "another log": hashed({ ...anchor, checkpoint: `x${anchor.checkpoint}` }),
    "a newer head": hashed({
      ...anchor,
      checkpoint: anchor.checkpoint.replace(`\n${sizeLine}\n`, "\n999\n"),
    }),
    "another history": { ...anchor, consistency: anchor.consistency.toReversed() },
    "no proof": { ...anchor, consistency: [] },
    "a node too many": { ...anchor, consistency: [...anchor.consistency, "ab".repeat(32)] },
    "an extension": hashed({ ...anchor, checkpoint: `${anchor.checkpoint}more\n` }),
    "an unfinished line": hashed({ ...anchor, checkpoint: `${anchor.checkpoint}more` }),
    "no checkpoint": hashed({ ...anchor, checkpoint: "x" }),
  };
  const many = buildCertificate2({ hidden: MANY });
  return {
    good: [
      sampleOf("many rows", many.certificate),
      ...sizes.map((size) =>
        sampleOf(`anchor of ${size}`, made.certificate, [anchorOf(made, size)]),
      ),
    ],
    bad: [
      sampleOf("no anchors", made.certificate, []),
      ...Object.entries(bad).map(([name, one]) => sampleOf(name, made.certificate, [one])),
    ],
  };
}
