/** Answers with their proofs, read through the public login from one moment: all of one version of the map. */
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import { readSignedRoots } from "../witness/index.ts";
import { EMPTY_LOG, rootOf } from "./key-log.ts";
import {
  findPath,
  mapKeyOf,
  type MapLeaf,
  type MapPath,
  pageNames,
  parsePage,
} from "./map-page.ts";

/** Digits of keys whose pages are read at once; a map of 16 million keys is about six deep. */
const FIRST_PAGES = 12;

export interface AnswerView {
  readonly format: "mingjing-answer/1";
  readonly key: string;
  readonly records: readonly unknown[];
  readonly size: number;
  readonly root: string;
  readonly mapProof: {
    readonly siblings: readonly string[];
    readonly other: {
      readonly mapKey: string;
      readonly size: number;
      readonly root: string;
    } | null;
  };
  readonly roots: unknown;
  readonly checkpoint: string;
  readonly vkey: string;
  readonly signedAt: string;
}

type SignedRoots = NonNullable<Awaited<ReturnType<typeof readSignedRoots>>>;

interface SignedMap {
  readonly roots: SignedRoots;
  readonly version: number;
}

const reading = <T>(publicDb: Database, work: (tx: Tx) => Promise<T>): Promise<T> =>
  publicDb
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(work);

/** The newest signed roots and the version of the map that they name. @throws RuleViolation `answers.not-signed` */
async function requireSignedMap(tx: Tx): Promise<SignedMap> {
  const roots = await readSignedRoots(tx);
  if (roots === undefined) throw new RuleViolation("answers.not-signed", {}, { status: 503 });
  const { rows } = await sql<{ version: number }>`
    SELECT version FROM released.map_version WHERE root = ${roots.mapRoot}`.execute(tx);
  const isEmpty = roots.mapRoot.every((byte) => byte === 0);
  const version = rows[0]?.version ?? (isEmpty ? 0 : undefined);
  if (version === undefined) throw new RuleViolation("answers.not-signed", {}, { status: 503 });
  return { roots, version };
}

/** Path of a key in a version of the map. */
export async function readPath(tx: Tx, mapKey: Buffer, version: number): Promise<MapPath> {
  const names = pageNames(mapKey);
  const readPages = async (wanted: readonly string[]) => {
    const { rows } = await sql<{ prefix: string; body: Buffer }>`
      SELECT page.prefix, body FROM unnest(${wanted}::text[]) AS wanted (prefix)
      JOIN LATERAL (SELECT * FROM released.map_page AS one
                    WHERE one.prefix = wanted.prefix AND version <= ${version}
                    ORDER BY version DESC LIMIT 1) AS page ON true`.execute(tx);
    return new Map(rows.map(({ prefix, body }) => [prefix, parsePage(body)]));
  };
  const first = await readPages(names.slice(0, FIRST_PAGES));
  if (first.size < FIRST_PAGES) return findPath(first, mapKey);
  return findPath(await readPages(names), mapKey);
}

/** Entries below a size by their places; null where one is missing. */
async function readEntries(tx: Tx, key: string, size: number): Promise<readonly unknown[]> {
  const { rows } = await sql<{ position: number; hash: string; record: unknown }>`
    SELECT position, encode(hash, 'hex') AS hash, record FROM released.answer_entry
    WHERE key = ${key} AND position < ${size} ORDER BY position`.execute(tx);
  const byPlace = new Map(rows.map((row) => [row.position, row.record ?? row.hash]));
  return Array.from({ length: size }, (_, position) => byPlace.get(position) ?? null);
}

const leafView = ({ mapKey, size, root }: MapLeaf) => ({
  mapKey: mapKey.toString("hex"),
  size,
  root: root.toString("hex"),
});

/** @throws RuleViolation `answers.not-signed` before the first roots in the log */
export const readAnswer = (publicDb: Database, key: string): Promise<AnswerView> =>
  reading(publicDb, async (tx) => {
    const { roots, version } = await requireSignedMap(tx);
    const mapKey = mapKeyOf(key);
    const { leaf, siblings } = await readPath(tx, mapKey, version);
    const isIn = leaf?.mapKey.equals(mapKey) === true;
    const { note, signedAt, vkey } = roots.log;
    return {
      format: "mingjing-answer/1",
      key,
      records: isIn ? await readEntries(tx, key, leaf.size) : [],
      size: isIn ? leaf.size : 0,
      root: (isIn ? leaf.root : rootOf(EMPTY_LOG)).toString("hex"),
      mapProof: {
        siblings: siblings.map((hash) => hash.toString("hex")),
        other: isIn || leaf === undefined ? null : leafView(leaf),
      },
      roots: roots.entry,
      checkpoint: note,
      vkey,
      signedAt: signedAt.toISOString(),
    };
  });

export interface KeysPage {
  readonly version: number;
  readonly roots: unknown;
  readonly checkpoint: string;
  readonly vkey: string;
  readonly keys: readonly { readonly key: string; readonly size: number; readonly root: string }[];
  /** Key after which the next page goes on; null: this was the last. */
  readonly next: string | null;
}

export interface PageOf<T> {
  readonly after: T;
  readonly limit: number;
}

/** All keys of one version, for whoever rebuilds the map. */
export const readKeys = (
  publicDb: Database,
  { after, limit, version: asked }: PageOf<string> & { readonly version?: number | undefined },
): Promise<KeysPage> =>
  reading(publicDb, async (tx) => {
    const { roots, version: signed } = await requireSignedMap(tx);
    const version = Math.min(asked ?? signed, signed);
    const { rows } = await sql<KeysPage["keys"][number]>`
      SELECT DISTINCT ON (key COLLATE "C") key, size, encode(root, 'hex') AS root FROM released.answer_key
      WHERE version <= ${version} AND key COLLATE "C" > ${after}
      ORDER BY key COLLATE "C", version DESC LIMIT ${limit}`.execute(tx);
    const next = rows.length < limit ? null : (rows.at(-1)?.key ?? null);
    const { note, vkey } = roots.log;
    return { version, roots: roots.entry, checkpoint: note, vkey, keys: rows, next };
  });

export interface EntryRow {
  readonly n: number;
  readonly key: string;
  readonly position: number;
  readonly hash: string;
  readonly record: unknown;
}

/** Entries of all keys in the order in which they came. */
export async function readEntryRows(
  publicDb: Database,
  { after, limit }: PageOf<number>,
): Promise<readonly EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    SELECT n, key, position, encode(hash, 'hex') AS hash, record FROM released.answer_entry
    WHERE n > ${after} ORDER BY n LIMIT ${limit}`.execute(publicDb);
  return rows;
}
