/**
 * One pass: the newest checkpoint, the leaves that are missing, each fact against its leaf, all leaves against the signed
 * root. What does not hold is refused, kept as evidence, and nothing of it is shown.
 */
import type { DatabaseSync } from "node:sqlite";

import {
  type Checkpoint,
  evaluatePolicy,
  parseCheckpoint,
  parseVkey,
  type Policy,
  verifySignedNote,
} from "../../verifier/src/index.ts";
import { type Envelope, isOfLeaf, parseLine } from "./line.ts";
import {
  countLeaves,
  dropFrom,
  findDigest,
  findHead,
  type NewLeaf,
  type PlacedEnvelope,
  treeOf,
  writeAlarm,
  writeHead,
  writeRange,
} from "./store.ts";
import { append, leafHashOf, rootOf, type Tree } from "./tree.ts";
import { Unreachable, type Upstream } from "./upstream.ts";

/** Leaves of one pull. */
const STEP = 500;
const TILE = 256;
const HASH_BYTES = 32;

export interface SyncDeps {
  readonly db: DatabaseSync;
  readonly upstream: Upstream;
  /** Whose cosignatures are asked for; absent: none. */
  readonly policy: Policy | undefined;
  /** Key of the log, if it was given; else that of the state, else what the centre names the first time. */
  readonly vkey: string | undefined;
  readonly now: () => Date;
}

export type Pass =
  | { readonly state: "good"; readonly size: number }
  /** Nothing to verify by yet, or an older checkpoint of the same log. */
  | { readonly state: "waiting"; readonly why: "no-checkpoint" | "older"; readonly size: number }
  | { readonly state: "unreachable"; readonly reason: string }
  | {
      readonly state: "refused";
      readonly code: RefusalCode;
      readonly params: Readonly<Record<string, string | number>>;
    };

export type RefusalCode =
  | "checkpoint-unreadable"
  | "checkpoint-unsigned"
  | "quorum-missing"
  | "history-differs"
  | "line-malformed"
  | "fact-differs"
  | "leaf-differs"
  | "root-differs";

class Refusal extends Error {
  readonly code: RefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
  readonly evidence: string;
  constructor(code: RefusalCode, params: Refusal["params"], evidence: string) {
    super(code);
    this.code = code;
    this.params = params;
    this.evidence = evidence;
  }
}

export type Sync = () => Promise<Pass>;

/** Passes of one mirror; one at a time. */
export function createSync(deps: SyncDeps): Sync {
  const { db, now } = deps;
  const verified: { tree: Tree | undefined } = { tree: undefined };
  return async () => {
    try {
      return await pass(deps, verified);
    } catch (error) {
      if (error instanceof Unreachable) return { state: "unreachable", reason: error.message };
      if (!(error instanceof Refusal)) throw error;
      const { code, params, evidence } = error;
      writeAlarm(db, { at: now().toISOString(), code, params, evidence });
      return { state: "refused", code, params };
    }
  };
}

async function pass(deps: SyncDeps, verified: { tree: Tree | undefined }): Promise<Pass> {
  const { db, policy, upstream } = deps;
  const head = findHead(db);
  const note = await upstream.checkpoint(policy !== undefined && policy.quorum !== "none");
  if (note === undefined) return { state: "waiting", why: "no-checkpoint", size: head?.size ?? 0 };
  const vkey = head?.vkey ?? (await firstKey(deps, note));
  const checkpoint = readCheckpoint(note, vkey, policy);
  const before = (verified.tree ??= treeOf(db, head?.size ?? 0));
  const { size } = checkpoint;
  if (size < before.size) {
    requireRoot(treeOf(db, size), checkpoint, note);
    return { state: "waiting", why: "older", size: before.size };
  }
  const seen = { vkey, note, checkpoint, lagSeconds: head?.lagSeconds ?? null };
  if (size > before.size) {
    const recorded = await pullTo(deps, size);
    verified.tree = await verifiedTree(deps, before, { size, root: checkpoint.root, note });
    saveHead(deps, { ...seen, lagSeconds: lagOf(deps, before, recorded) });
  } else {
    requireRoot(before, checkpoint, note);
    saveHead(deps, seen);
  }
  return { state: "good", size };
}

/** Before anything is verified: the key that was given, that of the policy, or that which the centre names. */
async function firstKey({ policy, upstream, vkey }: SyncDeps, note: string): Promise<string> {
  return vkey ?? keyOfPolicy(policy, note) ?? upstream.vkey();
}

/** Of what comes after the first time; null where no fact came whole. */
function lagOf({ now }: SyncDeps, before: Tree, recorded: number | undefined): number | null {
  if (before.size === 0 || recorded === undefined) return null;
  return Math.max(0, (now().getTime() - recorded) / 1000);
}

interface Signed {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** The tree over all stored leaves. @throws Refusal if its root is not the signed one; then they are dropped */
async function verifiedTree(deps: SyncDeps, before: Tree, signed: Signed): Promise<Tree> {
  const { note, root, size } = signed;
  const tree = grown(deps.db, before, size);
  if (rootOf(tree).equals(root)) return tree;
  const refusal = await nameDifference(deps, { from: before.size, size, note });
  dropFrom(deps.db, before.size);
  throw refusal;
}

interface NewHead {
  readonly vkey: string;
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly lagSeconds: number | null;
}

function saveHead({ db, now }: SyncDeps, { vkey, note, checkpoint, lagSeconds }: NewHead): void {
  const { root, size } = checkpoint;
  const verifiedAt = now().toISOString();
  writeHead(db, { vkey, size, root: Buffer.from(root), note, verifiedAt, lagSeconds });
}

/** Of the log in the policy that the note is of. */
function keyOfPolicy(policy: Policy | undefined, note: string): string | undefined {
  const checkpoint = parseCheckpoint(note);
  return policy?.logs.find(({ vkey }) => {
    const key = parseVkey(vkey);
    return checkpoint.ok && key.ok && key.value.name === checkpoint.value.origin;
  })?.vkey;
}

function readCheckpoint(note: string, vkey: string, policy: Policy | undefined): Checkpoint {
  const checkpoint = parseCheckpoint(note);
  if (!checkpoint.ok) throw new Refusal("checkpoint-unreadable", {}, note);
  const key = parseVkey(vkey);
  const { origin, size } = checkpoint.value;
  if (!verifySignedNote(note, vkey).ok || !key.ok || key.value.name !== origin)
    throw new Refusal("checkpoint-unsigned", { size, origin }, note);
  if (policy !== undefined && !evaluatePolicy(note, policy).ok)
    throw new Refusal("quorum-missing", { size }, note);
  return checkpoint.value;
}

/** The same tree as was verified here, or its beginning: else two histories were signed. */
function requireRoot(tree: Tree, { root, size }: Checkpoint, note: string): void {
  if (!rootOf(tree).equals(root)) throw new Refusal("history-differs", { size }, note);
}

function grown(db: DatabaseSync, before: Tree, size: number): Tree {
  let tree = before;
  for (let index = before.size; index < size; index++) {
    const digest = findDigest(db, index);
    if (digest === undefined) throw new Error(`leaf ${index} is not stored`);
    tree = append(tree, leafHashOf(digest));
  }
  return tree;
}

/** @returns when the oldest of the facts that came was recorded, in ms */
async function pullTo({ db, upstream }: SyncDeps, size: number): Promise<number | undefined> {
  let oldest: number | undefined;
  for (let from = countLeaves(db); from < size;) {
    const to = Math.min(size, from + STEP);
    const { leaves, facts } = readRange(db, { from, to, lines: await upstream.range(from, to) });
    writeRange(db, { leaves, facts });
    for (const { index, envelope } of facts)
      if (index >= from) oldest = Math.min(oldest ?? Infinity, Date.parse(envelope.recordedAt));
    from = to;
  }
  return oldest;
}

interface Received {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Every leaf of the range once and in order, each fact that of its leaf. @throws Refusal */
function readRange(db: DatabaseSync, { from, to, lines }: Received) {
  const leaves: NewLeaf[] = [];
  const facts: PlacedEnvelope[] = [];
  const place = (index: number, envelope: Envelope, text: string) => {
    const digest = index >= from ? leaves[index - from]?.digest : findDigest(db, index);
    if (digest === undefined || !isOfLeaf(envelope, digest)) throw differs(index, envelope, text);
    facts.push({ index, envelope });
  };
  for (const text of lines) {
    const next = from + leaves.length;
    const line = parseLine(text);
    if (line === undefined) throw new Refusal("line-malformed", { index: next }, text);
    if ("opens" in line) {
      place(line.opens, line.envelope, text);
      continue;
    }
    if (line.index !== next || next >= to)
      throw new Refusal("line-malformed", { index: next }, text);
    leaves.push({ index: next, digest: line.digest });
    if (line.envelope !== undefined) place(next, line.envelope, text);
  }
  if (from + leaves.length !== to)
    throw new Refusal("line-malformed", { index: from + leaves.length }, "");
  return { leaves, facts };
}

const differs = (index: number, { fact }: Envelope, text: string): Refusal => {
  const { id, kind, subject } = fact;
  return new Refusal("fact-differs", { index, id, kind, subject }, text);
};

/** Which leaf is not the one that the public log shows; if all are, the signed root is of another log. */
async function nameDifference(
  { db, upstream }: SyncDeps,
  { from, size, note }: { readonly from: number; readonly size: number; readonly note: string },
): Promise<Refusal> {
  for (let block = Math.floor(from / TILE); block * TILE < size; block++) {
    const width = Math.min(TILE, size - block * TILE);
    const tile = await upstream.leafTile(block, width);
    for (let at = 0; at < width; at++) {
      const index = block * TILE + at;
      const hash = leafHashOf(findDigest(db, index) ?? Buffer.alloc(0));
      if (hash.equals(tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES))) continue;
      const row = db.prepare("SELECT id, kind, subject FROM fact WHERE idx = ?").get(index);
      const named = (row ?? {}) as Readonly<Record<string, string>>;
      return new Refusal("leaf-differs", { index, ...named }, note);
    }
  }
  return new Refusal("root-differs", { size }, note);
}
