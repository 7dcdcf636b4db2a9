/**
 * Who is registered (GB/T 28181-2016 §9.1): a proof of the password, and one living registration per device.
 * A second one from elsewhere is refused and told: a copied device must not take the place of the real one.
 */
import { countOf, createNonces, formatChallenge, isRightProof, type Nonces } from "./digest.ts";
import { type Flow, formatPlace } from "./flow.ts";
import {
  findHeader,
  firstContact,
  getHeader,
  header,
  parseAddress,
  parseDigest,
  userOf,
} from "./header-values.ts";
import type { PlatformEvent } from "./platform-event.ts";
import { createQuieter } from "./quieter.ts";
import { randomName, randomSecret } from "./random.ts";
import type { Handled, Reply } from "./responses.ts";
import type { SipHeader, SipRequest } from "./sip-message.ts";

export interface RegistrarOptions {
  readonly realm: string;
  /** Undefined: we do not know this device. */
  readonly password: (deviceId: string) => string | undefined;
  readonly onEvent: (event: PlatformEvent) => void;
  readonly onRegistered: (registration: Registration) => void;
  /** It is over: the device said so, or nothing any more. */
  readonly onEnd: (registration: Registration) => void;
  readonly now: () => number;
  /** How often devices are told to give a sign of life. */
  readonly keepaliveSeconds: number;
  readonly nonceSeconds: number;
  /** False: for devices that stumble over `qop`. */
  readonly offersCounter: boolean;
}

export interface Registration {
  readonly deviceId: string;
  readonly contact: string;
  flow: Flow;
  expiresAt: number;
  seenAt: number;
}

const MISSED_KEEPALIVES = 3;
/** The same alarm from the same address is told again after so long. */
const QUIET_SECONDS = 60;
const USUAL_SECONDS = 3600;
const LONGEST_SECONDS = 86_400;
const BEIJING_MS = 8 * 3600 * 1000;

/** GB/T 28181-2016 §9.10: devices set their clock by it; Beijing time without a zone. */
export const formatDate = (now: number): string =>
  new Date(now + BEIJING_MS).toISOString().slice(0, 23);

function secondsAsked(request: SipRequest, contact: string | undefined): number {
  const own = contact === undefined ? undefined : parseAddress(contact).parameters.get("expires");
  const text = own ?? findHeader(request, "Expires") ?? "";
  return /^\d{1,10}$/.test(text) ? Math.min(Number(text), LONGEST_SECONDS) : USUAL_SECONDS;
}

export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #nonces: Nonces;
  readonly #quieter = createQuieter(QUIET_SECONDS);
  readonly #registrations = new Map<string, Registration>();

  constructor(options: RegistrarOptions) {
    this.#options = options;
    const { nonceSeconds } = options;
    this.#nonces = createNonces({
      secret: randomSecret(),
      seconds: nonceSeconds,
      random: randomName,
    });
  }

  find(deviceId: string): Registration | undefined {
    const registration = this.#registrations.get(deviceId);
    return registration !== undefined && this.#isAlive(registration) ? registration : undefined;
  }

  /** @throws SipMalformed */
  register(request: SipRequest, flow: Flow): Handled {
    const deviceId = userOf(parseAddress(getHeader(request, "To")).uri);
    const refusal = this.#refusalOf(request, { deviceId, flow });
    if (refusal !== undefined) return { reply: refusal };
    const contact = firstContact(request);
    const seconds = secondsAsked(request, contact === "*" ? undefined : contact);
    const alive = this.find(deviceId);
    const uri = contact === undefined || contact === "*" ? undefined : parseAddress(contact).uri;
    if (alive !== undefined && !isSamePlace(alive, flow, uri)) {
      this.#alarm("clone", { deviceId, flow, alive });
      return { reply: { status: 403 } };
    }
    const date = header("Date", formatDate(this.#options.now()));
    if (seconds === 0) {
      const reply = { status: 200, headers: [date, header("Expires", 0)] } as const;
      if (alive === undefined) return { reply };
      return { reply, after: () => this.#end(alive, { kind: "unregistered" }) };
    }
    if (uri === undefined) return { reply: { status: 400 } };
    const granted = [
      header("Contact", `<${uri}>;expires=${seconds}`),
      header("Expires", seconds),
      date,
    ];
    const after = () => this.#keep(alive, { deviceId, contact: uri, flow, seconds });
    return { reply: { status: 200, headers: granted }, after };
  }

  /** A sign of life, or any other message; undefined: it may not speak here. */
  recognise(deviceId: string, flow: Flow): Registration | undefined {
    const alive = this.find(deviceId);
    if (alive === undefined) {
      if (this.#options.password(deviceId) === undefined)
        this.#alarm("unknownDevice", { deviceId, flow });
      return undefined;
    }
    // Without a proof of the password only the flow that registered may speak.
    if (alive.flow.key === flow.key) return alive;
    this.#alarm("clone", { deviceId, flow, alive });
    return undefined;
  }

  keepAlive(registration: Registration): void {
    registration.seenAt = this.#options.now();
  }

  /** Ends what is over; to be called each second. */
  sweep(): void {
    const now = this.#options.now();
    for (const registration of this.#registrations.values()) {
      if (this.#isAlive(registration)) continue;
      const why = now >= registration.expiresAt ? "expired" : "keepalive";
      this.#end(registration, { kind: "offline", why });
    }
  }

  #isAlive({ expiresAt, seenAt }: Registration): boolean {
    const now = this.#options.now();
    const silentMs = this.#options.keepaliveSeconds * MISSED_KEEPALIVES * 1000;
    return now < expiresAt && now - seenAt <= silentMs;
  }

  #keep(
    alive: Registration | undefined,
    given: Omit<Registration, "expiresAt" | "seenAt"> & { seconds: number },
  ): void {
    const { now, onEvent, onRegistered } = this.#options;
    const { deviceId, contact, flow, seconds } = given;
    const times = { expiresAt: now() + seconds * 1000, seenAt: now() };
    if (alive !== undefined) {
      Object.assign(alive, { flow, ...times });
      return;
    }
    // One that ended a moment ago and was not swept yet.
    const old = this.#registrations.get(deviceId);
    if (old !== undefined) this.#end(old, { kind: "offline", why: "keepalive" });
    const registration = { deviceId, contact, flow, ...times };
    this.#registrations.set(deviceId, registration);
    onEvent({ kind: "registered", deviceId, place: formatPlace(flow), at: now() });
    onRegistered(registration);
  }

  #end(
    registration: Registration,
    what: { kind: "unregistered" } | { kind: "offline"; why: "expired" | "keepalive" },
  ): void {
    const { deviceId } = registration;
    this.#registrations.delete(deviceId);
    this.#options.onEvent({ ...what, deviceId, at: this.#options.now() });
    this.#options.onEnd(registration);
  }

  /** Undefined: the device has proved that it is the device. */
  #refusalOf(request: SipRequest, from: { deviceId: string; flow: Flow }): Reply | undefined {
    const { realm } = this.#options;
    const { deviceId } = from;
    const password = this.#options.password(deviceId);
    if (password === undefined) {
      this.#alarm("unknownDevice", from);
      return { status: 403 };
    }
    const authorization = findHeader(request, "Authorization");
    if (authorization === undefined) return this.#challenge(deviceId, false);
    const proof = parseDigest(authorization);
    if (!isRightProof(proof, { deviceId, realm, method: "REGISTER", password })) {
      this.#alarm("wrongPassword", from);
      return { status: 403 };
    }
    const use = { deviceId, now: this.#options.now(), count: countOf(proof) };
    if (this.#nonces.use(proof.get("nonce") ?? "", use)) return undefined;
    // The password is right, the nonce is old: the device tries again without asking a person.
    return this.#challenge(deviceId, true);
  }

  #challenge(deviceId: string, isStale: boolean): Reply {
    const { realm, offersCounter, now } = this.#options;
    const nonce = this.#nonces.issue(deviceId, now());
    const challenge = formatChallenge({ realm, nonce, isStale, offersCounter });
    const headers: SipHeader[] = [header("WWW-Authenticate", challenge)];
    return { status: 401, headers };
  }

  #alarm(
    why: "clone" | "wrongPassword" | "unknownDevice",
    { deviceId, flow, alive }: { deviceId: string; flow: Flow; alive?: Registration },
  ): void {
    const livePlace = alive === undefined ? undefined : formatPlace(alive.flow);
    const at = this.#options.now();
    // Who invents numbers of devices is one alarm, not one per number.
    const key = `${why} ${flow.address} ${why === "unknownDevice" ? "" : deviceId}`;
    const times = this.#quieter.count(key, at);
    if (times === undefined) return;
    const place = formatPlace(flow);
    this.#options.onEvent({ kind: "alarm", why, deviceId, place, livePlace, times, at });
  }
}

/**
 * Over UDP: the same address, port and contact. Over TCP a device that lost its connection opens another from
 * a new port: then address and contact must be the same and the old connection must be gone.
 */
function isSamePlace(alive: Registration, flow: Flow, contact: string | undefined): boolean {
  const { flow: old } = alive;
  if (old.transport !== flow.transport || old.address !== flow.address) return false;
  if (contact !== undefined && contact !== alive.contact) return false;
  return old.key === flow.key || (flow.transport === "tcp" && !old.isOpen);
}
