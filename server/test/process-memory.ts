/** Looks for texts in the memory of a running process, as somebody would who took its host over (Linux). */
import { type FileHandle, open, readFile } from "node:fs/promises";

const CHUNK = 8 * 1024 * 1024;

/** Those of the texts that stand anywhere in readable memory, in one byte or two bytes a character. */
export const findInMemory = (pid: number, texts: readonly string[]): Promise<string[]> =>
  findForms(
    pid,
    texts.map((text) => ({
      text,
      forms: [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")],
    })),
  );

interface Wanted {
  /** Name under which it is told. */
  readonly text: string;
  readonly forms: readonly Buffer[];
}

/** Those of which one form at least stands anywhere in readable memory. */
export async function findForms(pid: number, wanted: readonly Wanted[]): Promise<string[]> {
  const found = new Set<string>();
  const longest = Math.max(...wanted.flatMap(({ forms }) => forms.map((form) => form.length)));
  const maps = await readFile(`/proc/${pid}/maps`, "utf8");
  const memory = await open(`/proc/${pid}/mem`, "r");
  const look = (piece: Buffer) => {
    for (const { text, forms } of wanted)
      if (!found.has(text) && forms.some((form) => piece.includes(form))) found.add(text);
  };
  try {
    for (const region of readableRegions(maps))
      await readRegion(memory, { ...region, overlap: longest }, look);
  } finally {
    await memory.close();
  }
  return wanted.map(({ text }) => text).filter((text) => found.has(text));
}

interface Region {
  readonly from: number;
  readonly to: number;
}

/** Pieces overlap by `overlap` bytes, so that nothing is cut in two. */
async function readRegion(
  memory: FileHandle,
  { from, to, overlap }: Region & { readonly overlap: number },
  look: (piece: Buffer) => void,
): Promise<void> {
  for (let at = from; at < to; at += CHUNK - overlap) {
    const piece = await readAt(memory, at, Math.min(CHUNK, to - at));
    if (piece === undefined) return;
    look(piece);
  }
}

function readableRegions(maps: string): Region[] {
  return maps.split("\n").flatMap((line) => {
    const [, from = "", to = "", rest = ""] = /^([0-9a-f]+)-([0-9a-f]+) r(.*)$/u.exec(line) ?? [];
    const isSpecial = /\[v(?:var|sys|dso)/u.test(rest);
    if (from === "" || isSpecial) return [];
    return [{ from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) }];
  });
}

/** Undefined where the region cannot be read, or went away meanwhile. */
async function readAt(memory: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
  const piece = Buffer.alloc(length);
  try {
    const { bytesRead } = await memory.read(piece, 0, length, at);
    return bytesRead === 0 ? undefined : piece.subarray(0, bytesRead);
  } catch {
    return undefined;
  }
}
