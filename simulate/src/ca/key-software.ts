/**
 * Stands for the software that a CA installs on the reader's computer: a page asks it for a signature, it asks for
 * the PIN and signs with the key on the UKey. It signs only texts that name the page that asks.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import type { Issued } from "./certificate.ts";
import { signSm2 } from "./sm2.ts";

export interface KeySoftware {
  readonly holder: Issued;
  readonly pin: string;
  readonly port: number;
}

const MOST_BYTES = 10_000;

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_BYTES) throw new Error("too long");
  }
  return JSON.parse(text);
}

function answer({ holder, pin }: KeySoftware, origin: string, wish: unknown) {
  const { message, pin: typed } = (wish ?? {}) as { message?: unknown; pin?: unknown };
  if (typed !== pin) return { status: 403, body: { code: "wrong-pin" } };
  const [format, named] = typeof message === "string" ? message.split("\n") : [];
  if (format !== "mingjing-certificate/1" || named !== origin)
    return { status: 400, body: { code: "other-page" } };
  const signature = signSm2(holder.key, Buffer.from(String(message)));
  return {
    status: 200,
    body: { certificate: holder.der.toString("base64"), signature: signature.toString("base64") },
  };
}

async function respond(
  software: KeySoftware,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin = "" } = request.headers;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-headers", "content-type");
  response.setHeader("access-control-allow-private-network", "true");
  response.setHeader("vary", "origin");
  if (request.method === "OPTIONS") return void response.writeHead(204).end();
  if (request.method !== "POST" || request.url !== "/sign")
    return void response.writeHead(404).end();
  const { status, body } = answer(software, origin, await readJson(request));
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Listens on this computer only. @returns its port and how to stop it */
export async function startKeySoftware(
  software: KeySoftware,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    respond(software, request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((resolve) => server.listen(software.port, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : software.port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
