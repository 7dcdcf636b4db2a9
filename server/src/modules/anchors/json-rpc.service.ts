/** JSON-RPC over HTTP, one question a request, with an end in time and in size. */
import { ChainTrouble } from "./chain-anchor.ts";

const MOST_ANSWER = 4_000_000;

interface Question {
  readonly method: string;
  readonly params?: unknown;
}

/** An error that the node answers: viem reads its code and message. */
class RpcError extends Error {
  readonly code: number;
  constructor({ code, message }: { readonly code: number; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MOST_ANSWER) throw new ChainTrouble("the answer is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function readAnswer(text: string): unknown {
  let answer: { readonly result?: unknown; readonly error?: { code: number; message: string } };
  try {
    answer = Object(JSON.parse(text)) as typeof answer;
  } catch {
    throw new ChainTrouble("the answer is no JSON-RPC");
  }
  if (answer.error !== undefined) throw new RpcError(answer.error);
  if (answer.result === undefined) throw new ChainTrouble("the answer is no JSON-RPC");
  return answer.result;
}

/** `leftMs`: what is left of the whole call's time. @throws ChainTrouble, RpcError */
export function rpcOver(url: string, leftMs: () => number) {
  const state = { id: 0 };
  return async ({ method, params = [] }: Question): Promise<unknown> => {
    const left = leftMs();
    if (left <= 0) throw new ChainTrouble("no answer in time");
    state.id += 1;
    const body = JSON.stringify({ jsonrpc: "2.0", id: state.id, method, params });
    let text: string;
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        redirect: "error",
        signal: AbortSignal.timeout(left),
      });
      if (response.status >= 500) throw new ChainTrouble(`the node answers ${response.status}`);
      text = await readText(response);
    } catch (error) {
      if (error instanceof ChainTrouble) throw error;
      const { name, cause } = error as { name?: string; cause?: { code?: string } };
      throw new ChainTrouble(
        name === "TimeoutError" ? "no answer in time" : `no answer (${cause?.code ?? name})`,
      );
    }
    return readAnswer(text);
  };
}
