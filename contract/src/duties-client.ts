/** The part of the typed client for the list of duties. */
import type { Pending } from "./approval.ts";
import type { Senders } from "./client.ts";
import type {
  AssignOrphan,
  DutyDifference,
  DutyDraft,
  DutyDrafts,
  DutyUnits,
  DutyVersions,
  DutyVersionView,
  OrphanMaps,
  PublishVersion,
  RouteQuery,
  RouteView,
} from "./duties.ts";

export const dutiesClient = ({ get, post }: Senders) => ({
  listDutyVersions: (signal?: AbortSignal) => get<DutyVersions>("/api/duties/versions", { signal }),
  getDutyVersion: (number: number, signal?: AbortSignal) =>
    get<DutyVersionView>(`/api/duties/versions/${number}`, { signal }),
  compareDuties: (query: { readonly from: number; readonly to: number }, signal?: AbortSignal) =>
    get<DutyDifference>("/api/duties/difference", { query, signal }),
  routeDuty: (query: RouteQuery, signal?: AbortSignal) =>
    get<RouteView>("/api/duties/route", { query, signal }),
  listDutyDrafts: (signal?: AbortSignal) => get<DutyDrafts>("/api/duties/drafts", { signal }),
  /** `list` is checked by the server: it comes from a file. */
  draftDuties: (list: unknown) => post<DutyDraft>("/api/duties/drafts", list),
  publishDuties: (body: PublishVersion) => post<Pending>("/api/duties/versions", body),
  getOrphans: (days: number, signal?: AbortSignal) =>
    get<OrphanMaps>("/api/duties/orphans", { query: { days }, signal }),
  assignOrphan: (body: AssignOrphan) => post<OrphanMaps>("/api/duties/orphans", body),
  listDutyUnits: (signal?: AbortSignal) => get<DutyUnits>("/api/duties/units", { signal }),
});
