/** One stream of a device, from INVITE to BYE (GB/T 28181-2016 §9.2). */
import type { Readable } from "node:stream";

import {
  addressOf,
  beginCall,
  type Call,
  confirmedCall,
  newBranch,
  requestIn,
  type RequestParts,
  type Self,
} from "./dialogue.ts";
import { GbError } from "./gb-error.ts";
import { header } from "./header-values.ts";
import type { MediaPorts } from "./media-ports.ts";
import { type MediaReceiver, openReceiver } from "./media-receiver.ts";
import type { Registration } from "./registrar.ts";
import { RtpIntake, type StreamCounts } from "./rtp-intake.ts";
import {
  type Answer,
  formatOffer,
  formatSsrc,
  type MediaTransport,
  parseAnswer,
  PS_PAYLOAD_TYPE,
  SdpMalformed,
} from "./sdp.ts";
import { formatSip, SipMalformed, type SipResponse } from "./sip-message.ts";
import type { ClientTransactions } from "./transactions.ts";

export interface OpenedStream {
  /** MPEG program stream; ends when the stream does. */
  readonly stream: Readable;
  /** Why it ended. */
  readonly ended: Promise<string>;
  counts(): StreamCounts;
  close(): void;
}

export interface CallDeps {
  readonly self: Self;
  readonly transactions: ClientTransactions;
  readonly ports: MediaPorts;
  /** Address to receive on. */
  readonly bind: string;
  readonly now: () => number;
  readonly answerSeconds: number;
  /** No packet for so long: the stream is over. */
  readonly silentSeconds: number;
}

export interface CallOptions {
  readonly registration: Registration;
  readonly channelId: string;
  readonly transport: MediaTransport;
  readonly ssrc: number;
  readonly onEnd: (call: StreamCall) => void;
}

const BYE_SECONDS = 5;
const INVITE_SEQUENCE = 1;

export class StreamCall implements OpenedStream {
  readonly #deps: CallDeps;
  readonly #options: CallOptions;
  readonly #intake: RtpIntake;
  readonly #first = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<string>();
  readonly #senders: Set<string>;
  readonly #branch = newBranch();
  #call: Call;
  #receiver: MediaReceiver | undefined;
  #look: NodeJS.Timeout | undefined;
  #isConfirmed = false;
  #isRinging = false;
  #isEnded = false;
  #goodbye = Promise.resolve();

  constructor(deps: CallDeps, options: CallOptions) {
    this.#deps = deps;
    this.#options = options;
    const { flow } = options.registration;
    this.#senders = new Set([flow.address]);
    this.#call = beginCall(deps.self, addressOf(options.channelId, flow));
    this.#intake = new RtpIntake(
      {
        now: deps.now,
        keepsOrder: options.transport !== "udp",
        onFirst: () => this.#first.resolve(),
        onDrained: () => this.#receiver?.resume(),
      },
      { ssrcs: [options.ssrc], payloadType: PS_PAYLOAD_TYPE },
    );
    this.#intake.stream.once("close", () => this.close());
  }

  get callId(): string {
    return this.#call.callId;
  }

  get deviceId(): string {
    return this.#options.registration.deviceId;
  }

  get stream(): Readable {
    return this.#intake.stream;
  }

  get ended(): Promise<string> {
    return this.#end.promise;
  }

  /** Resolves when the device has answered the goodbye, or does not. */
  get goodbye(): Promise<void> {
    return this.#goodbye;
  }

  counts(): StreamCounts {
    return this.#intake.counts;
  }

  close(): void {
    this.finish("closed");
  }

  /** Until the first packet is here. @throws GbError */
  async open(): Promise<OpenedStream> {
    try {
      const answer = await this.#invite();
      const { address, port, payloadType, ssrc } = this.#agree(answer);
      const ssrcs = [this.#options.ssrc, ...(ssrc === undefined ? [] : [ssrc])];
      this.#intake.expect({ ssrcs, payloadType });
      // A recorder may let its camera send; we never call anybody but the device itself.
      if (this.#options.transport !== "tcp-active") this.#senders.add(address);
      await this.#receiver?.begin({ address, port });
      await this.#firstPacket();
      return this;
    } catch (error) {
      this.finish(error instanceof Error ? error.message : "not opened");
      await this.#receiver?.close();
      throw error;
    }
  }

  /** Ends it once, telling the device if it does not know. */
  finish(why: string, tellsDevice = true): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearInterval(this.#look);
    if (tellsDevice) this.#sayGoodbye();
    void this.#receiver?.close();
    this.#intake.end();
    this.#first.resolve();
    this.#end.resolve(why);
    this.#options.onEnd(this);
  }

  async #invite(): Promise<SipResponse> {
    const { bind, ports, self, transactions, answerSeconds } = this.#deps;
    const { transport, channelId, ssrc } = this.#options;
    const receiver = await openReceiver(transport, {
      bind,
      ports,
      intake: this.#intake,
      senders: this.#senders,
      onEnd: (why) => this.finish(why),
    });
    this.#receiver = receiver;
    if (this.#isEnded) throw new GbError("closed", await this.#end.promise);
    const offer = { channelId, host: self.host, port: receiver.port, transport, ssrc };
    const invite = this.#request("INVITE", {
      sequence: INVITE_SEQUENCE,
      branch: this.#branch,
      headers: [
        header("Subject", `${channelId}:${formatSsrc(ssrc)},${self.id}:0`),
        header("Content-Type", "application/sdp"),
      ],
      body: formatOffer(offer),
    });
    const { flow } = this.#options.registration;
    const answer = await transactions.request(flow, invite, {
      seconds: answerSeconds,
      onProvisional: () => {
        this.#isRinging = true;
      },
      onLateSuccess: (late) => this.#confirmLate(late),
    });
    if (answer.status >= 300) {
      const said = `the device answered ${answer.status} ${answer.reason}`;
      // It said no: there is nothing to end.
      this.#isRinging = false;
      throw new GbError("refused", said, { status: answer.status });
    }
    return answer;
  }

  /** Confirms the answer, whatever is in it: the device repeats it until then. */
  #agree(answer: SipResponse): Answer {
    try {
      this.#call = confirmedCall(this.#call, answer);
      this.#isConfirmed = true;
      this.#send("ACK", INVITE_SEQUENCE);
      return parseAnswer(answer.body);
    } catch (cause) {
      if (!(cause instanceof SdpMalformed || cause instanceof SipMalformed)) throw cause;
      const isOther = cause.message.startsWith("no program stream");
      throw new GbError(isOther ? "unsupportedMedia" : "badAnswer", cause.message, { cause });
    }
  }

  /** The 200 was lost or came too late: confirm it again, and end what nobody waits for. */
  #confirmLate(answer: SipResponse): void {
    if (!this.#isConfirmed) this.#call = confirmedCall(this.#call, answer);
    this.#send("ACK", INVITE_SEQUENCE);
    if (!this.#isEnded || this.#isConfirmed) return;
    this.#isConfirmed = true;
    this.#sayGoodbye();
  }

  async #firstPacket(): Promise<void> {
    const { silentSeconds } = this.#deps;
    this.#look = setInterval(() => {
      if (this.#intake.silentMs < silentSeconds * 1000) return;
      const { foreign } = this.#intake.counts;
      const others = foreign === 0 ? "" : `; ${foreign} packets were not of this stream`;
      this.finish(`no picture for ${silentSeconds} s${others}`);
    }, 250);
    await this.#first.promise;
    if (this.#isEnded) throw new GbError("noMedia", await this.#end.promise);
  }

  #sayGoodbye(): void {
    if (this.#isConfirmed) this.#sendUntilAnswered("BYE", INVITE_SEQUENCE + 1);
    else if (this.#isRinging) this.#sendUntilAnswered("CANCEL", INVITE_SEQUENCE, this.#branch);
  }

  #request(method: RequestParts["method"], parts: Omit<RequestParts, "method" | "flow">) {
    const { flow } = this.#options.registration;
    return requestIn(this.#call, this.#deps.self, { method, flow, ...parts });
  }

  #send(method: "ACK", sequence: number): void {
    this.#options.registration.flow.send(formatSip(this.#request(method, { sequence })));
  }

  #sendUntilAnswered(method: "BYE" | "CANCEL", sequence: number, branch = newBranch()): void {
    const request = this.#request(method, { sequence, branch });
    const { flow } = this.#options.registration;
    const answered = this.#deps.transactions.request(flow, request, { seconds: BYE_SECONDS });
    // A device that does not answer sends on until it finds nobody at our port: nothing is left to do here.
    this.#goodbye = answered.then(
      () => {},
      () => {},
    );
  }
}
