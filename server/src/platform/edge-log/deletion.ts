/** Deletes files whose six months are over. */
import { readdir, unlink } from "node:fs/promises";
import { join } from "node:path";

import { type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";
import { dayOfFile, deletedOn } from "./keeping.ts";

export interface DeletedDay {
  readonly day: PlainDate;
  readonly files: number;
}

export interface Deletion {
  readonly days: readonly DeletedDay[];
  /** Names of the files, in order; they are random. */
  readonly names: readonly string[];
}

export interface LogFile {
  readonly name: string;
  readonly day: PlainDate;
}

/** Files of the log in a directory, by name; none if there is no such directory. */
export async function listLogFiles(directory: string): Promise<readonly LogFile[]> {
  const names: string[] = await readdir(directory).catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  });
  return names
    .toSorted()
    .map((name) => ({ name, day: dayOfFile(name) }))
    .filter((file): file is LogFile => file.day !== undefined);
}

/** True if it was there: two processes may delete in one directory. */
async function remove(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return false;
    throw error;
  }
}

/** Idempotent. @param now its day in Asia/Shanghai decides */
export async function deleteExpired(directory: string, now: Date): Promise<Deletion> {
  const today = plainDateOf(now);
  const gone: LogFile[] = [];
  for (const file of await listLogFiles(directory))
    if (deletedOn(file.day) <= today && (await remove(join(directory, file.name)))) gone.push(file);
  const byDay = Map.groupBy(gone, ({ day }) => day);
  return {
    days: [...byDay].map(([day, files]) => ({ day, files: files.length })),
    names: gone.map(({ name }) => name),
  };
}
