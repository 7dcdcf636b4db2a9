/** The part of the typed client for the look-back after evaluation. */
import type { Senders } from "./client.ts";
import type {
  AnswerAsk,
  AskCommittee,
  Done,
  LookbackList,
  LookbackReport,
  LookbackView,
  LotQuery,
  OwnAsks,
  ReferLookback,
  SignLookback,
} from "./lookback.ts";

export const lookbackClient = ({ get, post }: Senders) => ({
  listLookback: (signal?: AbortSignal) => get<LookbackList>("/api/lookback/lots", { signal }),
  getLookback: (query: LotQuery, signal?: AbortSignal) =>
    get<LookbackView>("/api/lookback/lot", { query, signal }),
  getLookbackReport: (query: LotQuery, signal?: AbortSignal) =>
    get<LookbackReport>("/api/lookback/report", { query, signal }),
  listOwnAsks: (signal?: AbortSignal) => get<OwnAsks>("/api/lookback/own", { signal }),
  askCommittee: (body: AskCommittee) => post<LookbackView>("/api/lookback/asks", body),
  answerAsk: (ask: string, body: AnswerAsk) =>
    post<Done>(`/api/lookback/asks/${encodeURIComponent(ask)}/answer`, body),
  signLookback: (body: SignLookback) => post<LookbackView>("/api/lookback/signature", body),
  referLookback: (body: ReferLookback) => post<LookbackView>("/api/lookback/referral", body),
});
