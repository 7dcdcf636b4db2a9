/** The content of a pack for tests: facts sealed by the server's code, a log of its own key, a lot that was screened. */
import { createHash, generateKeyPairSync } from "node:crypto";

import type { SealedItem } from "../../contract/src/evidence-values.ts";
import type { LotScreened } from "../../contract/src/facts/screening.lot-screened.ts";
import { CHAIN_START, commitmentsOf } from "../../server/src/modules/evidence/commitment.ts";
import { roleOf, sealOf } from "../../server/src/modules/evidence/sealing.ts";
import { ENGINE_VERSION } from "../../server/src/modules/screening/engine.ts";
import type { ScreeningBid } from "../../server/src/modules/screening/input.ts";
import { replay } from "../../server/src/modules/screening/replay.ts";
import { checkpointText, signNote, vkeyOf } from "../../server/src/modules/witness/note.ts";
import { type Fact, sealFact, type SealedFact } from "../../server/src/platform/facts/fact.ts";
import type { PackContent } from "../src/index.ts";

const AT = "2026-05-21T01:31:00.000Z";
const ORIGIN = "test.mingjing.example/log";
const idOf = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const firm = (n: number) => ({ kind: "organisation" as const, name: `云澜第${n}建设有限公司` });

const hash = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const leafOf = (fact: SealedFact) => hash(Buffer.of(0), fact.digest);

/** Root and paths of a tree of so few leaves that all of it is made at once. */
function treeOf(leaves: readonly Buffer[]): { root: Buffer; pathOf: (index: number) => Buffer[] } {
  const root = (from: number, to: number): Buffer => {
    if (to - from === 1) return leaves[from] as Buffer;
    const split = from + 2 ** Math.floor(Math.log2(to - from - 1));
    return hash(Buffer.of(1), root(from, split), root(split, to));
  };
  const path = (index: number, from: number, to: number): Buffer[] => {
    if (to - from === 1) return [];
    const split = from + 2 ** Math.floor(Math.log2(to - from - 1));
    return index < split
      ? [...path(index, from, split), root(split, to)]
      : [...path(index, split, to), root(from, split)];
  };
  return { root: root(0, leaves.length), pathOf: (index) => path(index, 0, leaves.length) };
}

const plain = ({ payloadBytes: _bytes, salt: _salt, digest: _digest, ...fact }: SealedFact): Fact =>
  JSON.parse(JSON.stringify(fact)) as Fact;

function keptInput() {
  const bids: ScreeningBid[] = [1, 2, 3, 4].map((n) => ({
    key: `name:${n}`,
    party: firm(n),
    status: "valid",
    offer: {
      kind: "total",
      amount: {
        amountMinor: String(n < 3 ? 1_183_777_713 : 1_180_000_000 + n * 3_777_777),
        currency: "CNY",
      },
    },
    openedFactId: idOf(1),
    path: `bids.${n - 1}`,
    traces: [
      {
        stage: "upload",
        at: "2026-05-20T02:00:00Z",
        factId: idOf(10 + n),
        trace: {
          mac: `3C-52-82-00-10-0${Math.max(1, n - 1)}`,
          cpu: "BFEBFBFF000906EA",
          disk: `WD-WCC4N10000${Math.max(1, n - 1)}`,
        },
      },
    ],
  }));
  return {
    lotId: "1",
    screeningId: idOf(2),
    engineVersion: ENGINE_VERSION,
    input: {
      ocid: "ocds-mj0001-T",
      lotId: "1",
      regime: "works",
      openedAt: AT,
      bids,
      register: [],
      history: {},
    },
    seen: [],
    tails: [{ family: "PRC", probability: 0.5 }],
  };
}

const sealed = (n: number, kind: string, payload: object): SealedFact =>
  sealFact(
    {
      kind,
      version: 1,
      source: "mingjing",
      sourceId: `${kind}/${n}`,
      subject: "ocds-mj0001-T",
      occurredAt: AT,
      payload: JSON.parse(JSON.stringify(payload)) as Record<string, unknown>,
    },
    idOf(n),
  );

const itemOf = (fact: SealedFact): SealedItem => ({
  role: roleOf(fact.kind),
  factId: fact.id,
  kind: fact.kind,
  source: fact.source,
  occurredAt: fact.occurredAt,
  contentHash: fact.contentHash,
  digest: fact.digest.toString("hex"),
});

/** Opening, screening, input, lead; then what follows from them: seal and commitment. */
function factsOfLead(): readonly SealedFact[] {
  const kept = keptInput();
  const { results, bits, groups, isLead } = replay(kept);
  const opening = sealed(1, "procurement.bids-opened", {
    lotId: "1",
    bids: kept.input.bids.map(({ party, offer, status }) => ({ bidder: party, offer, status })),
  });
  const payload: LotScreened = {
    lotId: "1",
    bids: 4,
    inputHash: "0".repeat(64),
    inputs: [opening.id],
    engineVersion: ENGINE_VERSION,
    results,
    bits,
    groups,
    isLead,
  };
  const screened = sealed(2, "screening.lot-screened", payload);
  const parties = [firm(1), firm(2)];
  const facts = [
    opening,
    screened,
    sealed(3, "screening.input-kept", kept),
    sealed(4, "screening.lead-raised", { number: "线2026-00001", lotId: "1", parties }),
  ];
  const items = facts.map(itemOf);
  const of = { screeningId: screened.id, ocid: "ocds-mj0001-T", payload, quarter: "2026-Q2" };
  return [
    ...facts,
    sealed(5, "evidence.sealed", { screeningId: screened.id, items, seal: sealOf(items) }),
    sealed(
      6,
      "evidence.alerts-committed",
      commitmentsOf({ ...of, factSalt: screened.salt }, CHAIN_START),
    ),
  ];
}

const LEAD: PackContent["lead"] = {
  id: idOf(2),
  number: "线2026-00001",
  title: "云澜市测试路改造工程",
  department: "云澜市住房和城乡建设局",
  sealedAt: AT,
  hold: { state: "inForce", until: "2041-05-21" },
  review: { legal: { result: "notReviewed" }, technical: { result: "notReviewed" } },
  exportedAt: AT,
  exportedBy: "陈岚",
  replies: [],
};

/** All facts of a lead in one log that a key of its own has signed. */
export function packContent(): PackContent {
  const facts = factsOfLead();
  const { root, pathOf } = treeOf(facts.map(leafOf));
  const { privateKey } = generateKeyPairSync("ed25519");
  const head = { size: facts.length, root };
  return {
    facts: facts.map((fact, index) => ({
      fact: plain(fact),
      salt: fact.salt.toString("hex"),
      recordedAt: AT,
      leafIndex: index,
      proof: pathOf(index).map((node) => node.toString("hex")),
    })),
    log: {
      origin: ORIGIN,
      vkey: vkeyOf(ORIGIN, privateKey),
      checkpoint: signNote(checkpointText(ORIGIN, head), ORIGIN, privateKey),
    },
    lead: LEAD,
    law: [],
    custody: [{ at: AT, act: "sealed", factId: idOf(5) }],
  };
}
