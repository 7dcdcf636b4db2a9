/** Fields of a query that a reader typed. Pure. */

export type Fields = Readonly<Record<string, string | undefined>>;

/** The word if it is one of the list. */
export const oneOf = <const T extends string>(
  allowed: readonly T[],
  text: string | undefined,
): T | undefined => allowed.find((one) => one === text);
