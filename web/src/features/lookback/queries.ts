import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type {
  AnswerAsk,
  AskCommittee,
  LotQuery,
  ReferLookback,
  SignLookback,
} from "../../../../contract/src/lookback.ts";
import { api } from "../session/index.ts";

const KEY = "lookback";

export const useLots = () =>
  useQuery({ queryKey: [KEY, "lots"], queryFn: ({ signal }) => api.listLookback(signal) });

export const useLot = (query: LotQuery) =>
  useQuery({
    queryKey: [KEY, "lot", query],
    queryFn: ({ signal }) => api.getLookback(query, signal),
  });

export const useReport = (query: LotQuery) =>
  useQuery({
    queryKey: [KEY, "report", query],
    queryFn: ({ signal }) => api.getLookbackReport(query, signal),
  });

export const useOwnAsks = () =>
  useQuery({ queryKey: [KEY, "own"], queryFn: ({ signal }) => api.listOwnAsks(signal) });

function useChange<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useAsk = () => useChange((body: AskCommittee) => api.askCommittee(body));
export const useAnswerAsk = (ask: string) =>
  useChange((body: AnswerAsk) => api.answerAsk(ask, body));
export const useSignReport = () => useChange((body: SignLookback) => api.signLookback(body));
export const useRefer = () => useChange((body: ReferLookback) => api.referLookback(body));
