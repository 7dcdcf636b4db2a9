/** What a witness remembers of each log: one small readable file a log, and the checkpoints it refused as evidence. */
import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";

import { parseCheckpoint } from "../../verifier/src/index.ts";
import { nothingSeen, type TreeHead } from "./decide.ts";
import { readPrivate, replaceFile, WitnessFault } from "./files.ts";

/** Enough to prove a fault; more would let a faulty log fill the disk. */
const MAX_SUSPECTS = 100;

export interface Remembered {
  readonly head: TreeHead;
  /** Seconds since 1970; undefined if nothing of the log was cosigned. */
  readonly at: number | undefined;
}

const nameOf = (origin: string) => createHash("sha256").update(origin).digest("hex").slice(0, 16);
const fileOf = (origin: string) => `log-${nameOf(origin)}.txt`;

/** First line: when; then the checkpoint as it was cosigned. @throws WitnessFault if the file is damaged */
export async function recall(directory: string, origin: string): Promise<Remembered> {
  const text = await readPrivate(directory, fileOf(origin));
  if (text === undefined) return { head: nothingSeen(), at: undefined };
  const [, time = "", note = ""] = /^cosigned ([1-9][0-9]{0,15})\n(.+)$/su.exec(text) ?? [];
  const checkpoint = parseCheckpoint(note);
  // A witness that guessed here could be made to forget: it stops instead.
  if (!checkpoint.ok || checkpoint.value.origin !== origin)
    throw new WitnessFault(`${directory}/${fileOf(origin)} is damaged: nothing is cosigned`);
  return { head: checkpoint.value, at: Number(time) };
}

/** On the disk when it resolves. */
export async function remember(
  directory: string,
  origin: string,
  { note, at }: { readonly note: string; readonly at: number },
): Promise<void> {
  await replaceFile(directory, fileOf(origin), `cosigned ${at}\n${note}`);
}

const suspectsOf = async (directory: string, origin: string): Promise<readonly string[]> =>
  (await readdir(directory)).filter((file) => file.startsWith(`suspect-${nameOf(origin)}-`));

export const countSuspects = async (directory: string, origin: string): Promise<number> =>
  (await suspectsOf(directory, origin)).length;

/** Keeps a request that the log signed and that contradicts what it signed before, each once. */
export async function keepSuspect(directory: string, origin: string, body: string): Promise<void> {
  const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const name = `suspect-${nameOf(origin)}-${hash}.txt`;
  const kept = await suspectsOf(directory, origin);
  if (kept.includes(name) || kept.length >= MAX_SUSPECTS) return;
  await replaceFile(directory, name, body);
}
