/** PostgreSQL refuses to run as root: root hands it to an ordinary system user. */
import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";

import { EmbeddedPostgresError } from "./errors.ts";

const run = promisify(execFile);

/** The user PostgreSQL runs as. Only set when we are root; else it runs as ourselves. */
export interface DatabaseUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

function parsePasswd(text: string): DatabaseUser[] {
  return text.split("\n").flatMap((line) => {
    const [name = "", , uid = "", gid = ""] = line.split(":");
    return name !== "" && /^\d+$/.test(uid) ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

async function findUser(
  matches: (user: DatabaseUser) => boolean,
): Promise<DatabaseUser | undefined> {
  const text = await readFile("/etc/passwd", "utf8").catch(() => "");
  return parsePasswd(text).find(matches);
}

async function createUser(name: string): Promise<DatabaseUser> {
  const useradd = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name];
  try {
    await run("/usr/sbin/useradd", useradd);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      "user",
      "PostgreSQL does not run as root, there is no user `postgres`, and the user `mingjing` cannot be made. " +
        "Make one (useradd --system mingjing), start as an ordinary user, or set DATABASE_URL.",
      { cause },
    );
  }
  const user = await findUser((entry) => entry.name === name);
  if (user === undefined)
    throw new EmbeddedPostgresError("user", `User ${name} was made but not found.`);
  return user;
}

/**
 * As root: the owner of an existing cluster, else `postgres`, else `mingjing` (made when missing).
 * As anybody else: undefined, PostgreSQL runs as ourselves.
 */
export async function chooseDatabaseUser(
  existingCluster: string | undefined,
): Promise<DatabaseUser | undefined> {
  if (!isRoot()) return undefined;
  const owner = existingCluster === undefined ? undefined : await stat(existingCluster);
  if (owner !== undefined && owner.uid !== 0) {
    const known = await findUser((user) => user.uid === owner.uid);
    return known ?? { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  }
  const found =
    (await findUser((user) => user.name === "postgres")) ??
    (await findUser((user) => user.name === "mingjing"));
  return found ?? createUser("mingjing");
}

/** Whether `user` (undefined: ourselves) may enter `folder` and every folder above it; reads modes, not ACLs. */
export async function mayEnter(folder: string, user: DatabaseUser | undefined): Promise<boolean> {
  if (user === undefined) return true;
  const { uid, gid, mode } = await stat(folder);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || mayEnter(parent, user);
}
