import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { HandleWarning, SetMode, WarningQuery } from "../../../../contract/src/warnings.ts";
import { api } from "../session/index.ts";

const KEY = "warnings";
const REFRESH_MS = 60_000;

export const useWarnings = (query: WarningQuery) =>
  useQuery({
    queryKey: [KEY, "list", query],
    queryFn: ({ signal }) => api.listWarnings(query, signal),
    placeholderData: (before) => before,
    refetchInterval: REFRESH_MS,
  });

export const useWarning = (id: string) =>
  useQuery({
    queryKey: [KEY, "one", id],
    queryFn: ({ signal }) => api.getWarning(id, signal),
  });

export const useNodes = () =>
  useQuery({
    queryKey: [KEY, "nodes"],
    queryFn: ({ signal }) => api.listWarningNodes(signal),
  });

function useChange<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useHandle = (id: string) =>
  useChange((body: HandleWarning) => api.handleWarning(id, body));
export const useSetMode = (node: string) =>
  useChange((body: SetMode) => api.setWarningMode(node, body));

/** Every row under the filters, for a file: pages until the last. */
export async function readAll(query: WarningQuery) {
  const rows = [];
  let after: string | undefined;
  do {
    const page = await api.listWarnings({
      ...query,
      limit: 1000,
      ...(after === undefined ? {} : { after }),
    });
    rows.push(...page.rows);
    after = page.next;
  } while (after !== undefined);
  return rows;
}
