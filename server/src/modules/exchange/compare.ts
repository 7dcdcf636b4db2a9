/** What must be carried: rows that are not what the other side has. Pure. */
import { goneLine, rowLine, sha256Of } from "./package.ts";

/** A row as PostgreSQL writes it in JSON; `key` is the JSON object of its primary key. */
export interface KeyedRow {
  readonly key: string;
  readonly row: string;
}

/** What the other side has of a row once the packages up to now are applied; digest null: nothing any more. */
export interface Sent {
  readonly relation: string;
  readonly key: string;
  readonly digest: string | null;
}

export interface Carried {
  readonly lines: readonly string[];
  readonly sent: readonly Sent[];
}

export interface Comparison {
  readonly relation: string;
  /** Keys to be compared, each once. */
  readonly keys: readonly string[];
  /** The rows that there are of these keys. */
  readonly rows: readonly KeyedRow[];
  /** Key → digest of what was sent. */
  readonly sent: ReadonlyMap<string, string>;
}

/** A row that was written again without a change is not carried: that it was written at all may be nobody's business. */
export function compareRows({ relation, keys, rows, sent }: Comparison): Carried {
  const found = new Map(rows.map(({ key, row }) => [key, row]));
  const lines: string[] = [];
  const news: Sent[] = [];
  for (const key of keys) {
    const row = found.get(key);
    const before = sent.get(key);
    if (row === undefined && before !== undefined) {
      lines.push(goneLine(relation, key));
      news.push({ relation, key, digest: null });
    }
    if (row === undefined) continue;
    const digest = sha256Of(row);
    if (digest === before) continue;
    lines.push(rowLine(relation, row));
    news.push({ relation, key, digest });
  }
  return { lines, sent: news };
}
