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

/** Places of which a later record says why they went. */
function explainedBy(places: Places, size: number): ReadonlySet<number> {
  const explained = new Set<number>();
  for (const { position, record } of places.values())
    if (position < size && typeof record === "object" && record?.type === "gone")
      explained.add(record.entry);
  return explained;
}

const isBare = ({ record }: EntryRow): boolean => typeof record !== "object" || record === null;

/** What is wrong with one entry, if anything is. */
function faultOf(row: EntryRow | undefined, old: KeptEntry | undefined, isExplained: boolean) {
  if (row === undefined) return "missing";
  const hash = hashOf(row);
  if (hash !== row.hash) return "changed";
  if (old !== undefined && old.hash !== hash) return "rewritten";
  return isBare(row) && !isExplained ? "unexplained" : undefined;
}

function examineKey(
  { key, root, size }: Claim,
  places: Places,
  before: readonly KeptEntry[],
): { readonly findings: Finding[]; readonly made: Buffer; readonly kept: KeptEntry[] } {
  const findings: Finding[] = [];
  const explained = explainedBy(places, size);
  for (let position = 0; position < Math.max(size, before.length); position++) {
    const row = position < size ? places.get(position) : undefined;
    const old = before[position];
    const code = faultOf(row, old, explained.has(position));
    if (code === undefined) continue;
    const what = old === undefined || old.id === "" ? whatOf(row?.record) : old;
    findings.push({ code, key, params: { position: position + 1 }, what });
  }
  const rows = Array.from({ length: size }, (_, position) => places.get(position) ?? []).flat();
  const made = treeRoot(rows.map((row) => Buffer.from(hashOf(row), "hex")));
  if (findings.length === 0 && made.toString("hex") !== root)
    findings.push({ code: "root", key, params: {}, what: undefined });
  return { findings, made, kept: rows.map(keptOf) };
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
