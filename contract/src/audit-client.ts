/** The part of the typed client for the audit. */
import type { Pending } from "./approval.ts";
import type {
  AuditDetail,
  AuditPage,
  AuditQuery,
  GapReport,
  RegisterSealKey,
  ReplaceSealKey,
  RetentionView,
  SealedPage,
  SealedQuery,
  SealKeys,
  SetRetention,
} from "./audit.ts";
import type { Senders } from "./client.ts";

const segment = encodeURIComponent;

export const auditClient = ({ get, post }: Senders) => ({
  listAudit: (query: AuditQuery, signal?: AbortSignal) =>
    get<AuditPage>("/api/audit/entries", { query, signal }),
  listUnitAudit: (query: AuditQuery, signal?: AbortSignal) =>
    get<AuditPage>("/api/audit/unit-entries", { query, signal }),
  getAudit: (id: string, signal?: AbortSignal) =>
    get<AuditDetail>(`/api/audit/entries/${segment(id)}`, { signal }),
  checkAudit: (signal?: AbortSignal) => get<GapReport>("/api/audit/gaps", { signal }),
  getSealKeys: (signal?: AbortSignal) => get<SealKeys>("/api/audit/seal-keys", { signal }),
  registerSealKey: (body: RegisterSealKey) => post<SealKeys>("/api/audit/seal-keys", body),
  replaceSealKey: (body: ReplaceSealKey) => post<Pending>("/api/audit/seal-keys/replacement", body),
  getRetention: (signal?: AbortSignal) => get<RetentionView>("/api/audit/retention", { signal }),
  setRetention: (body: SetRetention) => post<Pending>("/api/audit/retention", body),
  listSealed: (query: SealedQuery, signal?: AbortSignal) =>
    get<SealedPage>("/api/audit/sealed", { query, signal }),
});
