/** Queues checkpoints, hands them to one chain, records receipts as facts, and looks at old receipts again. */
import { randomUUID } from "node:crypto";

import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Log } from "../../platform/telemetry.ts";
import {
  claimChain,
  freeChain,
  type HeldReceipt,
  keepClaim,
  noteAnswer,
  noteLook,
  notePending,
  noteTrouble,
  type Queued,
  queueAgain,
  queueCheckpoint,
  readNext,
  readToCheck,
  takeFromQueue,
} from "./anchors.store.ts";
import {
  anchorHash,
  believedFor,
  type ChainAnchor,
  ChainPending,
  ChainTrouble,
  checkpointTextOf,
  type Finding,
  SECOND_LOOK_MS,
  waitAfter,
} from "./chain-anchor.ts";

export interface AnchoringDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** A checkpoint is queued so often, at most. */
  readonly everyMinutes: number;
  /** Size of the newest checkpoint worth anchoring; undefined before the first. */
  readonly findSize: () => Promise<number | undefined>;
}

const PENDING_S = 5;
const MOST_A_ROUND = 50;
const DAY_MS = 86_400_000;

interface Round extends AnchoringDeps {
  readonly chain: ChainAnchor;
}

/** One round with one chain: queue, hand over, look again. Whatever the chain does, it ends in time. */
export async function anchorRound(round: Round): Promise<void> {
  await queueNewest(round);
  const { db, chain, clock } = round;
  if (!(await claimChain(db, chain.name, clock.now()))) return;
  try {
    if (await handOver(round)) await lookAgain(round);
  } finally {
    await freeChain(db, chain.name);
  }
}

async function queueNewest({ db, chain, clock, everyMinutes, findSize }: Round): Promise<void> {
  const size = await findSize();
  if (size === undefined) return;
  const now = clock.now();
  const notSince = new Date(now.getTime() - everyMinutes * 60_000);
  await queueCheckpoint(db, { chain: chain.name, size, requestId: randomUUID(), now, notSince });
}

/** @returns false if the chain gave no usable answer */
async function handOver(round: Round): Promise<boolean> {
  const { db, chain } = round;
  for (let count = 0; count < MOST_A_ROUND; count++) {
    const next = await readNext(db, chain.name);
    if (next === undefined) return true;
    await keepClaim(db, chain.name);
    if (!(await asking(round, next.size, () => handOverOne(round, next)))) return false;
  }
  return true;
}

async function handOverOne({ db, registry, chain, clock }: Round, queued: Queued): Promise<void> {
  const { size, requestId, note } = queued;
  const checkpoint = checkpointTextOf(note);
  const receipt = await chain.submit({ hash: anchorHash(checkpoint, chain.algorithm), requestId });
  const { name } = chain;
  const now = clock.now();
  await inTransaction(db, async (tx) => {
    if (!(await takeFromQueue(tx, { chain: name, size, requestId }))) return;
    await recordFact(tx, registry, {
      kind: "anchors.anchored",
      source: "mingjing",
      sourceId: `anchor/${name}/${size}/${requestId}`,
      subject: `anchor:${name}-${size}`,
      occurredAt: now.toISOString(),
      payload: { checkpoint, size, receipt },
    });
    await noteAnswer(tx, name, now);
  });
}

/** Asks the chain; an outage is noted and the queue stays. @returns false if it gave no usable answer */
async function asking(
  { db, chain, clock, log }: Round,
  size: number | undefined,
  ask: () => Promise<void>,
): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    const now = clock.now();
    if (error instanceof ChainPending) {
      await notePending(db, chain.name, new Date(now.getTime() + PENDING_S * 1000));
      return false;
    }
    if (!(error instanceof ChainTrouble)) throw error;
    const failure = error.message;
    const begins = await noteTrouble(db, { chain: chain.name, size, failure, now, waitAfter });
    if (begins) log.warn({ err: error, chain: chain.name }, "no anchors: they wait in the queue");
    return false;
  }
}

async function lookAgain(round: Round): Promise<void> {
  const { db, chain, clock } = round;
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  const held = await readToCheck(db, chain.name, {
    youngFrom: before(DAY_MS),
    youngUnseenSince: before(believedFor(0)),
    oldUnseenSince: before(believedFor(DAY_MS)),
    missedSince: before(SECOND_LOOK_MS),
    limit: MOST_A_ROUND,
  });
  for (const one of held) {
    await keepClaim(db, chain.name);
    const look = async () => {
      const finding = await chain.check(one.receipt);
      await noteAnswer(db, chain.name, clock.now());
      await conclude(round, one, finding);
    };
    if (!(await asking(round, undefined, look))) return;
  }
}

/** Lost only when the chain says so twice: then a fact says it, and the checkpoint waits in the queue again. */
async function conclude(
  { db, registry, chain, clock }: Round,
  { factId, size }: HeldReceipt,
  finding: Finding,
): Promise<void> {
  const now = clock.now();
  const misses = await noteLook(db, { factId, holds: finding === "holds", now });
  if (finding === "holds" || misses < 2) return;
  await inTransaction(db, async (tx) => {
    await recordFact(tx, registry, {
      kind: "anchors.lost",
      source: "mingjing",
      sourceId: `anchor-lost/${factId}`,
      subject: `anchor:${chain.name}-${size}`,
      occurredAt: now.toISOString(),
      payload: { chain: chain.name, size, receiptFact: factId, reason: finding },
    });
    await queueAgain(tx, { chain: chain.name, size, requestId: randomUUID(), now });
  });
}
