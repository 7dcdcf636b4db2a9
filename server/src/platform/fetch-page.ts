/**
 * Fetches a public page as a reader would, for addresses that officers type in. Never an address inside: every
 * address that a name stands for is looked at when the connection is made, so that a name cannot change in between
 * (server-side request forgery). Redirects, time and size are limited.
 */
import { lookup as lookUp } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";

export interface FetchRules {
  /** `host` or `host:port` that may be asked although they stand inside. */
  readonly allowed: ReadonlySet<string>;
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
  readonly mostRedirects?: number;
}

export interface FetchedPage {
  readonly status: number;
  readonly text: string;
}

export type FetchFault =
  | "badAddress"
  | "insideAddress"
  | "unreachable"
  | "tooManyRedirects"
  | "tooLarge"
  | "timeOut";

/** Why nothing was fetched. */
export class PageNotFetched extends Error {
  readonly fault: FetchFault;
  constructor(fault: FetchFault, options?: ErrorOptions) {
    super(fault, options);
    this.fault = fault;
  }
}

const TIMEOUT_MS = 5000;
const MOST_BYTES = 1_000_000;
const MOST_REDIRECTS = 3;

/** Addresses that are nobody's in the public network (RFC 6890, RFC 8190). */
const INSIDE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  INSIDE.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  INSIDE.addSubnet(net, prefix, "ipv6");

/** IPv4 addresses written as IPv6 are judged as what they stand for. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  if (family === 0) return true;
  if (family === 6 && /^::(?:ffff:)?[0-9a-f]/iu.test(plain)) return true;
  return INSIDE.check(plain, family === 4 ? "ipv4" : "ipv6");
}

const bare = (hostname: string): string => hostname.replaceAll(/^\[|\]$/g, "");

/** @throws PageNotFetched */
function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.username !== "")
    throw new PageNotFetched("badAddress");
  return url;
}

const isAllowed = (url: URL, { allowed }: FetchRules): boolean =>
  allowed.has(url.host) || allowed.has(bare(url.hostname));

/** The resolver of the request: a name that stands for one address inside is refused whole. */
const guardedLookUp: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error !== null) done(error, "");
    else if (first === undefined || addresses.some(({ address }) => isInside(address)))
      done(new PageNotFetched("insideAddress"), "");
    else if (options.all === true) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

async function readText(response: IncomingMessage, mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > mostBytes) throw new PageNotFetched("tooLarge");
    pieces.push(piece);
  }
  const bytes = Buffer.concat(pieces);
  return decoderOf(response.headers["content-type"], bytes).decode(bytes);
}

/** Many pages of offices are GB 18030. */
function decoderOf(contentType: string | undefined, bytes: Buffer) {
  const start = bytes.subarray(0, 2048).toString("latin1");
  const named = /charset=["']?([\w-]+)/iu.exec(`${contentType ?? ""} ${start}`)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(named);
  } catch {
    return new TextDecoder("utf-8");
  }
}

function ask(url: URL, rules: FetchRules, signal: AbortSignal): Promise<IncomingMessage> {
  const isFree = isAllowed(url, rules);
  const host = bare(url.hostname);
  if (!isFree && isIP(host) !== 0 && isInside(host)) throw new PageNotFetched("insideAddress");
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: "GET",
        signal,
        headers: { accept: "text/html,*/*;q=0.5", "user-agent": "Mingjing-publication-check" },
        ...(isFree ? {} : { lookup: guardedLookUp }),
      },
      resolve,
    );
    sent.on("error", reject);
    sent.end();
  });
}

/** @throws PageNotFetched */
export async function fetchPage(address: string, rules: FetchRules): Promise<FetchedPage> {
  const { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES, mostRedirects = MOST_REDIRECTS } = rules;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let url = addressOf(address);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await ask(url, rules, signal);
      const { statusCode = 0, headers } = response;
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined)
        return { status: statusCode, text: await readText(response, mostBytes) };
      response.destroy();
      url = addressOf(new URL(headers.location, url).href);
    }
    throw new PageNotFetched("tooManyRedirects");
  } catch (error) {
    if (error instanceof PageNotFetched) throw error;
    throw new PageNotFetched(signal.aborted ? "timeOut" : "unreachable", { cause: error });
  }
}
