/** HTTP of a witness (c2sp.org/tlog-witness): add-checkpoint, and a page that says how things stand. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { statusJson, statusPage } from "./page.ts";
import type { Answer, Witness } from "./witness.ts";

/** A checkpoint with sixteen signatures of the largest kind, and 63 lines of proof, fit. */
const MAX_BODY_BYTES = 128 * 1024;
const REQUEST_MS = 10_000;
const STOP_MS = 5_000;

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Told of faults, such as a full disk. */
  readonly onFault: (error: unknown) => void;
}

export interface Serving {
  readonly url: string;
  /** Ends what was begun, then stops listening and lets the state go. */
  readonly stop: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEXT = "text/plain; charset=utf-8";

function replyOf(answer: Answer): Reply {
  if (answer.status === 200) return { status: 200, body: answer.lines };
  if (answer.status === 409)
    return { status: 409, type: "text/x.tlog.size", body: `${answer.size}\n` };
  return { status: answer.status, body: `${answer.why}\n` };
}

/** Undefined if it is larger than allowed; the connection stays, so that the answer arrives. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const part of incoming) {
    length += part.length;
    if (length > MAX_BODY_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const allow = (method: string): Reply => ({
  status: 405,
  body: "method not allowed\n",
  headers: { allow: method },
});

const TOO_LARGE: Reply = {
  status: 413,
  body: "request too large\n",
  headers: { connection: "close" },
};

async function replyTo(witness: Witness, request: IncomingMessage): Promise<Reply> {
  const path = (request.url ?? "").replace(/\?.*$/s, "");
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (path === "/add-checkpoint") {
    if (request.method !== "POST") return allow("POST");
    const body = await readBody(request);
    return body === undefined ? TOO_LARGE : replyOf(await witness.add(body));
  }
  if (path !== "/" && path !== "/status.json") return { status: 404, body: "not found\n" };
  if (!isRead) return allow("GET, HEAD");
  return path === "/"
    ? { status: 200, type: "text/html; charset=utf-8", body: await statusPage(witness) }
    : { status: 200, type: "application/json", body: await statusJson(witness) };
}

function write(response: ServerResponse, { status, type = TEXT, body, headers = {} }: Reply): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
    ...headers,
  });
  response.end(body);
}

/** @throws Error if the address is taken */
export async function serveWitness(witness: Witness, options: ServeOptions): Promise<Serving> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: 60_000 },
    (request, response) => {
      replyTo(witness, request)
        .catch((error: unknown): Reply => {
          // Who went away in the middle of a request is no fault.
          if (request.complete) options.onFault(error);
          return { status: 500, body: "the witness cannot answer; its operator is told\n" };
        })
        .then((reply) => write(response, reply))
        .catch(options.onFault);
    },
  );
  server.maxConnections = 512;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  const host = family === "IPv6" ? `[${address}]` : address;
  return { url: `http://${host}:${port}`, stop: () => stop(server, witness) };
}

async function stop(server: Server, witness: Witness): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
  await closed;
  clearTimeout(timer);
  await witness.close();
}
