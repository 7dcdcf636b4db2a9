/** The province's evidence service (存证) over REST, as docs/how-to/chain-anchors.md describes it. */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";

import Value from "typebox/value";

import { ProvinceReceipt } from "../../../../contract/src/anchors.ts";
import { provinceReceiptText, verifySm2 } from "../../../../verifier/src/index.ts";
import type { Clock } from "../../platform/clock.ts";
import { ANSWER_MS, type ChainAnchor, ChainPending, ChainTrouble } from "./chain-anchor.ts";

export interface ProvinceOptions {
  /** Begin of the address, without `/evidence/v1`. */
  readonly url: string;
  readonly account: string;
  readonly secret: string;
  /** Keys of the service, 04 ‖ x ‖ y in hex, older ones too: receipts of others are refused. */
  readonly publicKeys: readonly string[];
  readonly answerMs?: number;
}

const RECORDS = "/evidence/v1/records";
const MOST_ANSWER = 16_384;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Nothing but method, path, hash, request id and credentials is sent: header by header, no client adds its own. */
function ask(
  { url, account, secret, answerMs = ANSWER_MS }: ProvinceOptions,
  { method, path, body = "" }: { method: "GET" | "POST"; path: string; body?: string },
  now: Date,
): Promise<Answer> {
  const address = new URL(url.replace(/\/$/, "") + path);
  const [time, nonce] = [String(now.getTime()), randomBytes(16).toString("hex")];
  const digest = createHash("sm3").update(body).digest("hex");
  const text = [method, address.pathname, time, nonce, digest].join("\n");
  const options: RequestOptions = {
    method,
    agent: false,
    signal: AbortSignal.timeout(answerMs),
    headers: {
      "x-evidence-account": account,
      "x-evidence-time": time,
      "x-evidence-nonce": nonce,
      "x-evidence-sign": createHmac("sm3", secret).update(text).digest("hex"),
      ...(method === "POST"
        ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) }
        : {}),
    },
  };
  return new Promise((resolve, reject) => {
    const send = address.protocol === "https:" ? requestHttps : requestHttp;
    const request = send(address, options, (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    size += (part as Buffer).length;
    if (size > MOST_ANSWER) {
      response.destroy();
      throw new ChainTrouble("the answer is too long");
    }
    parts.push(part as Buffer);
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(parts).toString("utf8") };
}

/** The message of the system names no more than the address that the operator gave. */
function troubleOf(error: unknown): ChainTrouble {
  if (error instanceof ChainTrouble) return error;
  const { name, code = name } = error as { name?: string; code?: string };
  return new ChainTrouble(code === "ABORT_ERR" ? "no answer in time" : `no answer (${code})`);
}

function isSigned(receipt: ProvinceReceipt, publicKeys: readonly string[]): boolean {
  if (!publicKeys.includes(receipt.publicKey)) return false;
  return verifySm2({
    publicKey: Buffer.from(receipt.publicKey, "hex"),
    message: Buffer.from(provinceReceiptText(receipt), "utf8"),
    signature: Buffer.from(receipt.signature, "hex"),
  }).ok;
}

/** @throws ChainTrouble for what is no receipt that the service signed */
function readReceipt({ status, body }: Answer, publicKeys: readonly string[]): ProvinceReceipt {
  if (status === 202) throw new ChainPending("in no block yet");
  if (status !== 200 && status !== 201) throw new ChainTrouble(`the service answers ${status}`);
  const receipt = { chain: "province", ...parse(body) };
  if (!Value.Check(ProvinceReceipt, receipt))
    throw new ChainTrouble("the answer is no receipt of an evidence service");
  if (!isSigned(receipt, publicKeys))
    throw new ChainTrouble("the receipt is not signed with a key of the service");
  return receipt;
}

function parse(body: string): object {
  try {
    return Object(JSON.parse(body)) as object;
  } catch {
    return {};
  }
}

const SIGNED: readonly (keyof ProvinceReceipt)[] = [
  "algorithm",
  "hash",
  "requestId",
  "evidenceNo",
  "transaction",
  "anchoredAt",
  "publicKey",
];

export function provinceAnchor(options: ProvinceOptions, clock: Clock): ChainAnchor {
  const reach = async (question: Parameters<typeof ask>[1]) => {
    try {
      return await ask(options, question, clock.now());
    } catch (error) {
      throw troubleOf(error);
    }
  };
  return {
    name: "province",
    algorithm: "sm3",
    async submit({ hash, requestId }) {
      const wanted = hash.toString("hex");
      const body = JSON.stringify({ algorithm: "sm3", hash: wanted, requestId });
      const answer = await reach({ method: "POST", path: RECORDS, body });
      const receipt = readReceipt(answer, options.publicKeys);
      if (receipt.hash !== wanted || receipt.requestId !== requestId)
        throw new ChainTrouble("the receipt is for another hash or request");
      return receipt;
    },
    async check(receipt) {
      if (receipt.chain !== "province") throw new Error("a receipt of another chain");
      const path = `${RECORDS}/${encodeURIComponent(receipt.evidenceNo)}`;
      const answer = await reach({ method: "GET", path });
      if (answer.status === 404) return "missing";
      const now = readReceipt(answer, options.publicKeys);
      if (SIGNED.some((name) => now[name] !== receipt[name])) return "differs";
      const isThere =
        now.blockHash === receipt.blockHash && now.blockHeight === receipt.blockHeight;
      return isThere ? "holds" : "moved";
    },
  };
}
