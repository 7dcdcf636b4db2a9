/** Facts → items of the persons concerned, and a message outside the console for those who chose one. */
import type { Subscriber } from "../facts/feed.ts";
import { queueDeliveries } from "./delivery.store.ts";
import { addItems } from "./notice.store.ts";
import { itemsOf, type RecipientDeps } from "./recipients.service.ts";
import type { NoticeRule } from "./rule.ts";

/** A year of history that is imported rings no bell. */
const MOST_DAYS_OLD = 30;
const DAY_MS = 86_400_000;

export interface NoticeSubscriberDeps extends RecipientDeps {
  readonly now: () => Date;
  /** Asked when facts are read, since modules are composed after this one. */
  readonly rules: () => readonly NoticeRule[];
}

export function noticeSubscriber({ now, rules, ...deps }: NoticeSubscriberDeps): Subscriber {
  return {
    name: "notice.items",
    get kinds() {
      return rules().map(({ fact }) => fact);
    },
    async handle(tx, facts) {
      const oldest = new Date(now().getTime() - MOST_DAYS_OLD * DAY_MS).toISOString();
      const known = new Map(rules().map((rule) => [rule.fact, rule]));
      const pairs = facts.flatMap((fact) => {
        const rule = known.get(fact.kind);
        return rule === undefined || fact.occurredAt < oldest ? [] : [[fact, rule] as const];
      });
      const added = await addItems(tx, await itemsOf(tx, deps, pairs));
      await queueDeliveries(tx, added, now());
    },
  };
}
