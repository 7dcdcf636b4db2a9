/** Values of variables: whole numbers and words of a list. */

/** A configuration error names the variable and the fix. */
export class ConfigError extends Error {}

export function integer(
  name: string,
  text: string | undefined,
  range: { min: number; max: number },
): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new ConfigError(
      `${name}=${text}: give a whole number from ${range.min} to ${range.max}.`,
    );
  }
  return value;
}

export function oneOf<const T extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly T[],
): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined)
    throw new ConfigError(`${name}=${text}: give one of ${allowed.join(", ")}.`);
  return found;
}
