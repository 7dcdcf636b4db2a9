/** Passkeys in this browser. */
import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

import type { PasskeyOptionsReply } from "../../../../contract/src/account-client.ts";
import { ProblemError } from "../../../../contract/src/client.ts";

/** Closing the browser's window, a key without PIN and the like: the browser does not say which. */
function cancelled(cause: unknown): ProblemError {
  const made = { status: 0, code: "passkey.cancelled", params: {}, requestId: "", errors: [] };
  return new ProblemError(made, { cause });
}

/** @throws ProblemError passkey.cancelled */
export async function askPasskey({ options }: PasskeyOptionsReply): Promise<unknown> {
  type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];
  try {
    return await startAuthentication({ optionsJSON: options as unknown as Options });
  } catch (error) {
    throw cancelled(error);
  }
}

/** @throws ProblemError passkey.cancelled */
export async function makePasskey({ options }: PasskeyOptionsReply): Promise<unknown> {
  type Options = Parameters<typeof startRegistration>[0]["optionsJSON"];
  try {
    return await startRegistration({ optionsJSON: options as unknown as Options });
  } catch (error) {
    throw cancelled(error);
  }
}
