/** One line of what the centre hands out, read strictly and held against the leaf it belongs to. Pure. */
import { type CertifiedFact, contentHashOf, leafDataOf } from "../../verifier/src/index.ts";

export interface Envelope {
  readonly fact: CertifiedFact;
  /** Hex. */
  readonly salt: string;
  readonly recordedAt: string;
}

export type Line =
  | { readonly index: number; readonly digest: Buffer; readonly envelope: Envelope | undefined }
  /** Content of an earlier leaf. */
  | { readonly opens: number; readonly envelope: Envelope };

const DIGEST = /^[0-9a-f]{128}$/;
const TEXTS = ["id", "kind", "source", "sourceId", "subject", "occurredAt", "contentHash"] as const;

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function envelopeOf({ fact, salt, recordedAt }: Json): Envelope | undefined {
  if (!isObject(fact) || typeof salt !== "string" || typeof recordedAt !== "string")
    return undefined;
  const isFact =
    TEXTS.every((name) => typeof fact[name] === "string") &&
    Number.isSafeInteger(fact["version"]) &&
    isObject(fact["payload"]);
  return isFact ? { fact: fact as unknown as CertifiedFact, salt, recordedAt } : undefined;
}

const isIndex = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** Undefined for what is no such line. */
export function parseLine(text: string): Line | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(json)) return undefined;
  const { index, digest, opens, fact } = json;
  const envelope = envelopeOf(json);
  if (isIndex(opens) && envelope !== undefined) return { opens, envelope };
  if (!isIndex(index) || typeof digest !== "string" || !DIGEST.test(digest)) return undefined;
  if (fact !== undefined && envelope === undefined) return undefined;
  return { index, digest: Buffer.from(digest, "hex"), envelope };
}

/** Is this the fact that the leaf was made of? */
export function isOfLeaf({ fact, salt }: Envelope, digest: Uint8Array): boolean {
  const data = leafDataOf(fact, salt);
  const content = contentHashOf(fact);
  return (
    data.ok &&
    content.ok &&
    content.value === fact.contentHash &&
    Buffer.compare(Buffer.from(data.value), Buffer.from(digest)) === 0
  );
}
