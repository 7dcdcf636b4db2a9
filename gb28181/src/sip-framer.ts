/** SIP over a stream (RFC 3261 §18.3): the head says how long the body is. */
import {
  assemble,
  headBytesOf,
  MOST_BODY_BYTES,
  parseHead,
  type SipHead,
  SipMalformed,
  type SipMessage,
} from "./sip-message.ts";

export interface SipFramer {
  /**
   * What is complete with these bytes.
   * @throws SipMalformed; the stream cannot be read on
   */
  push(bytes: Buffer): SipMessage[];
}

const CR = 0x0d;
const LF = 0x0a;

/** Empty lines before a message keep the connection open (RFC 5626 §3.5.1). */
function withoutEmptyLines(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== CR && byte !== LF);
  return first < 0 ? bytes.subarray(bytes.length) : bytes.subarray(first);
}

export function createSipFramer(): SipFramer {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let head: SipHead | undefined;
  /** No look before so many bytes are there: a slow body is not copied at each piece. */
  let needed = 1;

  function take(bytes: Buffer, messages: SipMessage[]): Buffer {
    let rest = bytes;
    for (;;) {
      if (head === undefined) {
        rest = withoutEmptyLines(rest);
        const headBytes = headBytesOf(rest);
        if (headBytes === undefined) {
          needed = rest.length + 1;
          return rest;
        }
        head = parseHead(rest.subarray(0, headBytes));
        rest = rest.subarray(headBytes);
      }
      const { bodyBytes } = head;
      if (bodyBytes === undefined || bodyBytes > MOST_BODY_BYTES)
        throw new SipMalformed("a message in a stream does not say how long it is");
      if (rest.length < bodyBytes) {
        needed = bodyBytes;
        return rest;
      }
      messages.push(assemble(head, rest.subarray(0, bodyBytes)));
      head = undefined;
      rest = rest.subarray(bodyBytes);
    }
  }

  return {
    push(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes < needed) return [];
      const messages: SipMessage[] = [];
      const rest = take(Buffer.concat(waiting), messages);
      waiting = rest.length === 0 ? [] : [rest];
      waitingBytes = rest.length;
      return messages;
    },
  };
}
