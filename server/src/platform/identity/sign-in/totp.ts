/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, as every app expects). */
import { generateSecret, generateURI, verifySync } from "otplib";

const ISSUER = "明镜";
const STEP_SECONDS = 30;

export interface Draft {
  /** Base32. */
  readonly secret: string;
  /** otpauth:// address, drawn as a QR code by the browser. */
  readonly uri: string;
}

export function draftSecret(account: string): Draft {
  const secret = generateSecret();
  return { secret, uri: generateURI({ issuer: ISSUER, label: account, secret }) };
}

export interface Presented {
  readonly secret: string;
  readonly code: string;
  readonly now: Date;
}

/**
 * Step of the code if it is the one of this half minute or of a neighbour (clocks differ), else undefined. The
 * caller refuses a step that was taken before.
 */
export function stepOfCode({ secret, code, now }: Presented): number | undefined {
  const result = verifySync({
    secret,
    token: code,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: STEP_SECONDS,
  });
  return result.valid && "timeStep" in result ? result.timeStep : undefined;
}
