/** Root, ordinary users, closed folders, missing links: where the embedded PostgreSQL has to work. */
import { chown, cp, lstat, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { isRoot } from "./database-user.ts";
import { removeCluster } from "./index.ts";
import { copyProject, type ProjectCopy } from "./test/project-copy.ts";
import { endPlatform, query, Scratch, startPlatform } from "./test/scratch.ts";

/** Debian's `nobody`; any user id with an entry in /etc/passwd serves. */
const ORDINARY = { uid: 65_534, gid: 65_534 };

const scratch = new Scratch();
afterEach(() => scratch.clear());

let project: ProjectCopy;
beforeAll(async () => {
  project = await copyProject();
});
afterAll(() => project.remove());

interface PackagedLink {
  readonly target: string;
}

async function packagedLinks(): Promise<string[]> {
  const text = await readFile(join(project.native, "pg-symlinks.json"), "utf8");
  return (JSON.parse(text) as PackagedLink[]).map(({ target }) =>
    join(dirname(project.native), target),
  );
}

async function removeLinks(): Promise<void> {
  for (const path of await packagedLinks()) await rm(path, { force: true });
}

/** As root: become an ordinary user. As anybody else: we are one. */
const identity = (): Partial<typeof ORDINARY> => (isRoot() ? ORDINARY : {});

async function ordinaryDataDir(mode: number): Promise<string> {
  const dataDir = await scratch.dataDir(mode);
  if (isRoot()) await chown(dirname(dataDir), ORDINARY.uid, ORDINARY.gid);
  return dataDir;
}

async function runOnce(
  dataDir: string,
  options: Parameters<typeof startPlatform>[1],
): Promise<void> {
  const platform = await startPlatform(dataDir, {
    node: project.node,
    script: project.script,
    ...options,
  });
  scratch.later(() => endPlatform(platform, "SIGTERM"));
  expect(await query(platform.ownerUrl, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
}

describe("ordinary user", () => {
  test("an ordinary user below a 0700 folder of his own keeps everything in the data directory", async () => {
    const dataDir = await ordinaryDataDir(0o700);
    await runOnce(dataDir, identity());
    expect((await readdir(join(dataDir, "postgres"))).includes("cluster")).toBe(true);
    const owner = (await stat(join(dataDir, "postgres/cluster"))).uid;
    expect(owner).toBe(isRoot() ? ORDINARY.uid : process.getuid?.());
  });

  test("links missing in a node_modules he may not write: PostgreSQL runs from a copy in the data directory", async () => {
    await removeLinks();
    const lib = join(project.native, "lib");
    const readOnly = isRoot() ? () => undefined : await closeFolder(lib);
    const dataDir = await ordinaryDataDir(0o755);
    await runOnce(dataDir, identity());
    readOnly();
    const [version = ""] = await readdir(join(dataDir, "postgres/binaries"));
    expect(version).toMatch(/^18\./);
    const [first = ""] = await packagedLinks();
    await expect(lstat(first)).rejects.toThrow(/ENOENT/);
  });
});

async function closeFolder(folder: string): Promise<() => void> {
  const { chmod } = await import("node:fs/promises");
  await chmod(folder, 0o555);
  return () => void chmod(folder, 0o755);
}

describe("root or owner of node_modules", () => {
  test("links that a blocked install script did not make are made in place", async () => {
    await removeLinks();
    await runOnce(await scratch.dataDir(), {});
    for (const path of await packagedLinks())
      expect((await lstat(path)).isSymbolicLink()).toBe(true);
  });

  test("below a 0700 folder root moves the database to /var/lib/mingjing and leaves a pointer; others stay", async () => {
    const dataDir = await scratch.dataDir(0o700);
    await runOnce(dataDir, {});
    const names = await readdir(join(dataDir, "postgres"));
    if (!isRoot()) return expect(names).toContain("cluster");
    expect(names).toEqual(["location.json"]);
    const { home } = JSON.parse(await readFile(join(dataDir, "postgres/location.json"), "utf8"));
    expect(home).toMatch(/^\/var\/lib\/mingjing\/[0-9a-f]{16}$/);
    expect((await stat(join(home as string, "cluster"))).uid).not.toBe(0);
  });

  test("node_modules below a 0700 folder: root gives the database user a copy of the binaries, once", async () => {
    const parent = dirname(await scratch.dataDir(0o700));
    const inner = join(parent, "project");
    await rename(project.root, inner);
    scratch.later(() => rename(inner, project.root));
    const options = {
      node: join(inner, "node"),
      script: project.script.replace(project.root, inner),
    };
    const dataDir = await scratch.dataDir(0o755);
    const first = await startPlatform(dataDir, options);
    await endPlatform(first, "SIGTERM");
    await runOnce(dataDir, options);
    if (!isRoot()) return expect(await readdir(join(dataDir, "postgres"))).toContain("cluster");
    const { home } = JSON.parse(await readFile(join(dataDir, "postgres/location.json"), "utf8"));
    expect(await readdir(join(home as string, "binaries"))).toHaveLength(1);
  });

  test("a copied data directory never opens the database of its original", async () => {
    const dataDir = await scratch.dataDir(0o700);
    const database = await scratch.start(dataDir);
    await database.stop();
    const copy = `${dataDir}-copy`;
    if (!isRoot()) return expect(await readdir(join(dataDir, "postgres"))).toContain("cluster");
    await cp(dataDir, copy, { recursive: true });
    await expect(scratch.start(copy)).rejects.toMatchObject({ code: "locked" });
    await removeCluster(dataDir);
  });
});
