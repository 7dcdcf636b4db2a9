/** Looks back over a lot when its evaluation is complete, and again when its scores or rules change. */
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { knownSourceIds, recordedAtOf } from "../../platform/facts/known.ts";
import { recordOwnFacts } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { examine } from "./examine.ts";
import { inputHashOf, type LotInput } from "./input.ts";
import { listHashes } from "./lot.store.ts";
import { loadInputs } from "./scores.store.ts";

const DEMO_DELAY_MS = 60_000;
const LOTS_AT_ONCE = 200;

/** Last part of a subject; whatever a lot is called, the subject keeps to its signs. */
export const subjectOf = (ocid: string, lotId: string): string =>
  `lookback:${ocid}/${lotId.replaceAll(/[^\w.-]/g, "-")}`.slice(0, 160);

export function examineSubscriber(registry: FactRegistry): Subscriber {
  return {
    name: "lookback.evaluations",
    kinds: [
      "procurement.evaluation-completed",
      "procurement.expert-scored",
      "procurement.evaluation-rules-set",
    ],
    batch: 8000,
    async handle(tx, facts) {
      const causes = lastOfEachLot(facts);
      const keys = [...causes.values()].map(({ fact }) => fact).map(lotOf);
      for (let start = 0; start < keys.length; start += LOTS_AT_ONCE) {
        const inputs = await loadInputs(tx, keys.slice(start, start + LOTS_AT_ONCE));
        await examineAll(tx, registry, { inputs, causes });
      }
    },
  };
}

const lotOf = ({ subject, payload }: FeedFact) => ({
  ocid: subject,
  lotId: String(payload["lotId"]),
});

const keyOf = ({ ocid, lotId }: { readonly ocid: string; readonly lotId: string }) =>
  `${ocid}\n${lotId}`;

interface Cause {
  readonly fact: FeedFact;
}

/** The one by which the lot came to stand as it does. */
function lastOfEachLot(facts: readonly FeedFact[]): ReadonlyMap<string, Cause> {
  const causes = new Map<string, Cause>();
  for (const fact of facts) {
    const key = keyOf(lotOf(fact));
    const before = causes.get(key)?.fact;
    if (before === undefined || Date.parse(before.occurredAt) <= Date.parse(fact.occurredAt))
      causes.set(key, { fact });
  }
  return causes;
}

interface Work {
  readonly inputs: readonly LotInput[];
  readonly causes: ReadonlyMap<string, Cause>;
}

async function examineAll(tx: Tx, registry: FactRegistry, { inputs, causes }: Work): Promise<void> {
  const hashes = await listHashes(tx, inputs);
  const changed = inputs.filter((input) => hashes.get(keyOf(input)) !== inputHashOf(input));
  const work = changed.flatMap((input) => {
    const fact = causes.get(keyOf(input))?.fact;
    return fact === undefined ? [] : [{ input, fact, sourceId: `lookback/${fact.id}` }];
  });
  const known = await knownSourceIds(
    tx,
    "mingjing",
    work.map(({ sourceId }) => sourceId),
  );
  const recorded = await recordedAtOf(
    tx,
    work.map(({ fact }) => fact.id),
  );
  const fresh = work.filter(({ sourceId }) => !known.has(sourceId));
  await recordOwnFacts(
    tx,
    registry,
    fresh.map(({ input, fact, sourceId }) => ({
      kind: "lookback.examined",
      source: "mingjing",
      sourceId,
      subject: subjectOf(input.ocid, input.lotId),
      occurredAt: instantOf(fact, recorded.get(fact.id)),
      payload: examine(input),
    })),
  );
}

/** When the scores came to be known; the demo city's past is looked at as if we had been there. */
function instantOf({ source, occurredAt }: FeedFact, recordedAt: string | undefined): string {
  if (source !== "demo" && recordedAt !== undefined) return recordedAt;
  return new Date(Date.parse(occurredAt) + DEMO_DELAY_MS).toISOString();
}
