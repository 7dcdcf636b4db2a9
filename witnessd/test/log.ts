/** A log for tests, written after RFC 6962 §2.1 alone: it can also lie, which ours cannot. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const sha256 = (...parts: readonly Buffer[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const splitOf = (count: number) => 2 ** Math.floor(Math.log2(count - 1));

export interface LogKey {
  readonly origin: string;
  readonly key: KeyObject;
}

export const newLogKey = (origin = "log.example.cn/mingjing"): LogKey => ({
  origin,
  key: generateKeyPairSync("ed25519").privateKey,
});

export interface TestLog {
  readonly origin: string;
  readonly vkey: string;
  readonly size: number;
  append(...texts: readonly string[]): void;
  rootAt(size: number): Buffer;
  consistency(from: number, to: number): readonly Buffer[];
  /** Signed checkpoint, of the whole log unless told otherwise. */
  checkpoint(size?: number): string;
  /** Body of add-checkpoint. */
  request(oldSize: number, size?: number): string;
  /** Another log with the same key and these leaves: what a log does that lies. */
  fork(leaves: number): TestLog;
}

/** A log of these leaves. */
export function testLog(of: LogKey = newLogKey(), leaves: readonly Buffer[] = []): TestLog {
  const { origin, key } = of;
  const hashes = [...leaves];
  const memory = new Map<string, Buffer>();
  const spki = publicBytes(key);
  const keyId = sha256(Buffer.from(`${origin}\n`), Buffer.of(1), spki).subarray(0, 4);

  /** MTH(D[from:to]). */
  const hashOf = (from: number, to: number): Buffer => {
    if (to === from) return sha256();
    if (to - from === 1) return hashes[from] ?? sha256();
    const known = memory.get(`${from}-${to}`);
    if (known !== undefined) return known;
    const split = from + splitOf(to - from);
    const hash = sha256(Buffer.of(1), hashOf(from, split), hashOf(split, to));
    memory.set(`${from}-${to}`, hash);
    return hash;
  };

  interface Part {
    readonly from: number;
    readonly to: number;
    readonly isWhole: boolean;
  }
  /** SUBPROOF(m, D[from:to], b). */
  const subproof = (m: number, { from, to, isWhole }: Part): Buffer[] => {
    const count = to - from;
    if (m === count) return isWhole ? [] : [hashOf(from, to)];
    const split = splitOf(count);
    if (m <= split)
      return [...subproof(m, { from, to: from + split, isWhole }), hashOf(from + split, to)];
    return [
      ...subproof(m - split, { from: from + split, to, isWhole: false }),
      hashOf(from, from + split),
    ];
  };
  const consistency = (from: number, to: number) =>
    from === 0 || from >= to ? [] : subproof(from, { from: 0, to, isWhole: true });
  const checkpoint = (size = hashes.length) => {
    const text = `${origin}\n${size}\n${hashOf(0, size).toString("base64")}\n`;
    const line = Buffer.concat([keyId, sign(null, Buffer.from(text), key)]).toString("base64");
    return `${text}\n— ${origin} ${line}\n`;
  };
  return {
    origin,
    vkey: `${origin}+${keyId.toString("hex")}+${Buffer.concat([Buffer.of(1), spki]).toString("base64")}`,
    get size() {
      return hashes.length;
    },
    append(...texts) {
      for (const text of texts) hashes.push(sha256(Buffer.of(0), Buffer.from(text)));
    },
    rootAt: (size) => hashOf(0, size),
    consistency,
    checkpoint,
    request: (oldSize, size = hashes.length) =>
      requestOf(oldSize, consistency(oldSize, size), checkpoint(size)),
    fork: (count) => testLog(of, hashes.slice(0, count)),
  };
}

const publicBytes = (key: KeyObject): Buffer =>
  Buffer.from((key.export({ format: "jwk" }) as { x: string }).x, "base64url");

// oxlint-disable-next-line max-params -- the three parts of a request, in their order
export const requestOf = (oldSize: number, proof: readonly Buffer[], note: string): string =>
  [`old ${oldSize}`, ...proof.map((hash) => hash.toString("base64")), "", note].join("\n");
