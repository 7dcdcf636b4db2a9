/** Reading an archive that a stranger packed: names are checked, sizes are bounded, nothing is written. */
import yauzl, { type Entry, type ZipFile } from "yauzl";

import type { ByteSource } from "./bytes.ts";
import { FieldRefused } from "./item.ts";

const MAX_ENTRIES = 10_000;
const MAX_TOTAL_BYTES = 16 * 1024 ** 3;
/** An honest table shrinks 20 to 50 fold; a bomb a thousand fold. */
const MAX_RATIO = 400;
const RATIO_FROM_BYTES = 10 * 1024 ** 2;

export interface ZipMember {
  readonly name: string;
  readonly bytes: number;
  /** Opens the member from its beginning; the archive is opened anew. */
  readonly open: () => ByteSource;
}

export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);

/**
 * Members of an archive, folders left out.
 * @throws FieldRefused `intake.zip-*` for unsafe names, encryption, too many members, or a bomb.
 */
export async function zipMembers(path: string): Promise<readonly ZipMember[]> {
  const members: ZipMember[] = [];
  let total = 0;
  for await (const entry of entriesOf(path)) {
    if (entry.fileName.endsWith("/")) continue;
    checkEntry(entry);
    total += entry.uncompressedSize;
    if (total > MAX_TOTAL_BYTES || members.length >= MAX_ENTRIES) {
      throw new FieldRefused(entry.fileName, "intake.zip-too-large");
    }
    const { fileName } = entry;
    members.push({
      name: fileName,
      bytes: entry.uncompressedSize,
      open: () => memberBytes(path, fileName),
    });
  }
  return members;
}

function checkEntry(entry: Entry): void {
  const { fileName, compressedSize, uncompressedSize } = entry;
  const isUnsafe =
    /^(?:[/\\]|[A-Za-z]:)/.test(fileName) ||
    fileName.includes("\\") ||
    /(?:^|\/)\.\.(?:\/|$)/.test(fileName);
  if (isUnsafe || fileName.includes("\0"))
    throw new FieldRefused(fileName, "intake.zip-unsafe-name");
  if ((entry.generalPurposeBitFlag & 1) !== 0)
    throw new FieldRefused(fileName, "intake.zip-encrypted");
  if (uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MAX_RATIO) {
    throw new FieldRefused(fileName, "intake.zip-bomb");
  }
}

function openArchive(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    // validateEntrySizes makes the stream fail when a member is longer than it declares.
    yauzl.open(
      path,
      { lazyEntries: true, autoClose: false, validateEntrySizes: true },
      (error, archive) => {
        if (error !== null) reject(new FieldRefused("", zipCode(error.message)));
        else resolve(archive);
      },
    );
  });
}

const zipCode = (message: string): string =>
  /path|absolute|characters/i.test(message) ? "intake.zip-unsafe-name" : "intake.zip-damaged";

async function* entriesOf(path: string): AsyncGenerator<Entry> {
  const archive = await openArchive(path);
  try {
    for (;;) {
      const entry = await nextEntry(archive);
      if (entry === undefined) return;
      yield entry;
    }
  } finally {
    archive.close();
  }
}

function nextEntry(archive: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      archive.removeAllListeners("entry").removeAllListeners("end").removeAllListeners("error");
      act();
    };
    archive.once("entry", (entry: Entry) => settle(() => resolve(entry)));
    archive.once("end", () => settle(() => resolve(undefined)));
    archive.once("error", (error: Error) =>
      settle(() => reject(new FieldRefused("", zipCode(error.message)))),
    );
    archive.readEntry();
  });
}

async function* memberBytes(path: string, name: string): AsyncGenerator<Uint8Array> {
  const archive = await openArchive(path);
  try {
    for (;;) {
      const entry = await nextEntry(archive);
      if (entry === undefined) throw new FieldRefused(name, "intake.zip-damaged");
      if (entry.fileName !== name) continue;
      const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
        archive.openReadStream(entry, (error, opened) =>
          error === null ? resolve(opened) : reject(error),
        );
      });
      for await (const chunk of stream) yield chunk as unknown as Uint8Array;
      return;
    }
  } finally {
    archive.close();
  }
}
