import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type {
  AnswerNotice,
  BoardQuery,
  CloseNotice,
  NoticeKind,
} from "../../../../contract/src/oversight.ts";
import { api } from "../session/index.ts";

const KEY = "oversight";
const REFRESH_MS = 60_000;

export const useBoard = (query: BoardQuery) =>
  useQuery({
    queryKey: [KEY, "board", query],
    queryFn: ({ signal }) => api.getBoard(query, signal),
    refetchInterval: REFRESH_MS,
  });

export const useNotices = () =>
  useQuery({
    queryKey: [KEY, "notices"],
    queryFn: ({ signal }) => api.listNotices(signal),
  });

export const useNotice = (number: string) =>
  useQuery({
    queryKey: [KEY, "notice", number],
    queryFn: ({ signal }) => api.getNotice(number, signal),
  });

/** The machine's words for one row; asked once, then it is the official's text. */
export const useDraft = (row: string | undefined, kind: NoticeKind | undefined) =>
  useQuery({
    queryKey: [KEY, "draft", row, kind],
    enabled: row !== undefined,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.draftNotice(row ?? "", kind, signal),
  });

export const useCards = () =>
  useQuery({
    queryKey: [KEY, "cards"],
    queryFn: ({ signal }) => api.listCards(signal),
  });

function useChange<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useSign = () => useChange(api.signNotice);
export const useReceive = (number: string) =>
  useChange((version: number) => api.receiveNotice(number, version));
export const useAnswer = (number: string) =>
  useChange((body: AnswerNotice) => api.answerNotice(number, body));
export const useClose = (number: string) =>
  useChange((body: CloseNotice) => api.closeNotice(number, body));

interface CardWord {
  readonly unit: string;
  readonly quarter: string;
  readonly text: string;
}
export const useComment = () =>
  useChange(({ unit, quarter, text }: CardWord) => api.commentCard(unit, quarter, text));
export const useRelease = () =>
  useChange(({ unit, quarter }: Omit<CardWord, "text">) => api.releaseCard(unit, quarter));

/** Units that a notice can be addressed to. */
export const useUnits = () =>
  useQuery({
    queryKey: [KEY, "units"],
    queryFn: ({ signal }) => api.listUnits(signal),
  });
