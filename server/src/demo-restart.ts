/** A demo city whose loading was broken off is loaded anew: half a city explains nothing, and its second half would not fit. */
import { readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { removeCluster } from "./platform/embedded-postgres/index.ts";

/** There while the city is being loaded. */
const MARKER = "demo-loading";

/** What a start leaves below the data directory, beside the cluster and what is named `demo-…`. */
const MADE = ["files", "keys", "secrets", "tiles", "video"];

/** Nothing but the database is open yet; once that is closed the city may be thrown away. */
export class HalfLoadedCity extends Error {}

export const markLoading = (dataDir: string): Promise<void> => writeFile(join(dataDir, MARKER), "");

export const markLoaded = (dataDir: string): Promise<void> =>
  rm(join(dataDir, MARKER), { force: true });

export const isHalfLoaded = (dataDir: string): Promise<boolean> =>
  stat(join(dataDir, MARKER)).then(
    () => true,
    () => false,
  );

/** Takes away the embedded database and all that the demo wrote; the next start begins from nothing. */
export async function discardCity(dataDir: string): Promise<void> {
  await removeCluster(dataDir);
  const names = await readdir(dataDir);
  for (const name of names.filter((one) => MADE.includes(one) || one.startsWith("demo-")))
    await rm(join(dataDir, name), { recursive: true, force: true });
}
