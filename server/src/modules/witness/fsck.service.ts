/**
 * The whole log made again from the facts: each fact's bytes against its digest, the digest against its leaf, leaves and
 * parents against the stored nodes, the roots against every signed checkpoint.
 */
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { Database } from "../../platform/database.ts";
import { digestOf, type Fact, leafText } from "../../platform/facts/fact.ts";
import { readLeaves, readLevel } from "./fsck.store.ts";
import { HASH_BYTES, leafHashOf, nodeHashOf } from "./hash.ts";
import { type LoggedFact, readLogRange } from "./log-range.store.ts";
import { rootOf } from "./tree.ts";
import { listCheckpoints, readSize } from "./witness.store.ts";

const STEP = 2000;
/** Enough to name what happened; more would be the whole log. */
const MOST_FINDINGS = 5000;

export interface LogFinding {
  /** `gap`: a leaf without its fact, or none at all. */
  readonly code: "gap" | "fact" | "leaf" | "node" | "root";
  readonly level: number;
  /** On its level; of a root the size of its checkpoint. */
  readonly index: number;
  readonly id?: string;
  readonly kind?: string;
  readonly subject?: string;
}

export interface LogFsck {
  readonly size: number;
  readonly checkpoints: number;
  readonly findings: readonly LogFinding[];
  /** Also those that are not listed. */
  readonly count: number;
}

interface Walk {
  readonly findings: LogFinding[];
  count: number;
}

function find(walk: Walk, finding: LogFinding): void {
  walk.count += 1;
  if (walk.findings.length < MOST_FINDINGS) walk.findings.push(finding);
}

/** Leaf data of the fact as it stands, whatever its stored digest says; of an erased one the digest is all there is. */
function freshDigest({ corrects, payload, salt, ...logged }: LoggedFact): Buffer {
  if (logged.isErased) return logged.digest;
  const fact: Fact = { ...logged, payload, ...(corrects === null ? {} : { corrects }) };
  return digestOf(salt, leafText(fact, canonicalJson(payload)));
}

/** Leaf hashes by the facts' own bytes. */
async function checkLeaves(db: Database, size: number, walk: Walk): Promise<Buffer[]> {
  const hashes: Buffer[] = [];
  for (let from = 0; from < size; from += STEP) {
    const range = { from, to: Math.min(size, from + STEP) };
    const [facts, leaves] = [await readLogRange(db, range), await readLeaves(db, range)];
    const byIndex = new Map(facts.map((fact) => [fact.leafIndex, fact]));
    const stored = new Map(leaves.map(({ index, leafHash }) => [index, leafHash]));
    for (let index = from; index < range.to; index++) {
      const fact = byIndex.get(index);
      const leafHash = stored.get(index);
      if (fact === undefined || leafHash === undefined) {
        find(walk, { code: "gap", level: 0, index });
        hashes.push(leafHash ?? Buffer.alloc(HASH_BYTES));
        continue;
      }
      const { id, kind, subject } = fact;
      const digest = freshDigest(fact);
      const named = { level: 0, index, id, kind, subject };
      if (!digest.equals(fact.digest)) find(walk, { code: "fact", ...named });
      const hash = leafHashOf(digest);
      if (!leafHashOf(fact.digest).equals(leafHash)) find(walk, { code: "leaf", ...named });
      hashes.push(hash);
    }
  }
  return hashes;
}

/** Stored hashes of a level against those that were made again. */
async function checkLevel(
  db: Database,
  { hashes, level }: { readonly hashes: readonly Buffer[]; readonly level: number },
  walk: Walk,
): Promise<void> {
  const stored = await readLevel(db, level);
  for (const [index, hash] of hashes.entries()) {
    const at = stored.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    if (!hash.equals(at)) find(walk, { code: "node", level, index });
  }
}

const parentsOf = (hashes: readonly Buffer[]): Buffer[] =>
  Array.from({ length: Math.floor(hashes.length / 2) }, (_, index) => {
    const [left, right] = [hashes[index * 2], hashes[index * 2 + 1]];
    return left && right ? nodeHashOf(left, right) : Buffer.alloc(HASH_BYTES);
  });

/** Names what does not fit; a changed fact shows in the nodes above it as well. */
export async function fsckLog(db: Database): Promise<LogFsck> {
  const walk: Walk = { findings: [], count: 0 };
  const checkpoints = await listCheckpoints(db);
  const size = await readSize(db);
  const levels: Buffer[][] = [await checkLeaves(db, size, walk)];
  for (let level = 0; (levels[level]?.length ?? 0) > 0; level++) {
    const hashes = levels[level] ?? [];
    await checkLevel(db, { hashes, level }, walk);
    levels.push(parentsOf(hashes));
  }
  const read = (level: number, index: number) => levels[level]?.[index] ?? Buffer.alloc(HASH_BYTES);
  for (const { root, size: signed } of checkpoints) {
    const isGood = signed <= size && rootOf(read, signed).equals(root);
    if (!isGood) find(walk, { code: "root", level: 0, index: signed });
  }
  return { size, checkpoints: checkpoints.length, ...walk };
}
