/** A pretended CA: a root and certificates of persons, X.509 v3 with SM2 and SM3 (GM/T 0015). No legal force. */
import { randomBytes } from "node:crypto";

import { element, integer, makeKey, sequence, signSm2, type Sm2Key } from "./sm2.ts";

/** Stands in every name, so that no server mistakes these for certificates of a real CA. */
const ORGANISATION = "MINGJING SIMULATION - NO LEGAL FORCE";

const hex = (text: string): Buffer => Buffer.from(text, "hex");
const COMMON_NAME = hex("0603550403");
const ORGANISATION_NAME = hex("060355040a");
const COUNTRY = hex("0603550406");
const SM2_WITH_SM3 = sequence(hex("06082a811ccf55018375"));
const SM2_CURVE = sequence(hex("06072a8648ce3d0201"), hex("06082a811ccf5501822d"));
const BASIC_CONSTRAINTS = hex("0603551d13");
const KEY_USAGE = hex("0603551d0f");
const TRUE = hex("0101ff");

const part = (type: Buffer, text: string): Buffer =>
  element(0x31, sequence(type, element(0x0c, Buffer.from(text))));
const nameOf = (commonName: string): Buffer =>
  sequence(
    part(COUNTRY, "CN"),
    part(ORGANISATION_NAME, ORGANISATION),
    part(COMMON_NAME, commonName),
  );
/** YYYYMMDDHHMMSSZ. */
const time = (at: Date): Buffer =>
  element(0x18, Buffer.from(`${at.toISOString().replaceAll(/\D/g, "").slice(0, 14)}Z`));

export interface Issued {
  readonly key: Sm2Key;
  readonly commonName: string;
  readonly der: Buffer;
}

export interface Wish {
  readonly commonName: string;
  readonly from: Date;
  readonly to: Date;
  /** Absent: signs itself, a root. */
  readonly issuer?: Issued;
  readonly key?: Sm2Key;
}

const ROOT_EXTENSIONS = [
  sequence(BASIC_CONSTRAINTS, TRUE, element(0x04, sequence(TRUE))),
  // keyCertSign, cRLSign
  sequence(KEY_USAGE, TRUE, element(0x04, hex("03020106"))),
];
// digitalSignature, nonRepudiation
const PERSON_EXTENSIONS = [sequence(KEY_USAGE, TRUE, element(0x04, hex("030206c0")))];

export function issue({ commonName, from, to, issuer, key = makeKey() }: Wish): Issued {
  const serial = BigInt(`0x40${randomBytes(15).toString("hex")}`);
  const publicKey = element(0x03, Buffer.from([0]), key.publicKey);
  const extensions = issuer === undefined ? ROOT_EXTENSIONS : PERSON_EXTENSIONS;
  const signed = sequence(
    element(0xa0, integer(2n)),
    integer(serial),
    SM2_WITH_SM3,
    nameOf(issuer?.commonName ?? commonName),
    sequence(time(from), time(to)),
    nameOf(commonName),
    sequence(SM2_CURVE, publicKey),
    element(0xa3, sequence(...extensions)),
  );
  const signature = signSm2(issuer?.key ?? key, signed);
  const der = sequence(signed, SM2_WITH_SM3, element(0x03, Buffer.from([0]), signature));
  return { key, commonName, der };
}

export interface RevocationWish {
  readonly issuer: Issued;
  /** Certificates that no longer count. */
  readonly revoked: readonly Issued[];
  readonly from: Date;
  /** Until when the list is current. */
  readonly to: Date;
}

/** Serial number of a certificate that this file made, as DER. */
function serialOf({ der }: Issued): Buffer {
  // SEQUENCE { SEQUENCE { [0] version (five bytes), INTEGER serial, …
  const inner = der.subarray(headOf(der));
  const at = headOf(inner) + 5;
  return inner.subarray(at, inner.subarray(at).readUInt8(1) + at + 2);
}

const headOf = (der: Buffer): number => {
  const first = der.readUInt8(1);
  return first < 0x80 ? 2 : 2 + (first - 0x80);
};

/** A revocation list (RFC 5280 §5) of the pretended CA, DER. */
export function revoke({ issuer, revoked, from, to }: RevocationWish): Buffer {
  const entries = revoked.map((one) => sequence(serialOf(one), time(from)));
  const signed = sequence(
    integer(1n),
    SM2_WITH_SM3,
    nameOf(issuer.commonName),
    time(from),
    time(to),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
  );
  const signature = signSm2(issuer.key, signed);
  return sequence(signed, SM2_WITH_SM3, element(0x03, Buffer.from([0]), signature));
}

export const pemOf = ({ der }: Pick<Issued, "der">): string =>
  `-----BEGIN CERTIFICATE-----\n${(der.toString("base64").match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`;
