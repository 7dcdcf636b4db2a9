/** Arguments that the commands about clocks share: words of a list, and days. */
import { parseDay } from "../../../clocks/src/index.ts";

/** Wrong usage: the message names the argument and what to give. */
export class UsageError extends Error {}

/** Ours, and what node:util finds: unknown or incomplete arguments. */
export function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}

/** @throws UsageError */
export function oneOf<const T extends string>(
  name: string,
  allowed: readonly T[],
  value: string | undefined,
): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new UsageError(`${name} ${value ?? "is missing"}: give one of ${allowed.join(", ")}`);
  return found;
}

/** The day in Asia/Shanghai of a day or an instant. @throws UsageError */
export function dayOf(name: string, text: string): string {
  const day = parseDay(text);
  if (day === undefined)
    throw new UsageError(
      `${name} ${text}: give a day or an instant, e.g. 2026-03-02 or 2026-03-02T09:00:00+08:00`,
    );
  return day;
}
