/** What is public is made again from facts that lost texts: a fact that is not whole any more is not released whole. */
import {
  type PersonalDataErased,
  personalDataErased,
} from "../../../../contract/src/facts/erasure.personal-data-erased.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import { readErasedSubjects } from "./erased.store.ts";
import { refreshItems } from "./item-release.store.ts";
import { itemIdOf } from "./item.facts.ts";
import { refreshProcesses } from "./release.store.ts";

const ITEM = "publication:";

export const erasureSubscriber = (clock: Clock): Subscriber => ({
  name: "publication.erasure",
  kinds: [personalDataErased.kind],
  async handle(tx, facts) {
    const ids = facts.flatMap(({ payload }) =>
      (payload as unknown as PersonalDataErased).facts.map(({ id }) => id),
    );
    const subjects = await readErasedSubjects(tx, ids);
    const items = subjects.filter((subject) => subject.startsWith(ITEM));
    await refreshItems(tx, items.map(itemIdOf), clock.now());
    await refreshProcesses(
      tx,
      subjects.filter((subject) => !subject.startsWith(ITEM)),
      clock.now(),
    );
  },
});
