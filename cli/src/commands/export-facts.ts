/**
 * `mingjing export facts [--source NAME] [--all] [--out FILE]`: the facts of the running server as NDJSON
 * that `mingjing import` takes; streamed, so the size does not matter.
 */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";

import { request } from "../server.ts";
import type { ServerWorld } from "./rebuild.ts";

export const EXPORT_FACTS_USAGE = "mingjing export facts [--source NAME] [--all] [--out FILE]";

interface Wanted {
  readonly source: string | undefined;
  readonly all?: boolean;
}

/** Bytes of the export. @throws ServerError when it is refused; the stream fails when it breaks off */
export async function openExport(
  { config }: ServerWorld,
  { source, all = false }: Wanted,
): Promise<Readable> {
  const query = new URLSearchParams(source === undefined ? {} : { source });
  if (all) query.set("all", "true");
  const response = await request(config, `/api/admin/facts?${query.toString()}`, {});
  return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
}

/** A file appears under its name only when it is whole. */
export async function runExportFacts(args: readonly string[], world: ServerWorld): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      source: { type: "string" },
      all: { type: "boolean", default: false },
      out: { type: "string" },
    },
    allowPositionals: true,
  });
  if (positionals.length > 0) {
    world.printError(`export facts takes no file: use --out FILE\n${EXPORT_FACTS_USAGE}`);
    return 2;
  }
  const { source, all, out } = values;
  const count = { facts: 0 };
  const counted = counting(await openExport(world, { source, all }), count);
  if (out === undefined) {
    await pipeline(counted, process.stdout, { end: false });
    world.printError(`${count.facts} facts`);
    return 0;
  }
  const partial = `${out}.partial`;
  try {
    await pipeline(counted, createWriteStream(partial));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw new Error(`the export broke off, ${out} was not written: ${(error as Error).message}`, {
      cause: error,
    });
  }
  world.print(JSON.stringify({ facts: count.facts, file: out }));
  return 0;
}

const LINE_END = 10;

async function* counting(bytes: Readable, count: { facts: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) {
      count.facts += 1;
    }
    yield chunk;
  }
}
