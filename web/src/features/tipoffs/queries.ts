import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { TipoffQuery, TipoffView } from "../../../../contract/src/tipoffs.ts";
import { api } from "../session/index.ts";

const KEY = "tipoffs";

export const useTipoffs = (query: TipoffQuery) =>
  useQuery({
    queryKey: [KEY, "list", query],
    queryFn: ({ signal }) => api.listTipoffs(query, signal),
  });

export const useTipoff = (id: string) =>
  useQuery({
    queryKey: [KEY, "view", id],
    queryFn: ({ signal }) => api.getTipoff(id, signal),
  });

/** A ciphertext, fetched only when it can be opened: fetching is reading, and is recorded. */
export const useSealedBox = (id: string, hash: string, isWanted: boolean) =>
  useQuery({
    queryKey: [KEY, "box", id, hash],
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => api.getSealedBox(id, hash, signal),
  });

/** An act whose answer is the new view. */
export function useAct<Body>(id: string, send: (id: string, body: Body) => Promise<TipoffView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(id, body),
    onSuccess: (view) => {
      client.setQueryData([KEY, "view", id], view);
      return client.invalidateQueries({ queryKey: [KEY, "list"] });
    },
  });
}

export const useOfficeKeys = () =>
  useQuery({
    queryKey: [KEY, "keys"],
    queryFn: ({ signal }) => api.listOfficeKeys(signal),
  });

export function usePublishKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.publishOfficeKey,
    onSuccess: (keys) => client.setQueryData([KEY, "keys"], keys),
  });
}
