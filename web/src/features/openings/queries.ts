import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { isOver } from "../../../../contract/src/opening-values.ts";
import type { OpeningDesk, PlanOpening } from "../../../../contract/src/opening.ts";
import { api } from "../session/index.ts";

const KEY = "openings";
/** A desk is looked at while others act. */
const FRESH_MS = 2000;

export const useOpenings = (day: string | undefined) =>
  useQuery({
    queryKey: [KEY, "day", day ?? ""],
    queryFn: ({ signal }) => api.listOpenings(day, signal),
    refetchInterval: 5 * FRESH_MS,
  });

export const useOpening = (id: string) =>
  useQuery({
    queryKey: [KEY, "desk", id],
    queryFn: ({ signal }) => api.getOpeningDesk(id, signal),
    refetchInterval: ({ state }) => {
      const stage = state.data?.row.stage;
      return stage !== undefined && isOver(stage) ? false : FRESH_MS;
    },
  });

/** An act answers with the desk after it. */
export function useDeskAct<Body>(id: string, send: (body: Body) => Promise<OpeningDesk>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (desk) => {
      client.setQueryData([KEY, "desk", id], desk);
      void client.invalidateQueries({ queryKey: [KEY, "day"] });
    },
    // Somebody was quicker, or the clock: the newest state says what can be done.
    onError: () => client.invalidateQueries({ queryKey: [KEY, "desk", id] }),
  });
}

export function usePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PlanOpening) => api.planOpening(body),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY, "day"] }),
  });
}
