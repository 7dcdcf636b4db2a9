import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { AccountQuery } from "../../../../contract/src/accounts.ts";
import { accountApi } from "../session/index.ts";

const KEY = "accounts";

export const useAccounts = (query: AccountQuery) =>
  useQuery({
    queryKey: [KEY, "list", query],
    queryFn: ({ signal }) => accountApi.listAccounts(query, signal),
    placeholderData: keepPreviousData,
  });

export const useAccountOf = (person: string, isWanted: boolean) =>
  useQuery({
    queryKey: [KEY, "one", person],
    enabled: isWanted,
    queryFn: ({ signal }) => accountApi.getAccountOf(person, signal),
  });

/** An act on accounts; what is shown of them and of approvals is read again. */
export function useAccountAct<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [KEY] }),
        client.invalidateQueries({ queryKey: ["approvals"] }),
      ]),
  });
}
