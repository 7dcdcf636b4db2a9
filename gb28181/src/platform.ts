/** A platform of GB/T 28181 (上级平台): devices register with it and are asked for channels and pictures. */
import { setTimeout as pause } from "node:timers/promises";

import { CatalogueCollector, type Channel, readCatalogueAnswer } from "./catalogue.ts";
import { addressOf, beginCall, requestIn, type Self } from "./dialogue.ts";
import { type Flow, formatPlace } from "./flow.ts";
import { GbError } from "./gb-error.ts";
import { getHeader, header, parseAddress, userOf } from "./header-values.ts";
import { formatQuery, type Manscdp, ManscdpMalformed, parseManscdp } from "./manscdp.ts";
import { createMediaPorts, type PortRange } from "./media-ports.ts";
import type { PlatformEvent } from "./platform-event.ts";
import { createQuieter } from "./quieter.ts";
import { randomName } from "./random.ts";
import { Registrar, type Registration } from "./registrar.ts";
import { type Handled, responseTo, transactionKey } from "./responses.ts";
import { liveSsrc, type MediaTransport } from "./sdp.ts";
import { formatSip, type SipMessage, type SipRequest } from "./sip-message.ts";
import { openSipSockets, type SipSockets } from "./sip-sockets.ts";
import { type CallDeps, type OpenedStream, StreamCall } from "./stream-call.ts";
import { ClientTransactions, ServerTransactions } from "./transactions.ts";

export interface PlatformOptions {
  /** Number of the platform: twenty digits. */
  readonly id: string;
  /** Domain: the first ten digits of the number, as a rule. */
  readonly realm: string;
  /** IPv4 address at which devices reach us; it is written into requests and offers. */
  readonly host: string;
  /** 5060 as a rule; 0: any free one. */
  readonly sipPort: number;
  /** Where pictures arrive: one port for each stream over `udp` and `tcp-passive`. */
  readonly mediaPorts: PortRange;
  /** Address to listen on; all of them where it is not said. */
  readonly bind?: string;
  /** Undefined: we do not know the device. */
  readonly password: (deviceId: string) => string | undefined;
  /** It has registered and was not registered before. */
  readonly onDevice: (device: Device) => void;
  readonly onEvent: (event: PlatformEvent) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How often a device gives a sign of life; three missing ones make it offline. */
  readonly keepaliveSeconds?: number;
  /** How long a device may take to prove its password. */
  readonly nonceSeconds?: number;
  /** False: for devices that stumble over `qop`. */
  readonly offersCounter?: boolean;
  /** How long a device may take to answer. */
  readonly answerSeconds?: number;
  /** A stream without a packet for so long is over. */
  readonly silentSeconds?: number;
}

export interface StreamOptions {
  readonly transport: MediaTransport;
}

export interface Device {
  readonly id: string;
  /** Address, port and transport it speaks from. */
  readonly place: string;
  readonly isOnline: boolean;
  /** @throws GbError */
  listChannels(): Promise<Channel[]>;
  /** Resolves with the first packet of the picture. @throws GbError */
  openStream(channelId: string, options: StreamOptions): Promise<OpenedStream>;
}

export interface Platform {
  readonly sipPort: number;
  /** Undefined: it is not registered. */
  findDevice(deviceId: string): Device | undefined;
  listDevices(): Device[];
  /** Says goodbye to each stream. */
  close(): Promise<void>;
}

interface PendingCatalogue {
  readonly collector: CatalogueCollector;
  readonly done: () => void;
  /** More is on its way. */
  readonly goOn: () => void;
  readonly refuse: (error: GbError) => void;
}

const ALLOWED = "REGISTER, MESSAGE, BYE, ACK, OPTIONS";
const QUIET_SECONDS = 60;
/** Longest wait for devices to confirm that they stop. */
const GOODBYE_MS = 1000;
const DEFAULTS = {
  bind: "0.0.0.0",
  keepaliveSeconds: 60,
  nonceSeconds: 60,
  offersCounter: true,
  answerSeconds: 15,
  silentSeconds: 10,
};

type Settings = PlatformOptions & typeof DEFAULTS;

class Running implements Platform {
  readonly #options: Settings;
  readonly #client = new ClientTransactions();
  readonly #server = new ServerTransactions();
  readonly #registrar: Registrar;
  readonly #catalogues = new Map<string, PendingCatalogue>();
  readonly #calls = new Set<StreamCall>();
  readonly #devices = new Map<string, Device>();
  readonly #quieter = createQuieter(QUIET_SECONDS);
  readonly #ports: CallDeps["ports"];
  readonly #sweep: NodeJS.Timeout;
  #sockets: SipSockets | undefined;
  #serial = 0;
  #isClosed = false;

  constructor(options: Settings) {
    this.#options = options;
    this.#ports = createMediaPorts(options.mediaPorts);
    this.#registrar = new Registrar({
      ...options,
      onRegistered: (registration) => {
        const device = this.#deviceOf(registration);
        this.#devices.set(device.id, device);
        options.onDevice(device);
      },
      onEnd: ({ deviceId }) => this.#leave(deviceId),
    });
    this.#sweep = setInterval(() => this.#registrar.sweep(), 1000);
  }

  async listen(): Promise<void> {
    const { bind, sipPort } = this.#options;
    this.#sockets = await openSipSockets({
      bind,
      port: sipPort,
      onMessage: (message, flow) => this.#hear(message, flow),
      onDamaged: (flow, why) => this.#damaged(flow, why),
    });
  }

  get sipPort(): number {
    return this.#sockets?.port ?? 0;
  }

  findDevice(deviceId: string): Device | undefined {
    return this.#registrar.find(deviceId) && this.#devices.get(deviceId);
  }

  listDevices(): Device[] {
    return [...this.#devices.values()].filter(({ isOnline }) => isOnline);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#sweep);
    const calls = [...this.#calls];
    for (const call of calls) call.finish("the platform was closed");
    for (const { refuse } of this.#catalogues.values())
      refuse(new GbError("closed", "the platform was closed"));
    const goodbyes = Promise.all(calls.map(({ goodbye }) => goodbye));
    await Promise.race([goodbyes, pause(GOODBYE_MS, undefined, { ref: false })]);
    this.#client.close();
    await this.#sockets?.close();
  }

  get #self(): Self {
    const { id, realm, host } = this.#options;
    return { id, realm, host, port: this.sipPort };
  }

  #deviceOf(registration: Registration): Device {
    const isCurrent = () => this.#registrar.find(registration.deviceId) === registration;
    return {
      id: registration.deviceId,
      get place() {
        return formatPlace(registration.flow);
      },
      get isOnline() {
        return isCurrent();
      },
      listChannels: async () => {
        this.#requireOnline(registration, isCurrent());
        return this.#queryCatalogue(registration);
      },
      openStream: async (channelId, { transport }) => {
        this.#requireOnline(registration, isCurrent());
        return this.#openStream(registration, { channelId, transport });
      },
    };
  }

  #requireOnline({ deviceId }: Registration, isOnline: boolean): void {
    if (this.#isClosed) throw new GbError("closed", "the platform was closed");
    if (!isOnline) throw new GbError("offline", `device ${deviceId} is not registered`);
  }

  #leave(deviceId: string): void {
    this.#devices.delete(deviceId);
    for (const call of this.#calls)
      if (call.deviceId === deviceId) call.finish("the device went offline");
    for (const [key, { refuse }] of this.#catalogues)
      if (key.startsWith(`${deviceId} `))
        refuse(new GbError("offline", `device ${deviceId} went offline`));
  }

  #openStream(
    registration: Registration,
    { channelId, transport }: StreamOptions & { channelId: string },
  ): Promise<OpenedStream> {
    if (!/^[\w.-]{1,64}$/.test(channelId))
      throw new GbError("refused", "the number of the channel is no number");
    this.#serial += 1;
    const { bind, now, answerSeconds, silentSeconds } = this.#options;
    const call = new StreamCall(
      {
        self: this.#self,
        transactions: this.#client,
        ports: this.#ports,
        bind,
        now,
        answerSeconds,
        silentSeconds,
      },
      {
        registration,
        channelId,
        transport,
        ssrc: liveSsrc(this.#options.id, this.#serial),
        onEnd: (ended) => this.#calls.delete(ended),
      },
    );
    this.#calls.add(call);
    return call.open();
  }

  async #queryCatalogue(registration: Registration): Promise<Channel[]> {
    const { deviceId, flow } = registration;
    const { answerSeconds: seconds } = this.#options;
    this.#serial += 1;
    const serial = this.#serial;
    const key = `${deviceId} ${serial}`;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // It may be refused while the request is still on its way: then nobody waits for it yet.
    promise.catch(() => {});
    const collector = new CatalogueCollector();
    const limit = setTimeout(() => {
      reject(new GbError("noAnswer", `${collector.progress} within ${seconds} s`));
    }, seconds * 1000);
    const goOn = () => void limit.refresh();
    this.#catalogues.set(key, { collector, done: resolve, goOn, refuse: reject });
    try {
      const call = beginCall(this.#self, addressOf(deviceId, flow));
      const query = requestIn(call, this.#self, {
        method: "MESSAGE",
        sequence: 1,
        flow,
        headers: [header("Content-Type", "Application/MANSCDP+xml")],
        body: formatQuery({ command: "Catalog", serial, deviceId }),
      });
      const { status, reason } = await this.#client.request(flow, query, { seconds });
      if (status >= 300)
        throw new GbError("refused", `the device answered ${status} ${reason}`, { status });
      await promise;
      return collector.channels;
    } finally {
      clearTimeout(limit);
      this.#catalogues.delete(key);
    }
  }

  #hear(message: SipMessage, flow: Flow): void {
    if (message.kind === "response") this.#client.hear(message, flow);
    else if (message.method !== "ACK" && !this.#isClosed) this.#answer(message, flow);
  }

  #answer(request: SipRequest, flow: Flow): void {
    const { now } = this.#options;
    const key = transactionKey(request, flow);
    const before = this.#server.find(key, now());
    if (before !== undefined) {
      flow.send(before);
      return;
    }
    // First the answer, then what follows from it: a device is asked nothing before it is told it may speak.
    const { reply, after } = this.#handle(request, flow);
    const bytes = formatSip(responseTo(request, { flow, tag: randomName(), reply }));
    this.#server.keep(key, bytes, now());
    flow.send(bytes);
    after?.();
  }

  #handle(request: SipRequest, flow: Flow): Handled {
    switch (request.method) {
      case "REGISTER":
        return this.#registrar.register(request, flow);
      case "MESSAGE":
        return this.#hearMessage(request, flow);
      case "BYE":
        return this.#hearGoodbye(request, flow);
      case "OPTIONS":
        return { reply: { status: 200, headers: [header("Allow", ALLOWED)] } };
      default:
        return { reply: { status: 405, headers: [header("Allow", ALLOWED)] } };
    }
  }

  #hearMessage(request: SipRequest, flow: Flow): Handled {
    const deviceId = userOf(parseAddress(getHeader(request, "From")).uri);
    const registration = this.#registrar.recognise(deviceId, flow);
    if (registration === undefined) return { reply: { status: 403 } };
    try {
      const document = parseManscdp(request.body);
      return { reply: { status: 200 }, after: this.#read(document, registration) };
    } catch (error) {
      if (!(error instanceof ManscdpMalformed)) throw error;
      this.#damaged(flow, error.message);
      return { reply: { status: 400 } };
    }
  }

  /** What a document asks to be done. @throws ManscdpMalformed */
  #read(document: Manscdp, registration: Registration): () => void {
    const { kind, command, serial } = document;
    if (kind === "Notify" && command === "Keepalive")
      return () => this.#registrar.keepAlive(registration);
    const pending = this.#catalogues.get(`${registration.deviceId} ${serial}`);
    if (kind !== "Response" || command !== "Catalog" || pending === undefined) return () => {};
    const answer = readCatalogueAnswer(document);
    return () => {
      pending.goOn();
      if (pending.collector.add(answer)) pending.done();
    };
  }

  #hearGoodbye(request: SipRequest, flow: Flow): Handled {
    const callId = getHeader(request, "Call-ID");
    const call = [...this.#calls].find((one) => one.callId === callId);
    const owner = call && this.#registrar.find(call.deviceId);
    if (call === undefined || owner?.flow.key !== flow.key) return { reply: { status: 481 } };
    return { reply: { status: 200 }, after: () => call.finish("the device ended it", false) };
  }

  #damaged(flow: Flow, why: string): void {
    const at = this.#options.now();
    const times = this.#quieter.count(`${flow.address} ${why}`, at);
    if (times === undefined) return;
    this.#options.onEvent({ kind: "damaged", place: formatPlace(flow), why, times, at });
  }
}

/** Listens until it is closed. @throws Error when a port is taken */
export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  if (!/^\d{20}$/.test(options.id)) throw new Error("the number of the platform has twenty digits");
  const platform = new Running({ ...DEFAULTS, ...options });
  try {
    await platform.listen();
  } catch (error) {
    await platform.close();
    throw error;
  }
  return platform;
}
