/** Wrong usage: the message names the argument and what to give. */
export class UsageError extends Error {}

/** Ours, and what node:util finds: unknown or incomplete arguments. */
export function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
  );
}

export interface Command {
  /** Noun and verb. */
  readonly name: string;
  readonly usage: string;
  readonly printError: (line: string) => void;
}

/** Exit code of an act: what it gives; 2 wrong usage, with the usage; 3 a fault. */
export async function guarded(
  { name, usage, printError }: Command,
  act: () => Promise<number>,
): Promise<number> {
  try {
    return await act();
  } catch (error) {
    printError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    if (!isUsage(error)) return 3;
    printError(usage);
    return 2;
  }
}

/** What a command reads of its arguments: its options, or what is wrong; arguments it does not know are all wrong. */
export function optionsOf<Options>(
  args: readonly string[],
  read: (args: readonly string[]) => Options | string,
): Options | string {
  try {
    return read(args);
  } catch {
    return args.join(" ");
  }
}
