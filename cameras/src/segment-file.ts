/** Files that are on the disk, not in a cache, before anybody is told of them. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Refuses to write over a file. */
export async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(file));
}

/** A segment while it grows; hashed as it is written. */
export class SegmentFile {
  readonly #handle: FileHandle;
  readonly #digest = createHash("sha256");
  #bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Refuses to write over a file. */
  static async create(file: string): Promise<SegmentFile> {
    const handle = await open(file, "wx");
    await syncFolder(dirname(file));
    return new SegmentFile(handle);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
    this.#digest.update(bytes);
    this.#bytes += bytes.length;
  }

  /** Durable when it returns. */
  async close(): Promise<{ hash: string; bytes: number }> {
    try {
      await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
    return { hash: this.#digest.digest("hex"), bytes: this.#bytes };
  }

  /** After a failed write: what is on the disk is not known. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

/** Lines that are durable one by one; one that could not be written whole leaves nothing behind. */
export class LineFile {
  readonly #handle: FileHandle;
  #bytes: number;

  private constructor(handle: FileHandle, bytes: number) {
    this.#handle = handle;
    this.#bytes = bytes;
  }

  static async open(file: string): Promise<LineFile> {
    const handle = await open(file, "a");
    await syncFolder(dirname(file));
    return new LineFile(handle, (await handle.stat()).size);
  }

  async add(value: object): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    // Half a line of a failure before.
    if ((await this.#handle.stat()).size !== this.#bytes) await this.#handle.truncate(this.#bytes);
    await this.#handle.appendFile(line);
    await this.#handle.sync();
    this.#bytes += line.length;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
