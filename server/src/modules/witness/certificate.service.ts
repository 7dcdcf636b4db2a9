/** Issues certificates, and makes their files: a seal in the log first, then proofs up to the newest checkpoint. */
import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

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
import { buildCertificate, type Built, type Sealed } from "./certificate-file.service.ts";
import { findGone, refreshStatus } from "./certificate-status.store.ts";
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
  readOrgan,
  readOwnFacts,
  readPartySeal,
  readPublicFacts,
  readPublicSeal,
  readReleasedFacts,
  readReleasedNumber,
  readTitle,
  replaceReleased,
  type Scope,
  sealOwner,
  type ShownFact,
  withdrawReleased,
} from "./certificate.store.ts";
import {
  type Certificate,
  numberOf,
  type Row,
  rootOfRows,
  rowsOf,
  titleLine,
} from "./certificate.ts";

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

export const shownRow = ({ fact, digest, leafIndex, recordedAt }: ShownFact) => ({
  digest,
  kind: fact.kind,
  leafIndex,
  occurredAt: fact.occurredAt,
  recordedAt: recordedAt.toISOString(),
});

/** Code of the party that the certificate is for, if it is for one. @throws RuleViolation `certificate.bad-party` */
export function partyOf({ audience }: Addressed): string | undefined {
  if (!audience.startsWith("party:")) return undefined;
  const uscc = audience.slice("party:".length);
  if (!isUscc(uscc)) throw new RuleViolation("certificate.bad-party", {}, { status: 422 });
  return uscc;
}

interface Contents {
  readonly rows: readonly Row[];
  readonly shown: number;
  /** Facts that were withdrawn since an earlier certificate. */
  readonly gone: number;
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
  const gone = audience === "public" ? await readGone(tx, addressed, shown) : [];
  const rows = rowsOf({
    shown: shown.map(shownRow),
    gone,
    hidden: hidden.filter((digest) => !ownDigests.has(digest) && !gone.includes(digest)),
    fillerKey: createHmac("sha256", fillerKey).update(`${subject}\n${audience}`).digest("hex"),
  });
  return { rows, shown: shown.length, gone: gone.length };
}

/** Of an item that is shown on, earlier wordings are corrected, not withdrawn. */
async function readGone(tx: Tx, addressed: Addressed, shown: readonly ShownFact[]) {
  const last = await readNewestCertificate(tx, addressed);
  if (last === undefined || (shown.length > 0 && addressed.subject.startsWith("publication:")))
    return [];
  return findGone(tx, last.rows, new Set(shown.map(({ digest }) => digest)));
}

interface Sealing extends Addressed, Omit<Contents, "gone"> {
  readonly scope: Scope;
  readonly root: Buffer;
  readonly title: string;
  readonly organ: string | undefined;
  /** Number of the certificate before. */
  readonly last: string | undefined;
}

export async function sealNew(
  tx: Tx,
  { registry, clock }: IssueDeps,
  sealing: Sealing,
): Promise<IssuedCertificate> {
  const { subject, audience, scope, rows, root, shown, title, last } = sealing;
  const issuedAt = clock.now();
  const payload: CertificateIssued = {
    audience,
    title: titleLine(title),
    scope,
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
  await insertCertificate(tx, sealing, issued);
  await refreshStatus(tx, subject);
  return issued;
}

/** Of what is withdrawn the certificate before knows whose it was. */
async function organOf(tx: Tx, addressed: Addressed, last: IssuedCertificate | undefined) {
  if (addressed.audience !== "public") return undefined;
  return (await readOrgan(tx, addressed.subject)) ?? last?.organ;
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
  // Of what was withdrawn whole nothing is said, its title neither.
  const title = (await readTitle(tx, subject)) ?? (contents.gone > 0 ? subject : undefined);
  const isEmpty = contents.shown + contents.gone === 0 || title === undefined;
  if (audience === "public") {
    await clearDue(tx, subject);
    if (isEmpty) await withdrawReleased(tx, subject);
  }
  if (isEmpty) return "nothing";
  const last = await readNewestCertificate(tx, addressed);
  const root = rootOfRows(contents.rows);
  const current =
    last?.root.equals(root) === true
      ? last
      : await sealNew(tx, deps, {
          ...contents,
          subject,
          audience,
          scope: "whole",
          root,
          title,
          organ: await organOf(tx, addressed, last),
          last: last?.number,
        });
  if (audience !== "public") return "issued";
  if ((await readReleasedNumber(tx, subject)) !== current.number) {
    await replaceReleased(tx, subject, current);
    await releaseFacts(tx, [current.factId], sealOwner(subject));
  }
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

/** One way of issuing and one of making the file. */
interface Awaited<Issued> {
  /** Undefined while the log has not taken everything. */
  readonly issue: () => Promise<Issued | undefined>;
  /** Undefined while no checkpoint covers it. */
  readonly build: (issued: Issued) => Promise<Built | undefined>;
}

/** Waits until the log holds the seal under a checkpoint. @throws RuleViolation `certificate.being-issued` (503: ask again) */
export async function awaitCertificate<Issued>(
  deps: IssueDeps,
  subject: string,
  { issue: issueAgain, build }: Awaited<Issued>,
): Promise<Certificate> {
  const until = Date.now() + WAIT_MS;
  const cosignedBy = Date.now() + COSIGNED_MS;
  let issued = await issueAgain();
  for (;;) {
    const built = issued === undefined ? undefined : await build(issued);
    // A certificate that awaits its cosignatures is handed out when they do not come in time, and says so.
    if (built !== undefined && (built.isCosigned || Date.now() > cosignedBy))
      return built.certificate;
    if (built === undefined && Date.now() > until) throw notYet(subject);
    await pause(LOOK_AGAIN_MS);
    await deps.checkpointNow();
    issued ??= await issueAgain();
  }
}

/**
 * Issues a certificate if it is due.
 * @throws RuleViolation `certificate.not-found`, `certificate.bad-party`, `certificate.being-issued` (503: ask again)
 */
export async function issueCertificate(
  deps: IssueDeps,
  addressed: Addressed,
): Promise<Certificate> {
  const { subject, audience } = addressed;
  partyOf(addressed);
  const isWanted = async () =>
    audience !== "public" ||
    (await isDue(deps.db, subject)) ||
    (await readNewestCertificate(deps.db, addressed)) === undefined;
  return awaitCertificate(deps, subject, {
    async issue() {
      const state = (await isWanted()) ? await issue(deps, addressed) : "issued";
      if (state === "nothing") throw notFound(subject);
      return state === "issued" ? state : undefined;
    },
    build: () => tryBuild(deps, addressed),
  });
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
  return sealed === undefined ? undefined : buildCertificate(deps, sealed);
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
  const built = sealed === undefined ? undefined : await buildCertificate(deps, sealed);
  if (built !== undefined) return built.certificate;
  if ((await readTitle(deps.publicDb, subject)) === undefined) throw notFound(subject);
  throw notYet(subject);
}
