/** The built program of a pack's page: made by `npm run build`, read once. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { PackProgram } from "../../../../pack/src/index.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

/** @throws RuleViolation evidence.page-not-built (when called) */
export function pageProgram(directory: string): () => Promise<PackProgram> {
  const state: { program: Promise<PackProgram> | undefined } = { program: undefined };
  const read = async (): Promise<PackProgram> => {
    const [app, style] = await Promise.all(
      ["pack.js", "pack.css"].map((name) => readFile(join(directory, name), "utf8")),
    );
    return { app: app ?? "", style: style ?? "" };
  };
  return async () => {
    state.program ??= read();
    try {
      return await state.program;
    } catch {
      state.program = undefined;
      throw new RuleViolation("evidence.page-not-built", {}, { status: 503 });
    }
  };
}
