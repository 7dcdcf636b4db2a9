/** A device that says what a test tells it to, word for word. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { digestOf } from "../src/digest.ts";
import { getHeader, parseDigest } from "../src/header-values.ts";
import { createSipFramer } from "../src/sip-framer.ts";
import {
  formatSip,
  parseSip,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from "../src/sip-message.ts";

export const PLATFORM = "34020000002000000001";
export const REALM = "3402000000";

export interface RawDeviceOptions {
  readonly platformPort: number;
  readonly id: string;
  readonly password: string;
  readonly transport?: "udp" | "tcp";
  /** Address it speaks from. */
  readonly host?: string;
  /** 0: any. */
  readonly port?: number;
}

interface Line {
  readonly port: number;
  send(bytes: Buffer): void;
  close(): Promise<void>;
}

async function openUdp(
  options: RawDeviceOptions,
  hear: (message: SipMessage) => void,
): Promise<Line> {
  const { host = "127.0.0.1", port = 0, platformPort } = options;
  const socket = createSocket("udp4");
  socket.on("message", (bytes) => hear(parseSip(bytes)));
  socket.bind(port, host);
  await once(socket, "listening");
  return {
    port: socket.address().port,
    send: (bytes) => socket.send(bytes, platformPort, "127.0.0.1"),
    async close() {
      socket.close();
      await once(socket, "close");
    },
  };
}

async function openTcp(
  options: RawDeviceOptions,
  hear: (message: SipMessage) => void,
): Promise<Line> {
  const { host = "127.0.0.1", platformPort } = options;
  const socket: Socket = connect({ port: platformPort, host: "127.0.0.1", localAddress: host });
  const framer = createSipFramer();
  socket.on("data", (bytes) => framer.push(bytes).forEach(hear));
  await once(socket, "connect");
  return {
    port: socket.localPort ?? 0,
    send: (bytes) => void socket.write(bytes),
    async close() {
      socket.destroy();
      if (!socket.closed) await once(socket, "close");
    },
  };
}

export class RawDevice {
  readonly #options: RawDeviceOptions;
  readonly #answers = new Map<number, (response: SipResponse) => void>();
  readonly #requests: SipRequest[] = [];
  readonly #wanted = new Set<(request: SipRequest) => boolean>();
  readonly #callId = `${process.hrtime.bigint()}@device`;
  #line: Line | undefined;
  #sequence = 0;
  #last: Buffer = Buffer.alloc(0);
  /** Answers heard so far. */
  answers = 0;
  lastStatus = 0;

  private constructor(options: RawDeviceOptions) {
    this.#options = options;
  }

  static async open(options: RawDeviceOptions): Promise<RawDevice> {
    const device = new RawDevice(options);
    const open = options.transport === "tcp" ? openTcp : openUdp;
    device.#line = await open(options, (message) => device.#hear(message));
    return device;
  }

  get port(): number {
    return this.#line?.port ?? 0;
  }

  get host(): string {
    return this.#options.host ?? "127.0.0.1";
  }

  async close(): Promise<void> {
    await this.#line?.close();
  }

  #hear(message: SipMessage): void {
    if (message.kind === "response") {
      this.answers += 1;
      this.lastStatus = message.status;
      this.#answers.get(Number.parseInt(getHeader(message, "CSeq"), 10))?.(message);
      return;
    }
    for (const wants of this.#wanted) if (wants(message)) return;
    this.#requests.push(message);
  }

  sendBytes(bytes: Buffer): void {
    this.#line?.send(bytes);
  }

  request(method: string, headers: readonly SipHeader[], body = ""): Promise<SipResponse> {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const { transport = "udp", id } = this.#options;
    const { promise, resolve } = Promise.withResolvers<SipResponse>();
    this.#answers.set(sequence, resolve);
    const request: SipRequest = {
      kind: "request",
      method,
      uri: `sip:${PLATFORM}@${REALM}`,
      headers: [
        {
          name: "Via",
          value: `SIP/2.0/${transport.toUpperCase()} ${this.host}:${this.port};rport;branch=z9hG4bK${this.#callId}${sequence}`,
        },
        { name: "From", value: `<sip:${id}@${REALM}>;tag=1` },
        { name: "To", value: `<sip:${method === "REGISTER" ? id : PLATFORM}@${REALM}>` },
        ...(headers.some(({ name }) => name === "Call-ID")
          ? []
          : [{ name: "Call-ID", value: this.#callId }]),
        { name: "CSeq", value: `${sequence} ${method}` },
        ...headers,
      ],
      body: Buffer.from(body),
    };
    this.#last = formatSip(request);
    this.sendBytes(this.#last);
    return promise;
  }

  /** As when the answer was lost. */
  sendAgain(): void {
    this.sendBytes(this.#last);
  }

  get contact(): SipHeader {
    return { name: "Contact", value: `<sip:${this.#options.id}@${this.host}:5060>` };
  }

  askToRegister(): Promise<SipResponse> {
    return this.request("REGISTER", [this.contact, { name: "Expires", value: "3600" }]);
  }

  /** With the nonce of that answer. */
  prove(challenge: SipResponse, { expires = 3600, count = "" } = {}): Promise<SipResponse> {
    const { id: username, password } = this.#options;
    const given = parseDigest(getHeader(challenge, "WWW-Authenticate"));
    const [realm, nonce] = [given.get("realm") ?? "", given.get("nonce") ?? ""];
    const uri = `sip:${PLATFORM}@${REALM}`;
    const parts = { username, realm, password, method: "REGISTER", uri, nonce };
    const counted = { nc: count, cnonce: "c" };
    const response = digestOf(count === "" ? parts : { ...parts, counted });
    const counter = count === "" ? "" : `, qop=auth, nc=${count}, cnonce="c"`;
    const value = `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"${counter}`;
    return this.request("REGISTER", [
      this.contact,
      { name: "Authorization", value },
      { name: "Expires", value: String(expires) },
    ]);
  }

  async register(options: { expires?: number } = {}): Promise<SipResponse> {
    const challenge = await this.askToRegister();
    return challenge.status === 401 ? this.prove(challenge, options) : challenge;
  }

  message(body: string): Promise<SipResponse> {
    return this.request(
      "MESSAGE",
      [{ name: "Content-Type", value: "Application/MANSCDP+xml" }],
      body,
    );
  }

  keepAlive(): Promise<SipResponse> {
    const { id } = this.#options;
    return this.message(
      `<Notify><CmdType>Keepalive</CmdType><SN>1</SN><DeviceID>${id}</DeviceID><Status>OK</Status></Notify>`,
    );
  }

  /** The next request of the platform with this method. */
  asked(method: string): Promise<SipRequest> {
    const at = this.#requests.findIndex((request) => request.method === method);
    const known = this.#requests[at];
    if (known !== undefined) {
      this.#requests.splice(at, 1);
      return Promise.resolve(known);
    }
    return new Promise((done) => {
      const wants = (request: SipRequest) => {
        if (request.method !== method) return false;
        this.#wanted.delete(wants);
        done(request);
        return true;
      };
      this.#wanted.add(wants);
    });
  }

  answer(request: SipRequest, status: number, body = ""): void {
    const copied = ["Via", "From", "To", "Call-ID", "CSeq"];
    const headers = request.headers
      .filter(({ name }) => copied.includes(name))
      .map(({ name, value }) => ({ name, value: name === "To" ? `${value};tag=d` : value }));
    const response: SipResponse = {
      kind: "response",
      status,
      reason: "R",
      headers,
      body: Buffer.from(body),
    };
    this.sendBytes(formatSip(response));
  }
}
