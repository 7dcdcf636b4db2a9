/** What a stored row must be, by the log and by the facts; and where it differs. Pure. */
import { createHash } from "node:crypto";

import type { BrokenProof } from "../../../../contract/src/oversight-values.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { contentHashOf, digestOf, type Fact, leafText } from "../../platform/facts/fact.ts";
import type { Standing } from "../complaints/index.ts";

/** A row of the fact store with the leaf that the log holds for it. */
export interface SealedRow extends Omit<Fact, "corrects"> {
  readonly corrects: string | null;
  readonly salt: Buffer;
  readonly digest: Buffer;
  readonly leafHash: Buffer | null;
  /** The same hash as the tree holds it. */
  readonly nodeHash: Buffer | null;
}

/** What a row that follows from the fact still says: by it can be told what was changed. */
export interface Witnessed {
  readonly occurredAt: string;
  readonly payload: Fact["payload"];
}

type LeafHash = (digest: Buffer) => Buffer;

function isSealed(row: SealedRow, changed: Partial<Witnessed>, leafHashOf: LeafHash): boolean {
  const { corrects, salt, digest: _digest, leafHash, nodeHash: _node, ...rest } = row;
  const content = { ...rest, ...changed, ...(corrects === null ? {} : { corrects }) };
  const text = canonicalJson(content.payload);
  const fact = { ...content, contentHash: contentHashOf(content, text) };
  return leafHash !== null && leafHashOf(digestOf(salt, leafText(fact, text))).equals(leafHash);
}

const short = (value: unknown): string =>
  (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);

/** Members of two payloads that differ, with what each says. */
function difference(stored: Fact["payload"], proven: Fact["payload"]) {
  const names = [...new Set([...Object.keys(stored), ...Object.keys(proven)])].filter(
    (name) => canonicalJson(stored[name] ?? null) !== canonicalJson(proven[name] ?? null),
  );
  const say = (payload: Fact["payload"]) =>
    short(Object.fromEntries(names.map((name) => [name, payload[name] ?? null])));
  return { stored: say(stored), expected: say(proven) };
}

/** @returns undefined when the row is what the log proves. */
export function brokenFact(
  row: SealedRow,
  leafHashOf: LeafHash,
  witnessed?: Witnessed,
): BrokenProof | undefined {
  const { subject, id: factId, kind, leafHash, nodeHash } = row;
  const base = { subject, factId, kind } as const;
  // Not in the log yet: at least the row must be what its own digest says.
  if (leafHash === null)
    return isSealed({ ...row, leafHash: leafHashOf(row.digest) }, {}, leafHashOf)
      ? undefined
      : { ...base, where: "fact", field: "content", stored: row.occurredAt };
  if (nodeHash === null || !nodeHash.equals(leafHash))
    return { ...base, where: "leaf", field: "hash" };
  if (isSealed(row, {}, leafHashOf)) {
    const text = canonicalJson(row.payload);
    return contentHashOf(row, text) === row.contentHash
      ? undefined
      : { ...base, where: "fact", field: "hash" };
  }
  if (witnessed !== undefined) {
    const { occurredAt, payload } = witnessed;
    if (isSealed(row, { occurredAt }, leafHashOf))
      return {
        ...base,
        where: "fact",
        field: "occurredAt",
        stored: row.occurredAt,
        expected: occurredAt,
      };
    if (isSealed(row, { payload }, leafHashOf))
      return { ...base, where: "fact", field: "payload", ...difference(row.payload, payload) };
    if (isSealed(row, witnessed, leafHashOf))
      return {
        ...base,
        where: "fact",
        field: "content",
        stored: row.occurredAt,
        expected: occurredAt,
      };
  }
  return { ...base, where: "fact", field: "content", stored: row.occurredAt };
}

/** A row that a fact made, as it stands. */
export interface MadeRow extends Witnessed {
  readonly factId: string;
  readonly kind: string;
}

/** Rows against the facts that made them: changed, gone, or made by none. */
export function brokenRows(
  where: "event" | "voice" | "lead",
  subject: string,
  { facts, rows }: { readonly facts: readonly MadeRow[]; readonly rows: readonly MadeRow[] },
): readonly BrokenProof[] {
  const byId = new Map(rows.map((row) => [row.factId, row]));
  const known = new Set(facts.map(({ factId }) => factId));
  return [
    ...facts.flatMap((fact) => brokenRow({ where, subject, fact, row: byId.get(fact.factId) })),
    ...rows
      .filter(({ factId }) => !known.has(factId))
      .map(({ factId, kind }) => ({ where, subject, factId, kind, field: "extra" })),
  ];
}

interface Pair {
  readonly where: BrokenProof["where"];
  readonly subject: string;
  readonly fact: MadeRow;
  readonly row: MadeRow | undefined;
}

function brokenRow({ where, subject, fact, row }: Pair): readonly BrokenProof[] {
  const base = { where, subject, factId: fact.factId, kind: fact.kind };
  if (row === undefined) return [{ ...base, field: "missing", expected: fact.occurredAt }];
  const found: BrokenProof[] = [];
  if (row.occurredAt !== fact.occurredAt)
    found.push({
      ...base,
      field: where === "voice" ? "receivedAt" : "occurredAt",
      stored: row.occurredAt,
      expected: fact.occurredAt,
    });
  if (canonicalJson(row.payload) !== canonicalJson(fact.payload))
    found.push({ ...base, field: "payload", ...difference(row.payload, fact.payload) });
  return found;
}

/** The columns of complaints.handling that follow from the facts alone. */
export interface HandlingRow {
  readonly receivedAt: string;
  readonly state: string;
  readonly version: number;
  readonly unit: string;
  readonly watcher: string | null;
  readonly officer: string | null;
  readonly stateSince: string;
  readonly takenAt: string | null;
  readonly acceptedOn: string | null;
  readonly repliedAt: string | null;
  readonly returns: number;
  readonly isPaused: boolean;
  readonly publication: string | null;
}

export function expectedHandling(standing: Standing, receivedAt: string): HandlingRow | undefined {
  const { unit, watcher, officer, takenAt, acceptedOn, repliedAt, publicationId } = standing;
  if (unit === undefined) return undefined;
  return {
    receivedAt,
    state: standing.state,
    version: standing.version,
    unit: unit.id,
    watcher: watcher?.id ?? null,
    officer: officer ?? null,
    stateSince: standing.stateSince,
    takenAt: takenAt ?? null,
    acceptedOn: acceptedOn ?? null,
    repliedAt: repliedAt ?? null,
    returns: standing.returns,
    isPaused: standing.isPaused,
    publication: publicationId ?? null,
  };
}

export function brokenHandling(
  subject: string,
  stored: HandlingRow | undefined,
  expected: HandlingRow | undefined,
): readonly BrokenProof[] {
  const where = "handling" as const;
  if (expected === undefined)
    return stored === undefined ? [] : [{ where, subject, field: "extra" }];
  if (stored === undefined) return [{ where, subject, field: "missing" }];
  return (Object.keys(expected) as (keyof HandlingRow)[])
    .filter((field) => stored[field] !== expected[field])
    .map((field) => ({
      where,
      subject,
      field,
      stored: short(stored[field]),
      expected: short(expected[field]),
    }));
}

/** Places of the log that the newest signed head chooses: nobody knows them before it is signed, anybody finds them after. */
export function samplePlaces(root: Buffer, size: number, count: number): readonly number[] {
  const places = new Set<number>();
  for (let draw = 0; places.size < Math.min(count, size) && draw < count * 20; draw += 1) {
    const hash = createHash("sha256").update(root).update(String(draw)).digest();
    // Below 2^48 the excess of the remainder is under 2^48 mod size / 2^48: not felt at these sizes.
    places.add(hash.readUIntBE(0, 6) % size);
  }
  return [...places];
}

/** One line a broken thing, the same for the same thing at every pass. */
export const brokenKey = (scope: string, { where, factId, field }: BrokenProof): string =>
  `${scope}|${where}|${factId ?? ""}|${field}`;
