import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { RegisterQuery } from "../../../../contract/src/followup.ts";
import { api } from "../session/index.ts";

const KEY = "followup";

export const useLeadFollowUp = (lead: string) =>
  useQuery({
    queryKey: [KEY, "lead", lead],
    queryFn: ({ signal }) => api.getFollowUp(lead, signal),
  });

export const useRegister = (query: RegisterQuery) =>
  useQuery({
    queryKey: [KEY, "register", query],
    queryFn: ({ signal }) => api.getRegister(query, signal),
  });

export const useOwn = () =>
  useQuery({ queryKey: [KEY, "own"], queryFn: ({ signal }) => api.getOwnFollowUp(signal) });

export const useTriage = () =>
  useQuery({ queryKey: [KEY, "triage"], queryFn: ({ signal }) => api.getTriage(signal) });

/** One act; whatever was shown of what follows leads is read again. */
export function useAct<Body>(send: (body: Body) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
