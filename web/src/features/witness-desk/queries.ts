import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { RecordQuery, WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { api } from "../session/index.ts";

const KEY = "witnessing";
const FRESH_MS = 5000;

export interface TimedBoard {
  readonly board: WitnessBoard;
  /** Milliseconds that the server's clock is ahead of this browser's. */
  readonly ahead: number;
}

const timed = (board: WitnessBoard): TimedBoard => ({
  board,
  ahead: Date.parse(board.serverTime) - Date.now(),
});

export const useBoard = () =>
  useQuery({
    queryKey: [KEY, "board"],
    queryFn: async ({ signal }) => timed(await api.getWitnessBoard(signal)),
    refetchInterval: FRESH_MS,
  });

/** Clauses change with a release only. */
export const useClauses = () =>
  useQuery({
    queryKey: [KEY, "clauses"],
    queryFn: ({ signal }) => api.listClauses(signal),
    staleTime: Infinity,
  });

export const useRecords = (query: RecordQuery) =>
  useQuery({
    queryKey: [KEY, "records", query],
    queryFn: ({ signal }) => api.listWitnessRecords(query, signal),
    refetchInterval: FRESH_MS,
  });

export const useRecord = (id: string) =>
  useQuery({
    queryKey: [KEY, "record", id],
    queryFn: ({ signal }) => api.getWitnessRecord(id, signal),
  });

/** An act after which board and lists are read again, also when somebody was quicker. */
export function useAct<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** The server's time, each second. */
export function useNow(ahead: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now + ahead;
}
