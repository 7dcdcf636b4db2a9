import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { RuleQuery } from "../../../../contract/src/indicators.ts";
import { api } from "../session/index.ts";

export const useRules = () =>
  useQuery({ queryKey: ["rules"], queryFn: ({ signal }) => api.listRules(signal) });

export const useRule = (id: string, query: RuleQuery) =>
  useQuery({
    queryKey: ["rules", id, query],
    queryFn: ({ signal }) => api.getRule(id, query, signal),
    placeholderData: keepPreviousData,
  });

export const useRuleLots = (id: string) =>
  useQuery({
    queryKey: ["rules", id, "lots"],
    queryFn: ({ signal }) => api.listRuleLots(id, signal),
  });

export const useProcessChecks = (ocid: string) =>
  useQuery({
    queryKey: ["process-checks", ocid],
    queryFn: ({ signal }) => api.getProcessChecks(ocid, signal),
  });
