/** Facts that arrive are looked at as well: a trading system that never asks is warned after the fact. */
import type { Tx } from "../../platform/database.ts";
import type { FeedFact, Subscriber } from "../../platform/facts/feed.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import { deadlinesOf } from "./after.store.ts";
import { actOfFact, SHOWING_KINDS } from "./after.ts";
import { checkIn } from "./check.service.ts";
import { COVERAGE, withOddPictures } from "./room.service.ts";

const BID = "procurement.bid-received";

/** Bids are many and nearly all in time: those that are not late make no check. */
async function withoutTimely(tx: Tx, facts: readonly FeedFact[]): Promise<readonly FeedFact[]> {
  const bids = facts.filter(({ kind }) => kind === BID);
  const deadlines = await deadlinesOf(tx, [...new Set(bids.map(({ subject }) => subject))]);
  return facts.filter(({ kind, subject, occurredAt }) => {
    const deadline = deadlines.get(subject);
    return kind !== BID || (deadline !== undefined && Date.parse(occurredAt) > deadline.getTime());
  });
}

export const afterSubscriber = (registry: FactRegistry): Subscriber => ({
  name: "warnings.after",
  kinds: SHOWING_KINDS,
  async handle(tx, facts) {
    for (const fact of await withoutTimely(tx, facts)) {
      const shown = actOfFact(fact);
      if (shown === undefined) continue;
      const asked = fact.kind === COVERAGE ? await withOddPictures(tx, fact, shown) : shown;
      const { source, occurredAt } = fact;
      await checkIn(tx, registry, { source, asked, now: new Date(occurredAt), timing: "after" });
    }
  },
});
