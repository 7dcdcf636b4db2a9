/**
 * Sends a program stream as a camera does: `node sender.ts [--swap] <file> <udp|connect|listen> <host> <port>
 * <ssrc>`, paced by the clock of the stream. With `listen` it waits at the port for who fetches it.
 */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: { swap: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [file = "", way = "udp", host = "", port = "0", ssrc = "0"] = positionals;

const PAYLOAD_BYTES = 1400;
const LONGEST_SECONDS = 60;

/** The system clock of a pack header (ISO/IEC 13818-1 §2.5.3.3), in seconds. */
function clockOf(bytes: Buffer, at: number): number {
  const high = BigInt(bytes.readUIntBE(at + 4, 6));
  const base =
    (((high >> 43n) & 0x7n) << 30n) |
    (((high >> 27n) & 0x7fffn) << 15n) |
    ((high >> 11n) & 0x7fffn);
  return Number(base) / 90_000;
}

interface Pack {
  readonly seconds: number;
  readonly bytes: Buffer;
}

function packsOf(bytes: Buffer): Pack[] {
  const starts: number[] = [];
  const code = Buffer.from([0, 0, 1, 0xba]);
  for (let at = bytes.indexOf(code); at >= 0; at = bytes.indexOf(code, at + 4)) starts.push(at);
  return starts.map((at, index) => ({
    seconds: clockOf(bytes, at),
    bytes: bytes.subarray(at, starts[index + 1] ?? bytes.length),
  }));
}

let sequence = 65_500;

function packetOf(payload: Buffer, seconds: number, isLast: boolean): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt8(0x80, 0);
  head.writeUInt8((isLast ? 0x80 : 0) | 96, 1);
  head.writeUInt16BE(sequence, 2);
  head.writeUInt32BE(Math.round(seconds * 90_000) >>> 0, 4);
  head.writeUInt32BE(Number(ssrc), 8);
  sequence = (sequence + 1) % 0x1_0000;
  return Buffer.concat([head, payload]);
}

/** With `swap` each pair changes places, as on a bad network. */
function packetsOf({ seconds, bytes }: Pack): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += PAYLOAD_BYTES) {
    const isLast = at + PAYLOAD_BYTES >= bytes.length;
    packets.push(packetOf(bytes.subarray(at, at + PAYLOAD_BYTES), seconds, isLast));
  }
  if (!values.swap) return packets;
  const isPaired = (index: number) => index < packets.length - (packets.length % 2);
  return packets.map((packet, index) => (isPaired(index) ? packets[index ^ 1] : packet) ?? packet);
}

function frame(packet: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
}

async function play(send: (packet: Buffer) => void, isOver: () => boolean): Promise<void> {
  const packs = packsOf(readFileSync(file));
  const from = packs[0]?.seconds ?? 0;
  const began = performance.now();
  for (const pack of packs) {
    const wait = (pack.seconds - from) * 1000 - (performance.now() - began);
    if (wait > 0) await pause(wait);
    if (isOver()) return;
    for (const packet of packetsOf(pack)) send(packet);
  }
}

async function playTcp(socket: Socket): Promise<void> {
  let isOver = false;
  socket.on("close", () => {
    isOver = true;
  });
  socket.on("error", () => socket.destroy());
  await play(
    (packet) => socket.write(frame(packet)),
    () => isOver,
  );
  socket.end();
}

setTimeout(() => process.exit(0), LONGEST_SECONDS * 1000).unref();
if (way === "udp") {
  const socket = createSocket("udp4");
  await play(
    (packet) => socket.send(packet, Number(port), host),
    () => false,
  );
  socket.close();
} else if (way === "connect") {
  const socket = connect(Number(port), host);
  await once(socket, "connect");
  await playTcp(socket);
} else {
  const server = createServer().listen(Number(port), host);
  const [socket] = (await once(server, "connection")) as [Socket];
  server.close();
  await playTcp(socket);
}
