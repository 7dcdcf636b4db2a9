/**
 * Tests meet real clocks, floods, browsers, cameras and other processes on a machine that others use as well. Files that failed are run
 * once more, alone; what passes then is said by name with its first failure, never in silence (docs/decisions/0038).
 */

export interface Look {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
  /** Paths of the files in which a test or a hook failed. */
  readonly failedFiles: readonly string[];
  /** What took longest, in words, if anything took long. */
  readonly slowest?: string;
}

export interface SecondLook extends Look {
  /** Files that passed only when they were run again. */
  readonly unsteady: readonly string[];
}

/** More at once are no chance: they are one fault that many meet. */
export const MOST_FILES = 2;

/**
 * Runs all, then once more the files that failed if they are few.
 * @param run undefined: all files
 */
export async function lookTwice(
  run: (files: readonly string[] | undefined) => Promise<Look>,
): Promise<SecondLook> {
  const first = await run(undefined);
  const { failedFiles } = first;
  if (first.ok || failedFiles.length === 0 || failedFiles.length > MOST_FILES)
    return { ...first, unsteady: [] };
  const second = await run(failedFiles);
  const output = `${first.output}\nRun once more: ${failedFiles.join(" ")}\n${second.output}`;
  const whole = { ...first, output, unsteady: [] };
  if (!second.ok || second.passed === 0) return whole;
  const passed = first.passed + first.failed;
  return { ...whole, ok: true, passed, failed: 0, failedFiles: [], unsteady: failedFiles };
}
