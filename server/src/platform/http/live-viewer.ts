/** One viewer of a topic: what is written to its socket, and when it is given up. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

import type { LiveHistory } from "./live-history.ts";

export interface Viewer {
  readonly socket: Socket;
  /** Position of the last message that was handed to the socket; NOT_JOINED before the head. */
  sent: number;
  /** Bytes that wait for the reader because it came late, not because it is slow. */
  allowance: number;
  /** Bytes that waited at the last look. */
  waited: number;
}

export const NOT_JOINED = -1;
/** A reader that leaves more than this behind is cut off; it comes back with the last id it has. */
const WAITING_MOST = 64 * 1024;

/** Close-delimited: the same bytes go to all, without a frame of HTTP around each piece. */
const HEAD = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  connection: "close",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
} as const;
const RETRY = "retry: 2000\n\n";
const BEAT = Buffer.from(":\n\n");
const END = Buffer.from("event: end\ndata: {}\n\n");

export const newViewer = (socket: Socket): Viewer => ({
  socket,
  sent: NOT_JOINED,
  allowance: 0,
  waited: 0,
});

interface Joining {
  readonly raw: ServerResponse;
  readonly history: LiveHistory;
  readonly lastEventId: string | undefined;
}

/** Writes the head and what the viewer lacks, and notes where it stands. */
export function join(viewer: Viewer, { raw, history, lastEventId }: Joining): void {
  const known = lastEventId === undefined ? undefined : history.positionOf(lastEventId);
  viewer.sent = history.last();
  raw.removeHeader("transfer-encoding");
  raw.writeHead(200, HEAD);
  if (known !== undefined) {
    const missed = history.slice(known, viewer.sent);
    viewer.allowance = missed.length;
    raw.write(RETRY);
    if (missed.length > 0) raw.write(missed);
    return;
  }
  // An id alone is no event: it only says where the viewer goes on should it come back.
  const reset = lastEventId === undefined ? "" : "event: reset\ndata: {}\n";
  raw.write(`${RETRY}id: ${history.lastId()}\n${reset}\n`);
}

export interface Delivery {
  readonly history: LiveHistory;
  readonly from: number;
  readonly to: number;
  /** The messages after `from` up to `to`: what nearly all viewers lack. */
  readonly shared: Buffer;
}

export function deliver(viewer: Viewer, { history, from, to, shared }: Delivery): void {
  const { socket, sent } = viewer;
  if (sent === NOT_JOINED || sent >= to || !socket.writable) return;
  const waiting = socket.writableLength;
  if (waiting === 0) viewer.allowance = 0;
  else if (waiting > WAITING_MOST + viewer.allowance) {
    socket.destroy();
    return;
  }
  viewer.sent = to;
  socket.write(sent === from ? shared : history.slice(sent, to));
}

/** Keeps the connection open. A reader that took nothing since the last look is cut off. */
export function beat(viewer: Viewer): void {
  const { socket, waited, sent } = viewer;
  if (sent === NOT_JOINED || !socket.writable) return;
  viewer.waited = socket.writableLength;
  if (viewer.waited === 0) socket.write(BEAT);
  else if (waited > 0 && viewer.waited >= waited) socket.destroy();
}

/** Hands over the rest and says that nothing follows. */
export function end(viewer: Viewer, history: LiveHistory): void {
  if (!viewer.socket.writable) return;
  const rest = history.slice(viewer.sent, history.last());
  viewer.sent = history.last();
  if (rest.length > 0) viewer.socket.write(rest);
  viewer.socket.end(END);
}
