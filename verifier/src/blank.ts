/** Hiding an event: what a holder may do to a certificate of format 2 without breaking it. Never throws. */
import { encodeHex } from "./bytes.ts";
import { isBlank, readCertificate2 } from "./certificate-2-shape.ts";
import { rowHash } from "./certificate-2.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";
import { parseStrictJson } from "./strict-json.ts";

function blank(text: string, place: number): Outcome<string> {
  const value = parseStrictJson(text);
  if (!value.ok) return value;
  const read = readCertificate2(value.value);
  if (!read.ok) return read;
  const { rows, entries, ...rest } = read.value;
  const row = rows[place];
  if (row === undefined || isBlank(row)) {
    return fail("certificate.wrong-value", { path: `rows[${place}]` });
  }
  const hidden = {
    ...rest,
    rows: rows.with(place, { blank: encodeHex(rowHash(row)) }),
    ...(entries === undefined ? {} : { entries: entries.filter((entry) => entry.row !== place) }),
  };
  return yields(`${JSON.stringify(hidden, undefined, 2)}\n`);
}

/** The file with one row (from 0) made unreadable and its fact left out. Number, seal and all other rows stay. */
export function blankRow(text: string, place: number): Outcome<string> {
  return guarded<Outcome<string>>(
    () => blank(text, place),
    (failure) => failure,
  );
}
