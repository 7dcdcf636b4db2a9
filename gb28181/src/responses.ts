/** Answers to requests (RFC 3261 §8.2.6). */
import type { Flow } from "./flow.ts";
import {
  findHeader,
  getHeader,
  header,
  listHeaders,
  parseSequence,
  parseVia,
} from "./header-values.ts";
import type { SipHeader, SipRequest, SipResponse } from "./sip-message.ts";

const REASONS = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  405: "Method Not Allowed",
  481: "Call/Transaction Does Not Exist",
} as const;

export type Status = keyof typeof REASONS;

export interface Reply {
  readonly status: Status;
  readonly headers?: readonly SipHeader[];
}

/** An answer, and what is to be done once it is sent. */
export interface Handled {
  readonly reply: Reply;
  readonly after?: () => void;
}

/** The first Via says where the request came from really (RFC 3261 §18.2.1, RFC 3581 §4). */
function markedVia(via: string, { address, port }: Flow): string {
  const parameters = parseVia(via).parameters;
  const asked = parameters.has("rport") ? via.replace(/;\s*rport(=\d*)?/i, `;rport=${port}`) : via;
  return `${asked.replace(/;\s*received=[^;,]*/i, "")};received=${address}`;
}

export interface ResponseOptions {
  readonly flow: Flow;
  readonly tag: string;
  readonly reply: Reply;
}

/** @throws SipMalformed when the request lacks what each request has */
export function responseTo(
  request: SipRequest,
  { flow, tag, reply }: ResponseOptions,
): SipResponse {
  const [first, ...vias] = listHeaders(request, "Via");
  const to = getHeader(request, "To");
  return {
    kind: "response",
    status: reply.status,
    reason: REASONS[reply.status],
    headers: [
      header("Via", markedVia(first ?? getHeader(request, "Via"), flow)),
      ...vias.map((via) => header("Via", via)),
      header("From", getHeader(request, "From")),
      header("To", /;\s*tag=/i.test(to) ? to : `${to};tag=${tag}`),
      header("Call-ID", getHeader(request, "Call-ID")),
      header("CSeq", getHeader(request, "CSeq")),
      ...(reply.headers ?? []),
    ],
    body: Buffer.alloc(0),
  };
}

/** The same for a request and its repetitions (RFC 3261 §17.2.3). @throws SipMalformed */
export function transactionKey(request: SipRequest, flow: Flow): string {
  const { sentBy, parameters } = parseVia(getHeader(request, "Via"));
  const { number, method } = parseSequence(getHeader(request, "CSeq"));
  const branch = parameters.get("branch") ?? findHeader(request, "Call-ID") ?? "";
  return [flow.key, sentBy, branch, number, method].join(" ");
}
