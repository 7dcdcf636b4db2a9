/**
 * Finds the machine part in a certificate on paper kept as PDF: the embedded file that is a certificate. Reads what the
 * platform's own PDFs are made of and no more: direct objects, FlateDecode or none. Never throws.
 */
import { asBytes } from "./bytes.ts";
import { inflateRaw } from "./inflate.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";

const MAX_PDF = 64 * 1024 * 1024;
const MAX_ATTACHMENT = 32 * 1024 * 1024;
/** More would let a file keep the reader busy. */
const MAX_ATTACHMENTS = 16;
const ZLIB_HEAD = 2;
const OPENING_BRACE = 0x7b;

/** One character per byte. */
function asLatin(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  }
  return pieces.join("");
}

export const isPdf = (bytes: Uint8Array): boolean =>
  asLatin((asBytes(bytes) ?? new Uint8Array()).subarray(0, 5)) === "%PDF-";

function attachmentAt(bytes: Uint8Array, text: string, at: number): Outcome<Uint8Array> {
  const begin = text.lastIndexOf(" obj", at);
  const stream = /stream\r?\n/y;
  const keyword = text.indexOf("stream", at);
  if (begin < 0 || keyword < 0) return fail("pdf.damaged");
  stream.lastIndex = keyword;
  const start = keyword + (stream.exec(text)?.[0].length ?? 0);
  const dictionary = text.slice(begin, keyword);
  const length = Number(/\/Length (\d{1,9})(?! \d+ R)/.exec(dictionary)?.[1] ?? Number.NaN);
  if (Number.isNaN(length) || start + length > bytes.length) return fail("pdf.damaged");
  const raw = bytes.subarray(start, start + length);
  return dictionary.includes("/FlateDecode")
    ? inflateRaw(raw.subarray(ZLIB_HEAD), MAX_ATTACHMENT)
    : yields(raw);
}

function find(pdf: Uint8Array): Outcome<Uint8Array> {
  const bytes = asBytes(pdf);
  if (bytes === undefined) return fail("bytes.not-bytes");
  if (bytes.length > MAX_PDF) return fail("file.too-large", { limit: MAX_PDF });
  if (!isPdf(bytes)) return fail("pdf.not-a-pdf");
  const text = asLatin(bytes);
  const marks = [...text.matchAll(/\/Type\s*\/EmbeddedFile\b/g)].slice(0, MAX_ATTACHMENTS);
  const found: Uint8Array[] = [];
  for (const { index } of marks) {
    const attachment = attachmentAt(bytes, text, index);
    if (!attachment.ok) return attachment;
    if (attachment.value[0] === OPENING_BRACE) found.push(attachment.value);
  }
  const [only] = found;
  if (only === undefined) return fail("pdf.no-certificate");
  // Two would leave open which of them the paper shows.
  return found.length === 1 ? yields(only) : fail("pdf.several-certificates");
}

/** Bytes of the one certificate attached to a PDF. Fails with `pdf.*`, `file.too-large`, or as `inflateRaw` does. */
export function findAttachedCertificate(pdf: Uint8Array): Outcome<Uint8Array> {
  return guarded<Outcome<Uint8Array>>(
    () => find(pdf),
    (failure) => failure,
  );
}
