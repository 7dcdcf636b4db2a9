/** Draws and signs in a thread of its own: a page takes a third of a second of pure work. */
import { parentPort } from "node:worker_threads";

import { certificatePdf, type PaperOptions } from "./certificate-pdf.ts";

export interface Order {
  readonly id: number;
  readonly text: string;
  readonly options: PaperOptions;
}

export type Delivery = { readonly id: number } & (
  | { readonly pdf: Uint8Array }
  | { readonly failure: string }
);

async function make({ id, text, options }: Order): Promise<Delivery> {
  try {
    return { id, pdf: await certificatePdf(text, options) };
  } catch (error) {
    return { id, failure: String(error) };
  }
}

parentPort?.on("message", (order: Order) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  void make(order).then((delivery) => parentPort?.postMessage(delivery));
});
