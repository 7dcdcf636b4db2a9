/** Takes the packets of one stream from the network, in one of three ways. */
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { GbError } from "./gb-error.ts";
import type { MediaPorts } from "./media-ports.ts";
import type { RtpIntake } from "./rtp-intake.ts";
import { createRtpFramer } from "./rtp.ts";
import type { MediaTransport } from "./sdp.ts";

export interface MediaReceiver {
  /** What the offer names; `tcp-active` has none and names 9 (RFC 4145 §4.1). */
  readonly port: number;
  /** The answer is there: where the device is. */
  begin(answer: { readonly address: string; readonly port: number }): Promise<void>;
  /** TCP: the reader takes more again. */
  resume(): void;
  /** Resolves when the port is free again. */
  close(): Promise<void>;
}

export interface ReceiverOptions {
  readonly bind: string;
  readonly ports: MediaPorts;
  readonly intake: RtpIntake;
  /** Addresses the device may send from; for `tcp-active` those we may connect to. */
  readonly senders: Set<string>;
  /** The device closed its connection. */
  readonly onEnd: (why: string) => void;
}

const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
const CONNECT_MS = 5000;
const CONNECT_AGAIN_MS = 200;
/** In a stream so many packets in a row that are not ours mean that we read it out of step. */
const MOST_FOREIGN_IN_A_ROW = 50;

/** Does it once; who asks again waits for the same. */
function onceOnly(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= act());
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EADDRINUSE";

const plain = (address: string | undefined): string => (address ?? "").replace(/^::ffff:/, "");

async function bindUdp(bind: string, port: number): Promise<UdpSocket | undefined> {
  const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_BYTES });
  socket.bind(port, bind);
  try {
    await once(socket, "listening");
    return socket;
  } catch (error) {
    socket.close();
    if (isTaken(error)) return undefined;
    throw error;
  }
}

async function listenTcp(bind: string, port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, bind);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    if (isTaken(error)) return undefined;
    throw error;
  }
}

async function openUdp({ bind, ports, intake, senders }: ReceiverOptions): Promise<MediaReceiver> {
  const { port, opened: socket } = await ports.open((one) => bindUdp(bind, one));
  const closing = onceOnly(async () => {
    socket.close();
    await once(socket, "close");
    ports.release(port);
  });
  socket.on("error", () => {});
  socket.on("message", (bytes, from) => {
    if (senders.has(plain(from.address))) intake.push(bytes);
    else intake.countForeign();
  });
  return {
    port,
    begin: async () => {},
    resume: () => {},
    close: closing,
  };
}

/** Reads frames; the socket is held back while the reader is slow. */
function readFrames(socket: Socket, { intake, onEnd }: ReceiverOptions): void {
  const framer = createRtpFramer();
  let foreign = 0;
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => onEnd("the device closed the connection of its pictures"));
  socket.on("data", (bytes) => {
    for (const packet of framer.push(bytes)) foreign = intake.push(packet) ? 0 : foreign + 1;
    if (foreign > MOST_FOREIGN_IN_A_ROW) socket.destroy();
    if (intake.isFull) socket.pause();
  });
}

async function openPassive(options: ReceiverOptions): Promise<MediaReceiver> {
  const { bind, ports, intake, senders } = options;
  const { port, opened: server } = await ports.open((one) => listenTcp(bind, one));
  let taken: Socket | undefined;
  const closing = onceOnly(async () => {
    taken?.destroy();
    server.close();
    await once(server, "close");
    ports.release(port);
  });
  server.on("error", () => {});
  server.on("connection", (socket) => {
    if (taken !== undefined || !senders.has(plain(socket.remoteAddress))) {
      intake.countForeign();
      socket.destroy();
      return;
    }
    taken = socket;
    readFrames(socket, options);
  });
  return {
    port,
    begin: async () => {},
    resume: () => taken?.resume(),
    close: closing,
  };
}

/** Some devices open their port a moment after they named it. @throws GbError `noMedia` */
async function reach(host: string, port: number): Promise<Socket> {
  const limit = AbortSignal.timeout(CONNECT_MS);
  for (;;) {
    const socket = connect({ host, port });
    try {
      await once(socket, "connect", { signal: limit });
      return socket;
    } catch (cause) {
      socket.on("error", () => {}).destroy();
      if (limit.aborted)
        throw new GbError("noMedia", `no connection to ${host}:${port}`, { cause });
      await pause(CONNECT_AGAIN_MS);
    }
  }
}

/** RFC 4145 §4.1: who connects needs no port and names the discard port. */
const DISCARD_PORT = 9;

function openActive(options: ReceiverOptions): MediaReceiver {
  let socket: Socket | undefined;
  let isClosed = false;
  return {
    port: DISCARD_PORT,
    async begin({ address, port }) {
      // The device says where to; nothing but the device itself is called.
      if (!options.senders.has(address) || port === 0)
        throw new GbError("badAnswer", `the device names ${address}:${port} for its pictures`);
      socket = await reach(address, port);
      if (isClosed) socket.destroy();
      readFrames(socket, options);
    },
    resume: () => socket?.resume(),
    async close() {
      isClosed = true;
      socket?.destroy();
    },
  };
}

/** @throws GbError `noPort` */
export async function openReceiver(
  transport: MediaTransport,
  options: ReceiverOptions,
): Promise<MediaReceiver> {
  if (transport === "udp") return openUdp(options);
  return transport === "tcp-passive" ? openPassive(options) : openActive(options);
}
