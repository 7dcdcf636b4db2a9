/** Seals the log and opens the next one: after leaves were lost, for a new year, for a new key. No server may run meanwhile. */
import { createHash } from "node:crypto";

import {
  type ShardReason,
  type ShardSealed,
  shardSealed,
} from "../../../../contract/src/facts/witness.shard-sealed.ts";
import type { PolicyWitness } from "../../../../verifier/src/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { pollOnce } from "../../platform/facts/feed.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { releaseFacts } from "../../platform/facts/release-facts.ts";
import { nextUuid } from "../../platform/facts/uuid.ts";
import type { Log } from "../../platform/telemetry.ts";
import type { TreeHead } from "./consistency.ts";
import { statusAddressOf, type WitnessPolicy, statusOf } from "./cosigning.ts";
import { readSignedLog } from "./released-log.store.ts";
import { logSubject } from "./roots.job.ts";
import { sequencer } from "./sequencer.subscriber.ts";
import { findLost, listShards, readClaimedSize, readOrigin, readRestored } from "./shard.store.ts";
import { type KeptReceipt, nextOrigin, receiptLines, renamedVkey, SHARDS } from "./shard.ts";
import { readLastSigned, readVkey, retireKeys } from "./signer.files.ts";
import { type SignerOptions, startSigner } from "./signer.process.ts";
import { rootOf } from "./tree.ts";
import { listCheckpoints, originOf, readSize, withNodes } from "./witness.store.ts";

const ANSWER_MS = 10_000;

/** What cannot be done, and what to do instead. */
export class ShardError extends Error {}

export interface ShardDeps {
  readonly db: Database;
  readonly publicDb: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly dataDir: string;
  /** Name of the first log. */
  readonly origin: string;
  readonly log: Log;
  readonly signer?: SignerOptions | undefined;
  readonly isSignerApart: boolean;
}

export interface ShardRequest {
  readonly reason: ShardReason;
  readonly reasonZh: string;
  readonly reasonEn: string;
  /** Two persons. */
  readonly decidedBy: readonly string[];
  readonly policy: WitnessPolicy | undefined;
  /** Kept by sources. */
  readonly receipts: readonly KeptReceipt[];
}

export interface OpenedShard {
  readonly sealed: ShardSealed;
  /** Key of the new log, for policy files and witnesses: the same under the new name, unless the key is the reason. */
  readonly nextVkey: string;
  /** Places of the old log whose leaves are gone. */
  readonly lost: { readonly from: number; readonly to: number } | undefined;
  readonly lostReceipts: readonly KeptReceipt[];
}

interface Claim {
  readonly name: string;
  readonly vkey: string;
  readonly size: number;
  readonly root: Buffer | undefined;
}

interface Asking {
  readonly db: Database;
  readonly origin: string;
}

/**
 * What a witness cosigned last. One of another make shows no status: then what it claimed when the server asked it for
 * a cosignature, if it claimed more than we had. @throws ShardError if it does not answer
 */
async function askWitness(
  { db, origin }: Asking,
  { name, vkey, url = "" }: PolicyWitness,
): Promise<Claim> {
  const address = statusAddressOf(url);
  const answer = await fetch(address, {
    signal: AbortSignal.timeout(ANSWER_MS),
    redirect: "error",
  }).catch((cause: unknown) => {
    throw new ShardError(
      `the witness “${name}” does not answer (${address}): every witness must be heard`,
      { cause },
    );
  });
  const shown = answer.ok ? shownBy(await answer.text(), origin) : undefined;
  if (shown === undefined)
    return { name, vkey, size: await readClaimedSize(db, origin, vkey), root: undefined };
  const root = Buffer.from(shown.root, "base64");
  return { name, vkey, size: shown.size, root: root.length === 32 ? root : undefined };
}

/** Undefined if it is no status at all; nothing where the witness does not know the log. */
function shownBy(body: string, origin: string) {
  try {
    return statusOf(body, origin) ?? { size: 0, root: "" };
  } catch {
    return undefined;
  }
}

/** What the signer remembers. */
async function readSigned(deps: ShardDeps, origin: string): Promise<TreeHead> {
  if (!deps.isSignerApart) return readLastSigned(deps.dataDir, origin);
  const signer = startSigner({ ...deps.signer, dataDir: deps.dataDir, origin, log: deps.log });
  const late = AbortSignal.timeout(ANSWER_MS);
  const waited = new Promise<never>((_resolve, reject) => {
    late.addEventListener("abort", () =>
      reject(new ShardError(`the signer of ${origin} does not answer: start it`)),
    );
  });
  try {
    return await Promise.race([signer.lastSigned(), waited]);
  } finally {
    await signer.stop();
  }
}

interface Known {
  readonly origin: string;
  readonly size: number;
  /** The largest that is known to have been signed. */
  readonly last: { readonly size: number; readonly root: Buffer | undefined };
  /** The largest signed head that the log as it stands begins with. */
  readonly common: number;
  readonly claims: readonly Claim[];
}

async function isOurs(db: Database, size: number, head: TreeHead): Promise<boolean> {
  if (head.size > size) return false;
  const root = await withNodes(db, "witness.node", (read) => rootOf(read, head.size));
  return root.equals(head.root);
}

async function readKnown(deps: ShardDeps, policy: WitnessPolicy | undefined): Promise<Known> {
  const { db } = deps;
  const origin = await readOrigin(db, deps.origin);
  const size = await readSize(db);
  const witnesses = policy?.policy.witnesses ?? [];
  const claims = await Promise.all(witnesses.map((one) => askWitness({ db, origin }, one)));
  const own = (await listCheckpoints(db)).filter(({ note }) => originOf(note) === origin);
  const signed = await readSigned(deps, origin);
  const heads = [signed, ...own, ...claims].toSorted(
    (one, other) =>
      other.size - one.size || Number(one.root === undefined) - Number(other.root === undefined),
  );
  const last = heads[0] ?? signed;
  let common = 0;
  for (const head of heads) {
    if (head.root === undefined || head.size <= common) continue;
    if (await isOurs(db, size, { size: head.size, root: head.root })) common = head.size;
  }
  return { origin, size, last, common, claims };
}

/** @throws ShardError */
function checkPersons(persons: readonly string[]): void {
  const names = persons.map((name) => name.trim()).filter((name) => name !== "");
  if (names.length !== 2 || names[0] === names[1])
    throw new ShardError("give two different persons who decided it: --by NAME --second NAME");
}

/** @throws ShardError where the reason is not what the log shows */
function checkReason({ last, common }: Known, reason: ShardReason): void {
  if (last.size === 0) throw new ShardError("the log was never signed: there is nothing to seal");
  const isLost = common < last.size;
  if (isLost && reason !== "lost-leaves")
    throw new ShardError(
      `the log was signed up to ${last.size}, but holds only ${common} of that: restore a newer backup, or give --reason lost-leaves`,
    );
  if (!isLost && reason === "lost-leaves")
    throw new ShardError(
      `nothing is lost: the log holds all ${last.size} leaves that were signed; start the server`,
    );
}

async function readOldVkey({ publicDb, dataDir }: ShardDeps, origin: string): Promise<string> {
  const signed = await readSignedLog(publicDb);
  const vkey = signed?.origin === origin ? signed.vkey : await readVkey(dataDir);
  if (vkey === undefined)
    throw new ShardError("the log's key is not known here: start the server once, then stop it");
  return vkey;
}

/** @throws ShardError that says what to do instead; then nothing was changed */
export async function openShard(deps: ShardDeps, request: ShardRequest): Promise<OpenedShard> {
  const { db, clock } = deps;
  const { reason, reasonZh, reasonEn, decidedBy, policy, receipts } = request;
  checkPersons(decidedBy);
  if (reason === "key" && deps.isSignerApart)
    throw new ShardError("the signer runs apart and keeps its key: this command cannot change it");
  while (await pollOnce(db, sequencer, { isWaiting: true })) continue;
  const known = await readKnown(deps, policy);
  checkReason(known, reason);
  const { origin, last, common, claims } = known;
  const isLost = reason === "lost-leaves";
  const restored = (await readRestored(db)) ?? 0;
  const kept = isLost ? Math.min(last.size, Math.max(common, restored)) : last.size;
  const lostReceipts = await findLost(db, receipts);
  const used = [deps.origin, ...(await listShards(db)).map((shard) => shard.nextOrigin)];
  const sealed: ShardSealed = {
    origin,
    vkey: await readOldVkey(deps, origin),
    size: last.size,
    ...(last.root === undefined ? {} : { root: last.root.toString("hex") }),
    witnesses: claims.map(({ root, ...claim }) => ({
      ...claim,
      ...(root === undefined ? {} : { root: root.toString("hex") }),
    })),
    kept,
    reason,
    reasonZh,
    reasonEn,
    decidedBy: decidedBy.map((name) => name.trim()),
    ...(receipts.length === 0 ? {} : { lostReceipts: summaryOf(lostReceipts) }),
    nextOrigin: nextOrigin(deps.origin, { now: clock.now(), reason, used }),
  };
  await recordSealed(deps, sealed);
  while (await pollOnce(db, sequencer, { isWaiting: true })) continue;
  return {
    sealed,
    nextVkey:
      reason === "key"
        ? await changeKey(deps, sealed)
        : renamedVkey(sealed.vkey, sealed.nextOrigin),
    lost: isLost ? { from: kept, to: last.size } : undefined,
    lostReceipts,
  };
}

/** The signer makes the new key, as it made the old one. @returns its public half */
async function changeKey(
  { dataDir, log, signer: settings }: ShardDeps,
  { origin, nextOrigin: next }: ShardSealed,
): Promise<string> {
  await retireKeys(dataDir, origin);
  const signer = startSigner({ ...settings, dataDir, origin: next, log });
  try {
    return await signer.vkey();
  } finally {
    await signer.stop();
  }
}

const summaryOf = (lost: readonly KeptReceipt[]) => ({
  count: lost.length,
  sha256: createHash("sha256").update(receiptLines(lost)).digest("hex"),
});

const recordSealed = ({ db, registry, clock }: ShardDeps, payload: ShardSealed): Promise<void> =>
  inTransaction(db, async (tx) => {
    const id = await recordFact(tx, registry, {
      kind: shardSealed.kind,
      source: "mingjing",
      sourceId: `witness/shard/${nextUuid(Date.now())}`,
      subject: logSubject(payload.origin),
      occurredAt: clock.now().toISOString(),
      payload,
    });
    await releaseFacts(tx, [id], SHARDS);
  });
