import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import type { ProcessQuery } from "../../../../contract/src/processes.ts";
import { api } from "../session/index.ts";

export interface ProcessFilter {
  readonly q: string;
  readonly state: string;
  /** Calendar day of the opening, or empty. */
  readonly openingOn: string;
}

const PAGE_SIZE = 50;

/** Empty parts of a filter are not sent: the contract knows no empty ones. */
const given = (filter: ProcessFilter): ProcessQuery =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));

export function useProcessPages(filter: ProcessFilter) {
  return useInfiniteQuery({
    queryKey: ["processes", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listProcesses({ ...given(filter), cursor: pageParam, limit: PAGE_SIZE }, signal),
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
