/**
 * Checks the public picture in the browser: the hash of each segment and each value of the chain, as cameras/src/chain.ts makes
 * them (a test holds both together).
 */
export interface PictureRecord {
  readonly camera: string;
  readonly run: string;
  readonly number: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly bytes: number;
  readonly initHash: string;
  readonly isCut: boolean;
  readonly hash: string;
  readonly previous: string;
  readonly chain: string;
}

export type PictureVerdict =
  | { readonly is: "equal"; readonly segments: number; readonly chain: string }
  /** All agrees with itself, but not with what was sealed when the opening ended. */
  | { readonly is: "other"; readonly chain: string }
  | { readonly is: "changed"; readonly number: number };

const FIRST_LINK = "0".repeat(64);

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (text: string): number[] =>
  (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  toHex(await crypto.subtle.digest("SHA-256", bytes));

/** Names in the order of the alphabet: canonical JSON. */
export function pictureChainValue(record: PictureRecord): Promise<string> {
  const { camera, run, number, startAt, endAt, bytes, initHash, isCut, hash, previous } = record;
  const text = JSON.stringify({ bytes, camera, endAt, initHash, isCut, number, run, startAt });
  const metadata = new TextEncoder().encode(text);
  return sha256(new Uint8Array([...fromHex(previous), ...fromHex(hash), ...metadata]));
}

export const readPictureChain = (text: string): PictureRecord[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as PictureRecord);

export interface PictureCheck {
  /** Bytes of a file of the folder; undefined: it is not there. */
  readonly load: (file: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  readonly onProgress?: (done: number, all: number) => void;
  /** Value of the chain that was sealed when the opening ended; undefined: none was. */
  readonly sealed?: string | undefined;
}

/** Whether each segment and each init segment is what the chain says, and the chain is whole; the first that is not. */
export async function checkPicture(
  records: readonly PictureRecord[],
  { load, onProgress, sealed }: PictureCheck,
): Promise<PictureVerdict> {
  const inits = new Map<string, string>();
  const hashOf = async (file: string): Promise<string | undefined> => {
    const bytes = await load(file);
    return bytes === undefined ? undefined : sha256(bytes);
  };
  let previous = FIRST_LINK;
  for (const [index, record] of records.entries()) {
    const { run, number } = record;
    const init = inits.get(run) ?? (await hashOf(`${run}/init.mp4`)) ?? "";
    inits.set(run, init);
    const isRight =
      number === index + 1 &&
      record.previous === previous &&
      init === record.initHash &&
      (await hashOf(`${run}/${number}.m4s`)) === record.hash &&
      (await pictureChainValue(record)) === record.chain;
    if (!isRight) return { is: "changed", number: index + 1 };
    previous = record.chain;
    onProgress?.(index + 1, records.length);
  }
  const isSealed = sealed === undefined || records.some(({ chain }) => chain === sealed);
  if (!isSealed) return { is: "other", chain: previous };
  return { is: "equal", segments: records.length, chain: previous };
}
