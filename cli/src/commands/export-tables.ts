/**
 * `mingjing export ggzy-tables [FACTS.ndjson] --out DIR`: facts as tables of the national data
 * specification; without a file, those of the running server.
 */
import { parseArgs } from "node:util";

import type { FactInput } from "../../../contract/src/facts/fact.ts";
import {
  type ByteSource,
  openBytes,
  readLines,
} from "../../../server/src/modules/intake/formats/bytes.ts";
import { writeGgzyTables } from "../../../server/src/modules/intake/formats/index.ts";
import { openExport } from "./export-facts.ts";
import type { ServerWorld } from "./rebuild.ts";

export const EXPORT_USAGE = "mingjing export ggzy-tables [--source NAME] [FACTS.ndjson] --out DIR";

/** @throws Error naming the line that is no JSON or too long */
async function* factsOf(input: ByteSource): AsyncGenerator<FactInput> {
  for await (const { number, text } of readLines(input)) {
    if (text?.trim() === "") continue;
    try {
      yield JSON.parse(text ?? "") as FactInput;
    } catch (cause) {
      throw new Error(`line ${number} is no fact: mend or remove it`, { cause });
    }
  }
}

export async function runExport(args: readonly string[], world: ServerWorld): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: "string" }, source: { type: "string" } },
    allowPositionals: true,
  });
  if (values.out === undefined || positionals.length > 1) {
    world.printError(EXPORT_USAGE);
    return 2;
  }
  const [file] = positionals;
  const input =
    file === undefined ? await openExport(world, { source: values.source }) : openBytes(file);
  const source = values.source ?? "import";
  const context = { source, zone: "Asia/Shanghai", personKey: source };
  world.print(
    JSON.stringify(await writeGgzyTables(factsOf(input), { folder: values.out, context })),
  );
  return 0;
}
