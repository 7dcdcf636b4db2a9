/** A device's list of channels (目录), told in as many answers as the device likes. */
import { childText, type Manscdp, ManscdpMalformed, type XmlElement } from "./manscdp.ts";

/** Channel (通道): what one can watch, or a folder of such. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly manufacturer: string | undefined;
  /** Number of the device or folder above it. */
  readonly parent: string | undefined;
  readonly status: "on" | "off" | "unknown";
  /** By the type in its number (GB/T 28181 annex D): 131 camera, 132 network camera; else a folder, an alarm, … */
  readonly isCamera: boolean;
}

const STATUS: ReadonlyMap<string, Channel["status"]> = new Map([
  ["ON", "on"],
  ["ONLINE", "on"],
  ["OK", "on"],
  ["OFF", "off"],
  ["OFFLINE", "off"],
]);

const MOST_CHANNELS = 20_000;

function channelOf(item: XmlElement): Channel {
  const id = childText(item, "DeviceID");
  if (id === undefined || !/^[\w.-]{1,64}$/.test(id))
    throw new ManscdpMalformed("a channel has no number");
  const status = childText(item, "Status")?.toUpperCase() ?? "";
  const orNothing = (name: string) => childText(item, name) || undefined;
  return {
    id,
    name: orNothing("Name") ?? id,
    manufacturer: orNothing("Manufacturer"),
    parent: orNothing("ParentID"),
    status: STATUS.get(status) ?? "unknown",
    isCamera: /^\d{10}13[12]/.test(id),
  };
}

export interface CatalogueAnswer {
  /** Channels in all answers together. */
  readonly total: number;
  readonly channels: readonly Channel[];
}

/** @throws ManscdpMalformed */
export function readCatalogueAnswer({ root }: Manscdp): CatalogueAnswer {
  const total = childText(root, "SumNum");
  if (total === undefined || !/^\d{1,6}$/.test(total) || Number(total) > MOST_CHANNELS)
    throw new ManscdpMalformed("SumNum is no number we take");
  const items = root.children.find(({ name }) => name === "DeviceList")?.children ?? [];
  const channels = items.filter(({ name }) => name === "Item").map(channelOf);
  return { total: Number(total), channels };
}

/** Puts the answers to one query together. */
export class CatalogueCollector {
  readonly #channels = new Map<string, Channel>();
  /** Told, not distinct: some devices tell a folder twice and count it twice. */
  #told = 0;
  #total: number | undefined;

  /** True: it is complete. */
  add({ total, channels }: CatalogueAnswer): boolean {
    // A device that finds more channels as it goes says so in its last answers.
    this.#total = total;
    this.#told += channels.length;
    for (const channel of channels) this.#channels.set(channel.id, channel);
    return this.#told >= total;
  }

  get channels(): Channel[] {
    return [...this.#channels.values()];
  }

  get progress(): string {
    return `${this.#told} of ${this.#total ?? "?"} channels`;
  }
}
