/**
 * A range of the log as a mirror gets it: one line a leaf, in order. What a line holds follows from the log before it
 * alone, so that a range says the same whenever it is pulled. Bids come with the fact that opens their lot.
 */
import type { Database, Tx } from "../../platform/database.ts";
import {
  type LoggedFact,
  type LotOf,
  readFactsOfLot,
  readFirstOfLots,
  readLogRange,
} from "../witness/index.ts";
import { type Handing, handingOf, openedBy } from "./handing.ts";

interface Envelope {
  readonly fact: Readonly<Record<string, unknown>>;
  /** Hex. */
  readonly salt: string;
  readonly recordedAt: string;
}

/** A leaf, whole or not; or the content of a leaf that came before as a leaf alone. */
export type RangeLine =
  | ({ readonly index: number; readonly digest: string } & Partial<Envelope>)
  | ({ readonly opens: number } & Envelope);

export interface ReadRange {
  readonly lines: readonly RangeLine[];
  readonly kinds: ReadonlySet<string>;
}

function envelopeOf({ salt, recordedAt, corrects, ...logged }: LoggedFact): Envelope {
  const { id, kind, version, source, sourceId, subject, occurredAt, payload, contentHash } = logged;
  const fact = { id, kind, version, source, sourceId, subject, occurredAt, payload, contentHash };
  return {
    fact: corrects === null ? fact : { ...fact, corrects },
    salt: salt.toString("hex"),
    recordedAt: recordedAt.toISOString(),
  };
}

function lotOf({ subject, payload }: LoggedFact): LotOf | undefined {
  const lotId = payload["lotId"];
  return typeof lotId === "string" ? { subject, lotId } : undefined;
}

const keyOf = (kind: string, { subject, lotId }: LotOf) => `${kind}\n${subject}\n${lotId}`;

/** What opens a fact's lot: of a fact that is held back what it waits for, of one that opens others itself. */
function openerOf({ kind }: LoggedFact, handing: Handing): string | undefined {
  if (typeof handing === "object") return handing.after;
  return openedBy(kind).length > 0 ? kind : undefined;
}

/** The first leaf that opens, by kind and lot, for all facts that wait for one or may be one. */
async function readOpeners(
  db: Database | Tx,
  facts: readonly LoggedFact[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map<string, Map<string, LotOf>>();
  for (const fact of facts) {
    const kind = openerOf(fact, handingOf(fact.kind));
    const lot = lotOf(fact);
    if (kind === undefined || lot === undefined) continue;
    const lots = wanted.get(kind) ?? new Map<string, LotOf>();
    wanted.set(kind, lots.set(keyOf(kind, lot), lot));
  }
  const first = new Map<string, number>();
  for (const [kind, lots] of wanted)
    for (const { leafIndex, ...lot } of await readFirstOfLots(db, kind, [...lots.values()]))
      first.set(keyOf(kind, lot), leafIndex);
  return first;
}

function isHandedOut(fact: LoggedFact, openers: ReadonlyMap<string, number>): boolean {
  if (fact.isErased) return false;
  const handing = handingOf(fact.kind);
  if (handing === "whole") return true;
  const lot = lotOf(fact);
  if (handing === "leaf" || lot === undefined) return false;
  return (openers.get(keyOf(handing.after, lot)) ?? Infinity) < fact.leafIndex;
}

export async function readRange(
  db: Database | Tx,
  range: { readonly from: number; readonly to: number },
): Promise<ReadRange> {
  const facts = await readLogRange(db, range);
  const openers = await readOpeners(db, facts);
  const lines: RangeLine[] = [];
  for (const fact of facts) {
    const { digest, kind, leafIndex: index } = fact;
    const leaf = { index, digest: digest.toString("hex") };
    lines.push(isHandedOut(fact, openers) ? { ...leaf, ...envelopeOf(fact) } : leaf);
    const lot = lotOf(fact);
    if (lot === undefined || openers.get(keyOf(kind, lot)) !== index) continue;
    const held = await readFactsOfLot(db, openedBy(kind), { ...lot, before: index });
    const kept = held.filter(({ isErased }) => !isErased);
    lines.push(...kept.map((one) => ({ opens: one.leafIndex, ...envelopeOf(one) })));
  }
  return { lines, kinds: new Set(facts.map(({ kind }) => kind)) };
}
