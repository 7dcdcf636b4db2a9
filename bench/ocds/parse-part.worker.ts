/** Reference of the bench: a thread that calls JSON.parse on each line of its half, and does nothing with it. */
import { openSync, readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

interface Half {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

const STRETCH = 4 * 1_048_576;

function parseLines({ path, from, to }: Half): number {
  const fd = openSync(path, "r");
  const buffer = Buffer.allocUnsafeSlow(STRETCH);
  let lines = 0;
  let kept = 0;
  for (let position = from; position < to;) {
    const read = readSync(fd, buffer, kept, Math.min(STRETCH - kept, to - position), position);
    if (read === 0) break;
    position += read;
    const end = kept + read;
    let at = 0;
    for (
      let next = buffer.indexOf(0x0a, at);
      next >= 0 && next < end;
      next = buffer.indexOf(0x0a, at)
    ) {
      if (next > at) JSON.parse(buffer.toString("utf8", at, next));
      lines += 1;
      at = next + 1;
    }
    buffer.copyWithin(0, at, end);
    kept = end - at;
  }
  return lines;
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread, no window
parentPort?.postMessage(parseLines(workerData as Half));
