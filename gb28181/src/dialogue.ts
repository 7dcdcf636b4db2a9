/** Requests we make to a device, alone or within a call (RFC 3261 §8.1, §12). */
import type { Flow } from "./flow.ts";
import { findHeader, header, parseAddress } from "./header-values.ts";
import { randomName } from "./random.ts";
import type { SipHeader, SipRequest, SipResponse } from "./sip-message.ts";

/** Who we are. */
export interface Self {
  readonly id: string;
  readonly realm: string;
  /** Address that devices reach us at. */
  readonly host: string;
  readonly port: number;
}

export interface Call {
  readonly callId: string;
  readonly from: string;
  /** Without the device's tag until it answered. */
  readonly to: string;
  readonly target: string;
}

export const addressOf = (id: string, { address, port }: Flow): string =>
  `sip:${id}@${address.includes(":") ? `[${address}]` : address}:${port}`;

export const beginCall = (self: Self, target: string): Call => ({
  callId: `${randomName()}@${self.host}`,
  from: `<sip:${self.id}@${self.realm}>;tag=${randomName()}`,
  to: `<${target}>`,
  target,
});

/** Once the device has answered, its Contact is the target and its tag belongs to each request (§12.1.2). */
export function confirmedCall(call: Call, answer: SipResponse): Call {
  const contact = findHeader(answer, "Contact");
  const target = contact === undefined ? call.target : parseAddress(contact).uri;
  return { ...call, to: findHeader(answer, "To") ?? call.to, target };
}

export interface RequestParts {
  readonly method: "MESSAGE" | "INVITE" | "ACK" | "BYE" | "CANCEL";
  readonly sequence: number;
  readonly flow: Flow;
  readonly headers?: readonly SipHeader[];
  readonly body?: Buffer;
  /** CANCEL names the INVITE by the same (§9.1). */
  readonly branch?: string;
}

export const newBranch = (): string => `z9hG4bK${randomName()}`;

export function requestIn(call: Call, self: Self, parts: RequestParts): SipRequest {
  const { method, sequence, flow, headers = [], body = Buffer.alloc(0) } = parts;
  const branch = parts.branch ?? newBranch();
  const via = `SIP/2.0/${flow.transport.toUpperCase()} ${self.host}:${self.port}`;
  const transport = flow.transport === "tcp" ? ";transport=tcp" : "";
  return {
    kind: "request",
    method,
    uri: call.target,
    headers: [
      header("Via", `${via};rport;branch=${branch}`),
      header("From", call.from),
      header("To", call.to),
      header("Call-ID", call.callId),
      header("CSeq", `${sequence} ${method}`),
      header("Contact", `<sip:${self.id}@${self.host}:${self.port}${transport}>`),
      header("Max-Forwards", 70),
      header("User-Agent", "Mingjing"),
      ...headers,
    ],
    body,
  };
}
