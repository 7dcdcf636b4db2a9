/** What is said of the edge log in public records: that days of it are gone. No table follows. */
import { daysDeleted } from "../../../../contract/src/facts/edgelog.days-deleted.ts";
import type { FactProjection } from "../facts/registry.ts";

export const edgeLogFacts: FactProjection = {
  kinds: [daysDeleted],
  tables: [],
  apply: async () => undefined,
  retract: () => Promise.reject(new Error("a deletion is never taken back")),
};
