import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type {
  AskRetrieval,
  DossierFilters,
  ExportDossier,
  TimelinePage,
  TimelineQuery,
} from "../../../../contract/src/dossier.ts";
import { api } from "../session/index.ts";

const KEY = "dossier";
const PAGE = 100;
/** Pages that stand in the browser at a time: those far from the reader are let go. */
const MOST_PAGES = 6;

export const useLanguage = (): "zh-CN" | "en" => {
  const { i18n } = useTranslation();
  return i18n.language === "en" ? "en" : "zh-CN";
};

export const useDossier = (ocid: string) =>
  useQuery({
    queryKey: [KEY, "head", ocid],
    queryFn: ({ signal }) => api.getDossier(ocid, signal),
  });

type Place = Pick<TimelineQuery, "after" | "before" | "from">;

const neighbour = (cursor: string | undefined, way: "after" | "before"): Place | undefined =>
  cursor === undefined ? undefined : { [way]: cursor };

export function useTimeline(ocid: string, filters: DossierFilters, from: string | undefined) {
  const lang = useLanguage();
  const first: Place = from === undefined ? {} : { from };
  return useInfiniteQuery({
    queryKey: [KEY, "timeline", ocid, filters, from ?? "", lang],
    queryFn: ({ pageParam, signal }) =>
      api.getTimeline(ocid, { ...filters, ...pageParam, limit: PAGE, lang }, signal),
    initialPageParam: first,
    getNextPageParam: ({ next }: TimelinePage) => neighbour(next, "after"),
    getPreviousPageParam: ({ previous }: TimelinePage) => neighbour(previous, "before"),
    maxPages: MOST_PAGES,
  });
}

export function useFactDetails(ocid: string, id: string) {
  const lang = useLanguage();
  return useQuery({
    queryKey: [KEY, "fact", ocid, id, lang],
    queryFn: ({ signal }) => api.getFactDetails({ ocid, id, lang }, signal),
  });
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const useExport = (ocid: string, name: string) =>
  useMutation({
    mutationFn: (body: ExportDossier) => api.exportDossier(ocid, body),
    onSuccess: (blob) => save(blob, name),
  });

export const useRetrievals = () =>
  useQuery({
    queryKey: [KEY, "retrievals"],
    queryFn: ({ signal }) => api.listRetrievals(signal),
  });

export function useAsk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AskRetrieval) => api.askRetrieval(body),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, "retrievals"] }),
  });
}

export const useResult = (id: string) =>
  useQuery({
    queryKey: [KEY, "result", id],
    queryFn: ({ signal }) => api.openRetrieval(id, signal),
    // Each look is on record: none is made behind the reader's back.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Infinity,
  });
