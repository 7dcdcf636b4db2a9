/** The part of the typed client for publications. */
import type { Senders } from "./client.ts";
import type {
  CheckedText,
  CheckText,
  KnownParty,
  PublicationPage,
  PublicationQuery,
  PublicationView,
  PublishItem,
  RequireWithdrawal,
  WithdrawItem,
} from "./publications.ts";

const pathOf = (id: string): string => `/api/publications/${encodeURIComponent(id)}`;

export const publicationsClient = ({ get, post }: Senders) => ({
  listPublications: (query: PublicationQuery, signal?: AbortSignal) =>
    get<PublicationPage>("/api/publications", { query, signal }),
  getPublication: (id: string, signal?: AbortSignal) =>
    get<PublicationView>(pathOf(id), { signal }),
  findParty: (uscc: string, signal?: AbortSignal) =>
    get<KnownParty>("/api/publications/parties", { query: { uscc }, signal }),
  checkPublication: (body: CheckText) => post<CheckedText>("/api/publications/check", body),
  publishItem: (body: PublishItem) => post<PublicationView>("/api/publications", body),
  requireWithdrawal: (id: string, body: RequireWithdrawal) =>
    post<PublicationView>(`${pathOf(id)}/withdrawal-requirement`, body),
  withdrawItem: (id: string, body: WithdrawItem) =>
    post<PublicationView>(`${pathOf(id)}/withdrawal`, body),
  signCopy: (id: string) => post<PublicationView>(`${pathOf(id)}/receipt`, {}),
});
