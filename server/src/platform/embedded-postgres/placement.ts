/**
 * Where cluster and binaries lie. Normally `<dataDir>/postgres`. When we are root and the database user
 * cannot enter the data directory or node_modules (0700 parents), `/var/lib/mingjing/<hash of dataDir>`;
 * `<dataDir>/postgres/location.json` then points there (contracts.md §5).
 */
import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { isPackageReachable } from "./binaries.ts";
import { chooseDatabaseUser, type DatabaseUser, isRoot, mayEnter } from "./database-user.ts";
import { EmbeddedPostgresError, explainErrno, isErrno } from "./errors.ts";
import type { Log } from "./log.ts";

const SYSTEM_HOME = "/var/lib/mingjing";

export interface Placement {
  /** Real path of the data directory. */
  readonly dataDir: string;
  /** Folder of cluster and copied binaries; the database user can enter it. */
  readonly home: string;
  readonly cluster: string;
  readonly user: DatabaseUser | undefined;
}

/** Folders of the data directory (contracts.md §5); private ones are closed to everybody else. */
const FOLDERS = {
  postgres: 0o755,
  keys: 0o700,
  secrets: 0o700,
  files: 0o700,
  tiles: 0o755,
  run: 0o755,
};

/** Makes the data directory's folders; returns its real path. */
export async function prepareDataDirectory(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o755 });
    for (const [name, mode] of Object.entries(FOLDERS)) {
      const made = await mkdir(join(dataDir, name), { recursive: true });
      if (made !== undefined) await chmod(made, mode);
    }
    return await realpath(dataDir);
  } catch (error) {
    throw explainErrno(`Cannot make the data directory ${dataDir}`, error);
  }
}

const pointerFile = (dataDir: string): string => join(dataDir, "postgres", "location.json");

async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch (error) {
    if (isErrno(error) && error.code === "ENOENT") return undefined;
    throw explainErrno(`Cannot read ${file}`, error);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );

async function existingHome(dataDir: string): Promise<string | undefined> {
  const pointer = await readJson<{ home: string }>(pointerFile(dataDir));
  if (pointer !== undefined) {
    await claimHome(dataDir, pointer.home);
    return pointer.home;
  }
  const local = join(dataDir, "postgres");
  return (await isFolder(join(local, "cluster"))) ? local : undefined;
}

/** A copied data directory must not open the cluster of its original; a moved one takes it along. */
async function claimHome(dataDir: string, home: string): Promise<void> {
  const ownerFile = join(home, "owner.json");
  const owner = await readJson<{ dataDir: string }>(ownerFile);
  if (owner === undefined) {
    throw new EmbeddedPostgresError(
      "failed",
      `The cluster of ${dataDir} should lie in ${home} but does not. Restore that folder from a backup; ` +
        `to begin anew, remove ${pointerFile(dataDir)} and secrets/postgres-owner.`,
    );
  }
  if (owner.dataDir === dataDir) return;
  const former = await readJson<{ home: string }>(pointerFile(owner.dataDir));
  if (former?.home === home) {
    throw new EmbeddedPostgresError(
      "locked",
      `${dataDir} is a copy of ${owner.dataDir}, to which the cluster in ${home} belongs. Use a backup to clone.`,
    );
  }
  await writeFile(ownerFile, `${JSON.stringify({ dataDir })}\n`);
}

async function newHome(dataDir: string, user: DatabaseUser | undefined): Promise<string> {
  const local = join(dataDir, "postgres");
  if ((await mayEnter(local, user)) && (await isPackageReachable(user))) return local;
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const home = join(SYSTEM_HOME, hash);
  await mkdir(home, { recursive: true, mode: 0o755 });
  await chmod(SYSTEM_HOME, 0o755);
  await chmod(home, 0o755);
  if (await isFolder(join(home, "cluster"))) throw forgottenCluster(dataDir, home);
  await writeFile(join(home, "owner.json"), `${JSON.stringify({ dataDir })}\n`);
  await writeFile(pointerFile(dataDir), `${JSON.stringify({ home })}\n`);
  return home;
}

function forgottenCluster(dataDir: string, home: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "failed",
    `${home} still holds the cluster of an earlier data directory ${dataDir}. ` +
      `If that data is no longer needed, remove ${home}; else restore the data directory that belongs to it.`,
  );
}

/** Decides once where the cluster lies, and who runs it. */
export async function placeCluster(dataDir: string, log: Log): Promise<Placement> {
  try {
    const known = await existingHome(dataDir);
    const knownCluster = known === undefined ? undefined : join(known, "cluster");
    const hasCluster = knownCluster !== undefined && (await isFolder(knownCluster));
    const user = await chooseDatabaseUser(hasCluster ? knownCluster : undefined);
    const home = known ?? (await newHome(dataDir, user));
    if (!(await mayEnter(home, user))) throw closedHome(home, user);
    if (home !== join(dataDir, "postgres")) {
      log.info(
        `PostgreSQL: user ${user?.name} cannot enter ${dataDir}; the database lies in ${home}`,
      );
    }
    return { dataDir, home, cluster: join(home, "cluster"), user };
  } catch (error) {
    throw explainErrno("Cannot place the database", error);
  }
}

function closedHome(home: string, user: DatabaseUser | undefined): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "permission",
    `User ${user?.name} can no longer enter ${home}. Open the folders above it (chmod o+x), or start as that user.`,
  );
}

/** Removes the cluster of a data directory wherever it lies; for tests and throw-away data directories. */
export async function removeCluster(dataDir: string): Promise<void> {
  const pointer = await readJson<{ home: string }>(pointerFile(dataDir));
  if (pointer !== undefined && isRoot() && pointer.home.startsWith(`${SYSTEM_HOME}/`)) {
    await rm(pointer.home, { recursive: true, force: true });
  }
  await rm(join(dataDir, "postgres"), { recursive: true, force: true });
}
