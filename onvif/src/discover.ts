/** Asks the network for its cameras (WS-Discovery, ONVIF core specification §7). */
import onvif from "onvif";

import { OnvifError } from "./onvif-error.ts";
import { findIn, findText, isTree, listOf } from "./tree.ts";

export interface FoundDevice {
  /** `urn:uuid:…`, the same at each search. */
  readonly id: string;
  readonly name: string | undefined;
  readonly hardware: string | undefined;
  /** Where its services are: for readProfiles. */
  readonly services: readonly FoundService[];
}

export interface FoundService {
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

export interface Discovered {
  readonly devices: readonly FoundDevice[];
  /** Answers that could not be read. */
  readonly damaged: number;
}

export interface DiscoverOptions {
  /** How long answers are waited for. */
  readonly seconds?: number;
  /** Name of the network interface, such as `eth0`; else the system's choice. */
  readonly networkInterface?: string;
}

const USUAL_SECONDS = 3;
const MOST_SERVICES = 8;

function serviceOf(address: string): FoundService[] {
  if (!URL.canParse(address)) return [];
  const { protocol, hostname, port, pathname } = new URL(address);
  if (protocol !== "http:") return [];
  return [{ host: hostname, port: Number(port || 80), path: pathname }];
}

/** `onvif://www.onvif.org/name/Hall%201`; a name that is not encoded well is left as it is. */
function scopeOf(scopes: string, kind: string): string | undefined {
  const prefix = `onvif://www.onvif.org/${kind}/`;
  const raw = scopes.split(/\s+/).find((scope) => scope.startsWith(prefix));
  if (raw === undefined) return undefined;
  const value = raw.slice(prefix.length);
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function deviceOf(match: unknown): FoundDevice[] {
  const id = findText(match, "endpointReference", "address");
  if (id === undefined) return [];
  // Scopes without attributes are a text, others an element with a text.
  const scopes = [findIn(match, "scopes"), findIn(match, "scopes", "_")].find(
    (value) => typeof value === "string",
  );
  const text = typeof scopes === "string" ? scopes : "";
  const addresses = (findText(match, "XAddrs") ?? "").split(/\s+/).slice(0, MOST_SERVICES);
  return [
    {
      id,
      name: scopeOf(text, "name"),
      hardware: scopeOf(text, "hardware"),
      services: addresses.flatMap(serviceOf),
    },
  ];
}

/** One search at a time: the library keeps one for the whole process. */
let running: Promise<unknown> = Promise.resolve();

/** @throws OnvifError `noNetwork` */
export function discover(options: DiscoverOptions = {}): Promise<Discovered> {
  const next = running.then(() => search(options));
  running = next.catch(() => {});
  return next;
}

async function search(options: DiscoverOptions): Promise<Discovered> {
  const { seconds = USUAL_SECONDS, networkInterface } = options;
  const { promise, resolve, reject } = Promise.withResolvers<Discovered>();
  let damaged = 0;
  const onError = (error: unknown) => {
    if (error instanceof Error) reject(new OnvifError("noNetwork", error));
    else damaged += 1;
  };
  // Without a listener an answer that is none would end the process.
  onvif.Discovery.on("error", onError);
  const timeout = seconds * 1000;
  const device = networkInterface === undefined ? {} : { device: networkInterface };
  onvif.Discovery.probe({ timeout, resolve: false, ...device }, (_error, found: unknown) => {
    // Answers of which some could not be read come with errors and with devices.
    const matches = (Array.isArray(found) ? found : [])
      .filter(isTree)
      .flatMap((one) => listOf(findIn(one, "probeMatches", "probeMatch")));
    resolve({ devices: matches.flatMap(deviceOf), damaged });
  });
  try {
    return await promise;
  } finally {
    onvif.Discovery.off("error", onError);
  }
}
