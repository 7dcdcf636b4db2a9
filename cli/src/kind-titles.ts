/** Titles of all fact kinds of the contract, in Chinese. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Titled {
  readonly kind: string;
  readonly title: { readonly zh: string };
}

const FOLDER = join(import.meta.dirname, "../../contract/src/facts");

const isTitled = (value: unknown): value is Titled =>
  typeof value === "object" && value !== null && "kind" in value && "title" in value;

export async function kindTitles(): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(FOLDER)).filter((file) => /^[a-z]+\.[a-z-]+\.ts$/.test(file));
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(FOLDER, file)).href) as Promise<object>),
  );
  const kinds = modules.flatMap((module) => Object.values(module).filter(isTitled));
  return new Map(kinds.map(({ kind, title }) => [kind, title.zh]));
}
