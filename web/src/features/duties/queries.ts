import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { RouteQuery } from "../../../../contract/src/duties.ts";
import { api } from "../session/index.ts";

const KEY = "duties";

export const useVersions = () =>
  useQuery({
    queryKey: [KEY, "versions"],
    queryFn: ({ signal }) => api.listDutyVersions(signal),
  });

export const useVersion = (number: number | undefined) =>
  useQuery({
    queryKey: [KEY, "version", number],
    enabled: number !== undefined,
    queryFn: ({ signal }) => api.getDutyVersion(number ?? 0, signal),
  });

export const useDifference = (from: number, to: number) =>
  useQuery({
    queryKey: [KEY, "difference", from, to],
    enabled: from > 0 && to > 0 && from !== to,
    queryFn: ({ signal }) => api.compareDuties({ from, to }, signal),
  });

/** Undefined: nothing is asked yet. */
export const useRoute = (query: RouteQuery | undefined) =>
  useQuery({
    queryKey: [KEY, "route", query],
    enabled: query !== undefined,
    queryFn: ({ signal }) => api.routeDuty(query ?? { matter: "lead" }, signal),
  });

export const useDrafts = () =>
  useQuery({
    queryKey: [KEY, "drafts"],
    queryFn: ({ signal }) => api.listDutyDrafts(signal),
  });

function useChange<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useDraft = () => useChange(api.draftDuties);
export const usePublish = () => useChange(api.publishDuties);

export const useOrphans = (days: number) =>
  useQuery({
    queryKey: [KEY, "orphans", days],
    queryFn: ({ signal }) => api.getOrphans(days, signal),
  });

export const useAssign = () => useChange(api.assignOrphan);

export const useUnits = () =>
  useQuery({
    queryKey: [KEY, "units"],
    queryFn: ({ signal }) => api.listDutyUnits(signal),
  });
