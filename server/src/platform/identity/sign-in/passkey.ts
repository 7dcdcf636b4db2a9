/** Passkeys (WebAuthn level 3): which site they are for, what a browser is asked, what its answer proves. */
import { createHash } from "node:crypto";
import { isIP } from "node:net";

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";

/** A site as passkeys know it. */
export interface Site {
  readonly origin: string;
  /** Domain that passkeys are bound to. */
  readonly domain: string;
}

/**
 * The public address, or localhost while none is configured: a host name that only a request claims is not
 * believed, and a bare IP number has no passkeys. @returns undefined where passkeys cannot be used
 */
export function siteOf(publicUrl: string | undefined, host: string | undefined): Site | undefined {
  const text = publicUrl ?? (host === undefined ? undefined : `http://${host}`);
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || isIP(url.hostname) !== 0 || url.hostname.startsWith("[")) return;
  if (publicUrl === undefined && url.hostname !== "localhost") return undefined;
  return { origin: url.origin, domain: url.hostname };
}

export interface KnownPasskey {
  readonly id: string;
  readonly account: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
}

/** Handle that the authenticator keeps: says nothing about the person to who reads it. */
const handleOf = (account: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(`mingjing-passkey\n${account}`).digest());

export const askForPasskey = (site: Site, known: readonly KnownPasskey[]) =>
  generateAuthenticationOptions({
    rpID: site.domain,
    // The key asks for its PIN or the finger: possession and knowledge at once, so it stands alone.
    userVerification: "required",
    ...(known.length === 0
      ? {}
      : {
          allowCredentials: known.map(({ id, transports }) => ({
            id,
            transports: [...transports],
          })),
        }),
  });

export interface NewPasskey {
  readonly account: string;
  readonly name: string;
  readonly known: readonly KnownPasskey[];
}

export const offerPasskey = (site: Site, { account, name, known }: NewPasskey) =>
  generateRegistrationOptions({
    rpName: "明镜",
    rpID: site.domain,
    userID: handleOf(account),
    userName: account,
    userDisplayName: name,
    attestationType: "none",
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });

export interface PasskeyProof {
  readonly site: Site;
  readonly challenge: string;
}

/** Counter after this use; undefined if the answer proves nothing (site, challenge, signature, counter, PIN). */
export async function counterAfter(
  answer: unknown,
  known: KnownPasskey,
  { site, challenge }: PasskeyProof,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.domain,
      credential: {
        id: known.id,
        publicKey: Uint8Array.from(known.publicKey),
        counter: known.counter,
        transports: [...known.transports],
      },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    // Bytes of a stranger: whatever is wrong with them, they prove nothing.
    return undefined;
  }
}

/** The passkey that was made; undefined if the answer is not one to this offer. */
export async function passkeyMade(
  answer: unknown,
  account: string,
  { site, challenge }: PasskeyProof,
): Promise<KnownPasskey | undefined> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.domain,
      requireUserVerification: true,
    });
    if (!verified || registrationInfo === undefined) return undefined;
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
    return { id, account, publicKey, counter, transports };
  } catch {
    return undefined;
  }
}
