/** The segments of one recording on the disk: one is open at a time, each closed one has its record in the chain. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { initFile, linkRecord, segmentFile, type SegmentRecord, sha256 } from "./chain.ts";
import type { InitSegment } from "./init-segment.ts";
import { cutRecord, type JournalLine, type OpenedSegment } from "./recovery.ts";
import { type LineFile, SegmentFile, syncFolder, writeDurably } from "./segment-file.ts";

/** One run of the camera's process. */
export interface Run {
  readonly init: InitSegment;
  readonly initHash: string;
  /** Set with its first segment, when its folder is made. */
  id: string | undefined;
}

export const runOf = (init: InitSegment): Run => ({
  init,
  initHash: sha256(init.bytes),
  id: undefined,
});

interface OpenSegment extends OpenedSegment {
  readonly file: SegmentFile;
  readonly initHash: string;
  endAt: number;
}

export interface StoreOptions {
  readonly dir: string;
  readonly camera: string;
  readonly chain: LineFile;
  readonly journal: LineFile;
  readonly last: SegmentRecord | undefined;
  /** The record is on the disk. */
  readonly onRecord: (record: SegmentRecord) => void;
}

/** Letters of an instant that a file system takes: 20261129T092215123Z. */
const runIdOf = (at: number): string => new Date(at).toISOString().replaceAll(/[-:.]/g, "");

const isThere = (error: NodeJS.ErrnoException): boolean => error.code === "EEXIST";

export class SegmentStore {
  readonly #options: StoreOptions;
  #last: SegmentRecord | undefined;
  #open: OpenSegment | undefined;
  /** Its file could not be written or closed: it gets its record, as it lies there, before the next begins. */
  #broken: OpenedSegment | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#last = options.last;
  }

  /** The open segment; `endAt` is the end of its last picture. */
  get open(): { readonly startAt: number; readonly endAt: number } | undefined {
    return this.#open;
  }

  /** The file and its name are on the disk when it returns. */
  async begin(run: Run, startAt: number): Promise<{ run: string; number: number }> {
    await this.#closeBroken();
    const { dir, camera } = this.#options;
    run.id ??= await this.#makeRun(run, startAt);
    const number = (this.#last?.number ?? 0) + 1;
    const opened = { run: run.id, number, startAt };
    await this.note({ kind: "opened", ...opened });
    this.#broken = { dir, camera, ...opened };
    const file = await SegmentFile.create(join(dir, segmentFile(opened))).catch((error: Error) => {
      // The folder may be gone: the next attempt makes another one.
      run.id = undefined;
      throw error;
    });
    this.#open = { ...this.#broken, file, initHash: run.initHash, endAt: startAt };
    return opened;
  }

  async write(bytes: Uint8Array, endAt: number): Promise<void> {
    const open = this.#open;
    if (open === undefined) throw new Error("no segment is open");
    await open.file.write(bytes);
    open.endAt = endAt;
  }

  /** Nothing where none is open. */
  async close(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const { camera, run, number, startAt, endAt, initHash } = open;
    const { hash, bytes } = await open.file.close();
    const metadata = { camera, run, number, startAt, endAt, bytes, initHash, isCut: false };
    await this.#add(linkRecord(metadata, hash, this.#last?.chain));
  }

  /** After a failure of the disk: what the open file holds is not known. */
  async abandon(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.file.abandon();
  }

  note(line: JournalLine): Promise<void> {
    return this.#options.journal.add(line);
  }

  async #add(record: SegmentRecord): Promise<void> {
    await this.#options.chain.add(record);
    this.#last = record;
    this.#broken = undefined;
    this.#options.onRecord(record);
  }

  async #closeBroken(): Promise<void> {
    if (this.#broken === undefined) return;
    const record = await cutRecord(this.#broken, this.#last?.chain);
    if (record === undefined) this.#broken = undefined;
    else await this.#add(record);
  }

  async #makeRun(run: Run, at: number): Promise<string> {
    const { dir } = this.#options;
    const id = runIdOf(at);
    for (let twin = 1; ; twin += 1) {
      const name = twin === 1 ? id : `${id}-${twin}`;
      try {
        await mkdir(join(dir, name));
      } catch (error) {
        // The clock was set back to an instant at which another run began.
        if (isThere(error as NodeJS.ErrnoException)) continue;
        throw error;
      }
      await syncFolder(dir);
      await writeDurably(join(dir, initFile({ run: name })), run.init.bytes);
      return name;
    }
  }
}
