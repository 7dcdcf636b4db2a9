/** Wrong usage: the message names the argument and what to give. */
export class UsageError extends Error {}

/** Ours, and what node:util finds: unknown or incomplete arguments. */
export function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}
