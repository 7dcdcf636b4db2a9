/** One packet of RTP (RFC 3550 §5.1), and its framing in TCP (RFC 4571). */

export interface RtpPacket {
  readonly payloadType: number;
  readonly sequence: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}

const FIXED_BYTES = 12;

/** undefined: it is no packet of RTP. */
export function parseRtp(bytes: Buffer): RtpPacket | undefined {
  if (bytes.length < FIXED_BYTES) return undefined;
  const first = bytes.readUInt8(0);
  if (first >> 6 !== 2) return undefined;
  let from = FIXED_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (bytes.length < from + 4) return undefined;
    from += 4 + bytes.readUInt16BE(from + 2) * 4;
  }
  const padding = first & 0x20 ? bytes.readUInt8(bytes.length - 1) : 0;
  const to = bytes.length - padding;
  if (from > to || (first & 0x20 && padding === 0)) return undefined;
  return {
    payloadType: bytes.readUInt8(1) & 0x7f,
    sequence: bytes.readUInt16BE(2),
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(from, to),
  };
}

export interface RtpFramer {
  /** Packets that are complete with these bytes. */
  push(bytes: Buffer): Buffer[];
}

/** Two bytes of length, then the packet; at most 64 KiB wait here. */
export function createRtpFramer(): RtpFramer {
  let waiting: Buffer = Buffer.alloc(0);
  return {
    push(bytes) {
      const all = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
      const packets: Buffer[] = [];
      let at = 0;
      while (at + 2 <= all.length) {
        const end = at + 2 + all.readUInt16BE(at);
        if (end > all.length) break;
        if (end > at + 2) packets.push(all.subarray(at + 2, end));
        at = end;
      }
      // A copy: the piece of the socket must not be kept for the sake of its last bytes.
      waiting = Buffer.from(all.subarray(at));
      return packets;
    },
  };
}
