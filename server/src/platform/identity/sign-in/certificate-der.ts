/** The outer shape of an X.509 certificate in DER (RFC 5280 §4.1): what was signed, and the signature. Pure. */

export interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

const SEQUENCE = 0x30;
const BIT_STRING = 0x03;

/** First element of these bytes; undefined if they are no DER or too short. */
function firstOf(bytes: Uint8Array): Element | undefined {
  const [tag, short] = bytes;
  if (tag === undefined || short === undefined) return undefined;
  const extra = short < 0x80 ? 0 : short - 0x80;
  if (extra > 3 || (short >= 0x80 && extra === 0) || bytes.length < 2 + extra) return undefined;
  const length =
    extra === 0 ? short : bytes.subarray(2, 2 + extra).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = 2 + extra;
  if (bytes.length < start + length) return undefined;
  return {
    tag,
    whole: bytes.subarray(0, start + length),
    content: bytes.subarray(start, start + length),
  };
}

export function elementsOf(bytes: Uint8Array): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const element = firstOf(rest);
    if (element === undefined) return undefined;
    elements.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

export interface SignedPart {
  readonly signed: Uint8Array;
  /** DER of AlgorithmIdentifier. */
  readonly algorithm: Uint8Array;
  readonly signature: Uint8Array;
}

/** The three parts of a certificate; undefined if the bytes are not of that shape. */
export function partsOfCertificate(der: Uint8Array): SignedPart | undefined {
  const outer = firstOf(der);
  if (outer?.tag !== SEQUENCE || outer.whole.length !== der.length) return undefined;
  const [signed, algorithm, signature, ...more] = elementsOf(outer.content) ?? [];
  const isShaped =
    signed?.tag === SEQUENCE && algorithm?.tag === SEQUENCE && signature?.tag === BIT_STRING;
  if (!isShaped || more.length > 0 || signature.content[0] !== 0) return undefined;
  return {
    signed: signed.whole,
    algorithm: algorithm.content,
    signature: signature.content.subarray(1),
  };
}
