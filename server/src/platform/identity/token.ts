/** Tokens that a browser or a letter holds: 256 random bits; only their SHA-256 is kept. */
import { createHash, randomBytes } from "node:crypto";

export const newToken = (): string => randomBytes(32).toString("base64url");
export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
