import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import type { LeadQuery, LeadView } from "../../../../contract/src/leads.ts";
import { api } from "../session/index.ts";
import type { QueueFilter } from "./queue-filter.ts";

const PAGE_SIZE = 30;

/** Empty parts of a filter are not sent: the contract knows no empty ones. */
const given = (filter: QueueFilter): LeadQuery =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));

export function useLeadPages(filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: ["leads", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listLeads({ ...given(filter), cursor: pageParam, limit: PAGE_SIZE }, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const leadKey = (id: string) => ["lead", id] as const;

export function useLead(id: string) {
  return useQuery({ queryKey: leadKey(id), queryFn: ({ signal }) => api.getLead(id, signal) });
}

/** Puts the answer of an act in the place of what was shown. */
export function useNewView() {
  const client = useQueryClient();
  return async (view: LeadView): Promise<void> => {
    client.setQueryData(leadKey(view.lead.id), view);
    await Promise.all([
      client.invalidateQueries({ queryKey: ["leads"] }),
      client.invalidateQueries({ queryKey: ["home"] }),
    ]);
  };
}

/** After an act on several leads. */
export function useReloadLeads() {
  const client = useQueryClient();
  return async (): Promise<void> => {
    const keys = ["leads", "lead", "home"];
    await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}

/**
 * One act on a lead. The reply replaces the view; a refusal leaves it alone, so that the officer's
 * own words stay in front of her until she reloads on purpose.
 */
export function useLeadAct<Body>(id: string, send: (id: string, body: Body) => Promise<LeadView>) {
  const show = useNewView();
  return useMutation({ mutationFn: (body: Body) => send(id, body), onSuccess: show });
}

export function useReloadLead(id: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: leadKey(id) });
}

/** Departments that a lead can be routed to. */
export function useDepartments() {
  return useQuery({
    queryKey: ["units"],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.listUnits(signal),
    select: ({ units }) => units.filter(({ kind }) => kind === "department"),
  });
}
