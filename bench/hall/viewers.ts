/**
 * Many viewers of one stream in a process of their own, each a bare socket that reads what a browser would read: ids,
 * data, and Last-Event-ID when it comes back. Takes orders from its parent.
 */
import { connect, type Socket } from "node:net";

import { nowMs } from "./now.ts";

export type Order =
  | { readonly kind: "join"; readonly port: number; readonly count: number; readonly from: string }
  | { readonly kind: "drop"; readonly count: number; readonly withinMs: number }
  | { readonly kind: "report"; readonly lastNumber: number };

export interface Joined {
  readonly kind: "joined";
  readonly failed: number;
}

export interface Report {
  readonly kind: "report";
  /** Deliveries by delay in whole ms; the last one holds all longer delays. */
  readonly delays: readonly number[];
  readonly deliveries: number;
  readonly missed: number;
  readonly doubled: number;
  readonly reconnects: number;
  /** Connections that ended although nobody asked. */
  readonly broken: number;
}

interface Viewer {
  socket: Socket | undefined;
  lastId: string | undefined;
  /** Number of the message that must come next. */
  next: number;
  /** What came and is not a whole event yet. */
  rest: string;
  joinedAt: number;
  onJoined: (() => void) | undefined;
}

const IN_FLIGHT = 200;
const DELAYS = 10_000;
const AWAY_MOST_MS = 2000;

const viewers: Viewer[] = [];
const delays = Array.from({ length: DELAYS }, () => 0);
const counts = { deliveries: 0, missed: 0, doubled: 0, reconnects: 0, broken: 0 };
/** All sockets read into this; what is not a whole event is kept as text. */
const buffer = Buffer.alloc(256 * 1024);
let target = { port: 0, from: "127.0.0.1" };

function open(viewer: Viewer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({
      host: "127.0.0.1",
      port: target.port,
      localAddress: target.from,
      onread: {
        buffer,
        callback(bytes) {
          if (viewer.socket === socket) read(viewer, buffer.toString("latin1", 0, bytes));
          return true;
        },
      },
    });
    viewer.socket = socket;
    viewer.rest = "";
    viewer.joinedAt = 0;
    viewer.onJoined = () => resolve(true);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (viewer.socket === socket) counts.broken += 1;
      resolve(false);
    });
    const last = viewer.lastId === undefined ? "" : `last-event-id: ${viewer.lastId}\r\n`;
    socket.write(
      `GET /hall HTTP/1.1\r\nhost: hall\r\naccept: text/event-stream\r\n${last}\r\n`,
      "latin1",
    );
  });
}

function read(viewer: Viewer, text: string): void {
  const all = viewer.rest + text;
  let start = 0;
  if (viewer.joinedAt === 0) {
    const end = all.indexOf("\r\n\r\n");
    if (end === -1) {
      viewer.rest = all;
      return;
    }
    viewer.joinedAt = nowMs();
    if (all.startsWith("HTTP/1.1 200")) viewer.onJoined?.();
    else viewer.socket?.destroy();
    start = end + 4;
  }
  for (let end = all.indexOf("\n\n", start); end !== -1; end = all.indexOf("\n\n", start)) {
    readEvent(viewer, all.slice(start, end + 1));
    start = end + 2;
  }
  viewer.rest = all.slice(start);
}

/** Length lines of chunks stand between events and are passed over. */
function readEvent(viewer: Viewer, text: string): void {
  const idAt = text.indexOf("id: ");
  if (idAt === -1) return;
  viewer.lastId = text.slice(idAt + 4, text.indexOf("\n", idAt));
  const found = /"number":(\d+),"at":([\d.]+)/.exec(text);
  if (found === null) return;
  const [number, at] = [Number(found[1]), Number(found[2])];
  if (number < viewer.next) {
    counts.doubled += 1;
    return;
  }
  counts.missed += number - viewer.next;
  viewer.next = number + 1;
  counts.deliveries += 1;
  // What was said while the viewer was away has no delay.
  if (at < viewer.joinedAt) return;
  const slot = Math.min(DELAYS - 1, Math.max(0, Math.floor(nowMs() - at)));
  delays[slot] = (delays[slot] ?? 0) + 1;
}

async function joinAll(count: number): Promise<Joined> {
  const fresh = Array.from({ length: count }, (): Viewer => ({
    socket: undefined,
    lastId: undefined,
    next: 1,
    rest: "",
    joinedAt: 0,
    onJoined: undefined,
  }));
  viewers.push(...fresh);
  let failed = 0;
  const work = fresh.values();
  const one = async () => {
    for (const viewer of work) if (!(await open(viewer))) failed += 1;
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  return { kind: "joined", failed };
}

/** Some viewers lose their connection at a random moment and come back a little later with the last id they have. */
function dropSome(count: number, withinMs: number): void {
  const stride = Math.max(1, Math.floor(viewers.length / count));
  for (const viewer of viewers.filter((_, index) => index % stride === 0).slice(0, count)) {
    setTimeout(() => {
      const { socket } = viewer;
      viewer.socket = undefined;
      socket?.destroy();
      setTimeout(() => {
        counts.reconnects += 1;
        void open(viewer);
      }, Math.random() * AWAY_MOST_MS);
    }, Math.random() * withinMs);
  }
}

function report(lastNumber: number): Report {
  const tail = viewers.reduce((sum, { next }) => sum + Math.max(0, lastNumber + 1 - next), 0);
  return { kind: "report", delays, ...counts, missed: counts.missed + tail };
}

process.on("message", (order: Order) => {
  if (order.kind === "join") {
    target = order;
    void joinAll(order.count).then((joined) => process.send?.(joined));
  } else if (order.kind === "drop") dropSome(order.count, order.withinMs);
  else process.send?.(report(order.lastNumber));
});
// Reset, not closed: ports that wait for stragglers would slow down whoever joins next.
process.once("disconnect", () => {
  for (const { socket } of viewers) socket?.resetAndDestroy();
  setImmediate(() => process.exit(0));
});
