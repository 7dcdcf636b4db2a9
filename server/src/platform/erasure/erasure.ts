/** Where texts stand in a payload, and which facts may lose some. Pure. */

type Path = readonly string[];

/** What records the system's own acts is kept by law, and names people by account only. */
const KEPT = /^(audit|erasure|approval|witness|anchors)\./u;

export const isErasable = (kind: string): boolean => !KEPT.test(kind);

/** Ways to the texts that hold this one. */
export function pathsOf(value: unknown, text: string, path: Path = []): readonly Path[] {
  if (typeof value === "string") return value.includes(text) ? [path] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, text, [...path, key]));
}

/** What stands at the end of a way; undefined: nothing. */
export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
