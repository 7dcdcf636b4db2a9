/** Requests until their final answer, and answers kept for repeated requests (RFC 3261 §17). */
import type { Flow } from "./flow.ts";
import { GbError } from "./gb-error.ts";
import { findHeader, getHeader, parseSequence, parseVia } from "./header-values.ts";
import { formatSip, type SipRequest, type SipResponse } from "./sip-message.ts";

const FIRST_REPEAT_MS = 500;
const LONGEST_REPEAT_MS = 4000;

export interface RequestOptions {
  readonly seconds: number;
  /** 1xx: it works on it. */
  readonly onProvisional?: () => void;
  /** 2xx that arrives again, or after the time: an INVITE must confirm each. */
  readonly onLateSuccess?: (response: SipResponse) => void;
}

interface Pending {
  readonly request: SipRequest;
  readonly options: RequestOptions;
  readonly done: (response: SipResponse) => void;
  readonly refuse: (error: GbError) => void;
  stopRepeating: () => void;
  isFinal: boolean;
}

/** How long a late 200 to an INVITE is still confirmed: RFC 3261 §13.2.2.4, 64 × T1. */
const LATE_MS = 32_000;

const keyOf = (message: SipRequest | SipResponse): string => {
  const branch = parseVia(getHeader(message, "Via")).parameters.get("branch") ?? "";
  return `${branch} ${parseSequence(getHeader(message, "CSeq")).method}`;
};

/** Sends again and again, slower each time, until it is stopped. */
function repeat(send: () => void): () => void {
  let wait = FIRST_REPEAT_MS;
  let timer: NodeJS.Timeout;
  const again = () => {
    send();
    wait = Math.min(wait * 2, LONGEST_REPEAT_MS);
    timer = setTimeout(again, wait);
  };
  timer = setTimeout(again, wait);
  return () => clearTimeout(timer);
}

export class ClientTransactions {
  readonly #pending = new Map<string, Pending>();
  readonly #timers = new Set<NodeJS.Timeout>();

  /** The final answer, whatever it says. @throws GbError `noAnswer`, `closed` */
  request(flow: Flow, request: SipRequest, options: RequestOptions): Promise<SipResponse> {
    const key = keyOf(request);
    const bytes = formatSip(request);
    const { promise, resolve, reject } = Promise.withResolvers<SipResponse>();
    const pending: Pending = {
      request,
      options,
      done: resolve,
      refuse: reject,
      stopRepeating: () => {},
      isFinal: false,
    };
    this.#pending.set(key, pending);
    flow.send(bytes);
    if (flow.transport === "udp") pending.stopRepeating = repeat(() => flow.send(bytes));
    this.#after(options.seconds * 1000, () => {
      this.#finish(key, pending);
      reject(new GbError("noAnswer", `no answer to ${request.method} within ${options.seconds} s`));
    });
    return promise;
  }

  /** An answer of a device that is not asked for is no matter of ours. */
  hear(response: SipResponse, flow: Flow): void {
    const pending = this.#pending.get(keyOf(response));
    if (pending === undefined) return;
    if (response.status < 200) {
      if (pending.isFinal) return;
      if (pending.request.method === "INVITE") pending.stopRepeating();
      pending.options.onProvisional?.();
      return;
    }
    if (pending.request.method === "INVITE" && response.status >= 300)
      flow.send(formatSip(ackForRefusal(pending.request, response)));
    if (pending.isFinal) {
      if (response.status < 300) pending.options.onLateSuccess?.(response);
      return;
    }
    this.#finish(keyOf(response), pending);
    pending.done(response);
  }

  #finish(key: string, pending: Pending): void {
    pending.stopRepeating();
    pending.isFinal = true;
    if (pending.request.method !== "INVITE") this.#pending.delete(key);
    else this.#after(LATE_MS, () => this.#pending.delete(key));
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { stopRepeating, refuse } of this.#pending.values()) {
      stopRepeating();
      refuse(new GbError("closed", "the platform was closed"));
    }
    this.#pending.clear();
  }
}

/** RFC 3261 §17.1.1.3: the same branch, the To of the answer. */
function ackForRefusal(invite: SipRequest, response: SipResponse): SipRequest {
  const { number } = parseSequence(getHeader(invite, "CSeq"));
  const kept = new Set(["via", "from", "call-id", "max-forwards"]);
  return {
    ...invite,
    method: "ACK",
    headers: [
      ...invite.headers.filter(({ name }) => kept.has(name.toLowerCase())),
      { name: "To", value: findHeader(response, "To") ?? getHeader(invite, "To") },
      { name: "CSeq", value: `${number} ACK` },
    ],
    body: Buffer.alloc(0),
  };
}

const KEPT_MS = 32_000;
const MOST_KEPT = 20_000;

/** Answers already given: a request that arrives again gets the same, and is done once. */
export class ServerTransactions {
  readonly #given = new Map<string, { bytes: Buffer; at: number }>();

  find(key: string, now: number): Buffer | undefined {
    this.#forget(now);
    return this.#given.get(key)?.bytes;
  }

  keep(key: string, bytes: Buffer, now: number): void {
    this.#given.set(key, { bytes, at: now });
  }

  #forget(now: number): void {
    for (const [key, { at }] of this.#given) {
      if (now - at < KEPT_MS && this.#given.size <= MOST_KEPT) return;
      this.#given.delete(key);
    }
  }
}
