/** Lines of packages of facts, and the file of keys. Pure. */
import { RuleViolation } from "../../kernel/rule-violation.ts";
import { type FerryKey, readVkey } from "./ferry-key.ts";

/** A line of a source as the source wrote it. @throws RuleViolation `ferry.bad-row` */
export function factText(content: string): string {
  const [, fact] = /^"fact":(\{.*\})$/s.exec(content) ?? [];
  if (fact !== undefined) return fact;
  const { text } = JSON.parse(`{${content}}`) as { text?: unknown };
  if (typeof text !== "string") throw new RuleViolation("ferry.bad-row", { line: 0 });
  return text;
}

/**
 * Source → key. Empty lines and lines that begin with `#` are left out.
 * @throws RuleViolation `ferry.bad-vkey`, `ferry.other-key` where the key is of another name than its source
 */
export function readPinnedKeys(text: string): ReadonlyMap<string, FerryKey> {
  const keys = new Map<string, FerryKey>();
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [source = "", vkey = ""] = line.trim().split(/\s+/);
    const key = readVkey(vkey);
    if (key.name !== source)
      throw new RuleViolation("ferry.other-key", { key: key.name, pinned: source });
    keys.set(source, key);
  }
  return keys;
}
