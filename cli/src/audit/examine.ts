/** Compares what a server gave out with its signed roots, and with what it gave out at the last audit. Pure. */
import { type AnswerEntry, recordHash, type ReleasedRecord } from "../../../verifier/src/index.ts";
import type { EntryRow, SignedKeys } from "./download.ts";
import { treeRoot } from "./rebuild.ts";

/** What an audit keeps of a record, so that the next one can name what is missing. */
export interface KeptEntry {
  readonly hash: string;
  readonly id: string;
  readonly kind: string;
  readonly at: string;
}

/** What an audit leaves for the next. */
export interface AuditState {
  readonly format: "mingjing-audit/1";
  readonly vkey: string;
  readonly size: number;
  readonly root: string;
  readonly keys: Readonly<Record<string, readonly KeptEntry[]>>;
}

export interface Finding {
  readonly code: string;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The record, where anybody knows it. */
  readonly what: Omit<KeptEntry, "hash"> | undefined;
}

/** Entries of one key by place. */
type Places = ReadonlyMap<number, EntryRow>;

export interface Examined {
  readonly findings: readonly Finding[];
  /** Values of the keys made again from their records. */
  readonly values: readonly {
    readonly key: string;
    readonly size: number;
    readonly root: Buffer;
  }[];
  readonly keys: AuditState["keys"];
}

const isReleased = (entry: AnswerEntry | undefined): entry is ReleasedRecord =>
  typeof entry === "object" && entry !== null && entry.type === "released";

const whatOf = (entry: AnswerEntry | undefined): Finding["what"] =>
  isReleased(entry) ? { id: entry.id, kind: entry.kind, at: entry.occurredAt } : undefined;

function keptOf({ hash, record }: EntryRow): KeptEntry {
  if (typeof record !== "object" || record === null) return { hash, id: "", kind: "", at: "" };
  if (record.type === "gone") return { hash, id: record.id, kind: "gone", at: record.at };
  return { hash, id: record.id, kind: record.kind, at: record.occurredAt };
}

/** Hash of an entry made again from its record; of one without content the stated one. */
function hashOf({ hash, record }: EntryRow): string {
  if (typeof record !== "object" || record === null) return hash;
  const made = recordHash(record);
  return made.ok ? Buffer.from(made.value).toString("hex") : "";
}

interface Claim {
  readonly key: string;
  readonly size: number;
  readonly root: string;
}

function examineKey(
  { key, root, size }: Claim,
  places: Places,
  before: readonly KeptEntry[],
): { readonly findings: Finding[]; readonly made: Buffer; readonly kept: KeptEntry[] } {
  const findings: Finding[] = [];
  const kept: KeptEntry[] = [];
  const hashes: Buffer[] = [];
  const explained = new Set<number>();
  for (let position = 0; position < size; position++) {
    const record = places.get(position)?.record;
    if (typeof record === "object" && record?.type === "gone") explained.add(record.entry);
  }
  for (let position = 0; position < size; position++) {
    const row = places.get(position);
    const old = before[position];
    const at = { position: position + 1 };
    const known = old === undefined || old.id === "" ? undefined : old;
    if (row === undefined) {
      findings.push({ code: "missing", key, params: at, what: known });
      continue;
    }
    const what = known ?? whatOf(row.record);
    const hash = hashOf(row);
    if (hash !== row.hash) findings.push({ code: "changed", key, params: at, what });
    else if (old !== undefined && old.hash !== hash)
      findings.push({ code: "rewritten", key, params: at, what });
    if (typeof row.record !== "object" || row.record === null) {
      if (!explained.has(position)) findings.push({ code: "unexplained", key, params: at, what });
    }
    hashes.push(Buffer.from(hash, "hex"));
    kept.push(keptOf(row));
  }
  for (const [index, old] of before.entries())
    if (index >= size)
      findings.push({ code: "missing", key, params: { position: index + 1 }, what: old });
  const made = treeRoot(hashes);
  if (findings.length === 0 && made.toString("hex") !== root)
    findings.push({ code: "root", key, params: {}, what: undefined });
  return { findings, made, kept };
}

/** Records that stand under a firm or a department but not under their process. */
function lookElsewhere(byKey: ReadonlyMap<string, Places>, claims: ReadonlyMap<string, Claim>) {
  const findings: Finding[] = [];
  const idsOf = (key: string) =>
    new Set([...(byKey.get(key)?.values() ?? [])].map(({ record }) => whatOf(record)?.id));
  for (const [other, places] of byKey) {
    if (other.startsWith("process:")) continue;
    for (const { position, record } of places.values()) {
      if (!isReleased(record) || !record.subject.startsWith("ocds-")) continue;
      if (position >= (claims.get(other)?.size ?? 0)) continue;
      const key = `process:${record.subject}`;
      if (idsOf(key).has(record.id)) continue;
      findings.push({ code: "elsewhere", key, params: { other }, what: whatOf(record) });
    }
  }
  return findings;
}

export function examineRecords(
  { keys }: Pick<SignedKeys, "keys">,
  rows: readonly EntryRow[],
  before: AuditState["keys"],
): Examined {
  const byKey = new Map<string, Map<number, EntryRow>>();
  for (const row of rows) {
    const places = byKey.get(row.key) ?? new Map<number, EntryRow>();
    byKey.set(row.key, places.set(row.position, row));
  }
  const claims = new Map(keys.map((claim) => [claim.key, claim]));
  const findings: Finding[] = [];
  const values: Examined["values"][number][] = [];
  const kept: Record<string, readonly KeptEntry[]> = {};
  for (const claim of keys) {
    const { key, size } = claim;
    const examined = examineKey(claim, byKey.get(key) ?? new Map(), before[key] ?? []);
    findings.push(...examined.findings);
    values.push({ key, size, root: examined.made });
    kept[key] = examined.kept;
  }
  for (const [key, entries] of Object.entries(before)) {
    if (claims.has(key)) continue;
    const what = entries.findLast(({ id }) => id !== "");
    findings.push({ code: "key-missing", key, params: { count: entries.length }, what });
  }
  return { findings: [...findings, ...lookElsewhere(byKey, claims)], values, keys: kept };
}
