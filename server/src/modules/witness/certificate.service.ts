/** Issues certificates, and makes their files: a seal in the log first, then proofs up to the newest checkpoint. */
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { AnchorProof } from "../../../../contract/src/anchors.ts";
import {
  type CertificateIssued,
  certificateIssued,
} from "../../../../contract/src/facts/witness.certificate-issued.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import { readAnchorsUpTo } from "./anchored.store.ts";
import {
  type Addressed,
  clearDue,
  insertCertificate,
  isDue,
  type IssuedCertificate,
  listDue,
  lockCertificates,
  readContentHash,
  readHiddenDigests,
  readNewestCertificate,
  readOwnFacts,
  readPartySeal,
  readPublicFacts,
  readPublicSeal,
  readReleasedFacts,
  readReleasedNumber,
  readRootsFact,
  readTitle,
  replaceReleased,
  sealOwner,
  type ShownFact,
  withdrawReleased,
} from "./certificate.store.ts";
import {
  type Certificate,
  isShown,
  numberOf,
  type PlacedFact,
  type ProvenFact,
  type Row,
  rootOfRows,
  rowsOf,
  titleLine,
} from "./certificate.ts";
import { readSignedLog, type SignedLog } from "./released-log.store.ts";
import { readPolicyText, readQuorumCheckpoint } from "./released-witness.store.ts";
import { logSubject } from "./roots.job.ts";
import { withoutLineOf } from "./sm2-note.ts";
import { inclusionProof, type NodeReader } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface CertificateDeps {
  /** Login that sees schema released only. */
  readonly publicDb: Database;
}

export interface IssueDeps extends CertificateDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  /** Key of what fills certificates up. */
  readonly fillerKey: () => Promise<string>;
  /** Signs the log as it stands now, in a process that can. */
  readonly checkpointNow: () => Promise<unknown>;
}

const notFound = (subject: string) => new RuleViolation("certificate.not-found", { ocid: subject });
const notYet = (subject: string) =>
  new RuleViolation("certificate.being-issued", { ocid: subject }, { status: 503 });

const shownRow = ({ fact, digest, leafIndex, recordedAt }: ShownFact) => ({
  digest,
  kind: fact.kind,
  leafIndex,
  occurredAt: fact.occurredAt,
  recordedAt: recordedAt.toISOString(),
});

/** A party without a proper code has no certificate. */
function partyOf({ audience }: Addressed): string | undefined {
  if (audience === "public") return undefined;
  const uscc = audience.slice("party:".length);
  if (!isUscc(uscc)) throw new RuleViolation("certificate.bad-party", {}, { status: 422 });
  return uscc;
}

interface Contents {
  readonly rows: readonly Row[];
  readonly shown: number;
}

/** What a certificate would list now; undefined while the log has not taken all of it. */
async function readContents(
  tx: Tx,
  addressed: Addressed,
  fillerKey: string,
): Promise<Contents | undefined> {
  const { subject, audience } = addressed;
  const { facts, waiting } = await readReleasedFacts(tx, subject);
  if (waiting > 0) return undefined;
  const uscc = partyOf(addressed);
  const own = uscc === undefined ? [] : await readOwnFacts(tx, subject, uscc);
  const known = new Set(facts.map(({ fact }) => fact.id));
  const shown = [...facts, ...own.filter(({ fact }) => !known.has(fact.id))];
  const ownDigests = new Set(own.map(({ digest }) => digest));
  const hidden = await readHiddenDigests(tx, subject);
  const rows = rowsOf({
    shown: shown.map(shownRow),
    hidden: hidden.filter((digest) => !ownDigests.has(digest)),
    fillerKey: createHmac("sha256", fillerKey).update(`${subject}\n${audience}`).digest("hex"),
  });
  return { rows, shown: shown.length };
}

interface Sealing extends Addressed, Contents {
  readonly root: Buffer;
  readonly title: string;
  /** Number of the certificate before. */
  readonly last: string | undefined;
}

async function sealNew(
  tx: Tx,
  { registry, clock }: IssueDeps,
  sealing: Sealing,
): Promise<IssuedCertificate> {
  const { subject, audience, rows, root, shown, title, last } = sealing;
  const issuedAt = clock.now();
  const payload: CertificateIssued = {
    audience,
    title: titleLine(title),
    scope: "whole",
    rows: rows.length,
    shown,
    root: root.toString("hex"),
    ...(last === undefined ? {} : { supersedes: last }),
  };
  const factId = await recordFact(tx, registry, {
    kind: certificateIssued.kind,
    source: "mingjing",
    sourceId: `witness/certificate/${nextUuid(Date.now())}`,
    subject,
    occurredAt: issuedAt.toISOString(),
    payload,
  });
  const number = numberOf(await readContentHash(tx, factId));
  const issued = { factId, number, issuedAt, root, rows };
  await insertCertificate(tx, { subject, audience }, issued);
  return issued;
}

/** The certificate that stands for what there is now: the last one if nothing changed, else a new one. */
async function issueIn(
  tx: Tx,
  deps: IssueDeps,
  addressed: Addressed & { readonly fillerKey: string },
): Promise<"issued" | "waiting" | "nothing"> {
  const { subject, audience, fillerKey } = addressed;
  await lockCertificates(tx);
  const contents = await readContents(tx, addressed, fillerKey);
  if (contents === undefined) return "waiting";
  const title = await readTitle(tx, subject);
  const isPublic = audience === "public";
  if (contents.shown === 0 || title === undefined) {
    if (isPublic) await withdrawReleased(tx, subject);
    if (isPublic) await clearDue(tx, subject);
    return "nothing";
  }
  const last = await readNewestCertificate(tx, addressed);
  const root = rootOfRows(contents.rows);
  const current =
    last?.root.equals(root) === true
      ? last
      : await sealNew(tx, deps, {
          ...contents,
          subject,
          audience,
          root,
          title,
          last: last?.number,
        });
  if (!isPublic) return "issued";
  if ((await readReleasedNumber(tx, subject)) !== current.number) {
    await replaceReleased(tx, subject, current);
    await releaseFacts(tx, [current.factId], sealOwner(subject));
  }
  await clearDue(tx, subject);
  return "issued";
}

async function issue(deps: IssueDeps, addressed: Addressed) {
  const fillerKey = await deps.fillerKey();
  return inTransaction(deps.db, (tx) => issueIn(tx, deps, { ...addressed, fillerKey }));
}

const PAGE = 50;

/** Issues what is due for everybody. @returns how many are done with; others wait for the log to take their facts */
export async function issueDue(deps: IssueDeps): Promise<number> {
  let done = 0;
  for (const subject of await listDue(deps.db, PAGE)) {
    const state = await issue(deps, { subject, audience: "public" });
    if (state !== "waiting") done += 1;
  }
  return done;
}

const WAIT_MS = 15_000;
/** So long for the witnesses, once the log has the seal. */
const COSIGNED_MS = 10_000;
const LOOK_AGAIN_MS = 150;

/**
 * Issues a certificate if it is due and waits until the log holds its seal under a checkpoint.
 * @throws RuleViolation `certificate.not-found`, `certificate.bad-party`, `certificate.being-issued` (503: ask again)
 */
export async function issueCertificate(
  deps: IssueDeps,
  addressed: Addressed,
): Promise<Certificate> {
  const { subject, audience } = addressed;
  partyOf(addressed);
  const until = Date.now() + WAIT_MS;
  const cosignedBy = Date.now() + COSIGNED_MS;
  const isWanted = async () =>
    audience !== "public" ||
    (await isDue(deps.db, subject)) ||
    (await readNewestCertificate(deps.db, addressed)) === undefined;
  let state = (await isWanted()) ? await issue(deps, addressed) : "issued";
  for (;;) {
    if (state === "nothing") throw notFound(subject);
    const built = state === "issued" ? await tryBuild(deps, addressed) : undefined;
    // A certificate that awaits its cosignatures is handed out when they do not come in time, and says so.
    if (built !== undefined && (built.isCosigned || Date.now() > cosignedBy))
      return built.certificate;
    if (built === undefined && Date.now() > until) throw notYet(subject);
    await pause(LOOK_AGAIN_MS);
    await deps.checkpointNow();
    if (state === "waiting") state = await issue(deps, addressed);
  }
}

interface Sealed {
  readonly seal: PlacedFact;
  readonly rows: readonly Row[];
  readonly facts: readonly PlacedFact[];
}

async function readPublic(publicDb: Database, subject: string): Promise<Sealed | undefined> {
  const sealed = await readPublicSeal(publicDb, subject);
  if (sealed === undefined || sealed.leafIndex === null) return undefined;
  const { fact, salt, leafIndex, rows } = sealed;
  return { seal: { fact, salt, leafIndex }, rows, facts: await readPublicFacts(publicDb, subject) };
}

async function readParty(deps: IssueDeps, addressed: Addressed): Promise<Sealed | undefined> {
  const { subject } = addressed;
  const sealed = await readPartySeal(deps.db, addressed);
  if (sealed === undefined || sealed.leafIndex === null) return undefined;
  const { fact, salt, leafIndex, rows } = sealed;
  const own = await inTransaction(deps.db, (tx) =>
    readOwnFacts(tx, subject, partyOf(addressed) ?? ""),
  );
  const facts = [...(await readPublicFacts(deps.publicDb, subject)), ...own];
  return { seal: { fact, salt, leafIndex }, rows, facts };
}

async function tryBuild(deps: IssueDeps, addressed: Addressed): Promise<Built | undefined> {
  const sealed =
    addressed.audience === "public"
      ? await readPublic(deps.publicDb, addressed.subject)
      : await readParty(deps, addressed);
  return sealed === undefined ? undefined : build(deps, sealed);
}

/**
 * The certificate for everybody that was issued last, from what the public login sees.
 * @throws RuleViolation `certificate.not-found`, `certificate.being-issued`
 */
export async function readCertificate(
  deps: CertificateDeps,
  subject: string,
): Promise<Certificate> {
  const sealed = await readPublic(deps.publicDb, subject);
  const built = sealed === undefined ? undefined : await build(deps, sealed);
  if (built !== undefined) return built.certificate;
  if ((await readTitle(deps.publicDb, subject)) === undefined) throw notFound(subject);
  throw notYet(subject);
}

function proven(read: NodeReader, { fact, salt, leafIndex }: PlacedFact, size: number): ProvenFact {
  return {
    fact,
    salt: salt.toString("hex"),
    leafIndex,
    proof: inclusionProof(read, leafIndex, size).map((hash) => hash.toString("hex")),
  };
}

interface Parts extends Sealed {
  readonly roots: PlacedFact | undefined;
  readonly signed: SignedLog;
  readonly policy: string | undefined;
  readonly anchors: readonly AnchorProof[];
}

function assemble(read: NodeReader, parts: Parts): Certificate {
  const { seal, rows, facts, roots, signed, policy, anchors } = parts;
  const { size, origin, vkey, sm2Vkey, note } = signed;
  const byPlace = new Map(facts.map((fact) => [fact.leafIndex, fact]));
  const entries = rows.flatMap((row, place) => {
    const fact = isShown(row) ? byPlace.get(row.leafIndex) : undefined;
    return fact === undefined ? [] : [{ row: place, ...proven(read, fact, size) }];
  });
  return {
    format: "mingjing-certificate/2",
    certificateId: numberOf(seal.fact.contentHash),
    seal: proven(read, seal, size),
    rows,
    entries,
    log: { origin, vkey },
    // The certificate names one key of the log: what no check covers does not stand in it.
    checkpoint: sm2Vkey === null ? note : withoutLineOf(note, sm2Vkey),
    ...(roots === undefined ? {} : { roots: proven(read, roots, size) }),
    ...(policy === undefined ? {} : { policy }),
    ...(anchors.length === 0 ? {} : { anchors }),
  };
}

/** The newest checkpoint with a quorum, where it covers a leaf; else the newest there is, which awaits its cosignatures. */
async function readBestCheckpoint(
  publicDb: Database,
  leafIndex: number,
): Promise<{ readonly signed: SignedLog | undefined; readonly isCosigned: boolean }> {
  const signed = await readSignedLog(publicDb);
  const cosigned = await readQuorumCheckpoint(publicDb);
  if (signed === undefined || cosigned === undefined || cosigned.size <= leafIndex)
    return { signed, isCosigned: false };
  return { signed: { ...signed, size: cosigned.size, note: cosigned.note }, isCosigned: true };
}

interface Built {
  readonly certificate: Certificate;
  /** It has the quorum, or no policy asks for one. */
  readonly isCosigned: boolean;
}

/** Undefined while no checkpoint covers the seal. */
async function build({ publicDb }: CertificateDeps, sealed: Sealed): Promise<Built | undefined> {
  const { leafIndex } = sealed.seal;
  const { signed, isCosigned } = await readBestCheckpoint(publicDb, leafIndex);
  if (signed === undefined || signed.size <= leafIndex) return undefined;
  const policy = await readPolicyText(publicDb);
  const anchors = await readAnchorsUpTo(publicDb, signed.size);
  const roots = await readRootsFact(publicDb, logSubject(signed.origin), signed.size);
  const certificate = await withNodes(publicDb, "released.log_node", (read) =>
    assemble(read, { ...sealed, roots, signed, policy, anchors }),
  );
  return { certificate, isCosigned: isCosigned || policy === undefined };
}
