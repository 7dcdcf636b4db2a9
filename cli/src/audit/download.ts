/** Everything that an audit reads from a server: one moment of the map, all entries, all leaves of the log. */
import { type AnswerEntry, parseCheckpoint, type ProvenFact } from "../../../verifier/src/index.ts";

export interface AuditSource {
  readonly fetchText: (url: string) => Promise<string>;
  readonly fetchBytes: (url: string) => Promise<Uint8Array>;
}

export interface SignedKeys {
  readonly version: number;
  readonly roots: ProvenFact;
  readonly checkpoint: string;
  readonly vkey: string;
  readonly keys: readonly { readonly key: string; readonly size: number; readonly root: string }[];
}

export interface EntryRow {
  readonly n: number;
  readonly key: string;
  readonly position: number;
  readonly hash: string;
  readonly record: AnswerEntry;
}

const HASH = 32;
const TILE = 256;

/** The keys of the map as the newest signature covers it; checkpoint and roots are those of the first page. */
export async function downloadKeys(
  server: string,
  { fetchText }: AuditSource,
): Promise<SignedKeys> {
  const page = async (query: Readonly<Record<string, string>>) => {
    const url = new URL("/api/public/answers/keys", server);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return JSON.parse(await fetchText(url.href)) as SignedKeys & { readonly next: string | null };
  };
  const first = await page({});
  const keys = [...first.keys];
  for (let next = first.next; next !== null;) {
    const more = await page({ version: String(first.version), after: next });
    keys.push(...more.keys);
    next = more.next;
  }
  return { ...first, keys };
}

/** All entries there are, also those that came after the signature. */
export async function downloadEntries(
  server: string,
  { fetchText }: AuditSource,
): Promise<readonly EntryRow[]> {
  const rows: EntryRow[] = [];
  for (let after: number | null = -1; after !== null;) {
    const url = new URL("/api/public/answers/entries", server);
    url.searchParams.set("after", String(after));
    const page = JSON.parse(await fetchText(url.href)) as {
      readonly entries: readonly EntryRow[];
      readonly next: number | null;
    };
    rows.push(...page.entries);
    after = page.next;
  }
  return rows;
}

/** Path of a tile as c2sp.org/tlog-tiles writes it. */
export function tilePath(index: number, width: number): string {
  const groups: string[] = [];
  for (let rest = index; ; rest = Math.floor(rest / 1000)) {
    groups.unshift(String(rest % 1000).padStart(3, "0"));
    if (rest < 1000) break;
  }
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  return width === TILE ? path : `${path}.p/${width}`;
}

/** Hashes of the first leaves of the log. */
export async function downloadLeaves(
  server: string,
  size: number,
  { fetchBytes }: AuditSource,
): Promise<readonly Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let index = 0; leaves.length < size; index++) {
    const width = Math.min(TILE, size - index * TILE);
    const tile = await fetchBytes(new URL(`/log/tile/0/${tilePath(index, width)}`, server).href);
    if (tile.length !== width * HASH) throw new Error(`tile ${index} has ${tile.length} bytes`);
    for (let at = 0; at < tile.length; at += HASH) leaves.push(tile.subarray(at, at + HASH));
  }
  return leaves;
}

/** Size and root that a note says; undefined for what is no checkpoint. */
export function checkpointOf(note: string) {
  const read = parseCheckpoint(note);
  return read.ok ? read.value : undefined;
}
