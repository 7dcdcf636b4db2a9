/** Serves the built pages and the mock's answers over HTTP on a free loopback port. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import { NOTICE_STREAM } from "../../contract/src/notify.ts";
import { Refusal, type Reply } from "./mock-reply.ts";
import { api, MockState, problemReply } from "./mock-state.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}

async function handleApi(state: MockState, request: IncomingMessage, url: URL): Promise<Reply> {
  const body = await readBody(request);
  const method = request.method ?? "GET";
  const header = request.headers["x-mingjing-csrf"];
  const csrf = Array.isArray(header) ? header[0] : header;
  if (method !== "GET") state.sent.push({ method, path: url.pathname, csrf, body });
  const account = /mock=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
  try {
    if (method !== "GET" && csrf !== "1") throw new Refusal(403, "permission.denied");
    return api(state, { method, url, body, account });
  } catch (error) {
    return problemReply(error);
  }
}

async function sendFile(dist: string, url: URL, response: ServerResponse): Promise<void> {
  const isStatic = url.pathname.startsWith("/static/");
  const relative = isStatic ? normalize(url.pathname.slice("/static/".length)) : "console.html";
  if (relative.startsWith("..")) {
    response.writeHead(404).end();
    return;
  }
  try {
    const bytes = await readFile(join(dist, relative));
    response.writeHead(200, { "content-type": TYPES[extname(relative)] ?? "text/plain" });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

/** Starts on a free loopback port; `close` ends it. */
export async function startMockServer(dist: string) {
  const state = new MockState();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    if (!url.pathname.startsWith("/api/")) {
      void sendFile(dist, url, response);
      return;
    }
    if (url.pathname === NOTICE_STREAM && /mock=[^;]/.test(request.headers.cookie ?? "")) {
      state.notices.open(response);
      return;
    }
    handleApi(state, request, url).then(
      (reply) => {
        response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
        response.end(reply.body === undefined ? undefined : JSON.stringify(reply.body));
      },
      (error: unknown) => {
        response.writeHead(500, { "content-type": "text/plain" }).end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, state, close };
}
