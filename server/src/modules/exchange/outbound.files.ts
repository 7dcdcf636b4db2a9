/** The directory in which packages are laid down: whole and on the disk, or not under their name. */
import { mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";

import { syncDirectory } from "../../platform/files.ts";

/** A gate takes `ferry-*.ndjson` only. */
const draftOf = (directory: string, name: string): string => join(directory, `.${name}.part`);

/** Writes a package under the name of a draft and waits until it is on the disk. */
export async function writeDraft(directory: string, name: string, bytes: Buffer): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o750 });
  const file = await open(draftOf(directory, name), "w", 0o640);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Gives drafts their names, in order; again after a crash. @throws Error if one is neither draft nor package */
export async function placeDrafts(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const [draft, path] = [draftOf(directory, name), join(directory, name)];
    if (await isThere(draft)) await rename(draft, path);
    // Not there, but made: placed before a crash, and perhaps taken away by the gate since.
  }
  if (names.length > 0) await syncDirectory(directory);
}
