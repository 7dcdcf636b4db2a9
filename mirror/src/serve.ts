/** A mirror that runs: pulls and verifies at its own pace, and answers on this machine alone. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { csvOf } from "./csv.ts";
import type { Names } from "./fields.ts";
import { factPage, missingPage, type Page, projectPage, searchPage } from "./pages.ts";
import { findFact, findFacts, findParties, findTimeline } from "./query.ts";
import { readQuery } from "./read-query.ts";
import type { State } from "./state.ts";
import { isWell, type Status, statusOf } from "./status.ts";
import type { Pass, Sync } from "./sync.ts";

export interface ServeOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** A proxy stands in front that lets only the organ's people in: the address may be any. */
  readonly behindProxy: boolean;
  /** Seconds between two passes. */
  readonly everySeconds: number;
  readonly names: Names;
  readonly now: () => Date;
  /** Each pass, and faults. */
  readonly onPass: (pass: Pass) => void;
  readonly onFault: (error: unknown) => void;
}

export interface Serving {
  readonly url: string;
  status(): Status;
  stop(): Promise<void>;
}

/** Rows of a table file at most. */
const MOST_ROWS = 50_000;
const REQUEST_MS = 30_000;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

export const isLoopback = (host: string): boolean => LOOPBACK.has(host);

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answering {
  readonly state: State;
  readonly options: ServeOptions;
  readonly status: () => Status;
}

const pageReply = ({ body, status }: Page): Reply => ({
  status,
  type: "text/html; charset=utf-8",
  body,
});
const jsonReply = (value: unknown, status = 200): Reply => ({
  status,
  type: "application/json; charset=utf-8",
  body: `${JSON.stringify(value)}\n`,
});

/** A page of another site must not read this one by a name that it points here. */
function isOwnHost({ headers }: IncomingMessage, { behindProxy, host }: ServeOptions): boolean {
  if (behindProxy) return true;
  const name = (headers.host ?? "").replace(/:\d+$/, "").replaceAll(/[[\]]/g, "");
  return name === host || LOOPBACK.has(name);
}

function tableOf({ state: { db }, options, status }: Answering, url: URL): Reply {
  const query = readQuery(Object.fromEntries(url.searchParams));
  const rows = findFacts(db, query, MOST_ROWS).facts.map((fact) => {
    const parties = findParties(db, fact.index).filter(({ type }) => type === "department");
    return { ...fact, departments: parties.map(({ name }) => name) };
  });
  return {
    status: 200,
    type: "text/csv; charset=utf-8",
    body: csvOf(rows, options.names, status().size),
    headers: { "content-disposition": 'attachment; filename="facts.csv"' },
  };
}

function apiReply({ state: { db }, status }: Answering, url: URL): Reply | undefined {
  const { pathname, searchParams } = url;
  const { size } = status();
  if (pathname === "/api/facts")
    return jsonReply({ size, ...findFacts(db, readQuery(Object.fromEntries(searchParams))) });
  const [, index] = /^\/api\/facts\/(\d{1,15})$/.exec(pathname) ?? [];
  if (index !== undefined) {
    const fact = findFact(db, Number(index));
    return fact === undefined ? jsonReply({ error: "none" }, 404) : jsonReply({ size, ...fact });
  }
  const [, project] = /^\/api\/projects\/([^/]{1,200})$/.exec(pathname) ?? [];
  if (project === undefined) return undefined;
  return jsonReply({ size, facts: findTimeline(db, decode(project)) });
}

/** Undefined for what no text was encoded to. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

function readReply(answering: Answering, url: URL): Reply {
  const { options, state } = answering;
  const { pathname, searchParams } = url;
  const status = answering.status();
  const deps = { db: state.db, names: options.names, status };
  if (pathname === "/")
    return pageReply(searchPage(deps, readQuery(Object.fromEntries(searchParams))));
  if (pathname === "/status.json") return jsonReply(status);
  if (pathname === "/health")
    return jsonReply({ ok: isWell(status), state: status.state }, isWell(status) ? 200 : 503);
  if (pathname === "/facts.csv") return tableOf(answering, url);
  const [, index] = /^\/facts\/(\d{1,15})$/.exec(pathname) ?? [];
  if (index !== undefined) return pageReply(factPage(deps, Number(index)));
  const [, project] = /^\/projects\/([^/]{1,200})$/.exec(pathname) ?? [];
  if (project !== undefined) return pageReply(projectPage(deps, decode(project)));
  return apiReply(answering, url) ?? pageReply(missingPage());
}

function replyTo(answering: Answering, request: IncomingMessage): Reply {
  const type = "text/plain; charset=utf-8";
  if (!isOwnHost(request, answering.options)) return { status: 421, type, body: "other host\n" };
  if (request.method !== "GET" && request.method !== "HEAD")
    return { status: 405, type, body: "method not allowed\n", headers: { allow: "GET, HEAD" } };
  const path = request.url ?? "/";
  if (!URL.canParse(path, "http://mirror")) return { status: 400, type, body: "bad address\n" };
  return readReply(answering, new URL(path, "http://mirror"));
}

function write(response: ServerResponse, { status, type, body, headers = {} }: Reply): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    // Nobody outside learns from a link what was looked for here.
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}

/** @throws Error if the address is taken */
export async function serveMirror(
  { state, sync }: { readonly state: State; readonly sync: Sync },
  options: ServeOptions,
): Promise<Serving> {
  const last: { pass: Pass | undefined } = { pass: undefined };
  const status = () => statusOf(state.db, last.pass, options.now());
  const answering = { state, options, status };
  const server = createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    try {
      write(response, replyTo(answering, request));
    } catch (error) {
      options.onFault(error);
      write(response, { status: 500, type: "text/plain", body: "the mirror cannot answer\n" });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const ending = new AbortController();
  const work = keepSyncing(sync, { ...options, signal: ending.signal, last });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    status,
    async stop() {
      ending.abort();
      await Promise.all([work, closed(server)]);
      state.close();
    },
  };
}

interface Keeping extends Pick<ServeOptions, "everySeconds" | "onPass" | "onFault"> {
  readonly signal: AbortSignal;
  readonly last: { pass: Pass | undefined };
}

/** At a pace of its own, whatever is asked here meanwhile. */
async function keepSyncing(
  sync: Sync,
  { everySeconds, last, onFault, onPass, signal }: Keeping,
): Promise<void> {
  while (!signal.aborted) {
    try {
      last.pass = await sync();
      onPass(last.pass);
    } catch (error) {
      onFault(error);
    }
    await delay(everySeconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
