/** The part of the typed client for the rules. */
import type { Senders } from "./client.ts";
import type { RuleList, RuleQuery, RuleView } from "./indicators.ts";

export const indicatorsClient = ({ get }: Senders) => ({
  listRules: (signal?: AbortSignal) => get<RuleList>("/api/indicators", { signal }),
  getRule: (id: string, query: RuleQuery, signal?: AbortSignal) =>
    get<RuleView>(`/api/indicators/${encodeURIComponent(id)}`, { query, signal }),
});
