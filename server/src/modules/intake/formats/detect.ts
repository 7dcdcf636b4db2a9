/** Which format a path holds, by its name and first bytes. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { detectEncoding, firstBytes, openBytes, sampleOf } from "./bytes.ts";
import { tableOfFile } from "./ggzy-spec.ts";
import { isZip, zipMembers } from "./zip.ts";

export const FORMATS = ["facts", "ocds", "csv", "ggzy-notices", "ggzy-tables", "folder"] as const;
/** `folder`: files of several formats, each with its own. */
export type Format = (typeof FORMATS)[number];

const HEAD_BYTES = 262_144;
const TABLE_HEAD = /(?:TENDER_|PURCHASE_)?PROJECT_CODE|BID_SECTION_CODE/i;

/** Format of a file, archive or folder. `undefined` = none of ours. @throws if the path cannot be read. */
export async function detectFormat(path: string): Promise<Format | undefined> {
  if ((await stat(path)).isDirectory()) {
    const names = await readdir(path);
    return names.some((name) => tableOfFile(name) !== undefined) ? "ggzy-tables" : "folder";
  }
  if (isZip(await firstBytes(path, 4))) {
    const members = await zipMembers(path);
    return members.some(({ name }) => tableOfFile(name) !== undefined) ? "ggzy-tables" : undefined;
  }
  const sample = await sampleOf(openBytes(path), HEAD_BYTES);
  const text = new TextDecoder(detectEncoding(sample)).decode(sample);
  const isTable = tableOfFile(path) !== undefined && TABLE_HEAD.test(text.slice(0, 20_000));
  return isTable ? "ggzy-tables" : formatOfText(text, path);
}

/** Format by the first characters of the content. */
export function formatOfText(text: string, path: string): Format | undefined {
  const head = text.replace(/^\uFEFF/, "").trimStart();
  if (head.startsWith("{") || head.startsWith("[")) return jsonFormat(head);
  if (/\.(?:jsonl|ndjson|json)(?:\.gz)?$/i.test(path)) return jsonFormat(head);
  const first = head.split(/\r?\n/, 1)[0] ?? "";
  return /[,;\t|]/.test(first) || /\.csv(?:\.gz)?$/i.test(path) ? "csv" : undefined;
}

function jsonFormat(head: string): Format | undefined {
  if (/"content_text"\s*:|"info_type"\s*:/.test(head)) return "ggzy-notices";
  if (/"(?:ocid|compiledRelease|releases|records|versionedRelease)"\s*:/.test(head)) {
    return isFactLine(head) ? "facts" : "ocds";
  }
  return isFactLine(head) ? "facts" : undefined;
}

/** True if one of the first lines has the members of a fact. */
function isFactLine(head: string): boolean {
  return head
    .split("\n", 20)
    .some((line) =>
      ["kind", "sourceId", "subject", "payload"].every((name) => line.includes(`"${name}"`)),
    );
}

/** Regular files of a folder and its folders, sorted by path. Links and hidden files are left out. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
