/** Takes every new checkpoint to the witnesses of the policy, each at its own pace. */
import { splitSuspected } from "../../../../contract/src/facts/witness.split-suspected.ts";
import type { PolicyWitness } from "../../../../verifier/src/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { repeat } from "../../platform/repeat.ts";
import type { Log } from "../../platform/telemetry.ts";
import {
  keepCosignature,
  publishPolicy,
  readCosignedSize,
  readNewestCheckpoint,
  setWitnessState,
  wasRecorded,
  withdrawPolicy,
} from "./cosign.store.ts";
import {
  addressOf,
  findCosignature,
  judge,
  type Judgement,
  pauseAfter,
  requestBody,
  rootShown,
  statusAddressOf,
  type WitnessPolicy,
} from "./cosigning.ts";
import { emptyRoot } from "./hash.ts";
import { logSubject } from "./roots.job.ts";
import type { Signer } from "./signer.process.ts";
import { consistencyProof, rootOf } from "./tree.ts";
import { readSize, withNodes } from "./witness.store.ts";

const EVERY_SECONDS = 1;
const ANSWER_MS = 10_000;

export interface CosignDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly origin: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Absent: no witnesses. In a demo city it comes once they run. */
  readonly policy?: (() => WitnessPolicy | undefined) | undefined;
}

export interface Cosigning {
  /** Largest size that a witness claims to know; after a start it waits until each was asked once. */
  readonly witnessed: () => Promise<number>;
  stop(): Promise<void>;
}

interface Head {
  readonly size: number;
  readonly note: string;
}

interface Peer {
  readonly witness: PolicyWitness & { readonly url: string };
  /** What it cosigned last, as far as we know. */
  known: number;
  /** What it claims to have seen, cosigned for us or not. */
  claimed: number;
  /** Checkpoint that it cosigned last for us. */
  cosigned: number | undefined;
  failures: number;
  /** By `performance.now()`. */
  waitUntil: number;
}

interface Work {
  readonly deps: CosignDeps;
  readonly signer: Signer;
  readonly policy: WitnessPolicy;
  readonly stopping: AbortSignal;
}

/** Looks every second for a checkpoint that a witness does not know. */
export function startCosigning(deps: CosignDeps, signer: Signer): Cosigning {
  const { policy: findPolicy } = deps;
  const stops: (() => Promise<void>)[] = [];
  const asked = Promise.withResolvers<void>();
  const stopping = new AbortController();
  let peers: readonly Peer[] | undefined;
  const begin = async () => {
    const policy = findPolicy?.();
    if (policy === undefined || peers !== undefined) return;
    const opened = await openPeers(deps, policy);
    peers = opened;
    const work = { deps, signer, policy, stopping: stopping.signal };
    const rounds = opened.map((peer) => startAsking(work, peer));
    stops.push(...rounds.map((round) => () => round.stop()));
    void Promise.all(rounds.map(({ first }) => first)).then(() => asked.resolve());
  };
  const attempt = () =>
    begin().catch((error: unknown) => deps.log.error({ err: error }, "no witnesses are asked"));
  if (findPolicy === undefined) void withdrawPolicy(deps.db).catch(() => undefined);
  else stops.push(repeat(EVERY_SECONDS, attempt));
  return {
    async witnessed() {
      if (findPolicy?.() === undefined) return 0;
      await asked.promise;
      return Math.max(0, ...(peers ?? []).map(({ claimed }) => claimed));
    },
    async stop() {
      asked.resolve();
      stopping.abort();
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

async function openPeers(
  { db, clock, origin }: CosignDeps,
  policy: WitnessPolicy,
): Promise<Peer[]> {
  await publishPolicy(db, policy, clock.now());
  return Promise.all(
    policy.policy.witnesses
      .filter((one): one is PolicyWitness & { url: string } => one.url !== undefined)
      .map(async (witness) => {
        const known = await readCosignedSize(db, witness.vkey, origin);
        return { witness, known, claimed: known, cosigned: undefined, failures: 0, waitUntil: 0 };
      }),
  );
}

function startAsking(work: Work, peer: Peer) {
  const first = Promise.withResolvers<void>();
  const stop = repeat(EVERY_SECONDS, async () => {
    if (performance.now() >= peer.waitUntil) await askNewest(work, peer);
    first.resolve();
  });
  return {
    first: first.promise,
    async stop() {
      first.resolve();
      await stop();
    },
  };
}

/** Never throws: a witness that fails is no reason to stop asking. */
async function askNewest(work: Work, peer: Peer): Promise<void> {
  const { db, clock, log } = work.deps;
  const { name, vkey } = peer.witness;
  try {
    const head = await newestHead(work);
    if (head === undefined || head.size === peer.cosigned) return;
    await settle(work, peer, { head, judgement: await askTwice(work, peer, head) });
  } catch (error) {
    if (work.stopping.aborted) return;
    if (peer.failures === 0) log.warn({ err: error, witness: name }, "a witness does not answer");
    waitLonger(peer);
    const change = { state: "silent" as const, at: clock.now() };
    await setWitnessState(db, vkey, change).catch(() => undefined);
  }
}

function waitLonger(peer: Peer): void {
  peer.failures += 1;
  peer.waitUntil = performance.now() + pauseAfter(peer.failures) * 1000;
}

/**
 * The newest checkpoint; where there is none, that of the empty log, so that a key that has lost its log learns what its
 * witnesses know. The signer refuses that one when it remembers more, and so it is not needed then.
 */
async function newestHead({ deps: { db, origin }, signer }: Work): Promise<Head | undefined> {
  const stored = await readNewestCheckpoint(db, origin);
  if (stored !== undefined) return stored;
  const { size } = await signer.lastSigned();
  if (size > 0) return undefined;
  const { note } = await signer.sign({ size: 0, root: emptyRoot() }, []);
  return { size: 0, note };
}

type Answered = Judgement & { readonly lines?: string };

/** Once with the size that we think it knows, once more with the one that it names. */
async function askTwice(work: Work, peer: Peer, head: Head): Promise<Answered> {
  const first = await ask(work, peer, { head, oldSize: Math.min(peer.known, head.size) });
  if (first.kind !== "ask-again") return first;
  peer.known = first.size;
  peer.claimed = Math.max(peer.claimed, first.size);
  // It may know a checkpoint that is newer than the one we had in hand: the next round takes that one.
  return first.size > head.size ? first : ask(work, peer, { head, oldSize: first.size });
}

async function ask(
  { deps: { db, origin }, stopping }: Work,
  { witness }: Peer,
  { head: { size, note }, oldSize }: { readonly head: Head; readonly oldSize: number },
): Promise<Answered> {
  const proof = await withNodes(db, "witness.node", (read) =>
    oldSize === 0 ? [] : consistencyProof(read, oldSize, size),
  );
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_MS)]);
  const request = { method: "POST", body: requestBody(oldSize, proof, note), signal };
  const answer = await readAnswer(
    await fetch(addressOf(witness.url), { ...request, redirect: "error" }),
  );
  const newest = Math.max(size, (await readNewestCheckpoint(db, origin))?.size ?? 0);
  const judgement = judge(answer, { oldSize, size, newest });
  return judgement.kind === "cosigned" ? { ...judgement, lines: answer.body } : judgement;
}

const MAX_ANSWER_BYTES = 64 * 1024;

async function readAnswer(answer: Response) {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new Error(`${answer.url} answers with too much`);
    parts.push(part);
  }
  return { status: answer.status, body: Buffer.concat(parts).toString("utf8") };
}

interface Outcome {
  readonly head: Head;
  readonly judgement: Answered;
}

async function settle(work: Work, peer: Peer, { head, judgement }: Outcome): Promise<void> {
  const { db, clock, log } = work.deps;
  const { name, vkey } = peer.witness;
  if (judgement.kind === "ask-again") return;
  if (judgement.kind === "cosigned")
    return takeCosignature(work, peer, { head, lines: judgement.lines ?? "" });
  if (judgement.kind === "split" && (await isStillOurs(work, peer, judgement))) {
    peer.known = judgement.witnessSize;
    peer.claimed = 0;
    return;
  }
  waitLonger(peer);
  if (judgement.kind === "split") return raiseAlarm(work, peer, { head, judgement });
  const { detail } = judgement;
  if (peer.failures === 1) log.warn({ witness: name, detail }, "a witness does not cosign our log");
  return setWitnessState(db, vkey, { state: "unwilling", detail, at: clock.now() });
}

/**
 * A log that came back from a backup has all its facts, but may have lost its last checkpoints. Where the witness shows
 * the root that it cosigned (our own do) and the log as it stands has that root at that size, nothing was rolled back:
 * what is signed next grows out of what the witness knows.
 */
async function isStillOurs(
  { deps: { db, origin }, stopping }: Work,
  { witness }: Peer,
  { reason, witnessSize }: Split,
): Promise<boolean> {
  if (reason !== "knowsMore" || witnessSize > (await readSize(db))) return false;
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(ANSWER_MS)]);
  try {
    const answer = await readAnswer(await fetch(statusAddressOf(witness.url), { signal }));
    const shown = rootShown(answer.body, { origin, size: witnessSize });
    if (shown === undefined) return false;
    const root = await withNodes(db, "witness.node", (read) => rootOf(read, witnessSize));
    return root.toString("base64") === shown;
  } catch {
    // It does not show its root: a person has to look.
    return false;
  }
}

async function takeCosignature(
  { deps: { db, clock }, policy }: Work,
  peer: Peer,
  { head, lines }: { readonly head: Head; readonly lines: string },
): Promise<void> {
  const { witness } = peer;
  const found = findCosignature(head.note, lines, witness.vkey);
  if (found === undefined)
    throw new Error(`${witness.name} answers with no cosignature of its key`);
  peer.known = head.size;
  peer.claimed = Math.max(peer.claimed, head.size);
  peer.cosigned = head.size;
  peer.failures = 0;
  const at = clock.now();
  // Of the empty log there is no row.
  if (head.size === 0) return setWitnessState(db, witness.vkey, { state: "good", at });
  return keepCosignature(db, policy, {
    checkpoint: head,
    witness,
    line: found.line,
    cosignedAt: found.at,
    at,
  });
}

type Split = Extract<Judgement, { kind: "split" }>;

/** One fact for what one witness knows; the state stays until it cosigns again. */
async function raiseAlarm(
  { deps }: Work,
  peer: Peer,
  { head, judgement }: { readonly head: Head; readonly judgement: Split },
): Promise<void> {
  const { reason, witnessSize } = judgement;
  const { name, vkey } = peer.witness;
  const at = deps.clock.now();
  peer.claimed = Math.max(peer.claimed, witnessSize);
  await setWitnessState(deps.db, vkey, { state: "split", detail: reason, at });
  const sourceId = `witness/split/${vkey.split("+")[1]}/${reason}/${witnessSize}`;
  const isNew = await inTransaction(deps.db, async (tx) => {
    if (await wasRecorded(tx, sourceId)) return false;
    await recordFact(tx, deps.registry, {
      kind: splitSuspected.kind,
      source: "mingjing",
      sourceId,
      subject: logSubject(deps.origin),
      occurredAt: at.toISOString(),
      payload: { witness: name, vkey, reason, witnessSize, size: head.size, note: head.note },
    });
    return true;
  });
  if (isNew)
    deps.log.error({ witness: name, reason, witnessSize }, "a second history is suspected");
}
