/**
 * A pretended evidence service (存证) of the province, as docs/how-to/chain-anchors.md describes it. It can be told to
 * misbehave in the ways such services do.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { type Ledger, openLedger, type Submission } from "./ledger.ts";

/** `drop`: the record is made, its answer never arrives. `halt`: nothing is ever answered. */
export type EvidenceFault =
  | "none"
  | "error"
  | "halt"
  | "drop"
  | "pending"
  | "otherHash"
  | "badSignature"
  | "garbage"
  | "endless";

export interface EvidenceServiceOptions {
  readonly account: string;
  readonly secret: string;
  /** Records are kept there; absent: in memory. */
  readonly file?: string;
  readonly port?: number;
  readonly now?: () => Date;
}

export interface EvidenceService {
  readonly url: string;
  /** 04 ‖ x ‖ y, hex. */
  readonly publicKey: string;
  readonly ledger: Ledger;
  /** Of all requests, as they came: line, headers, body. */
  readonly seen: readonly SeenRequest[];
  misbehave(fault: EvidenceFault): void;
  stop(): Promise<void>;
}

export interface SeenRequest {
  readonly line: string;
  readonly headers: readonly string[];
  readonly body: string;
}

const PATH = "/evidence/v1/records";
const SKEW_MS = 300_000;
const MOST_BODY = 1024;
const KEPT_REQUESTS = 1000;

interface Answer {
  readonly status: number;
  readonly body: object;
}
const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > MOST_BODY) return "";
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString("utf8");
}

/** Checks time, nonce and HMAC-SM3 of a request. */
function gate({ account, secret }: EvidenceServiceOptions, now: () => Date) {
  const used = new Set<string>();
  return (request: IncomingMessage, body: string): boolean => {
    const header = (name: string) => String(request.headers[`x-evidence-${name}`] ?? "");
    const [time, nonce, sign] = [header("time"), header("nonce"), header("sign")];
    if (header("account") !== account || used.has(nonce) || nonce.length < 16) return false;
    if (Math.abs(Number(time) - now().getTime()) > SKEW_MS) return false;
    const digest = createHash("sm3").update(body).digest("hex");
    const text = [request.method, request.url, time, nonce, digest].join("\n");
    const wanted = createHmac("sm3", secret).update(text).digest();
    const given = Buffer.from(sign, "hex");
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
    used.add(nonce);
    return true;
  };
}

function readSubmission(body: string): Submission | undefined {
  try {
    const value = JSON.parse(body) as Partial<Record<string, unknown>>;
    const { algorithm, hash, requestId, ...rest } = value;
    const isWhole =
      algorithm === "sm3" &&
      /^[0-9a-f]{64}$/.test(String(hash)) &&
      /^[0-9a-f-]{36}$/.test(String(requestId)) &&
      Object.keys(rest).length === 0;
    return isWhole ? (value as unknown as Submission) : undefined;
  } catch {
    return undefined;
  }
}

function answer(ledger: Ledger, request: IncomingMessage, body: string): Answer {
  if (request.method === "POST" && request.url === PATH) {
    const submission = readSubmission(body);
    if (submission === undefined) return refusal(400, "bad-request");
    const added = ledger.add(submission);
    if (added === undefined) return refusal(409, "request-id-used");
    return { status: added.isNew ? 201 : 200, body: added.record };
  }
  const evidenceNo = new RegExp(`^${PATH}/([\\x21-\\x7e]{1,120})$`).exec(request.url ?? "")?.[1];
  if (request.method !== "GET" || evidenceNo === undefined) return refusal(404, "unknown");
  const record = ledger.find(decodeURIComponent(evidenceNo));
  return record === undefined ? refusal(404, "unknown") : { status: 200, body: record };
}

/** What goes wrong once the record is made. */
function spoil(fault: EvidenceFault, { status, body }: Answer): Answer {
  const isRecord = status < 300;
  if (fault === "otherHash" && isRecord)
    return { status, body: { ...body, hash: "ab".repeat(32) } };
  if (fault === "badSignature" && isRecord)
    return { status, body: { ...body, anchoredAt: "2020-01-01T00:00:00.000Z" } };
  return { status, body };
}

function send(response: ServerResponse, { status, body }: Answer, fault: EvidenceFault): void {
  response.writeHead(status, { "content-type": "application/json" });
  if (fault === "garbage") return void response.end("<html>系统维护中</html>");
  if (fault !== "endless") return void response.end(JSON.stringify(body));
  const pour = () => {
    while (!response.destroyed && response.write("x".repeat(65_536)));
    if (!response.destroyed) response.once("drain", pour);
  };
  return pour();
}

export async function startEvidenceService(
  options: EvidenceServiceOptions,
): Promise<EvidenceService> {
  const now = options.now ?? (() => new Date());
  const ledger = openLedger({ now, ...(options.file === undefined ? {} : { file: options.file }) });
  const isGenuine = gate(options, now);
  const seen: SeenRequest[] = [];
  const state: { fault: EvidenceFault } = { fault: "none" };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const line = `${request.method} ${request.url} HTTP/${request.httpVersion}`;
    seen.push({ line, headers: request.rawHeaders, body });
    if (seen.length > KEPT_REQUESTS) seen.shift();
    const { fault } = state;
    if (fault === "halt") return;
    if (fault === "error") return send(response, refusal(500, "fault"), fault);
    if (!isGenuine(request, body)) return send(response, refusal(401, "bad-signature"), fault);
    if (fault === "pending") return send(response, { status: 202, body: {} }, fault);
    const made = answer(ledger, request, body);
    if (fault === "drop") return void request.socket.destroy();
    return send(response, spoil(fault, made), fault);
  };
  const server = createServer((request, response) => {
    // A request that breaks off is nobody's loss.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    publicKey: ledger.publicKey,
    ledger,
    seen,
    misbehave: (fault) => void (state.fault = fault),
    async stop() {
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await ended;
      ledger.close();
    },
  };
}
