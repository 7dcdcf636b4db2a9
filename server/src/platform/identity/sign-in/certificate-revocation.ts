/** Revocation lists of a CA (RFC 5280 §5.1), signed with SM2 and SM3. Pure: bytes in, a list or undefined out. */
import { verifySm2 } from "../../../../../verifier/src/index.ts";
import { type Element, elementsOf, partsOfCertificate } from "./certificate-der.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const SM2_WITH_SM3 = Buffer.from("06082a811ccf55018375", "hex");

export interface RevocationList {
  /** DER of the issuer's name. */
  readonly issuer: Uint8Array;
  readonly thisUpdate: Date;
  /** Until when the CA promises a newer one. */
  readonly nextUpdate: Date;
  /** Serial numbers, upper-case hex without leading zeros. */
  readonly revoked: ReadonlySet<string>;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Serial numbers as two writers may write them: case and leading zeros do not matter. */
export const serialOf = (hex: string): string => hex.toUpperCase().replace(/^0+(?=.)/, "");

/** RFC 5280 §5.1.2.4: two-digit years from 50 on are of the last century. */
function timeOf({ tag, content }: Element): Date | undefined {
  const text = Buffer.from(content).toString("latin1");
  const found =
    tag === GENERALIZED_TIME
      ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
      : /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) return undefined;
  const [year = "", month, day, hour, minute, second] = found.slice(1);
  const century = year.length === 4 ? "" : Number(year) >= 50 ? "19" : "20";
  const at = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

const isTime = (element: Element | undefined): element is Element =>
  element?.tag === UTC_TIME || element?.tag === GENERALIZED_TIME;

/** Serials of revokedCertificates; undefined if one entry is not of that shape: it may be the one that matters. */
function serialsOf(list: Element | undefined): ReadonlySet<string> | undefined {
  if (list?.tag !== SEQUENCE) return new Set();
  const serials = new Set<string>();
  for (const entry of elementsOf(list.content) ?? [undefined]) {
    const [serial, at] = (entry?.tag === SEQUENCE && elementsOf(entry.content)) || [];
    if (serial?.tag !== INTEGER || !isTime(at)) return undefined;
    serials.add(serialOf(Buffer.from(serial.content).toString("hex")));
  }
  return serials;
}

const EXTENSIONS = 0xa0;
const BOOLEAN = 0x01;

/** A critical extension makes a list say less than it seems: of some certificates only, or changes only (§5.2). */
function isPartial(extensions: Element | undefined): boolean {
  const [list] = (extensions && elementsOf(extensions.content)) ?? [];
  return (list === undefined ? [] : (elementsOf(list.content) ?? [])).some((one) =>
    (elementsOf(one.content) ?? []).some(({ tag }) => tag === BOOLEAN),
  );
}

/** A list of version 1 or 2 with the promise of a next one; undefined for anything else. */
export function parseRevocationList(der: Uint8Array): RevocationList | undefined {
  const parts = partsOfCertificate(der);
  if (
    parts === undefined ||
    !Buffer.from(parts.algorithm).subarray(0, SM2_WITH_SM3.length).equals(SM2_WITH_SM3)
  )
    return undefined;
  const [outer] = elementsOf(parts.signed) ?? [];
  const fields = outer === undefined ? [] : (elementsOf(outer.content) ?? []);
  const told = contentOf(fields[0]?.tag === INTEGER ? fields.slice(1) : fields);
  return told && { ...told, signed: parts.signed, signature: parts.signature };
}

/** Fields after the version. */
function contentOf(
  fields: readonly Element[],
): Omit<RevocationList, "signed" | "signature"> | undefined {
  const [algorithm, issuer, from, to, list] = fields;
  if (algorithm?.tag !== SEQUENCE || issuer?.tag !== SEQUENCE || !isTime(from) || !isTime(to))
    return undefined;
  if (isPartial(fields.find(({ tag }) => tag === EXTENSIONS))) return undefined;
  const [thisUpdate, nextUpdate, revoked] = [timeOf(from), timeOf(to), serialsOf(list)];
  if (thisUpdate === undefined || nextUpdate === undefined || revoked === undefined)
    return undefined;
  return { issuer: issuer.whole, thisUpdate, nextUpdate, revoked };
}

/** A list that one of the accepted CAs signed. */
export interface SignedList extends RevocationList {
  /** Hex of the key that signed it. */
  readonly signer: string;
}

/** The list with the key of the CA that signed it; undefined if none of these did. */
export function signedBy(
  list: RevocationList,
  keys: readonly Uint8Array[],
): SignedList | undefined {
  const { signed: message, signature } = list;
  const key = keys.find((publicKey) => verifySm2({ publicKey, message, signature }).ok);
  return key && { ...list, signer: Buffer.from(key).toString("hex") };
}

export interface Question {
  readonly lists: readonly SignedList[];
  /** Serial of the certificate, hex. */
  readonly serial: string;
  /** Key of the CA that signed the certificate. */
  readonly issuerKey: Uint8Array;
  readonly now: Date;
}

/**
 * What the lists of the certificate's own CA say. With none that is current nothing is known, and who asks must
 * refuse: an old list hides exactly what was revoked since.
 */
export function revocationOf({
  lists,
  serial,
  issuerKey,
  now,
}: Question): "good" | "revoked" | "unknown" {
  const signer = Buffer.from(issuerKey).toString("hex");
  const own = lists.filter((list) => list.signer === signer);
  if (own.some(({ revoked }) => revoked.has(serialOf(serial)))) return "revoked";
  const isCurrent = own.some(
    ({ thisUpdate, nextUpdate }) => thisUpdate <= now && now <= nextUpdate,
  );
  return isCurrent ? "good" : "unknown";
}
