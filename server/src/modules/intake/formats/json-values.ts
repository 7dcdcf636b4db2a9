/** Values inside JSON that other people wrote: nothing is where the standard says it is. */

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The objects of an array; one object alone counts as an array of one. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Text of a string or number without surrounding white space; `undefined` if empty. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

/** Texts of an array, or of one value. */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((entry) => textOf(entry) ?? []);

/** A number of 16 or more digits where a value stands; digits inside longer texts are left alone. */
const LONG_NUMBER = /[:,[]\s*-?[0-9.]{16,}\s*[,}\]]/;

/**
 * JSON.parse that keeps numbers of more than 15 digits exact: they become strings.
 * @throws SyntaxError
 */
export function parseJsonExactly(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" && (context?.source?.length ?? 0) > 15 ? context?.source : value,
  );
}
