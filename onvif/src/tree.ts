/** Looks into what the library read from XML; a device may send anything. */

export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One element and several of it look different after reading. */
export const listOf = (value: unknown): Tree[] =>
  (Array.isArray(value) ? value : [value]).filter(isTree);

export function findIn(tree: unknown, ...path: readonly string[]): unknown {
  let at = tree;
  for (const name of path) {
    if (!isTree(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

const LONGEST_TEXT = 500;

/** Numbers among texts were read as numbers. */
export function findText(tree: unknown, ...path: readonly string[]): string | undefined {
  const value = findIn(tree, ...path);
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value.slice(0, LONGEST_TEXT) : undefined;
}

export function findSize(tree: unknown, ...path: readonly string[]): number | undefined {
  const value = findIn(tree, ...path);
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}
