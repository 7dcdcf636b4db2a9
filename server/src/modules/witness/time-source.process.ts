/** Asks clocks outside what time it is: NTP (RFC 5905, client mode) or the Date of an HTTP answer (RFC 9110 §6.6.1). */
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";

import type { Offset } from "./signing-time.ts";

const ANSWER_MS = 2000;
const NTP_PORT = 123;
const PACKET_BYTES = 48;
/** Seconds from 1900 to 1970. */
const NTP_EPOCH = 2_208_988_800;
const DATE_STEP_MS = 1000;

/** Undefined if the source does not answer in 2 s, or with no time. @param source ntp://host[:port], http or https address */
export async function askTime(source: string): Promise<Offset | undefined> {
  const url = new URL(source);
  try {
    return await (url.protocol === "ntp:" ? askNtp(url) : askHttp(url));
  } catch {
    return undefined;
  }
}

/** A Date shows whole seconds, so the bounds are a second apart and more. */
async function askHttp(url: URL): Promise<Offset | undefined> {
  const sent = Date.now();
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(url, { method: "HEAD", redirect: "manual", signal });
  const received = Date.now();
  const shown = Date.parse(answer.headers.get("date") ?? "");
  if (Number.isNaN(shown)) return undefined;
  return { least: sent - shown - DATE_STEP_MS, most: received - shown };
}

const instantAt = (packet: Buffer, at: number): number =>
  (packet.readUInt32BE(at) - NTP_EPOCH + packet.readUInt32BE(at + 4) / 2 ** 32) * 1000;

/** The request carries random bytes in place of our time, which the answer must repeat. */
async function askNtp({ hostname, port }: URL): Promise<Offset | undefined> {
  const request = Buffer.alloc(PACKET_BYTES);
  request[0] = 0x23;
  randomBytes(8).copy(request, 40);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const socket = createSocket(hostname.startsWith("[") ? "udp6" : "udp4");
  const timer = setTimeout(() => reject(new Error("no answer")), ANSWER_MS);
  try {
    socket.once("error", reject);
    socket.on("message", (answer) => {
      if (isAnswer(answer, request)) resolve(answer);
    });
    const sent = Date.now();
    const host = hostname.replaceAll(/[[\]]/gu, "");
    socket.send(request, port === "" ? NTP_PORT : Number(port), host, (error) => {
      if (error !== null) reject(error);
    });
    const answer = await promise;
    return { least: sent - instantAt(answer, 40), most: Date.now() - instantAt(answer, 32) };
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

/** Mode 4, a clock that is set (leap indicator, stratum 1 to 15), and the bytes that we sent. */
function isAnswer(answer: Buffer, request: Buffer): boolean {
  if (answer.length < PACKET_BYTES) return false;
  const [flags = 0, stratum = 0] = answer;
  const isSet = flags >> 6 !== 3 && stratum > 0 && stratum < 16;
  return isSet && (flags & 7) === 4 && answer.subarray(24, 32).equals(request.subarray(40));
}
