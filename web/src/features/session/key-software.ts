/**
 * Talks to the key software of a CA on the reader's own computer. This is the adapter: software that speaks another
 * way gets a file like this one; the server sees a certificate and a signature in any case.
 */
import { ProblemError } from "../../../../contract/src/client.ts";
import type { CertificateAnswer } from "../../../../contract/src/session.ts";

function problem(code: string): ProblemError {
  return new ProblemError({ status: 0, code, params: {}, requestId: "", errors: [] });
}

/** @throws ProblemError key.unreachable, key.wrong-pin, key.refused */
export async function signWithKey(
  bridge: string,
  wish: { readonly message: string; readonly pin: string },
): Promise<CertificateAnswer> {
  let response: Response;
  try {
    response = await fetch(new URL("/sign", bridge), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
    });
  } catch {
    throw problem("key.unreachable");
  }
  if (response.status === 403) throw problem("key.wrong-pin");
  if (!response.ok) throw problem("key.refused");
  return (await response.json()) as CertificateAnswer;
}
