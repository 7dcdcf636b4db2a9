import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { SavedViews } from "../../../../contract/src/workbench.ts";
import { api } from "../session/index.ts";

const VIEWS_KEY = ["views"] as const;

export function useViews() {
  return useQuery({
    queryKey: VIEWS_KEY,
    queryFn: ({ signal }) => api.listViews(signal),
    staleTime: 60_000,
  });
}

/** Saves or removes; the answer is the whole list as it stands. */
function useViewChange<Input>(send: (input: Input) => Promise<SavedViews>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (views) => client.setQueryData(VIEWS_KEY, views),
  });
}

export const useSaveView = () => useViewChange(api.saveView);
export const useRemoveView = () => useViewChange(api.removeView);
