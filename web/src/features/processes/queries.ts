import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { api } from "../session/index.ts";

export interface ProcessFilter {
  readonly q: string;
  readonly state: string;
}

const PAGE_SIZE = 50;

export function useProcessPages(filter: ProcessFilter) {
  return useInfiniteQuery({
    queryKey: ["processes", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listProcesses({ ...filter, cursor: pageParam, limit: PAGE_SIZE }, signal),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export function useProcess(ocid: string) {
  return useQuery({
    queryKey: ["process", ocid],
    queryFn: ({ signal }) => api.getProcess(ocid, signal),
  });
}
