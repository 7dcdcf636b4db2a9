/** `mingjing export ggzy-tables FACTS.ndjson --out DIR`: facts as tables of the national data specification. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import type { FactInput } from "../../../contract/src/facts/fact.ts";
import { writeGgzyTables } from "../../../server/src/modules/intake/formats/index.ts";

export const EXPORT_USAGE = "mingjing export ggzy-tables [--source NAME] FACTS.ndjson --out DIR";

interface World {
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

async function* factsOf(path: string): AsyncGenerator<FactInput> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line.trim() !== "") yield JSON.parse(line) as FactInput;
  }
}

export async function runExport(
  args: readonly string[],
  { print, printError }: World,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { out: { type: "string" }, source: { type: "string" } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined || values.out === undefined) {
    printError(EXPORT_USAGE);
    return 2;
  }
  const source = values.source ?? "import";
  const context = { source, zone: "Asia/Shanghai", personKey: source };
  print(JSON.stringify(await writeGgzyTables(factsOf(file), { folder: values.out, context })));
  return 0;
}
