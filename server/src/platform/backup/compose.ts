/** Composes a backup group by group; the same for a file, a directory and a stream. */
import type { Database } from "../database.ts";
import type { FeedPosition } from "../facts/feed.ts";
import {
  type KeptPlace,
  type KeptTable,
  readCursors,
  readFactLines,
  readKeptLines,
} from "./backup.store.ts";
import {
  CHAIN_START,
  chainOf,
  type CursorsRecord,
  FEED_START,
  lineOf,
  type SecretRecord,
} from "./format.ts";

/** How far a backup has come. Plain data: a directory keeps it beside its segments. */
export interface BackupState {
  readonly facts: number;
  readonly position: FeedPosition;
  readonly kept: Readonly<Record<string, KeptPlace>>;
  readonly chain: string;
  /** Cursors that were read, and the fact from which on they are true. */
  readonly pending: { cursors: CursorsRecord["cursors"]; until: FeedPosition } | null;
  /** Text of the cursors written last. */
  readonly cursors: string;
  readonly hasSecrets: boolean;
}

export const EMPTY_STATE: BackupState = {
  facts: 0,
  position: FEED_START,
  kept: {},
  chain: CHAIN_START,
  pending: null,
  cursors: "",
  hasSecrets: false,
};

export interface ComposeOptions {
  readonly db: Database;
  readonly tables: readonly KeptTable[];
  /** Files sealed with the passphrase; none without one. */
  readonly readSecrets: () => Promise<readonly SecretRecord[]>;
  readonly now: () => Date;
}

export interface Group {
  /** Lines, the mark last. */
  readonly text: string;
  readonly state: BackupState;
  /** True if a page was full, so that there is more to read at once. */
  readonly isMore: boolean;
}

const FACTS_A_GROUP = 5000;
const ROWS_A_GROUP = 2000;

/** The next group, undefined when nothing is new. Memory: one group. */
export async function nextGroup(
  options: ComposeOptions,
  state: BackupState,
): Promise<Group | undefined> {
  const { db } = options;
  const pending = state.pending ?? (await readCursors(db));
  // Rows before facts: a checkpoint signed in between would cover facts that a backup which ends here does not hold.
  const kept = await readKept(options, state.kept);
  const facts = await readFactLines(db, state.position, FACTS_A_GROUP);
  const position = facts.at(-1) ?? state.position;
  const secrets = state.hasSecrets ? [] : await options.readSecrets();
  const lines = [...facts.map(({ line }) => `${line}\n`), ...secrets.map(lineOf), ...kept.lines];
  const isReached = !isBefore(position, pending.until);
  const cursors = isReached ? JSON.stringify(pending.cursors) : state.cursors;
  if (cursors !== state.cursors)
    lines.push(lineOf({ record: "cursors", cursors: pending.cursors }));
  if (lines.length === 0) return undefined;
  const text = lines.join("");
  const next: BackupState = {
    facts: state.facts + facts.length,
    position: { epoch: position.epoch, xid: position.xid, id: position.id },
    kept: { ...state.kept, ...kept.places },
    chain: chainOf(state.chain, text),
    pending: isReached ? null : pending,
    cursors,
    hasSecrets: state.hasSecrets || secrets.length > 0,
  };
  const mark = lineOf({
    record: "mark",
    facts: next.facts,
    at: options.now().toISOString(),
    chain: next.chain,
  });
  return { text: text + mark, state: next, isMore: kept.isMore || facts.length === FACTS_A_GROUP };
}

interface KeptPage {
  readonly lines: readonly string[];
  readonly places: Readonly<Record<string, KeptPlace>>;
  readonly isMore: boolean;
}

async function readKept(
  { db, tables }: ComposeOptions,
  places: BackupState["kept"],
): Promise<KeptPage> {
  const lines: string[] = [];
  const moved: Record<string, KeptPlace> = {};
  let isMore = false;
  for (const table of tables) {
    const rows = await readKeptLines(db, table, {
      after: places[table.table],
      limit: ROWS_A_GROUP,
    });
    lines.push(...rows.map(({ line }) => `${line}\n`));
    const last = rows.at(-1);
    if (last !== undefined) moved[table.table] = last.place;
    isMore ||= table.read !== "whole" && rows.length === ROWS_A_GROUP;
  }
  return { lines, places: moved, isMore };
}

/** Order of the feed. */
export function isBefore(left: FeedPosition, right: FeedPosition): boolean {
  if (left.epoch !== right.epoch) return left.epoch < right.epoch;
  const [a, b] = [BigInt(left.xid), BigInt(right.xid)];
  return a === b ? left.id < right.id : a < b;
}
