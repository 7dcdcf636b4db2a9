/** The part of the typed client for enquiries, challenges, objections and complaints. */
import type { Static } from "typebox";

import type { Senders } from "./client.ts";
import type { CheckedText, CheckText } from "./publications.ts";
import type {
  AskEvidence,
  BeginPause,
  CorrectVoice,
  DecideAcceptance,
  EndPause,
  GiveEvidence,
  PublishReply,
  QuestionReply,
  RecordVoiceStep,
  ReplyCheck,
  ReplyDraft,
  RerouteVoice,
  ReturnVoice,
  ServeReply,
  TakeDownReply,
  TakeVoice,
  TransferVoice,
} from "./voice-acts.ts";
import type { VoicePage, VoiceQuery, VoiceView } from "./voices.ts";

const pathOf = (id: string): string => `/api/voices/${encodeURIComponent(id)}`;

/** File for calendar programs with every clock that runs. */
export const voiceCalendarPath = (id: string): string => `${pathOf(id)}/calendar.ics`;

export const VOICE_LETTERS = ["acceptance", "refusal", "correction", "reply"] as const;
export type VoiceLetter = (typeof VOICE_LETTERS)[number];

/** A letter of the case as a file for word processors. */
export const voiceLetterPath = (id: string, kind: VoiceLetter): string =>
  `${pathOf(id)}/letter.docx?kind=${kind}`;

export function voicesClient({ get, post }: Senders) {
  const act = (id: string, name: string, body: unknown) =>
    post<VoiceView>(`${pathOf(id)}/${name}`, body);
  return {
    listVoices: (query: VoiceQuery, signal?: AbortSignal) =>
      get<VoicePage>("/api/voices", { query, signal }),
    getVoice: (id: string, signal?: AbortSignal) => get<VoiceView>(pathOf(id), { signal }),
    takeVoice: (id: string, body: Static<typeof TakeVoice>) => act(id, "receipt", body),
    returnVoice: (id: string, body: Static<typeof ReturnVoice>) => act(id, "return", body),
    transferVoice: (id: string, body: Static<typeof TransferVoice>) => act(id, "transfer", body),
    rerouteVoice: (id: string, body: Static<typeof RerouteVoice>) => act(id, "route", body),
    decideAcceptance: (id: string, body: Static<typeof DecideAcceptance>) =>
      act(id, "acceptance", body),
    correctVoice: (id: string, body: Static<typeof CorrectVoice>) => act(id, "correction", body),
    beginPause: (id: string, body: Static<typeof BeginPause>) => act(id, "pause", body),
    endPause: (id: string, body: Static<typeof EndPause>) => act(id, "pause-end", body),
    askEvidence: (id: string, body: Static<typeof AskEvidence>) => act(id, "evidence", body),
    giveEvidence: (id: string, body: Static<typeof GiveEvidence>) =>
      act(id, "evidence-answer", body),
    recordVoiceStep: (id: string, body: Static<typeof RecordVoiceStep>) => act(id, "steps", body),
    checkReply: (id: string, body: ReplyDraft) =>
      post<ReplyCheck>(`${pathOf(id)}/reply/check`, body),
    serveReply: (id: string, body: Static<typeof ServeReply>) => act(id, "reply", body),
    questionReply: (id: string, body: Static<typeof QuestionReply>) => act(id, "question", body),
    publishReply: (id: string, body: Static<typeof PublishReply>) => act(id, "publication", body),
    /** What of a text must not become public. */
    checkPublicText: (body: CheckText) => post<CheckedText>("/api/publications/check", body),
    takeDownReply: (id: string, body: Static<typeof TakeDownReply>) => act(id, "withdrawal", body),
  };
}
