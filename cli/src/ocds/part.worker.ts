/** A thread that reads one part of the file and hands its tally over. */
import { parentPort, workerData } from "node:worker_threads";

import { type PartTask, readPart } from "./part.ts";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread, no window
parentPort?.postMessage(readPart(workerData as PartTask));
