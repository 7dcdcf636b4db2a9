/**
 * Small batches, such as one fact of one bid: those that arrive together are recorded in one
 * transaction, and each gets its receipts after its commit.
 */
import type { Readable } from "node:stream";

import { isTransient } from "../../platform/database.ts";
import { createAdmission, createJointCommit } from "../../platform/joint-commit.ts";
import {
  addReceipts,
  type BatchOptions,
  type BatchSummary,
  type Chunk,
  chunksOfBody,
  commitChunks,
  emptySummary,
  type Receipt,
} from "./batch.service.ts";

/** Larger bodies, and those that do not say their size, are streamed. */
const SMALL_BYTES = 64 * 1024;
/** Bodies taken apart at once; others wait unread or as bytes, at most `SMALL_BYTES` a connection. */
const WAITING_BYTES = 16 * 1024 * 1024;
const MAX_LINES = 2000;
const LANES = 2;
/** Requests that wait before a second commit goes beside the first: half as many would cost a sixth more each. */
const COMPANY = 32;

export interface SmallBatches {
  /** True for a body whose announced size makes it small. */
  isSmall(contentLength: string | undefined): boolean;
  /** Takes a whole small body. @throws what its own commit throws */
  take(input: Readable, batch: SmallBatch): Promise<SmallAnswer>;
  /** Waits for what is under way; later ones are refused. */
  close(): Promise<void>;
}

interface SmallBatch {
  readonly source: string;
  readonly batch: string;
}

interface SmallAnswer {
  readonly summary: BatchSummary;
  readonly receipts: readonly Receipt[];
}

export function createSmallBatches(
  deps: Pick<BatchOptions, "db" | "registry" | "now">,
): SmallBatches {
  const admission = createAdmission(WAITING_BYTES);
  const joint = createJointCommit<Chunk, readonly Receipt[]>({
    commit: (chunks) => commitChunks(chunks, deps),
    weigh: ({ lines }) => lines.length,
    maxWeight: MAX_LINES,
    lanes: LANES,
    company: COMPANY,
    isCommon: isTransient,
  });
  return {
    isSmall: (contentLength) => contentLength !== undefined && Number(contentLength) <= SMALL_BYTES,
    async take(input, { source, batch }) {
      const begin = performance.now();
      // Read before it is let in: a sender that dawdles keeps nobody out.
      const body = await bytesOf(input);
      const leave = await admission.enter(body.length);
      try {
        const summary = emptySummary();
        const all: Receipt[] = [];
        for (const lines of chunksOfBody(body, { ...deps, source })) {
          const receipts = await joint.add({ source, batch, lines });
          addReceipts(summary, receipts);
          all.push(...receipts);
        }
        summary.seconds = Math.round(performance.now() - begin) / 1000;
        return { summary, receipts: all };
      } finally {
        leave();
      }
    },
    close: () => joint.close(),
  };
}

/** By events: an iterator over the stream costs a single fact as much as its hashes. @throws when the sender breaks off */
function bytesOf(input: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    input.on("data", (piece: Buffer) => pieces.push(piece));
    input.on("error", reject);
    input.on("close", () => {
      if (!input.readableEnded) reject(new Error("the sender broke off"));
    });
    input.on("end", () => {
      const [first] = pieces;
      resolve(pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces));
    });
  });
}
