/** Secrets in files of mode 0600, made once. */
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { readIfThere } from "./files.ts";
import type { SecretStore } from "./migrate.ts";

/** Secrets below `directory`; a name is written once and then only read. Safe for two processes at once. */
export function fileSecrets(directory: string): SecretStore {
  return async (name, make) => {
    const path = join(directory, name);
    const existing = await readIfThere(path);
    if (existing !== undefined) return existing.toString("utf8").trim();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, `${make()}\n`, { mode: 0o600 });
    try {
      await link(draft, path);
    } catch (error) {
      if ((error as { code?: string }).code !== "EEXIST") throw error;
    } finally {
      await unlink(draft);
    }
    return (await readFile(path, "utf8")).trim();
  };
}
