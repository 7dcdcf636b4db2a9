/** The key that signed against those that the reader names. */
import { clip, fail, pass, type Verification } from "./result.ts";
import { isSameKey, type NoteKey, parseVkey } from "./signed-note.ts";

/** Is the key of the log among those the caller trusts? */
export function checkKey(key: NoteKey | undefined, trustedKeys: unknown): Verification {
  if (!Array.isArray(trustedKeys)) return fail("certificate.trusted-key-malformed", { key: "" });
  const trusted: NoteKey[] = [];
  for (const text of Array.from<unknown>(trustedKeys)) {
    const parsed = parseVkey(String(text));
    if (!parsed.ok) return fail("certificate.trusted-key-malformed", { key: clip(String(text)) });
    trusted.push(parsed.value);
  }
  const params = { name: clip(key?.name ?? ""), keyId: key?.keyId ?? "" };
  const found = key !== undefined && trusted.some((other) => isSameKey(other, key));
  return found
    ? pass("certificate.key-trusted", params)
    : fail("certificate.key-not-trusted", params);
}
