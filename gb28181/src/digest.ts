/** Digest authentication (RFC 2617 §3.2, RFC 3261 §22): MD5 is what GB/T 28181 devices speak. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

import type { Parameters } from "./header-values.ts";

const md5 = (text: string): string => createHash("md5").update(text, "utf8").digest("hex");

export interface DigestParts {
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** Undefined: as in RFC 2069, without a counter. */
  readonly counted?: { readonly nc: string; readonly cnonce: string };
}

/** RFC 2617 §3.2.2.1. */
export function digestOf(parts: DigestParts): string {
  const who = md5(`${parts.username}:${parts.realm}:${parts.password}`);
  const what = md5(`${parts.method}:${parts.uri}`);
  if (parts.counted === undefined) return md5(`${who}:${parts.nonce}:${what}`);
  const { nc, cnonce } = parts.counted;
  return md5(`${who}:${parts.nonce}:${nc}:${cnonce}:auth:${what}`);
}

export interface ChallengeOptions {
  readonly realm: string;
  readonly nonce: string;
  readonly isStale: boolean;
  /** Older devices know no counter: then leave it out. */
  readonly offersCounter: boolean;
}

export function formatChallenge({
  realm,
  nonce,
  isStale,
  offersCounter,
}: ChallengeOptions): string {
  const parts = [`realm="${realm}"`, `nonce="${nonce}"`, "algorithm=MD5"];
  if (offersCounter) parts.push('qop="auth"');
  if (isStale) parts.push("stale=true");
  return `Digest ${parts.join(", ")}`;
}

/** Nonces without memory until they are used: whoever asks for a million of them fills nothing. */
export interface Nonces {
  issue(deviceId: string, now: number): string;
  /** True once for each use; false: too old, not ours, or used. Ask only after the proof was found right. */
  use(nonce: string, use: NonceUse): boolean;
}

export interface NonceUse {
  readonly deviceId: string;
  readonly now: number;
  /** Undefined: the device does not count, so the nonce is good once. */
  readonly count: number | undefined;
}

export interface NonceOptions {
  readonly secret: Buffer;
  readonly seconds: number;
  /** Something new each time. */
  readonly random: () => string;
}

export function createNonces({ secret, seconds, random }: NonceOptions): Nonces {
  /** Nonce to its last count; only devices that know their password put something in. */
  const used = new Map<string, { count: number; until: number }>();
  const sign = (text: string, deviceId: string): string =>
    createHmac("sha256", secret).update(`${text} ${deviceId}`).digest("hex").slice(0, 32);

  function forget(now: number): void {
    for (const [nonce, { until }] of used) {
      if (until > now) return;
      used.delete(nonce);
    }
  }

  return {
    issue(deviceId, now) {
      const text = `${now.toString(16)}-${random()}`;
      return `${text}-${sign(text, deviceId)}`;
    },
    use(nonce, { deviceId, now, count }) {
      forget(now);
      const [, text = "", time = "", signature = ""] =
        /^(([0-9a-f]+)-[0-9a-f]+)-([0-9a-f]{32})$/.exec(nonce) ?? [];
      if (signature !== sign(text, deviceId)) return false;
      const until = Number.parseInt(time, 16) + seconds * 1000;
      if (now >= until) return false;
      const before = used.get(nonce)?.count ?? 0;
      const present = count ?? Number.MAX_SAFE_INTEGER;
      if (present <= before) return false;
      used.set(nonce, { count: present, until });
      return true;
    },
  };
}

export interface Proof {
  readonly deviceId: string;
  readonly realm: string;
  readonly method: string;
  readonly password: string;
}

/** Whether the Authorization was made with this password, for this realm and device. */
export function isRightProof(given: Parameters, proof: Proof): boolean {
  const [nonce, uri, response] = ["nonce", "uri", "response"].map((name) => given.get(name));
  if (nonce === undefined || uri === undefined || response === undefined) return false;
  if (given.get("username") !== proof.deviceId || given.get("realm") !== proof.realm) return false;
  if ((given.get("algorithm") ?? "MD5").toUpperCase() !== "MD5") return false;
  const counted = countedOf(given);
  if (counted === "unknown") return false;
  const { deviceId: username, realm, password, method } = proof;
  const parts = { username, realm, password, method, uri, nonce };
  const expected = Buffer.from(digestOf(counted === undefined ? parts : { ...parts, counted }));
  const actual = Buffer.from(response.toLowerCase());
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function countedOf(given: Parameters): DigestParts["counted"] | "unknown" {
  const qop = given.get("qop");
  if (qop === undefined) return undefined;
  const [nc, cnonce] = [given.get("nc"), given.get("cnonce")];
  if (qop !== "auth" || nc === undefined || cnonce === undefined) return "unknown";
  return /^[0-9a-f]{8}$/i.test(nc) ? { nc, cnonce } : "unknown";
}

/** The counter of a right proof. */
export const countOf = (given: Parameters): number | undefined =>
  given.has("qop") ? Number.parseInt(given.get("nc") ?? "0", 16) : undefined;
