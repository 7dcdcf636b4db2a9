/** The part of the typed client for the organisation and for approvals. */
import type {
  AccountChange,
  ApprovalPage,
  ApprovalQuery,
  ApprovalView,
  Pending,
} from "./approval.ts";
import type { RequestOptions } from "./client.ts";
import type {
  Appoint,
  Coverage,
  CoverageQuestion,
  DeclareRecusal,
  DefinePost,
  Delegate,
  EndAppointment,
  ImportDone,
  ImportPreview,
  OfferHandover,
  OnDay,
  OrganisationTree,
  PersonList,
  PersonQuery,
  PersonView,
  RecordLeave,
  Recorded,
  RegisterPerson,
  RegisterUnit,
  UnitView,
} from "./organisation-api.ts";

/** Done at once, or waiting for a second person. */
export type ActReply = Recorded | Pending;

interface Sender {
  readonly get: <Reply>(path: string, more?: RequestOptions) => Promise<Reply>;
  readonly post: <Reply>(path: string, body: unknown) => Promise<Reply>;
  readonly download: (path: string) => Promise<Blob>;
  readonly upload: <Reply>(path: string, file: Blob) => Promise<Reply>;
}

const segment = encodeURIComponent;

/** The empty workbook of an import. */
export const IMPORT_TEMPLATE_PATH = "/api/organisation/import/template";

export function organisationClient({ get, post, upload, download }: Sender) {
  const act = (path: string, body: unknown) => post<ActReply>(`/api/organisation/${path}`, body);
  return {
    getOrganisation: (query: OnDay, signal?: AbortSignal) =>
      get<OrganisationTree>("/api/organisation", { query, signal }),
    getUnit: (id: string, query: OnDay, signal?: AbortSignal) =>
      get<UnitView>(`/api/organisation/units/${segment(id)}`, { query, signal }),
    findPersons: (query: PersonQuery, signal?: AbortSignal) =>
      get<PersonList>("/api/organisation/persons", { query, signal }),
    getPerson: (id: string, query: OnDay, signal?: AbortSignal) =>
      get<PersonView>(`/api/organisation/persons/${segment(id)}`, { query, signal }),
    countCoverage: (body: CoverageQuestion) => post<Coverage>("/api/organisation/coverage", body),
    registerUnit: (body: RegisterUnit) => act("units", body),
    definePost: (body: DefinePost) => act("posts", body),
    registerPerson: (body: RegisterPerson) => act("persons", body),
    appoint: (body: Appoint) => act("appointments", body),
    endAppointment: (id: string, body: EndAppointment) =>
      act(`appointments/${segment(id)}/end`, body),
    delegate: (body: Delegate) => act("delegations", body),
    recordLeave: (body: RecordLeave) => act("leaves", body),
    declareRecusal: (body: DeclareRecusal) => act("recusals", body),
    offerHandover: (body: OfferHandover) => act("handovers", body),
    receiveHandover: (id: string) => act(`handovers/${segment(id)}/receipt`, {}),
    setAccountState: (account: string, body: AccountChange) =>
      post<Pending>(`/api/accounts/${segment(account)}/state`, body),
    previewImport: (file: Blob) => upload<ImportPreview>("/api/organisation/import/preview", file),
    applyImport: (file: Blob) => upload<ImportDone | Pending>("/api/organisation/import", file),

    listApprovals: (query: ApprovalQuery, signal?: AbortSignal) =>
      get<ApprovalPage>("/api/approvals", { query, signal }),
    getApproval: (id: string, signal?: AbortSignal) =>
      get<ApprovalView>(`/api/approvals/${segment(id)}`, { signal }),
    approve: (id: string, confirm: string) =>
      post<ApprovalView>(`/api/approvals/${segment(id)}/approval`, { confirm }),
    reject: (id: string, reason: string) =>
      post<ApprovalView>(`/api/approvals/${segment(id)}/rejection`, { reason }),
    /** Once, by the requester of an approved download. */
    collectBackup: (id: string) => download(`/api/approvals/${segment(id)}/backup`),
    withdraw: (id: string) => post<ApprovalView>(`/api/approvals/${segment(id)}/withdrawal`, {}),
  };
}
