import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import type { AuditQuery } from "../../../../contract/src/audit.ts";
import { api } from "../session/index.ts";

const PAGE_SIZE = 50;

/** `unit`: only accesses to leads of the own unit. */
export type AuditView = "all" | "unit";

export function useAuditPages(view: AuditView, filter: AuditQuery) {
  return useInfiniteQuery({
    queryKey: ["audit", view, filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, cursor: pageParam, limit: PAGE_SIZE };
      return view === "unit" ? api.listUnitAudit(query, signal) : api.listAudit(query, signal);
    },
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useAuditEntry(id: string) {
  return useQuery({
    queryKey: ["audit", "entry", id],
    queryFn: ({ signal }) => api.getAudit(id, signal),
  });
}

/** Runs only when asked: it reads every record. */
export function useGaps() {
  return useQuery({
    queryKey: ["audit-gaps"],
    enabled: false,
    queryFn: ({ signal }) => api.checkAudit(signal),
  });
}

export function useRetention() {
  return useQuery({
    queryKey: ["audit-retention"],
    queryFn: ({ signal }) => api.getRetention(signal),
  });
}

export function useSealKeys() {
  return useQuery({
    queryKey: ["seal-keys"],
    queryFn: ({ signal }) => api.getSealKeys(signal),
  });
}
