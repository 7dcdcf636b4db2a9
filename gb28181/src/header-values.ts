/** What stands in the headers we read (RFC 3261 §20); each parser throws SipMalformed and nothing else. */
import { type SipHeader, SipMalformed, type SipMessage } from "./sip-message.ts";

export const listHeaders = (message: SipMessage, name: string): string[] =>
  message.headers
    .filter((header) => header.name.toLowerCase() === name.toLowerCase())
    .map(({ value }) => value);

export const findHeader = (message: SipMessage, name: string): string | undefined =>
  listHeaders(message, name)[0];

/** @throws SipMalformed */
export function getHeader(message: SipMessage, name: string): string {
  const value = findHeader(message, name);
  if (value === undefined) throw new SipMalformed(`the message has no ${name}`);
  return value;
}

/** Pieces between separators that stand neither in quotes nor in angle brackets. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  let isQuoted = false;
  let isBracketed = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === "\\") at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === "<") isBracketed = true;
    else if (character === ">") isBracketed = false;
    else if (character === separator && !isBracketed) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  pieces.push(text.slice(from));
  return pieces.map((piece) => piece.trim());
}

export type Parameters = ReadonlyMap<string, string>;

function parseParameters(pieces: readonly string[]): Parameters {
  const parameters = new Map<string, string>();
  for (const piece of pieces) {
    const [name = "", ...value] = piece.split("=");
    if (name.trim() !== "") parameters.set(name.trim().toLowerCase(), value.join("=").trim());
  }
  return parameters;
}

export interface Address {
  readonly uri: string;
  readonly parameters: Parameters;
}

/**
 * `"name" <sip:id@host>;tag=1` and `sip:id@host;tag=1`.
 * @throws SipMalformed
 */
export function parseAddress(value: string): Address {
  const bracketed = /^(?:"(?:[^"\\]|\\.)*"|[^"<]*)\s*<([^<>]*)>(.*)$/.exec(value);
  const [first = "", ...rest] = splitOutsideQuotes(bracketed?.[2] ?? value, ";");
  const uri = bracketed === null ? first : (bracketed[1] ?? "").trim();
  if (!/^sips?:./i.test(uri)) throw new SipMalformed("an address is no address of SIP");
  return { uri, parameters: parseParameters(rest) };
}

/** What stands before the `@`: the number of a device. @throws SipMalformed */
export function userOf(uri: string): string {
  const user = /^sips?:([\w.-]{1,64})(?::[^@]*)?@/i.exec(uri)?.[1];
  if (user === undefined) throw new SipMalformed("an address names no device");
  return user;
}

export interface Via {
  readonly sentBy: string;
  readonly parameters: Parameters;
}

/** @throws SipMalformed */
export function parseVia(value: string): Via {
  const [first = "", ...rest] = splitOutsideQuotes(value, ";");
  const sentBy = /^SIP\s*\/\s*2\.0\s*\/\s*[\w-]+\s+(\S+)$/i.exec(first)?.[1];
  if (sentBy === undefined) throw new SipMalformed("the Via names no sender");
  return { sentBy, parameters: parseParameters(rest) };
}

export interface Sequence {
  readonly number: number;
  readonly method: string;
}

/** @throws SipMalformed */
export function parseSequence(value: string): Sequence {
  const [, number, method] = /^(\d{1,10})\s+(\S+)$/.exec(value) ?? [];
  if (number === undefined || method === undefined || Number(number) > 0xffff_ffff)
    throw new SipMalformed("CSeq is no number and method");
  return { number: Number(number), method: method.toUpperCase() };
}

/** `Digest a="1", b=2`; a quoted value without its quotes. @throws SipMalformed */
export function parseDigest(value: string): Parameters {
  const text = /^Digest\s+(.*)$/i.exec(value)?.[1];
  if (text === undefined) throw new SipMalformed("the proof is no Digest");
  const parameters = new Map<string, string>();
  for (const [name, raw] of parseParameters(splitOutsideQuotes(text, ","))) {
    const quoted = /^"(.*)"$/.exec(raw)?.[1];
    parameters.set(name, quoted === undefined ? raw : quoted.replaceAll(/\\(.)/g, "$1"));
  }
  return parameters;
}

/** The first of the addresses of all Contact headers, or `*`. */
export const firstContact = (message: SipMessage): string | undefined => {
  const first = findHeader(message, "Contact");
  return first === undefined ? undefined : splitOutsideQuotes(first, ",")[0];
};

export const header = (name: string, value: string | number): SipHeader => ({
  name,
  value: String(value),
});
