/**
 * Makes certificates of format 2 for tests of paper: node:crypto and the text of the format (verifier/README.md), none
 * of the code that issues or verifies. The same options always make the same bytes.
 */
import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";

import {
  sealTestFact,
  signatureLine,
  sortedJson,
  testKey,
  testLeafData,
  vkeyOf,
} from "../../verifier/test/build-certificate.ts";
import { hashLeaf, inclusionProof, rootOf } from "../../verifier/test/merkle-tree.ts";
import type { SealedCertificate } from "../src/certificate.ts";

const SUBJECT = "ocds-mj0001-YLJS-2026-0417";
const ORIGIN = "log.yunlan.example/2026";
const BLOCK = 64;
/** Levels above the block of leaves: a log of 2^20 leaves, so that paths are as long as in a real one. */
const LEVELS_ABOVE = 14;
/** Which block of the log: its bits say on which side the other subtrees stand. */
const BLOCK_AT = 0b10_0100_1101_0110;
const COSIGNERS = [
  "notary.yunlan.example",
  "archive.yunlan.example",
  "university.yunlan.example",
  "centre.province.example",
];
const ISSUED_AT = "2026-10-12T01:00:04.000Z";

const sha256 = (...parts: readonly (string | Uint8Array)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const saltOf = (name: string) => sha256(`salt ${name}`).toString("hex").slice(0, 32);
const node = (left: Uint8Array, right: Uint8Array) => sha256(Uint8Array.of(1), left, right);

const money = (yuan: number) => ({ amountMinor: String(yuan * 100), currency: "CNY" });
const firm = (name: string) => ({ kind: "organisation", name });
const total = (yuan: number) => ({ kind: "total", amount: money(yuan) });
const notice = (noticeType: string, more: object = {}) => ({
  kind: "procurement.notice-published",
  payload: { noticeType, title: "滨河路（青石桥至月湖段）综合改造工程施工招标公告", ...more },
});

/** What happened in a process, in the order it happened; more facts repeat the last ones. */
const STORY: readonly { kind: string; payload: Record<string, unknown> }[] = [
  notice("tenderNotice", {
    regime: "works",
    method: "open",
    procuringEntity: firm("云澜市市政建设服务中心"),
    procurementAgency: firm("澜川工程咨询有限公司"),
    lots: [{ lotId: "1", ceilingPrice: money(86_420_000) }],
    openingAt: "2026-10-09T01:30:00.000Z",
  }),
  notice("clarification"),
  notice("amendment", { openingAt: "2026-10-09T01:30:00.000Z" }),
  {
    kind: "procurement.objection-recorded",
    payload: { number: "YY-2026-0031", matter: "招标文件资格条件", state: "submitted" },
  },
  {
    kind: "procurement.objection-recorded",
    payload: { number: "YY-2026-0031", matter: "招标文件资格条件", state: "answered" },
  },
  {
    kind: "procurement.bids-opened",
    payload: {
      lotId: "1",
      bids: [79_862_310, 81_204_000, 82_000_500, 84_105_270].map((price, at) => ({
        bidder: firm(`云澜长堤市政工程有限公司${at}`),
        offer: total(price),
        status: "valid",
      })),
    },
  },
  {
    kind: "opening.replay-sealed",
    payload: { session: "yljs-0417-1", lotId: "1", events: 31, hash: "77aa".repeat(16) },
  },
  {
    kind: "procurement.evaluation-completed",
    payload: { lotId: "1", ranking: [{ rank: 1 }, { rank: 2 }, { rank: 3 }] },
  },
  {
    kind: "procurement.candidates-published",
    payload: {
      lotId: "1",
      candidates: [{ rank: 1, bidder: firm("云澜长堤市政工程有限公司"), offer: total(79_862_310) }],
      disclosureFrom: "2026-10-12",
      disclosureTo: "2026-10-15",
    },
  },
  {
    kind: "procurement.award-decided",
    payload: {
      lotId: "1",
      supplier: firm("云澜长堤市政工程有限公司"),
      offer: total(79_862_310),
    },
  },
  {
    kind: "publication.decision-published",
    payload: {
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
      decisionNo: "云建监〔2026〕18号",
      outcome: "notEstablished",
      title: "关于滨河路综合改造工程施工招标有关情况的处理决定",
    },
  },
];

export interface SealedOptions {
  readonly facts?: number;
  /** Rows that tell nothing; the rest up to a multiple of 16. */
  readonly sealed?: number;
  readonly audience?: string;
  readonly cosigners?: number;
  readonly supersedes?: string;
}

interface Placed {
  readonly fact: Record<string, unknown>;
  readonly salt: string;
  readonly place: number;
}

function factAt(place: number): Placed {
  const { kind, payload } = STORY[place % STORY.length] ?? notice("other");
  const day = String(1 + (place % 28)).padStart(2, "0");
  const fact = sealTestFact({
    id: `019a0000-0000-7000-8000-${String(place).padStart(12, "0")}`,
    kind,
    version: 1,
    source: "trading-centre",
    sourceId: `fact-${place}`,
    subject: SUBJECT,
    occurredAt: `2026-0${place < 5 ? 8 : 9}-${day}T01:0${place % 10}:07.000Z`,
    payload,
  });
  return { fact, salt: saltOf(`fact ${place}`), place: 2 * place };
}

function cosignatureLine(text: string, name: string): string {
  const key: KeyObject = testKey(name);
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const typed = Buffer.concat([Buffer.of(4), spki.subarray(-32)]);
  const keyId = sha256(`${name}\n`, typed).subarray(0, 4);
  const time = Math.floor(Date.parse(ISSUED_AT) / 1000) + 60;
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(time));
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`, "utf8");
  const signature = Buffer.concat([keyId, stamp, sign(null, message, key)]);
  return `— ${name} ${signature.toString("base64")}\n`;
}

/** The log: a block of leaves of which all are known, and above it subtrees of which only the hashes are. */
function logOf(placed: readonly Placed[]) {
  const leaves = Array.from({ length: BLOCK }, (_, at) => hashLeaf(sha256(`other ${at}`)));
  for (const { fact, salt, place } of placed) leaves[place] = hashLeaf(testLeafData(fact, salt));
  const above = Array.from({ length: LEVELS_ABOVE }, (_, level) => sha256(`subtree ${level}`));
  let root: Uint8Array = rootOf(leaves);
  for (const [level, other] of above.entries())
    root = (BLOCK_AT >> level) & 1 ? node(other, root) : node(root, other);
  const entryOf = ({ fact, salt, place }: Placed) => ({
    fact,
    salt,
    leafIndex: BLOCK_AT * BLOCK + place,
    proof: [...inclusionProof(place, leaves), ...above].map((hash) =>
      Buffer.from(hash).toString("hex"),
    ),
  });
  return { root, size: BLOCK * 2 ** LEVELS_ABOVE, entryOf };
}

function checkpointOf(size: number, root: Uint8Array, cosigners: number): string {
  const text = `${ORIGIN}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
  const lines = COSIGNERS.slice(0, cosigners).map((name) => cosignatureLine(text, name));
  return `${text}\n${signatureLine(text, ORIGIN, testKey(ORIGIN))}${lines.join("")}`;
}

/** A certificate that verifies. */
// oxlint-disable-next-line max-lines-per-function -- one object, made from the inside out
export function sealedCertificate(options: SealedOptions = {}): {
  readonly certificate: SealedCertificate;
  readonly text: string;
  readonly vkey: string;
} {
  const { facts = 11, audience = "public", cosigners = 4, supersedes } = options;
  const placed = Array.from({ length: facts }, (_, place) => factAt(place));
  const used = facts + (options.sealed ?? 0);
  const count = Math.max(16, Math.ceil(used / 16) * 16);
  const shown = placed.map(({ fact, salt, place }) => ({
    digest: Buffer.from(testLeafData(fact, salt)).toString("hex"),
    kind: String(fact["kind"]),
    leafIndex: BLOCK_AT * BLOCK + place,
    occurredAt: String(fact["occurredAt"]),
    recordedAt: String(fact["occurredAt"]).replace("07.000", "08.250"),
  }));
  const filler = Array.from({ length: count - facts }, (_, at) => ({
    digest: Buffer.concat([sha256(`filler ${at}`), sha256(`filler sm3 ${at}`)]).toString("hex"),
  }));
  const rows = [...shown, ...filler];
  const root = rootOf(rows.map((row) => hashLeaf(Buffer.from(sortedJson(row), "utf8"))));
  const payload = {
    audience,
    title: "滨河路（青石桥至月湖段）综合改造工程施工",
    scope: "whole",
    rows: count,
    shown: facts,
    root: Buffer.from(root).toString("hex"),
    ...(supersedes === undefined ? {} : { supersedes }),
  };
  const own = (kind: string, body: object, place: number) => ({
    fact: sealTestFact({
      id: `019a0000-0000-7000-9000-${String(place).padStart(12, "0")}`,
      kind,
      version: 1,
      source: "mingjing",
      sourceId: `${kind}-${place}`,
      subject: kind === "witness.certificate-issued" ? SUBJECT : `log:${ORIGIN}`,
      occurredAt: ISSUED_AT,
      payload: body,
    }),
    salt: saltOf(kind),
    place,
  });
  const roots = own(
    "witness.roots-recorded",
    { size: 630_000, sm3Root: "4b127d97".repeat(8), mapRoot: "00".repeat(32) },
    BLOCK - 2,
  );
  const seal = own("witness.certificate-issued", payload, BLOCK - 1);
  const log = logOf([...placed, roots, seal]);
  const key = testKey(ORIGIN);
  const certificate = {
    format: "mingjing-certificate/2",
    certificateId: `MJ-${String(seal.fact["contentHash"]).slice(0, 24).toUpperCase()}`,
    seal: log.entryOf(seal),
    rows,
    entries: placed.map((one, row) => ({ row, ...log.entryOf(one) })),
    log: { origin: ORIGIN, vkey: vkeyOf(ORIGIN, key).vkey },
    checkpoint: checkpointOf(log.size, log.root, cosigners),
    roots: log.entryOf(roots),
  } as unknown as SealedCertificate;
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  return { certificate, text, vkey: certificate.log.vkey };
}
