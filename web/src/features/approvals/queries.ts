import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { ApprovalQuery, ApprovalView } from "../../../../contract/src/approval.ts";
import { api } from "../session/index.ts";

const KEY = "approvals";
export type ApprovalList = NonNullable<ApprovalQuery["list"]>;

export const useApprovals = (list: ApprovalList) =>
  useQuery({
    queryKey: [KEY, "list", list],
    queryFn: ({ signal }) => api.listApprovals({ list }, signal),
  });

export const useApproval = (id: string) =>
  useQuery({
    queryKey: [KEY, "one", id],
    queryFn: ({ signal }) => api.getApproval(id, signal),
  });

/** Ends a request; the reply replaces the view and the lists are read again. */
export function useEnd<Body>(id: string, send: (id: string, body: Body) => Promise<ApprovalView>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(id, body),
    onSuccess: (view) => {
      client.setQueryData([KEY, "one", id], view);
      return client.invalidateQueries({ queryKey: [KEY, "list"] });
    },
  });
}
