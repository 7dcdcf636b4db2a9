/** What a department decided becomes a label of the rules that raised the lead. */
import type { LeadDecided } from "../../../../contract/src/facts/casework.lead-decided.ts";
import type { ReplyWeighed } from "../../../../contract/src/facts/followup.reply-weighed.ts";
import type { Label } from "../../../../contract/src/followup-values.ts";
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { readKindsOfLead, THREAD_PREFIX } from "./followup.store.ts";
import { labelOf } from "./label.ts";
import { indicatorsOf } from "./lead-facts.store.ts";

async function isExplained(tx: Tx, lead: string): Promise<boolean> {
  const events = await readKindsOfLead(tx, lead, [
    "followup.clearing-supplied",
    "followup.reply-weighed",
  ]);
  return events.some(
    ({ kind, payload }) =>
      kind === "followup.clearing-supplied" || (payload as ReplyWeighed).weighing === "accepted",
  );
}

async function record(
  tx: Tx,
  registry: FactRegistry,
  { fact, lead, label }: { fact: FeedFact; lead: string; label: Label },
): Promise<void> {
  await recordFact(tx, registry, {
    kind: "followup.labelled",
    source: "mingjing",
    sourceId: `followup/label/${fact.id}`,
    subject: `${THREAD_PREFIX}label/${lead}`,
    occurredAt: fact.occurredAt,
    payload: {
      lead,
      label,
      indicators: await indicatorsOf(tx, lead),
      because: fact.id,
      readers: ["lead"],
    },
  });
}

export const labelsSubscriber = (registry: FactRegistry): Subscriber => ({
  name: "followup.labels",
  kinds: ["casework.lead-decided"],
  async handle(tx, facts) {
    for (const fact of facts) {
      const lead = fact.subject.slice("lead:".length);
      const { outcome } = fact.payload as unknown as LeadDecided;
      const label = labelOf(outcome, await isExplained(tx, lead));
      if (label !== undefined) await record(tx, registry, { fact, lead, label });
    }
  },
});
