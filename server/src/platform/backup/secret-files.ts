/** Files of the data directory that a backup keeps under its passphrase. */
import { join } from "node:path";

import { readIfThere } from "../files.ts";
import type { SecretRecord } from "./format.ts";
import { seal } from "./secret-seal.ts";

export interface SecretFiles {
  readonly dataDir: string;
  /** Paths below the data directory. */
  readonly names: readonly string[];
  /** Without one no secret is kept. */
  readonly passphrase: string | undefined;
}

/** Reader of the sealed files; one that does not exist yet is left out. */
export function secretReader({
  dataDir,
  names,
  passphrase,
}: SecretFiles): () => Promise<readonly SecretRecord[]> {
  return async () => {
    if (passphrase === undefined) return [];
    const records: SecretRecord[] = [];
    for (const name of names) {
      const secret = await readIfThere(join(dataDir, name));
      if (secret === undefined) continue;
      records.push({ record: "secret", name, sealed: await seal(name, secret, passphrase) });
    }
    return records;
  };
}
