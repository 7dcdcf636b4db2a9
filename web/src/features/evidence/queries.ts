import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { EvidenceView, RateList } from "../../../../contract/src/evidence.ts";
import { api } from "../session/index.ts";

const sealKey = (lead: string) => ["evidence", lead] as const;
const RATES = ["evidence-rates"] as const;

/** Asking is a look, which enters the custody chain: not asked again while the page stands. */
export const useEvidence = (lead: string, enabled: boolean) =>
  useQuery({
    queryKey: sealKey(lead),
    enabled,
    retry: false,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.getEvidence(lead, signal),
  });

/** The reply of an act stands in the place of what was shown. */
export function useEvidenceAct<Body>(
  lead: string,
  send: (id: string, body: Body) => Promise<EvidenceView>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(lead, body),
    onSuccess: (view) => client.setQueryData(sealKey(lead), view),
  });
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export function useExport(lead: string, number: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.getPack(lead),
    onSuccess: (blob) => {
      save(blob, `${number}.zip`);
      return client.invalidateQueries({ queryKey: sealKey(lead) });
    },
  });
}

export const useRates = () =>
  useQuery({ queryKey: RATES, queryFn: ({ signal }) => api.getRates(signal) });

export function useOpenQuarter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.openQuarter,
    onSuccess: (list: RateList) => client.setQueryData(RATES, list),
  });
}

export const useOpeningFile = () =>
  useMutation({
    mutationFn: async ({ quarter, rule }: { readonly quarter: string; readonly rule: string }) =>
      save(await api.getOpening(quarter, rule), `${rule}-${quarter}.mjopening.json`),
  });
