/** Reads a backup, a file or a directory, group by group, and believes no group whose seal does not fit. */
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";

import {
  BACKUP_FORMAT,
  BackupError,
  type BackupRecord,
  CHAIN_START,
  chainOf,
  isSegmentName,
  type MarkRecord,
  type SegmentRecord,
} from "./format.ts";

export interface SealedGroup {
  /** Without segment and mark records. */
  readonly records: readonly Exclude<BackupRecord, SegmentRecord | MarkRecord>[];
  readonly mark: MarkRecord;
  readonly file: string;
}

/** Files of a backup in order. @throws BackupError if there are none */
export async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new BackupError(`${path}: no such backup file or directory`);
  if (found.isFile()) return [path];
  const names = (await readdir(path)).filter(isSegmentName).toSorted();
  if (names.length === 0)
    throw new BackupError(`${path}: no mingjing-….ndjson.gz segment in this directory`);
  return names.map((name) => join(path, name));
}

/**
 * Yields the groups. The last file may end torn, as after a power cut: what follows its last mark is left out.
 * @throws BackupError for a damaged, missing or foreign file
 */
export async function* readGroups(path: string): AsyncGenerator<SealedGroup> {
  const files = await listFiles(path);
  const at = { chain: CHAIN_START, facts: 0 };
  for (const [index, file] of files.entries()) {
    const groups = readFile(file, at);
    try {
      for await (const group of groups) {
        at.chain = group.mark.chain;
        at.facts = group.mark.facts;
        yield group;
      }
    } catch (error) {
      const isTorn = index === files.length - 1 && isTornEnd(error);
      if (isTorn) return;
      if (error instanceof BackupError) throw error;
      throw new BackupError(`${file} is damaged: ${(error as Error).message}`, { cause: error });
    }
  }
}

const isTornEnd = (error: unknown): boolean => (error as { code?: string }).code === "Z_BUF_ERROR";

async function* readFile(
  file: string,
  before: { readonly chain: string; readonly facts: number },
): AsyncGenerator<SealedGroup> {
  let chain = before.chain;
  let lines: string[] = [];
  let isFirst = true;
  for await (const line of linesOf(file)) {
    if (isFirst) {
      checkHeader(file, parse(file, line), before);
      isFirst = false;
      continue;
    }
    if (!line.startsWith('{"record":"mark"')) {
      lines.push(line);
      continue;
    }
    const mark = parse(file, line) as MarkRecord;
    chain = chainOf(chain, lines.map((text) => `${text}\n`).join(""));
    if (chain !== mark.chain) {
      throw new BackupError(`${file} is damaged before its mark of ${mark.at}: the seal differs`);
    }
    yield { records: lines.map((text) => parse(file, text)) as SealedGroup["records"], mark, file };
    lines = [];
  }
}

function checkHeader(
  file: string,
  header: BackupRecord,
  before: { readonly chain: string; readonly facts: number },
): void {
  if (header.record !== "segment" || header.format !== BACKUP_FORMAT)
    throw new BackupError(`${file} is no ${BACKUP_FORMAT} file`);
  if (header.firstFact !== before.facts || header.chain !== before.chain)
    throw new BackupError(
      `${file} does not follow the file before it (fact ${before.facts}): a segment is missing or of another backup`,
    );
}

function parse(file: string, line: string): BackupRecord {
  try {
    return JSON.parse(line) as BackupRecord;
  } catch (error) {
    throw new BackupError(`${file}: a line is no JSON`, { cause: error });
  }
}

/** Splits at line feeds only: JSON text may hold other line separators (U+2028). */
async function* linesOf(file: string): AsyncGenerator<string> {
  const source = createReadStream(file);
  const bytes = source.pipe(createGunzip());
  source.on("error", (error) => bytes.destroy(error));
  let rest: Buffer[] = [];
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      yield Buffer.concat(rest).toString("utf8");
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
