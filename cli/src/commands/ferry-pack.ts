/** Packs files of facts for the way inwards. Beside the key stands how far the numbers have come. */
import { createReadStream } from "node:fs";
import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { FerrySigner } from "../../../server/src/modules/exchange/ferry-key.ts";
import {
  factLine,
  packageName,
  partsOf,
  sealPackage,
} from "../../../server/src/modules/exchange/package.ts";

export interface Packing {
  readonly signer: FerrySigner;
  readonly stateFile: string;
  readonly out: string;
  readonly files: readonly string[];
  /** Begins a new chain, after packages were lost for good. */
  readonly isNew: boolean;
  readonly madeAt: string;
  readonly partBytes?: number;
}

interface State {
  readonly sequence: number;
  readonly sha256: string | null;
  /** Name of the last package: it may still stand under the name of a draft. */
  readonly name: string | null;
}

/** Facts of all files, in packages; each stands under its name only when it is whole. */
export async function packFacts(
  packing: Packing,
): Promise<readonly { readonly name: string; readonly lines: number }[]> {
  const { signer, stateFile, out, isNew, madeAt } = packing;
  await mkdir(out, { recursive: true });
  let state = await readState(stateFile);
  await place(out, state.name);
  const full = isNew || state.sequence === 0;
  const made: { name: string; lines: number }[] = [];
  for await (const { lines, more } of partsOf(factLines(packing.files), packing.partBytes)) {
    if (lines.length === 0) break;
    const { sequence, sha256: previous } = state;
    const part = made.length + 1;
    const { header, bytes, sha256 } = sealPackage(
      { cargo: "facts", sequence: sequence + 1, previous, madeAt, full, part, more },
      lines,
      signer,
    );
    const name = packageName(header);
    await writeWhole(draftOf(out, name), bytes);
    state = { sequence: header.sequence, sha256, name };
    // The number is used from here on: after a crash the draft gets its name at the next run.
    await writeWhole(`${stateFile}.part`, Buffer.from(`${JSON.stringify(state)}\n`));
    await rename(`${stateFile}.part`, stateFile);
    await place(out, name);
    made.push({ name, lines: lines.length });
  }
  return made;
}

const draftOf = (out: string, name: string): string => join(out, `.${name}.part`);

async function readState(path: string): Promise<State> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined
    ? { sequence: 0, sha256: null, name: null }
    : (JSON.parse(text) as State);
}

async function place(out: string, name: string | null): Promise<void> {
  if (name === null || !(await isThere(draftOf(out, name)))) return;
  await rename(draftOf(out, name), join(out, name));
  await syncDirectory(out);
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "w", 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(dirname(path));
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

const LINE_FEED = 10;
/** Longer lines are refused by the intake anyway. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Lines that are not empty. Split at line feeds only: JSON text may hold other line separators (U+2028). */
async function* factLines(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) {
    let rest: Buffer[] = [];
    let held = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
        yield* lineOf([...rest, chunk.subarray(start, end)]);
        [rest, held, start] = [[], 0, end + 1];
      }
      rest.push(chunk.subarray(start));
      held += chunk.length - start;
      if (held > MAX_LINE_BYTES)
        throw new Error(`${file}: a line is longer than ${MAX_LINE_BYTES} bytes`);
    }
    yield* lineOf(rest);
  }
}

function* lineOf(pieces: readonly Buffer[]): Generator<string> {
  const text = Buffer.concat(pieces).toString("utf8");
  if (text.trim() !== "") yield factLine(text);
}
