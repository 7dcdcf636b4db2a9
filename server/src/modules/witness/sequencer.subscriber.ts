/** Puts every fact into the log, in the order of the feed. */
import type { Subscriber } from "../../platform/facts/feed.ts";
import { appendFacts } from "./witness.store.ts";

export const sequencer: Subscriber = {
  name: "witness.sequencer",
  kinds: "all",
  batch: 5000,
  handle: appendFacts,
};
