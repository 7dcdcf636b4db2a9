import {
  buildCertificate2,
  type TestCertificate2Object,
  testNumber,
  testPaperForm,
  testRowHash,
  testRowsRoot,
} from "./build-certificate-2.ts";
/**
 * Certificates for comparing two verifiers: good ones in every proper dress, and bad ones, made as a forger would. Some
 * forgeries are numbered anew, some are signed again with another key; all differ from what was issued.
 */
import {
  buildCertificate,
  numberCertificate,
  sealTestFact,
  signatureLine,
  testKey,
  type TestCertificateObject,
  vkeyOf,
} from "./build-certificate.ts";
import { cosigned, oddlyCosigned } from "./cosigned.ts";
import { damage, respell } from "./damage.ts";
import type { Chance } from "./random.ts";

export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly keys?: readonly string[];
  /** The policy that the reader trusts. */
  readonly policy?: string;
  /** `answer`: an answer about what is public; otherwise a certificate. */
  readonly family?: "answer";
}

type Certificate = TestCertificateObject | TestCertificate2Object;
type Entry = TestCertificateObject["facts"][number] | TestCertificate2Object["seal"];
interface Forge {
  readonly certificate: Certificate;
  /** Another genuine certificate of the same format, of the same log. */
  readonly other: Certificate;
  readonly chance: Chance;
}
type Forgery = (forge: Forge) => void;

const ORIGIN = "log.mingjing.example/2026";
const TITLES = [
  "滨河路综合改造工程施工",
  "Šķ̈ēmœ 🏗️",
  'quoted "title" \\ / \u2028'.replace("\u2028", " "),
];

/** The keys a reader may name: none, the right one, others besides. */
const keysOf = (vkey: string) => [
  undefined,
  [vkey],
  [vkeyOf(ORIGIN, testKey("another")).vkey, vkey],
];

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "utf8"));

const isSecond = (certificate: Certificate): certificate is TestCertificate2Object =>
  "seal" in certificate;

/** Genuine certificates to start from, each once. */
export function genuineOnes(): Certificate[] {
  const payload = {
    amounts: [0, 1.5, -2e-7, 1e21, 2 ** 53],
    nothing: null,
    "😀": "\u007f",
    "\ufb33": true,
  };
  const facts = [
    { payload },
    { kind: "bidding.bid-received" },
    { corrects: `019a0000-0000-7000-8000-${"0".repeat(12)}` },
  ];
  const many = Array.from({ length: 21 }, () => ({}));
  const first = [
    buildCertificate(),
    buildCertificate({ facts, title: TITLES[1] ?? "" }),
    buildCertificate({ facts: [{}], othersBefore: 0 }),
    buildCertificate({ audience: "party:91990000MA0MJ00001", othersBefore: 7 }),
  ];
  const second = [
    buildCertificate2(),
    buildCertificate2({ facts, hidden: 0, title: TITLES[2] ?? "" }),
    buildCertificate2({ facts: many, hidden: 12, othersBefore: 1 }),
    buildCertificate2({ facts: [], hidden: 3, withRoots: false }),
    buildCertificate2({ facts: [{}, {}], gone: 1 }),
    buildCertificate2({
      facts: [{}, { subject: "lead:019a0000" }],
      scope: "chosen",
      hidden: 0,
      audience: "court:云澜市中级人民法院",
    }),
    buildCertificate2({ scope: "chosen", gone: 3, audience: "discipline:驻局纪检监察组" }),
  ];
  return [
    ...first.map(({ certificate }) => certificate),
    ...second.map(({ certificate }) => certificate),
    cosigned(buildCertificate2({ facts: [{}] }).certificate, 2),
    ...second.map(({ certificate }) => testPaperForm(certificate)),
  ];
}

const entriesOf = (certificate: Certificate): Entry[] =>
  isSecond(certificate)
    ? [
        certificate.seal,
        ...(certificate.roots ? [certificate.roots] : []),
        ...(certificate.entries ?? []),
      ]
    : certificate.facts;

/** Hides a row as its holder may. */
function blank(certificate: TestCertificate2Object, at: number): void {
  const row = certificate.rows[at];
  if (row === undefined) return;
  certificate.rows[at] = { blank: Buffer.from(testRowHash(row)).toString("hex") };
  if (certificate.entries) {
    certificate.entries = certificate.entries.filter(({ row: place }) => place !== at);
  }
}

/** What a holder may do with a genuine certificate of format 2: hide rows, leave entries and roots out. */
function lessened(certificate: TestCertificate2Object, chance: Chance): void {
  while (chance.below(3) > 0) blank(certificate, chance.below(certificate.rows.length));
  if (certificate.entries)
    certificate.entries = certificate.entries.filter(() => chance.below(4) > 0);
  if (chance.below(3) === 0) delete certificate.roots;
}

/** A genuine certificate in one of its proper forms. */
export function goodOne(genuine: readonly Certificate[], chance: Chance): Sample {
  const certificate = structuredClone(chance.pick(genuine));
  if (isSecond(certificate)) lessened(certificate, chance);
  const lines = chance.below(4);
  for (let line = 0; line < lines; line++) {
    const name = `witness-${line}.example`;
    if (isSecond(certificate))
      certificate.checkpoint += signatureLine("other text", name, testKey(name));
  }
  const keys = chance.pick([0, 1, 2]);
  const named = keysOf(certificate.log.vkey)[keys];
  return {
    name: `good ${certificate.format}`,
    bytes: bytesOf(respell(certificate, chance)),
    ...(named === undefined ? {} : { keys: named }),
  };
}

const proofs: Forgery = ({ certificate, chance }) => {
  const [one, two] = [chance.pick(entriesOf(certificate)), chance.pick(entriesOf(certificate))];
  const at = chance.below(one.proof.length + 1);
  const noise = "ab".repeat(32);
  chance.pick([
    () => ([one.proof, two.proof] = [two.proof, one.proof]),
    () => one.proof.pop(),
    () => one.proof.shift(),
    () => one.proof.splice(at, 0, noise),
    () => (one.proof = one.proof.toReversed()),
    () => one.proof.push(...Array.from({ length: chance.below(70) }, () => noise)),
    () => (one.proof = []),
  ])();
};

const places: Forgery = ({ certificate, chance }) => {
  const [one, two] = [chance.pick(entriesOf(certificate)), chance.pick(entriesOf(certificate))];
  one.leafIndex = chance.pick([
    one.leafIndex + 1,
    one.leafIndex - 1,
    0,
    two.leafIndex,
    2 ** 53 - 1,
    2 ** 53,
    -1,
    one.leafIndex + 0.5,
    one.leafIndex + 2 ** 32,
  ]);
};

const salts: Forgery = ({ certificate, chance }) => {
  const [one, two] = [chance.pick(entriesOf(certificate)), chance.pick(entriesOf(certificate))];
  one.salt = chance.pick([
    two.salt,
    "00".repeat(16),
    one.salt.toUpperCase(),
    one.salt.slice(2),
    `${one.salt}00`,
  ]);
};

/** Another content, with a content hash that fits. */
const contents: Forgery = ({ certificate, chance }) => {
  const one = chance.pick(entriesOf(certificate));
  const change = chance.pick([
    { payload: { ...(one.fact["payload"] as object), lot: "2" } },
    { sourceId: `${String(one.fact["sourceId"])}\u200b` },
    { occurredAt: "2026-02-28T23:59:59.999Z" },
    { occurredAt: "2026-02-30T02:00:00.000Z" },
    { kind: "procurement.award-decided" },
    { subject: "ocds-mj0001-TEST-0002" },
    { version: 2 },
    { id: "019a0000-0000-7000-8000-00000000ffff" },
    { corrects: "019a0000-0000-7000-8000-00000000ffff" },
  ]);
  one.fact =
    chance.below(3) > 0 ? sealTestFact({ ...one.fact, ...change }) : { ...one.fact, ...change };
};

const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** Another S for the same signature: L − S, S + L, or zero. */
function otherS(signature: Buffer, chance: Chance): void {
  const s = BigInt(`0x${Buffer.from(signature.subarray(36).toReversed()).toString("hex")}`);
  const changed = chance.pick([L - s, s + L, 0n, L, s ^ 1n]) % 2n ** 256n;
  signature.set(Buffer.from(changed.toString(16).padStart(64, "0"), "hex").toReversed(), 36);
}

function flipBit(signature: Buffer, chance: Chance): void {
  const at = 4 + chance.below(signature.length - 4);
  signature[at] = signature.readUInt8(at) ^ (1 << chance.below(8));
}

const signatures: Forgery = ({ certificate, chance }) => {
  const [body = "", line = ""] = certificate.checkpoint.split("\n\n");
  const signature = Buffer.from(line.trim().split(" ")[2] ?? "", "base64");
  if (chance.below(2) === 0) otherS(signature, chance);
  else flipBit(signature, chance);
  const changed = `— ${ORIGIN} ${signature.toString("base64")}\n`;
  certificate.checkpoint = `${body}\n\n${chance.pick([changed, changed + line, line + changed])}`;
};

const checkpoints: Forgery = ({ certificate, other, chance }) => {
  const [body = "", line = ""] = certificate.checkpoint.split("\n\n");
  const [origin = "", size = "", root = ""] = body.split("\n");
  const stranger = testKey("stranger");
  const text = chance.pick([
    `${origin}\n${Number(size) + 1}\n${root}\n`,
    `${origin}\n0${size}\n${root}\n`,
    `${origin}.cn\n${size}\n${root}\n`,
    `${origin}\n${size}\n${root}\nextension\n`,
    `${origin}\n${size}\n${Buffer.alloc(32, chance.below(256)).toString("base64")}\n`,
    `${body}\n`,
  ]);
  chance.pick([
    () => (certificate.checkpoint = `${text}\n${line}`),
    () => (certificate.checkpoint = `${text}\n${signatureLine(text, ORIGIN, stranger)}`),
    () => {
      certificate.checkpoint = `${text}\n${signatureLine(text, ORIGIN, stranger)}`;
      certificate.log.vkey = vkeyOf(ORIGIN, stranger).vkey;
      entriesOf(certificate).reverse();
      const [first] = entriesOf(certificate);
      if (first) first.salt = "11".repeat(16);
    },
    () => (certificate.checkpoint = other.checkpoint.replace(`\n${size}\n`, "\n999\n")),
    () => (certificate.checkpoint = body),
    () => (certificate.log.origin += "x"),
  ])();
};

const rows: Forgery = ({ certificate, chance }) => {
  if (!isSecond(certificate)) return proofs({ certificate, other: certificate, chance });
  const all = certificate.rows;
  const [one, two] = [chance.below(all.length), chance.below(all.length)];
  const [left = {}, right = {}] = [all[one], all[two]];
  chance.pick([
    () => ([all[one], all[two]] = [right, left]),
    () => all.pop(),
    () => all.splice(one, 1),
    () => all.push(...structuredClone(all.slice(0, 16))),
    () => (all[one] = { blank: chance.pick(["00".repeat(32), "ab".repeat(31)]) }),
    () => (all[one] = { digest: left["digest"] ?? "00".repeat(64) }),
    () => (all[one] = { ...left, kind: "procurement.award-decided" }),
    () => (all[one] = { ...left, leafIndex: Number(left["leafIndex"] ?? 0) + 1 }),
    () => (all[one] = { ...left, recordedAt: "2026-09-21T02:00:31.124Z" }),
    () => (all[one] = { ...left, ...right }),
    () => (certificate.rest = ["ab".repeat(32)]),
    () => certificate.rest && (certificate.rest = certificate.rest.toReversed()),
    () => certificate.rest?.pop(),
  ])();
};

/** The seal written anew for rows that the forger likes better. */
const seals: Forgery = ({ certificate, chance }) => {
  if (!isSecond(certificate)) return contents({ certificate, other: certificate, chance });
  rows({ certificate, other: certificate, chance });
  const payload = {
    ...(certificate.seal.fact["payload"] as object),
    ...chance.pick([
      { title: "另一个项目" },
      { audience: "party:91990000MA0MJ00001" },
      { shown: chance.below(20) },
      { rows: 16 * chance.below(70) },
      {},
    ]),
    root: testRowsRoot(certificate.rows),
  };
  certificate.seal.fact = sealTestFact({ ...certificate.seal.fact, payload });
  if (chance.below(4) === 0) certificate.seal.fact["occurredAt"] = "2026-10-12T01:00:00.001Z";
};

const entries: Forgery = ({ certificate, other, chance }) => {
  const mine = isSecond(certificate) ? certificate.entries : certificate.facts;
  const theirs = isSecond(other) ? other.entries : other.facts;
  if (!mine?.length) return proofs({ certificate, other, chance });
  const [one, two] = [chance.below(mine.length), chance.below(mine.length)];
  const list = mine as Entry[];
  const [left, right] = [chance.pick(list), chance.pick(list)];
  chance.pick([
    () => list.push(structuredClone(left)),
    // The order of facts in format 1 is free.
    () => isSecond(certificate) && ([list[one], list[two]] = [right, left]),
    () => Object.assign(left, { row: chance.pick([1, 15, 16, 1024, -1]) }),
    () => (left.fact = right.fact),
    () => theirs?.length && list.splice(one, 1, structuredClone(chance.pick<Entry>(theirs))),
    () => ([left.fact, right.fact] = [right.fact, left.fact]),
  ])();
};

const FORGERIES = {
  proofs,
  places,
  salts,
  contents,
  signatures,
  checkpoints,
  rows,
  seals,
  entries,
};

/** Numbers it as a forger would, most of the time. */
function numbered(certificate: Certificate, chance: Chance): Certificate {
  if (chance.below(4) === 0) return certificate;
  if (!isSecond(certificate)) return numberCertificate(certificate);
  return { ...certificate, certificateId: testNumber(certificate) };
}

/** A forged certificate: what the log covers was changed, or what binds it to the log. */
export function forgedOne(genuine: readonly Certificate[], chance: Chance): Sample {
  const original = chance.pick(genuine);
  const before = JSON.stringify(original);
  for (;;) {
    const certificate = structuredClone(original);
    const other = chance.pick(genuine);
    const name = chance.pick(Object.keys(FORGERIES) as (keyof typeof FORGERIES)[]);
    FORGERIES[name]({ certificate, other, chance });
    const changed = numbered(certificate, chance);
    if (JSON.stringify(changed) === before) continue;
    return { name, bytes: bytesOf(respell(changed, chance)) };
  }
}

function witnessedOne(genuine: readonly Certificate[], chance: Chance): Sample {
  const { made, trusted } = oddlyCosigned(chance.pick(genuine.filter(isSecond)), chance);
  const bytes = bytesOf(respell(made, chance));
  return { name: "cosignatures", bytes, ...(trusted === undefined ? {} : { policy: trusted }) };
}

/** A bad certificate of any sort: forged, its file damaged, or lacking cosignatures. */
export function badOne(genuine: readonly Certificate[], chance: Chance): Sample {
  if (chance.below(2) === 0) return forgedOne(genuine, chance);
  if (chance.below(5) === 0) return witnessedOne(genuine, chance);
  const text = respell(chance.pick(genuine), chance);
  return damage(text, chance);
}
