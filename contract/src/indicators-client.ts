/** The part of the typed client for the rules. */
import type { Senders } from "./client.ts";
import type { ProcessChecks, RuleList, RuleLots, RuleQuery, RuleView } from "./indicators.ts";

export const indicatorsClient = ({ get }: Senders) => ({
  listRules: (signal?: AbortSignal) => get<RuleList>("/api/indicators", { signal }),
  getRule: (id: string, query: RuleQuery, signal?: AbortSignal) =>
    get<RuleView>(`/api/indicators/${encodeURIComponent(id)}`, { query, signal }),
  listRuleLots: (id: string, signal?: AbortSignal) =>
    get<RuleLots>(`/api/indicators/${encodeURIComponent(id)}/lots`, { signal }),
  getProcessChecks: (ocid: string, signal?: AbortSignal) =>
    get<ProcessChecks>(`/api/processes/${encodeURIComponent(ocid)}/checks`, { signal }),
});
