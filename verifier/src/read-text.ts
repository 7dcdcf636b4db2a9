/** Text of a file that somebody handed over. */
import { asBytes, decodeUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { fail, type Outcome, yields } from "./result.ts";

/** Larger files are not read: 32 MiB, some ten thousand facts. */
export const MAX_FILE_BYTES = 32 * 1024 * 1024;

function textOfBytes(bytes: Uint8Array): Outcome<string> {
  if (bytes.length > MAX_FILE_BYTES) return fail("file.too-large", { limit: MAX_FILE_BYTES });
  const decoded = decodeUtf8(bytes);
  return decoded.ok ? decoded : fail("file.not-utf8");
}

/** Text of a file's text, a file's bytes, or an object (then its canonical JSON). */
export function readText(input: unknown): Outcome<string> {
  const bytes = asBytes(input);
  if (bytes === undefined && typeof input !== "string") return canonicalJson(input);
  const text = bytes === undefined ? yields(String(input)) : textOfBytes(bytes);
  if (!text.ok) return text;
  if (text.value.length > MAX_FILE_BYTES) return fail("file.too-large", { limit: MAX_FILE_BYTES });
  if (text.value.trim() === "") return fail("file.empty");
  return text.value.startsWith("\ufeff") ? fail("file.byte-order-mark") : text;
}
