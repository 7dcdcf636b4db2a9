/**
 * The platform that devices of GB/T 28181 register with: whom it lets in is in the register, who came, went or was refused
 * goes to the log, and a channel of a device is a camera for the gateway.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";

import type { CameraInput } from "../../../../cameras/src/index.ts";
import type { DeviceChannel, DevicePlatform } from "../../../../contract/src/camera-register.ts";
import {
  createPlatform,
  type Device,
  GbError,
  type Platform,
  type PlatformEvent,
  type PortRange,
} from "../../../../gb28181/src/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { unseal } from "../../platform/seal.ts";
import type { Log } from "../../platform/telemetry.ts";
import { createAlarmBudget } from "./alarm-budget.ts";
import type { Channel } from "./channel.ts";
import { secretOwner } from "./device-acts.service.ts";
import {
  type AcceptedDevice,
  type DeviceState,
  listAccepted,
  putPlatform,
  putState,
  readSecrets,
  readStates,
} from "./device.store.ts";
import { isoOf } from "./times.ts";

export interface GbSettings {
  /** Number of the platform: twenty digits. */
  readonly id: string;
  readonly realm: string;
  /** IPv4 address at which devices reach us. */
  readonly host: string;
  readonly sipPort: number;
  readonly mediaPorts: PortRange;
}

export interface DevicePlatformDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** 32 bytes, hex. */
  readonly addressKey: () => Promise<string>;
}

export interface DevicePlatformRun {
  /** undefined: the device is not one of this process. */
  inputOf(channel: Channel): CameraInput | undefined;
  /** Why devices cannot register. */
  readonly why: string | undefined;
  stop(): Promise<void>;
}

const TICK_MS = 3000;
/** A port that is taken is tried again. */
const TRY_AGAIN_MS = 30_000;
/** Channels are read again: somebody may have added a camera to the recorder. */
const CATALOGUE_MS = 600_000;
/** After a catalogue that failed. */
const CATALOGUE_AGAIN_MS = 30_000;

interface Known extends Omit<DeviceState, "holder"> {
  /** When its channels are to be read, milliseconds of the process. */
  readAt: number;
}

const claimedNumber = (deviceId: string): string =>
  deviceId.replaceAll(/[^\w.-]/g, "_").slice(0, 64) || "_";

class RunningDevices implements DevicePlatformRun {
  why: string | undefined;
  readonly #deps: DevicePlatformDeps;
  readonly #settings: GbSettings;
  readonly #holder = randomUUID();
  readonly #budget = createAlarmBudget();
  readonly #stopping = new AbortController();
  readonly #known = new Map<string, Known>();
  readonly #done: Promise<void>;
  #accepted: readonly AcceptedDevice[] = [];
  #passwords: ReadonlyMap<string, string> = new Map();
  #platform: Platform | undefined;
  #triedAt = -Infinity;
  #work: Promise<void> = Promise.resolve();

  constructor(deps: DevicePlatformDeps, settings: GbSettings) {
    this.#deps = deps;
    this.#settings = settings;
    this.#done = this.#loop();
  }

  inputOf({ device: named }: Channel): CameraInput | undefined {
    const device = this.#accepted.find((one) => one.isInUse && one.device === named?.device);
    if (named === undefined || device === undefined || !this.#known.has(named.device))
      return undefined;
    const { transport } = device;
    return {
      kind: "stream",
      open: async () => {
        const found = this.#platform?.findDevice(named.device);
        if (found === undefined) throw new GbError("offline", "the device is not registered");
        return found.openStream(named.channel, { transport });
      },
    };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#done;
    await this.#platform?.close();
    await this.#work;
    await putPlatform(this.#deps.db, this.#holder, undefined);
  }

  async #loop(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#tick();
      } catch (error) {
        this.#deps.log.error({ err: error }, "video: devices");
      }
      await pause(TICK_MS, undefined, { signal: this.#stopping.signal }).catch(() => {});
    }
  }

  async #tick(): Promise<void> {
    const { db } = this.#deps;
    await this.#readRegister();
    await this.#open();
    await putPlatform(db, this.#holder, this.#shown());
    await this.#letGo();
    for (const [device, known] of this.#known) {
      await putState(db, { ...known, holder: this.#holder });
      if (known.isOnline && performance.now() >= known.readAt) this.#readCatalogue(device, known);
    }
  }

  /** Whom we let in, with the passwords; who forgot the key must enter them again. */
  async #readRegister(): Promise<void> {
    const { db, addressKey, log } = this.#deps;
    this.#accepted = await listAccepted(db);
    const secrets = await readSecrets(db);
    const passwords = new Map<string, string>();
    for (const { device, sealed } of secrets) {
      if (!this.#accepted.some((one) => one.isInUse && one.device === device)) continue;
      try {
        const key = await addressKey();
        passwords.set(device, unseal(sealed, { key, owner: secretOwner(device) }));
      } catch {
        log.warn({ device }, "video: the password of the device cannot be read; enter it again");
      }
    }
    this.#passwords = passwords;
  }

  async #open(): Promise<void> {
    if (this.#platform !== undefined || performance.now() - this.#triedAt < TRY_AGAIN_MS) return;
    this.#triedAt = performance.now();
    const { clock, log } = this.#deps;
    try {
      this.#platform = await createPlatform({
        ...this.#settings,
        password: (device) => this.#passwords.get(device),
        onDevice: (device) => this.#came(device),
        onEvent: (event) => this.#hear(event),
        now: () => clock.now().getTime(),
      });
      this.why = undefined;
    } catch (error) {
      this.why = error instanceof Error ? error.message : String(error);
      log.error({ err: error }, "video: devices of GB/T 28181 cannot register");
    }
  }

  #shown(): DevicePlatform {
    const { id, realm, host, sipPort } = this.#settings;
    const { why } = this;
    const state = this.#platform === undefined ? ("failing" as const) : ("on" as const);
    const port = this.#platform?.sipPort ?? sipPort;
    return { state, id, realm, host, port, ...(why === undefined ? {} : { why }) };
  }

  /** A device that registered with another process since is that one's. */
  async #letGo(): Promise<void> {
    for (const { device, holder, isOnline } of await readStates(this.#deps.db))
      if (isOnline && holder !== this.#holder && this.#known.get(device)?.isOnline === false)
        this.#known.delete(device);
  }

  #came({ id, place }: Device): void {
    this.#known.set(id, {
      device: id,
      isOnline: true,
      place,
      since: this.#deps.clock.now(),
      why: null,
      channels: this.#known.get(id)?.channels ?? [],
      readAt: performance.now(),
    });
  }

  #readCatalogue(device: string, known: Known): void {
    known.readAt = performance.now() + CATALOGUE_MS;
    const set = (changes: Partial<Known>) => {
      const now = this.#known.get(device);
      if (now !== undefined) this.#known.set(device, { ...now, ...changes });
    };
    this.#platform
      ?.findDevice(device)
      ?.listChannels()
      .then((channels) => set({ channels: channels.map(channelLine), why: null }))
      .catch((error: unknown) => {
        const why = error instanceof GbError ? error.code : String(error);
        set({ why, readAt: performance.now() + CATALOGUE_AGAIN_MS });
      });
  }

  #hear(event: PlatformEvent): void {
    if (event.kind === "damaged") {
      const { place, why, times } = event;
      this.#deps.log.warn({ place, why, times }, "video: bytes that are no SIP");
    } else if (event.kind === "alarm") this.#alarm(event);
    else if (event.kind === "registered") {
      const { deviceId: device, place, at } = event;
      this.#later("device-registered", { device, place }, at);
    } else {
      const why = event.kind === "offline" ? event.why : "unregistered";
      const known = this.#known.get(event.deviceId);
      if (known !== undefined)
        this.#known.set(known.device, {
          ...known,
          isOnline: false,
          since: new Date(event.at),
          why,
        });
      this.#later("device-lost", { device: event.deviceId, why }, event.at);
    }
  }

  #alarm({
    why,
    deviceId,
    place,
    livePlace,
    times,
    at,
  }: Extract<PlatformEvent, { kind: "alarm" }>): void {
    const untold = this.#budget.take(why, at);
    const device = claimedNumber(deviceId);
    this.#deps.log.warn({ device, why, place, times }, "video: a device was refused");
    if (untold === undefined) return;
    const payload = {
      device,
      why,
      place,
      times,
      ...(livePlace === undefined ? {} : { livePlace }),
      ...(untold === 0 ? {} : { untold }),
    };
    this.#later("alarm-raised", payload, at);
  }

  /** One after the other; what cannot be told is in the process's own log. */
  #later(
    kind: string,
    payload: Readonly<Record<string, unknown>> & { readonly device: string },
    at: number,
  ): void {
    const { db, registry, log } = this.#deps;
    const { device } = payload;
    const fact = {
      kind: `video.${kind}`,
      source: "mingjing",
      sourceId: `video/device/${device}/${kind}/${this.#holder}/${at}/${randomUUID().slice(0, 8)}`,
      subject: `device:${device}`,
      occurredAt: isoOf(at),
      payload,
    };
    this.#work = this.#work
      .then(() => inTransaction(db, (tx) => recordFact(tx, registry, fact)))
      .then(() => {})
      .catch((error: unknown) => log.error({ err: error, kind }, "video: not told to the log"));
  }
}

const channelLine = ({
  id,
  name,
  status,
  isCamera,
}: {
  readonly id: string;
  readonly name: string;
  readonly status: DeviceChannel["status"];
  readonly isCamera: boolean;
}): DeviceChannel => ({ channel: id, name, status, isCamera });

export const startDevicePlatform = (
  deps: DevicePlatformDeps,
  settings: GbSettings,
): DevicePlatformRun => new RunningDevices(deps, settings);
