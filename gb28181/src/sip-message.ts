/** One SIP message (RFC 3261 §7): bytes to parts and back, exact and with limits; nothing of a network. */

/** The bytes are no SIP message we take; the text says why and holds nothing of the message but names. */
export class SipMalformed extends Error {
  override name = "SipMalformed";
}

export interface SipHeader {
  /** As in RFC 3261, compact forms written out: `Call-ID`, `Via`. */
  readonly name: string;
  readonly value: string;
}

interface SipParts {
  readonly headers: readonly SipHeader[];
  readonly body: Buffer;
}

export interface SipRequest extends SipParts {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends SipParts {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
}

export type SipMessage = SipRequest | SipResponse;

export const MOST_HEAD_BYTES = 16 * 1024;
/** A catalogue of some thousand channels in one message over TCP. */
export const MOST_BODY_BYTES = 1024 * 1024;
const MOST_HEADERS = 100;

/** RFC 3261 §7.3.3 and the registry of RFC 3265, RFC 3515. */
const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ["i", "Call-ID"],
  ["m", "Contact"],
  ["e", "Content-Encoding"],
  ["l", "Content-Length"],
  ["c", "Content-Type"],
  ["f", "From"],
  ["s", "Subject"],
  ["k", "Supported"],
  ["t", "To"],
  ["v", "Via"],
  ["o", "Event"],
  ["u", "Allow-Events"],
  ["r", "Refer-To"],
]);

const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const NO_SPACE = /^[\u0021-\u007e\u0080-\u00ff]+$/;

type StartLine =
  | Pick<SipRequest, "kind" | "method" | "uri">
  | Pick<SipResponse, "kind" | "status" | "reason">;

function parseStartLine(line: string): StartLine {
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/i.exec(line);
  if (response !== null)
    return { kind: "response", status: Number(response[1]), reason: response[2] ?? "" };
  const [method = "", uri = "", version = "", ...more] = line.split(" ");
  if (more.length > 0 || version.toUpperCase() !== "SIP/2.0")
    throw new SipMalformed("the first line is neither a request nor a response of SIP/2.0");
  if (!TOKEN.test(method)) throw new SipMalformed("the method is no token");
  if (!NO_SPACE.test(uri)) throw new SipMalformed("the request has no address");
  return { kind: "request", method: method.toUpperCase(), uri };
}

function parseHeader(line: string): SipHeader {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(colon, 0)).trimEnd();
  if (!TOKEN.test(name)) throw new SipMalformed("a header has no name");
  return { name: LONG_NAMES.get(name.toLowerCase()) ?? name, value: line.slice(colon + 1).trim() };
}

function parseHeaders(lines: readonly string[]): SipHeader[] {
  const unfolded: string[] = [];
  for (const line of lines) {
    const last = unfolded.length - 1;
    if (!/^[ \t]/.test(line)) unfolded.push(line);
    else if (last < 0) throw new SipMalformed("the first header begins with a space");
    else unfolded[last] += ` ${line.trim()}`;
  }
  if (unfolded.length > MOST_HEADERS) throw new SipMalformed("too many headers");
  return unfolded.map(parseHeader);
}

/** Where the head ends: behind the empty line; undefined: it does not end in these bytes. */
export function headBytesOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end >= 0 && end + 4 <= MOST_HEAD_BYTES) return end + 4;
  if (end >= 0 || bytes.length > MOST_HEAD_BYTES) throw new SipMalformed("the head is too long");
  return undefined;
}

export interface SipHead {
  readonly start: StartLine;
  readonly headers: readonly SipHeader[];
  /** As the head says; undefined: it does not say. */
  readonly bodyBytes: number | undefined;
}

/** @throws SipMalformed */
export function parseHead(head: Buffer): SipHead {
  // Latin-1 keeps each byte: names in other scripts are read by nobody here and pass unharmed.
  const text = head.toString("latin1", 0, head.length - 4);
  const [first = "", ...lines] = text.split("\r\n");
  if ([first, ...lines].some((line) => CONTROL.test(line)))
    throw new SipMalformed("the head holds control characters");
  const headers = parseHeaders(lines);
  const lengths = headers.filter(({ name }) => name.toLowerCase() === "content-length");
  if (new Set(lengths.map(({ value }) => value)).size > 1)
    throw new SipMalformed("the length of the body is told twice");
  const length = lengths[0]?.value;
  if (length !== undefined && !/^\d{1,9}$/.test(length))
    throw new SipMalformed("the length of the body is no number");
  if (length !== undefined && Number(length) > MOST_BODY_BYTES)
    throw new SipMalformed("the body is too long");
  return {
    start: parseStartLine(first),
    headers,
    bodyBytes: length === undefined ? undefined : Number(length),
  };
}

export const assemble = ({ start, headers }: SipHead, body: Buffer): SipMessage => ({
  ...start,
  headers,
  body,
});

/**
 * A datagram: what follows the body is ignored (RFC 3261 §18.3).
 * @throws SipMalformed and nothing else
 */
export function parseSip(bytes: Buffer): SipMessage {
  const headBytes = headBytesOf(bytes);
  if (headBytes === undefined) throw new SipMalformed("the head does not end");
  const head = parseHead(bytes.subarray(0, headBytes));
  const rest = bytes.subarray(headBytes);
  const { bodyBytes = rest.length } = head;
  if (bodyBytes > rest.length) throw new SipMalformed("the body is cut off");
  return assemble(head, rest.subarray(0, bodyBytes));
}

function formatStartLine(message: SipMessage): string {
  if (message.kind === "response") return `SIP/2.0 ${message.status} ${message.reason}`;
  return `${message.method} ${message.uri} SIP/2.0`;
}

/**
 * The length of the body is written here and nowhere else.
 * @throws SipMalformed when a part would become a line of its own
 */
export function formatSip(message: SipMessage): Buffer {
  const headers = message.headers.filter(({ name }) => name.toLowerCase() !== "content-length");
  const lines = [
    formatStartLine(message),
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    `Content-Length: ${message.body.length}`,
  ];
  if (lines.some((line) => CONTROL.test(line)))
    throw new SipMalformed("a header would break its line");
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), message.body]);
}
