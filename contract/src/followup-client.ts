/** The part of the typed client for what follows a lead. */
import type { Senders } from "./client.ts";
import type { GiveReview, Triage } from "./followup-triage.ts";
import type {
  AskQuestion,
  DraftedReport,
  DraftReport,
  GiveFeedback,
  HoldNotice,
  HoldTalk,
  InviteTalk,
  LeadFollowUp,
  OwnFollowUp,
  Register,
  RegisterQuery,
  SendLetter,
  ServeNotice,
  SupplyClearing,
  WeighReply,
} from "./followup.ts";

const segment = encodeURIComponent;
const lead = (id: string, part = "") => `/api/followup/leads/${segment(id)}${part}`;

/** Address of a letter as a document for word processors. */
export const letterPath = (letter: string): string =>
  `/api/followup/letters/${segment(letter)}/document`;

// oxlint-disable-next-line max-lines-per-function -- a list of endpoints, one line each
export const followUpClient = ({ get, post }: Senders) => ({
  getFollowUp: (id: string, signal?: AbortSignal) => get<LeadFollowUp>(lead(id), { signal }),
  draftReport: (id: string, body: DraftReport) => post<DraftedReport>(lead(id, "/draft"), body),
  sendReport: (id: string, body: DraftReport) => post<LeadFollowUp>(lead(id, "/reports"), body),
  holdNotice: (id: string, body: HoldNotice) => post<LeadFollowUp>(lead(id, "/holds"), body),
  serveNotice: (id: string, body: ServeNotice) => post<LeadFollowUp>(lead(id, "/notices"), body),
  supplyClearing: (id: string, body: SupplyClearing) =>
    post<LeadFollowUp>(lead(id, "/clearings"), body),
  receiveReport: (id: string) => post<unknown>(`/api/followup/reports/${segment(id)}/receipt`, {}),
  giveFeedback: (id: string, body: GiveFeedback) =>
    post<unknown>(`/api/followup/reports/${segment(id)}/feedback`, body),
  replyToNotice: (id: string, text: string) =>
    post<unknown>(`/api/followup/notices/${segment(id)}/reply`, { text }),
  weighReply: (id: string, body: WeighReply) =>
    post<unknown>(`/api/followup/notices/${segment(id)}/weighing`, body),
  getRegister: (query: RegisterQuery, signal?: AbortSignal) =>
    get<Register>("/api/followup/register", { query, signal }),
  sendLetter: (body: SendLetter) => post<unknown>("/api/followup/letters", body),
  receiveLetter: (id: string) => post<unknown>(`/api/followup/letters/${segment(id)}/receipt`, {}),
  answerLetter: (id: string, text: string) =>
    post<unknown>(`/api/followup/letters/${segment(id)}/answer`, { text }),
  inviteTalk: (body: InviteTalk) => post<unknown>("/api/followup/talks", body),
  holdTalk: (id: string, body: HoldTalk) =>
    post<unknown>(`/api/followup/talks/${segment(id)}/record`, body),
  getOwnFollowUp: (signal?: AbortSignal) => get<OwnFollowUp>("/api/followup/own", { signal }),
  askQuestion: (body: AskQuestion) => post<OwnFollowUp>("/api/followup/questions", body),
  answerQuestion: (id: string, text: string) =>
    post<OwnFollowUp>(`/api/followup/questions/${segment(id)}/answer`, { text }),
  getTriage: (signal?: AbortSignal) => get<Triage>("/api/followup/triage", { signal }),
  takeReview: (id: string) => post<Triage>(`/api/followup/triage/${segment(id)}/taking`, {}),
  giveReview: (id: string, body: GiveReview) =>
    post<Triage>(`/api/followup/triage/${segment(id)}/review`, body),
  drawAudit: () => post<Triage>("/api/followup/triage/audit", {}),
});
