/** Requests of writers: nothing that identifies goes with them, and nothing secret stands in an address. */
import { say } from "./words.ts";

/** A refusal in the words of this page. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const QUIET = {
  credentials: "omit",
  referrerPolicy: "no-referrer",
  cache: "no-store",
} as const satisfies RequestInit;

/** @throws Refused, also when no answer came */
export async function ask<Reply>(path: string, body?: object): Promise<Reply> {
  const post: RequestInit =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        };
  let response: Response;
  try {
    response = await fetch(`/api/public/tipoffs${path}`, { ...QUIET, ...post });
  } catch {
    throw new Refused("network", say("failed.network"));
  }
  const reply: unknown = await response.json().catch(() => undefined);
  if (response.ok) return reply as Reply;
  const { code = "fault", params = {} } = (reply ?? {}) as {
    code?: string;
    params?: Record<string, string | number>;
  };
  const sentence = say(`problem.${code}`, params);
  throw new Refused(code, sentence.startsWith("problem.") ? say("failed.fault") : sentence);
}
