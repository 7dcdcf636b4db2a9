/**
 * The directory into which a gate puts packages. Each is read whole and checked before anything else sees it; what
 * cannot be believed goes to `refused/` with a note why, what was taken to `done/`. Nothing is deleted.
 */
import { createReadStream } from "node:fs";
import { lstat, mkdir, open, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { FerryKey } from "./ferry-key.ts";
import {
  type PackageVisitor,
  readPackage,
  type ReadPackage,
  requireName,
} from "./package-reader.ts";
import { type Cargo, type FerryHeader, type NamedPackage, readPackageName } from "./package.ts";
import { refusalText } from "./refusal.ts";

/** A whole package that was signed by the right key. */
export interface Arrived {
  readonly name: string;
  readonly header: FerryHeader;
  /** In hex. */
  readonly sha256: string;
}

export interface Incoming {
  /** Packages that lie there, by name and so by number. Refuses what cannot be believed; leaves alone what still grows. */
  scan(now: Date): Promise<readonly Arrived[]>;
  /** Reads a package again. @throws RuleViolation `ferry.changed` if it is another one by now */
  read(arrived: Arrived, visitor: PackageVisitor): Promise<void>;
  /** Puts a package aside that was taken, or needs not be taken; `report` is written beside it. */
  done(name: string, report?: { readonly suffix: string; readonly text: string }): Promise<void>;
  refuse(name: string, violation: RuleViolation): Promise<void>;
  /** Files in `refused/` that nobody has taken away. */
  countRefused(): Promise<number>;
}

export interface IncomingOptions {
  readonly directory: string;
  readonly cargo: Cargo;
  /** Key of the packages with this name. @throws RuleViolation if none is pinned */
  readonly keyOf: (named: NamedPackage) => Promise<FerryKey>;
}

/** A file without a seal at its end is a broken one when it has not grown for so long. */
const SETTLED_MS = 60_000;

/** Parts are of 8 MiB unless one row is longer; nobody shall keep us busy with reading. */
const MAX_PACKAGE_BYTES = 64 * 1024 * 1024;

interface Seen {
  /** Size and time of change. */
  readonly mark: string;
  readonly since: number;
  readonly read: ReadPackage | undefined;
}

export function createIncoming(options: IncomingOptions): Incoming {
  const { directory, cargo } = options;
  const refused = join(directory, "refused");
  const looker = createLooker(options);
  const pathOf = (name: string) => join(directory, name);

  const putAway = async (name: string, folder: string): Promise<string> => {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    const place = await freePlace(folder, name);
    await rename(pathOf(name), place);
    looker.forget(name);
    return place;
  };
  const refuse = async (name: string, violation: RuleViolation): Promise<void> => {
    const place = await putAway(name, refused);
    await writeFile(`${place}.reason.txt`, `${refusalText(violation)}\n`);
  };

  return {
    async scan(now) {
      const arrived: Arrived[] = [];
      for (const name of await namesIn(directory, cargo)) {
        const read = await looker.look(name, now).catch(async (error: unknown) => {
          if (!(error instanceof RuleViolation)) throw error;
          await refuse(name, error);
        });
        if (read) arrived.push({ name, header: read.header, sha256: read.sha256 });
      }
      return arrived;
    },
    async read({ name, sha256 }, visitor) {
      const read = await readPackage(createReadStream(pathOf(name)), undefined, visitor);
      if (read.sha256 !== sha256) throw new RuleViolation("ferry.changed");
    },
    async done(name, report) {
      const place = await putAway(name, join(directory, "done"));
      if (report !== undefined) await writeFile(`${place}${report.suffix}`, report.text);
    },
    refuse,
    countRefused: async () => (await namesIn(refused, cargo)).length,
  };
}

/** Remembers what it saw, so that a file is read only when it stood still, and only once. */
function createLooker({ directory, keyOf }: IncomingOptions) {
  const seen = new Map<string, Seen>();
  return {
    forget: (name: string) => void seen.delete(name),
    /** Undefined while it may still grow. @throws RuleViolation what is wrong with it */
    async look(name: string, now: Date): Promise<ReadPackage | undefined> {
      const path = join(directory, name);
      const found = await lstat(path).catch(() => undefined);
      if (found?.isFile() !== true) return undefined;
      const mark = `${found.size}/${found.mtimeMs}/${found.ino}`;
      const before = seen.get(name);
      if (before?.mark !== mark) {
        seen.set(name, { mark, since: now.getTime(), read: undefined });
        return undefined;
      }
      if (before.read !== undefined) return before.read;
      if (found.size > MAX_PACKAGE_BYTES)
        throw new RuleViolation("ferry.too-large", { bytes: MAX_PACKAGE_BYTES });
      const isSettled = now.getTime() - before.since >= SETTLED_MS;
      if (!isSettled && !(await endsWithSeal(path, found.size))) return undefined;
      const key = await keyOf(readPackageName(name) as NamedPackage);
      const read = await readPackage(createReadStream(path), key);
      requireName(name, read.header);
      seen.set(name, { ...before, read });
      return read;
    },
  };
}

async function namesIn(directory: string, cargo: Cargo): Promise<string[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return [];
    throw error;
  });
  return names.filter((name) => readPackageName(name)?.cargo === cargo).toSorted();
}

/** A second file of one name is kept too. */
async function freePlace(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count += 1) {
    const place = join(folder, count === 1 ? name : `${name}.${count}`);
    if ((await lstat(place).catch(() => undefined)) === undefined) return place;
  }
}

const TAIL_BYTES = 1024;

/** True if the last line is whole and looks like a seal. */
async function endsWithSeal(path: string, size: number): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const length = Math.min(size, TAIL_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return /\n\{"seal":\{[^\n]*\}\n$/.test(buffer.toString("utf8"));
  } finally {
    await file.close();
  }
}
