/** A ZIP on its way into a file: entries one after another, each hashed as it passes, never whole in memory. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";

import { Zip, ZipDeflate } from "fflate";

export interface ZipEntry {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface ZipWritten {
  /** SHA-256 (hex) of the whole file. */
  readonly sha256: string;
  readonly bytes: number;
}

const LEVEL = 6;
export const SUMS_NAME = "SHA256SUMS.txt";

/** Lines of `sha256sum`: anybody checks them with the tool of that name. */
export const sumsText = (sums: ReadonlyMap<string, string>): string =>
  [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");

/** Writes the entries and, last, the list of their hashes. */
export async function writeZip(
  path: string,
  entries: readonly ZipEntry[],
  modifiedAt: Date,
): Promise<ZipWritten> {
  const file = await open(path, "wx", 0o600);
  try {
    const output = outputTo(file);
    const zip = new Zip((error, data) => output.take(error, data));
    const sums = new Map<string, string>();
    const add = async ({ name, pieces }: ZipEntry) => {
      const entry = new ZipDeflate(name, { level: LEVEL });
      entry.mtime = modifiedAt;
      zip.add(entry);
      const hash = createHash("sha256");
      for await (const piece of pieces) {
        hash.update(piece);
        entry.push(piece);
        await output.flush();
      }
      entry.push(new Uint8Array(0), true);
      await output.flush();
      sums.set(name, hash.digest("hex"));
    };
    for (const entry of entries) await add(entry);
    await add({ name: SUMS_NAME, pieces: [Buffer.from(sumsText(sums), "utf8")] });
    zip.end();
    await output.flush();
    return output.written();
  } finally {
    await file.close();
  }
}

function outputTo(file: FileHandle) {
  const hash = createHash("sha256");
  const waiting: Uint8Array[] = [];
  const state = { bytes: 0 };
  return {
    take(error: Error | null, data: Uint8Array) {
      if (error !== null) throw error;
      // The library uses its buffers again.
      waiting.push(Buffer.from(data));
    },
    async flush() {
      for (const piece of waiting.splice(0)) {
        hash.update(piece);
        state.bytes += piece.length;
        await file.write(piece);
      }
    },
    written: (): ZipWritten => ({ sha256: hash.digest("hex"), bytes: state.bytes }),
  };
}
