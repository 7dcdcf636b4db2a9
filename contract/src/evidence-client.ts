/** The part of the typed client for sealed evidence and the rates of rules. */
import type { Senders } from "./client.ts";
import type { EndHold, EvidenceView, RateList, RecordReview, SetHold } from "./evidence.ts";

const leadPath = (id: string) => `/api/leads/${encodeURIComponent(id)}`;

export const evidenceClient = ({ get, post }: Senders) => ({
  getEvidence: (id: string, signal?: AbortSignal) =>
    get<EvidenceView>(`${leadPath(id)}/evidence`, { signal }),
  setHold: (id: string, body: SetHold) => post<EvidenceView>(`${leadPath(id)}/evidence/hold`, body),
  endHold: (id: string, body: EndHold) =>
    post<EvidenceView>(`${leadPath(id)}/evidence/hold-end`, body),
  recordReview: (id: string, body: RecordReview) =>
    post<EvidenceView>(`${leadPath(id)}/evidence/review`, body),
  getPack: (id: string) => get<Blob>(`${leadPath(id)}/pack.zip`, { isDownload: true }),
  getRates: (signal?: AbortSignal) => get<RateList>("/api/evidence/rates", { signal }),
  openQuarter: (quarter: string) => post<RateList>("/api/evidence/quarters", { quarter }),
  getOpening: (quarter: string, rule: string) =>
    get<Blob>(`/api/evidence/quarters/${quarter}/${rule}/opening`, { isDownload: true }),
});
