/** Makes PDFs in a thread beside the server, a few at a time; the newest are kept. */
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";

import type { PaperOptions } from "./certificate-pdf.ts";
import type { Delivery, Order } from "./maker.worker.ts";

/** More than this wait elsewhere. */
const MOST_WAITING = 16;
const MOST_KEPT = 64;

export interface PaperMaker {
  /** The certificate as PDF; undefined when too many are waiting already. @throws Error if it cannot be drawn */
  make(text: string, options: PaperOptions): Promise<Buffer | undefined>;
  stop(): Promise<void>;
}

interface Waiting {
  readonly resolve: (pdf: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/** Starts the thread with the first order. */
export function createPaperMaker(): PaperMaker {
  const kept = new Map<string, Buffer>();
  const waiting = new Map<number, Waiting>();
  let [worker, last]: [Worker | undefined, number] = [undefined, 0];
  const deliver = (delivery: Delivery) => {
    const { id } = delivery;
    const order = waiting.get(id);
    waiting.delete(id);
    if ("pdf" in delivery) order?.resolve(Buffer.from(delivery.pdf));
    else order?.reject(new Error(delivery.failure));
    if (waiting.size === 0) worker?.unref();
  };
  const fail = (error: Error) => {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL("maker.worker.ts", import.meta.url));
    started.on("message", deliver);
    started.on("error", fail);
    started.on("exit", () => fail(new Error("the thread that draws certificates ended")));
    return started;
  };
  const order = (text: string, options: PaperOptions): Promise<Buffer> => {
    worker ??= start();
    worker.ref();
    const id = ++last;
    const made = new Promise<Buffer>((resolve, reject) => waiting.set(id, { resolve, reject }));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage({ id, text, options } satisfies Order);
    return made;
  };
  return {
    async make(text, options) {
      const name = createHash("sha256")
        .update(`${options.lang ?? ""} ${options.key?.serial ?? ""} ${text}`)
        .digest("hex");
      const known = kept.get(name);
      if (known !== undefined) return known;
      if (waiting.size >= MOST_WAITING) return undefined;
      const pdf = await order(text, options);
      kept.set(name, pdf);
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return pdf;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
