import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type {
  PublicationQuery,
  PublicationView,
  RequireWithdrawal,
  WithdrawItem,
} from "../../../../contract/src/publications.ts";
import { api } from "../session/index.ts";

const KEY = "publications";

export const usePublications = (query: PublicationQuery) =>
  useQuery({
    queryKey: [KEY, "list", query],
    queryFn: ({ signal }) => api.listPublications(query, signal),
    placeholderData: keepPreviousData,
  });

export const usePublication = (id: string) =>
  useQuery({
    queryKey: [KEY, "item", id],
    queryFn: ({ signal }) => api.getPublication(id, signal),
  });

/** Asked once the code is whole. */
export const useParty = (uscc: string) =>
  useQuery({
    queryKey: [KEY, "party", uscc],
    enabled: uscc.length === 18,
    queryFn: ({ signal }) => api.findParty(uscc, signal),
  });

export const useCheck = () => useMutation({ mutationFn: api.checkPublication });

function useAct<Body>(send: (body: Body) => Promise<PublicationView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (view) => {
      client.setQueryData([KEY, "item", view.row.id], view);
      await client.invalidateQueries({ queryKey: [KEY, "list"] });
    },
  });
}

export const usePublish = () => useAct(api.publishItem);
export const useWithdraw = (id: string) =>
  useAct((body: WithdrawItem) => api.withdrawItem(id, body));
export const useRequire = (id: string) =>
  useAct((body: RequireWithdrawal) => api.requireWithdrawal(id, body));
export const useSign = () => useAct(api.signCopy);
