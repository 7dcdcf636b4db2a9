import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { api } from "../session/index.ts";
import type { QueueFilter } from "./queue-filter.ts";

const PAGE_SIZE = 30;

export function useLeadPages(filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: ["leads", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listLeads({ ...filter, cursor: pageParam, limit: PAGE_SIZE }, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const leadKey = (id: string) => ["lead", id] as const;

export function useLead(id: string) {
  return useQuery({ queryKey: leadKey(id), queryFn: ({ signal }) => api.getLead(id, signal) });
}

/**
 * One act on a lead. The reply replaces the view; a refusal leaves it alone, so that the officer's
 * own words stay in front of her until she reloads on purpose.
 */
export function useLeadAct<Body>(id: string, send: (id: string, body: Body) => Promise<LeadView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(id, body),
    onSuccess: (view) => {
      client.setQueryData(leadKey(id), view);
      return client.invalidateQueries({ queryKey: ["leads"] });
    },
  });
}

export function useReloadLead(id: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: leadKey(id) });
}
