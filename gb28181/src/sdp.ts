/** The description of a stream (RFC 4566 with the lines `y=` and `f=` of GB/T 28181 annex F). */

/** The answer describes no stream we can take. */
export class SdpMalformed extends Error {
  override name = "SdpMalformed";
}

/**
 * Who opens what, seen from us: over UDP and `tcp-passive` the device sends to our port, over
 * `tcp-active` we connect to its port.
 */
export const MEDIA_TRANSPORTS = ["udp", "tcp-passive", "tcp-active"] as const;
export type MediaTransport = (typeof MEDIA_TRANSPORTS)[number];

export const PS_PAYLOAD_TYPE = 96;

export interface Offer {
  readonly channelId: string;
  readonly host: string;
  readonly port: number;
  readonly transport: MediaTransport;
  readonly ssrc: number;
}

/** Ten digits (2016 annex F): the first says live or past. */
export const formatSsrc = (ssrc: number): string => String(ssrc).padStart(10, "0");

/** SSRC of a live stream: 0, five digits of the platform's number, a serial number of four digits. */
export const liveSsrc = (platformId: string, serial: number): number =>
  Number(platformId.slice(3, 8)) * 10_000 + (serial % 10_000);

export function formatOffer({ channelId, host, port, transport, ssrc }: Offer): Buffer {
  const profile = transport === "udp" ? "RTP/AVP" : "TCP/RTP/AVP";
  const setup = transport === "udp" ? [] : [`a=setup:${transport.slice(4)}`, "a=connection:new"];
  const lines = [
    "v=0",
    `o=${channelId} 0 0 IN IP4 ${host}`,
    "s=Play",
    `c=IN IP4 ${host}`,
    "t=0 0",
    `m=video ${port} ${profile} ${PS_PAYLOAD_TYPE}`,
    "a=recvonly",
    `a=rtpmap:${PS_PAYLOAD_TYPE} PS/90000`,
    ...setup,
    `y=${formatSsrc(ssrc)}`,
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n`, "ascii");
}

export interface Answer {
  readonly address: string;
  readonly port: number;
  readonly payloadType: number;
  /** Undefined: the device did not repeat or change it. */
  readonly ssrc: number | undefined;
}

function payloadTypeOf(lines: readonly string[], formats: readonly string[]): number {
  const maps = lines.flatMap((line) => {
    const [, type, name] = /^a=rtpmap:(\d{1,3})\s+([\w-]+)\//.exec(line) ?? [];
    return type === undefined || name === undefined ? [] : [{ type, name: name.toUpperCase() }];
  });
  const ps = maps.find(({ type, name }) => name === "PS" && formats.includes(type));
  if (ps !== undefined) return Number(ps.type);
  const isMapped = maps.some(({ type }) => type === String(PS_PAYLOAD_TYPE));
  if (formats.includes(String(PS_PAYLOAD_TYPE)) && !isMapped) return PS_PAYLOAD_TYPE;
  throw new SdpMalformed(
    `no program stream among ${maps.map(({ name }) => name).join(", ") || "nothing"}`,
  );
}

function ssrcOf(lines: readonly string[]): number | undefined {
  const value = lines
    .find((line) => line.startsWith("y="))
    ?.slice(2)
    .trim();
  // Some devices write an empty line or zeros where they mean ours.
  if (value === undefined || !/^\d{1,10}$/.test(value) || Number(value) === 0) return undefined;
  if (Number(value) > 0xffff_ffff) throw new SdpMalformed("y= is larger than an SSRC can be");
  return Number(value);
}

/** @throws SdpMalformed and nothing else */
export function parseAnswer(body: Buffer): Answer {
  if (body.length > 16 * 1024) throw new SdpMalformed("the description is too long");
  const lines = body.toString("latin1").split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith("m=video"));
  const media = /^m=video (\d{1,5})(?:\/\d+)? (?:TCP\/)?RTP\/AVP((?: \d{1,3})+)\s*$/.exec(
    lines[at] ?? "",
  );
  if (media === null) throw new SdpMalformed("no line m=video");
  const addresses = lines.flatMap((line, index) => {
    const address = /^c=IN IP4 ([\d.]{7,15})/.exec(line)?.[1];
    return address === undefined ? [] : [{ address, isOwn: index > at }];
  });
  const own = addresses.find(({ isOwn }) => isOwn) ?? addresses[0];
  if (own === undefined) throw new SdpMalformed("no line c=IN IP4");
  const port = Number(media[1]);
  if (port > 65_535) throw new SdpMalformed("the port is no port");
  const formats = (media[2] ?? "").trim().split(" ");
  return {
    address: own.address,
    port,
    payloadType: payloadTypeOf(lines, formats),
    ssrc: ssrcOf(lines),
  };
}
