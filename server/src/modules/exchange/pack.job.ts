/** Packs what changed in schema `released` since the last package, or all of it, and lays the packages down. */
import type { Database } from "../../platform/database.ts";
import { readColumns } from "./columns.store.ts";
import { type Carried, compareRows, type KeyedRow, type Sent } from "./compare.ts";
import { type FerrySigner, vkeyOf } from "./ferry-key.ts";
import { placeDrafts, writeDraft } from "./outbound.files.ts";
import {
  forgetSent,
  readAll,
  readChanges,
  readCheckpoints,
  readLogSize,
  readEntries,
  readNodes,
  readProgress,
  readRows,
  readSent,
  type Snapshot,
  switchOn,
  waitForWriters,
  wantWhole,
  withSnapshot,
  writeSent,
} from "./outbound.store.ts";
import { listUnplaced, type MadePackage, markPlaced, recordPackages } from "./package.store.ts";
import { packageName, partsOf, rowLine, sealPackage } from "./package.ts";
import { type Relation, relationOf, RELATIONS } from "./relations.ts";

export interface PackDeps {
  readonly db: Database;
  /** Login that sees schema released only. */
  readonly publicDb: Database;
  readonly directory: string;
  readonly signer: () => Promise<FerrySigner>;
  readonly partBytes?: number | undefined;
  /** So often at least a package goes, if an empty one: silence is then a failure. */
  readonly heartbeatSeconds: number;
}

/** @returns the packages that were made; none if nothing changed, or while another node packs */
export async function packReleased(deps: PackDeps, now: Date): Promise<readonly MadePackage[]> {
  const { db } = deps;
  await placeMade(deps);
  await switchOn(db, vkeyOf(await deps.signer()));
  const { wanted, done } = await readProgress(db);
  if (wanted > done) await waitForWriters(db);
  const made = await withSnapshot(deps, (snapshot) => packSnapshot(deps, snapshot, now));
  await placeMade(deps);
  return made ?? [];
}

async function placeMade({ db, directory }: PackDeps): Promise<void> {
  const packages = await listUnplaced(db);
  if (packages.length === 0) return;
  await placeDrafts(
    directory,
    packages.map(({ name }) => name),
  );
  await markPlaced(
    db,
    packages.map(({ sequence }) => sequence),
  );
}

async function packSnapshot(
  deps: PackDeps,
  snapshot: Snapshot,
  now: Date,
): Promise<readonly MadePackage[]> {
  const { db } = deps;
  const { progress, released, seen } = snapshot;
  const log = await readLogSize(released);
  const full = progress.wanted > progress.done;
  if (!full && (log.leaves < progress.leaves || log.checkpoint < progress.checkpoint)) {
    // Another log than the one that was carried: the next packing begins anew.
    await wantWhole(db);
    return [];
  }
  const ledger = createLedger(db, full);
  const isCounting = isOlder(progress.countedAt, now, COUNT_SECONDS);
  const lines = full
    ? wholeLines(snapshot, ledger)
    : changedLines({ snapshot, ledger, isCounting, leaves: log.leaves });
  const isDue = full || isOlder(progress.packedAt, now, deps.heartbeatSeconds);
  const packages = await writeParts(deps, { snapshot, lines, full, isDue, now });
  await recordPackages(db, {
    before: progress.sequence,
    packages,
    full,
    at: now,
    ...log,
    countedAt: isCounting || full ? now : progress.countedAt,
    answers: full || ledger.hasMarked() ? progress.wanted + (ledger.hasMarked() ? 1 : 0) : null,
    seen,
    sent: ledger.rest(),
  });
  return packages;
}

const COUNT_SECONDS = 3600;

const isOlder = (at: Date | null, now: Date, seconds: number): boolean =>
  at === null || now.getTime() - at.getTime() >= seconds * 1000;

interface Writing {
  readonly snapshot: Snapshot;
  readonly lines: AsyncIterable<string>;
  readonly full: boolean;
  readonly isDue: boolean;
  readonly now: Date;
}

async function writeParts(
  { directory, signer, partBytes }: PackDeps,
  { snapshot: { progress, released }, lines, full, isDue, now }: Writing,
): Promise<readonly MadePackage[]> {
  const [who, columns] = [await signer(), await readColumns(released)];
  const packages: MadePackage[] = [];
  let { sequence, previous } = progress;
  for await (const { lines: some, more } of partsOf(lines, partBytes)) {
    if (some.length === 0 && !isDue) break;
    sequence += 1;
    const part = packages.length + 1;
    const madeAt = now.toISOString();
    const { header, bytes, sha256 } = sealPackage(
      { cargo: "released", sequence, previous, madeAt, full, part, more, columns },
      some,
      who,
    );
    const name = packageName(header);
    await writeDraft(directory, name, bytes);
    packages.push({ sequence, name, sha256, bytes: bytes.length, lines: some.length });
    previous = sha256;
  }
  return packages;
}

/** So many rows are remembered before they are written. */
const REMEMBERED = 20_000;

interface Ledger {
  add(sent: readonly Sent[]): Promise<void>;
  /** What must be written with the package. */
  rest(): readonly Sent[];
  /** True if a whole new state was asked for, in case this packing does not come to its end. */
  hasMarked(): boolean;
}

/** What was sent is written with the package; of very much, some before, and then only a whole state could follow a crash. */
function createLedger(db: Database, full: boolean): Ledger {
  let rest: Sent[] = [];
  let hasMarked = false;
  let isEmptied = !full;
  return {
    async add(sent) {
      if (!isEmptied) await forgetSent(db);
      isEmptied = true;
      rest.push(...sent);
      if (rest.length < REMEMBERED) return;
      if (!full && !hasMarked) {
        await wantWhole(db);
        hasMarked = true;
      }
      await writeSent(db, rest);
      rest = [];
    },
    rest: () => rest,
    hasMarked: () => hasMarked,
  };
}

async function* wholeLines({ released }: Snapshot, ledger: Ledger): AsyncGenerator<string> {
  await ledger.add([]);
  for (const relation of RELATIONS) {
    for await (const rows of readAll(released, relation)) {
      const { lines, sent } = compareRows({
        relation: relation.name,
        keys: rows.map(({ key }) => key),
        rows,
        sent: new Map(),
      });
      if (relation.follow !== "log") await ledger.add(sent);
      yield* lines;
    }
  }
}

interface Changing {
  readonly snapshot: Snapshot;
  readonly ledger: Ledger;
  readonly isCounting: boolean;
  /** Leaves in the log now. */
  readonly leaves: number;
}

async function* changedLines(changing: Changing): AsyncGenerator<string> {
  const { snapshot, ledger } = changing;
  for await (const { lines, sent } of comparisons(changing)) {
    await ledger.add(sent);
    yield* lines;
  }
  yield* logLines(snapshot, changing.leaves);
}

async function* comparisons({ snapshot, isCounting }: Changing): AsyncGenerator<Carried> {
  const { app, released, progress } = snapshot;
  const leaf = relationOf("fact_leaf");
  for await (const { relation, keys } of readChanges(app)) {
    yield await compareKeys(snapshot, relation, { keys });
    // Later leaves come below, whether or not their fact is noted.
    if (relation.name === "fact")
      yield await compareKeys(snapshot, leaf, { keys, below: progress.leaves });
  }
  for await (const rows of readAll(released, leaf, progress.leaves))
    yield await compareFound(snapshot, leaf, rows);
  for (const relation of RELATIONS.filter(({ follow }) => follow === "whole")) {
    if (relation.name === "sealed_count" && !isCounting) continue;
    const rows: KeyedRow[] = [];
    for await (const page of readAll(released, relation)) rows.push(...page);
    const sent = await readSent(app, relation);
    const keys = [...new Set([...rows.map(({ key }) => key), ...sent.keys()])];
    yield compareRows({ relation: relation.name, keys, rows, sent });
  }
}

async function compareKeys(
  { app, released }: Snapshot,
  relation: Relation,
  wanted: { readonly keys: readonly string[]; readonly below?: number },
): Promise<Carried> {
  const rows = await readRows(released, relation, wanted);
  const sent = await readSent(app, relation, wanted.keys);
  return compareRows({ relation: relation.name, keys: wanted.keys, rows, sent });
}

async function compareFound(
  { app }: Snapshot,
  relation: Relation,
  rows: readonly KeyedRow[],
): Promise<Carried> {
  const keys = rows.map(({ key }) => key);
  return compareRows({
    relation: relation.name,
    keys,
    rows,
    sent: await readSent(app, relation, keys),
  });
}

async function* logLines({ released, progress }: Snapshot, leaves: number): AsyncGenerator<string> {
  for await (const rows of readNodes(released, { before: progress.leaves, after: leaves }))
    for (const { row } of rows) yield rowLine("log_node", row);
  for await (const rows of readEntries(released, { before: progress.leaves, after: leaves }))
    for (const { row } of rows) yield rowLine("log_entry", row);
  for await (const rows of readCheckpoints(released, progress.checkpoint))
    for (const { row } of rows) yield rowLine("log_checkpoint", row);
}
