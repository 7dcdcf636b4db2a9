/** The part of the typed client for tip-offs. */
import type { Senders } from "./client.ts";
import type {
  AnswerTipoff,
  AskWriter,
  CloseTipoff,
  OfficeKeys,
  PublishKey,
  RecordTipoffStep,
  SealedBox,
  TipoffPage,
  TipoffQuery,
  TipoffView,
} from "./tipoffs.ts";

const at = (id: string, path = "") => `/api/tipoffs/${encodeURIComponent(id)}${path}`;

export const tipoffsClient = ({ get, post }: Senders) => ({
  listTipoffs: (query: TipoffQuery, signal?: AbortSignal) =>
    get<TipoffPage>("/api/tipoffs", { query, signal }),
  getTipoff: (id: string, signal?: AbortSignal) => get<TipoffView>(at(id), { signal }),
  getSealedBox: (id: string, hash: string, signal?: AbortSignal) =>
    get<SealedBox>(at(id, `/boxes/${hash}`), { signal }),
  askWriter: (id: string, body: AskWriter) => post<TipoffView>(at(id, "/messages"), body),
  recordTipoffStep: (id: string, body: RecordTipoffStep) =>
    post<TipoffView>(at(id, "/steps"), body),
  answerTipoff: (id: string, body: AnswerTipoff) => post<TipoffView>(at(id, "/answer"), body),
  closeTipoff: (id: string, body: CloseTipoff) => post<TipoffView>(at(id, "/closure"), body),
  listOfficeKeys: (signal?: AbortSignal) => get<OfficeKeys>("/api/tipoff-keys", { signal }),
  publishOfficeKey: (body: PublishKey) => post<OfficeKeys>("/api/tipoff-keys", body),
});
