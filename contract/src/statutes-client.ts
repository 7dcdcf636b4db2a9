/** The part of the typed client for calendar and law. */
import type { Pending } from "./approval.ts";
import type { Senders } from "./client.ts";
import type {
  ArticleContent,
  AskEntry,
  CalendarView,
  CalendarYearContent,
  LawView,
  NoticeContent,
  StatuteDraft,
  StatuteDrafts,
  StatutePreview,
} from "./statutes.ts";

export const statutesClient = ({ get, post, put, remove }: Senders) => {
  const keep = (path: string, content: object, id: string | undefined) =>
    id === undefined
      ? post<StatuteDraft>(`/api/statutes/${path}`, content)
      : put<StatuteDraft>(`/api/statutes/${path}/${id}`, content);
  return {
    getCalendar: (signal?: AbortSignal) => get<CalendarView>("/api/statutes/calendar", { signal }),
    getLaw: (signal?: AbortSignal) => get<LawView>("/api/statutes/law", { signal }),
    listStatuteDrafts: (signal?: AbortSignal) =>
      get<StatuteDrafts>("/api/statutes/drafts", { signal }),
    keepCalendarDraft: (content: CalendarYearContent, id?: string) =>
      keep("calendar-drafts", content, id),
    keepArticleDraft: (content: ArticleContent, id?: string) => keep("article-drafts", content, id),
    dropStatuteDraft: (id: string) => remove(`/api/statutes/drafts/${id}`),
    previewStatute: (id: string, signal?: AbortSignal) =>
      get<StatutePreview>(`/api/statutes/drafts/${id}/preview`, { signal }),
    askStatute: (body: AskEntry) => post<Pending>("/api/statutes/requests", body),
    /** A notice as a file; what cannot be read is named. */
    readNotice: (text: string) => post<NoticeContent>("/api/statutes/calendar/read", { text }),
  };
};
