/** Keys in a cryptographic module, by PKCS #11 URI (RFC 7512); of its attributes those that a signing key needs. */

export interface ModuleKey {
  /** Label of the token. */
  readonly token: string;
  /** Label of the key pair. */
  readonly object: string;
  /** Library of the module. */
  readonly library: string;
  /** File with the PIN. */
  readonly pinFile: string;
}

const EXAMPLE = "pkcs11:token=mingjing;object=log?module-path=/usr/lib/…/lib.so&pin-source=/etc/…";

/** @throws RangeError that names what is missing */
export function parsePkcs11Uri(text: string): ModuleKey {
  const [, path, query = ""] = /^pkcs11:([^?]*)(?:\?(.*))?$/u.exec(text) ?? [];
  if (path === undefined) throw new RangeError(`no PKCS #11 URI; give ${EXAMPLE}`);
  const given = new Map(
    [...path.split(";"), ...query.split("&")].map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name, decode(value.join("="))] as const;
    }),
  );
  const need = (name: string): string => {
    const value = given.get(name) ?? "";
    if (value === "") throw new RangeError(`${name} is missing; give ${EXAMPLE}`);
    return value;
  };
  return {
    token: need("token"),
    object: need("object"),
    library: need("module-path"),
    pinFile: need("pin-source").replace(/^file:(?:\/\/)?/u, ""),
  };
}

/** @throws RangeError */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RangeError(`${text} is not percent-encoded as it should be`);
  }
}
