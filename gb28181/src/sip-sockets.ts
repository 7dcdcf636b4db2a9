/** SIP on the network: one port, over UDP and over TCP. */
import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";

import type { Flow } from "./flow.ts";
import { createSipFramer } from "./sip-framer.ts";
import { parseSip, SipMalformed, type SipMessage } from "./sip-message.ts";

export interface SipSocketsOptions {
  /** Address to listen on. */
  readonly bind: string;
  /** 0: any free one. */
  readonly port: number;
  readonly onMessage: (message: SipMessage, flow: Flow) => void;
  /** Bytes that are no SIP; a TCP connection is closed for it. */
  readonly onDamaged: (flow: Flow, why: string) => void;
}

export interface SipSockets {
  readonly port: number;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 2000;
const MOST_CONNECTIONS_PER_ADDRESS = 64;
/** Devices say something each minute. */
const SILENT_SECONDS = 300;
/** A device that does not read its answers is left. */
const MOST_UNSENT_BYTES = 1024 * 1024;

/** IPv4 within IPv6 is written as IPv4. */
const plain = (address: string): string => address.replace(/^::ffff:/, "");

function tcpFlow(socket: Socket): Flow {
  const [address, port] = [plain(socket.remoteAddress ?? ""), socket.remotePort ?? 0];
  return {
    transport: "tcp",
    address,
    port,
    key: `tcp:${address}:${port}`,
    get isOpen() {
      return !socket.destroyed;
    },
    send(bytes) {
      if (socket.destroyed) return;
      socket.write(bytes);
      if (socket.writableLength > MOST_UNSENT_BYTES) socket.destroy();
    },
  };
}

type Handlers = Pick<SipSocketsOptions, "onMessage" | "onDamaged">;

/** @throws what the handler throws, but for SipMalformed */
function guarded(flow: Flow, { onDamaged }: Handlers, read: () => void): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (!(error instanceof SipMalformed)) throw error;
    onDamaged(flow, error.message);
    return false;
  }
}

function serveConnection(socket: Socket, handlers: Handlers): void {
  const flow = tcpFlow(socket);
  const framer = createSipFramer();
  socket.setNoDelay(true).setTimeout(SILENT_SECONDS * 1000, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (bytes) => {
    const isRead = guarded(flow, handlers, () => {
      for (const message of framer.push(bytes)) handlers.onMessage(message, flow);
    });
    if (!isRead) socket.destroy();
  });
}

async function openTcp(
  options: SipSocketsOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const same = [...open].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress);
    if (same.length >= MOST_CONNECTIONS_PER_ADDRESS) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    serveConnection(socket, options);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(options.port, options.bind);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("SIP has no port");
  return {
    port: address.port,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function openUdp(options: SipSocketsOptions, port: number): Promise<() => Promise<void>> {
  const socket = createSocket(options.bind.includes(":") ? "udp6" : "udp4");
  let isOpen = true;
  const flowOf = ({ address, port: from }: RemoteInfo): Flow => ({
    transport: "udp",
    address: plain(address),
    port: from,
    key: `udp:${plain(address)}:${from}`,
    get isOpen() {
      return isOpen;
    },
    send(bytes) {
      // An unreachable device shows as silence, as it does when the packet is lost on its way.
      if (isOpen) socket.send(bytes, from, address, () => {});
    },
  });
  socket.on("message", (bytes, from) => {
    // A bare line end, or nothing, keeps a path through an address translation open.
    if (/^[\r\n\0 ]*$/.test(bytes.toString("latin1", 0, 8)) && bytes.length <= 8) return;
    const flow = flowOf(from);
    guarded(flow, options, () => options.onMessage(parseSip(bytes), flow));
  });
  socket.bind(port, options.bind);
  await once(socket, "listening");
  // Before it listens an error is thrown by `once`; afterwards each is one packet's.
  socket.on("error", () => {});
  return async () => {
    isOpen = false;
    socket.close();
    await once(socket, "close");
  };
}

/** @throws Error when the port is taken */
export async function openSipSockets(options: SipSocketsOptions): Promise<SipSockets> {
  const tcp = await openTcp(options);
  try {
    const closeUdp = await openUdp(options, tcp.port);
    return {
      port: tcp.port,
      async close() {
        await Promise.all([tcp.close(), closeUdp()]);
      },
    };
  } catch (error) {
    await tcp.close();
    throw error;
  }
}
