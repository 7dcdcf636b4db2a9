/** The part of the typed client for the watch over the watchers. */
import type { Senders } from "./client.ts";
import type {
  AnswerNotice,
  Board,
  BoardQuery,
  CardList,
  CloseNotice,
  NoticeDraft,
  NoticeKind,
  NoticeList,
  NoticeView,
  SignNotice,
} from "./oversight.ts";

const noticePath = (number: string) => `/api/oversight/notices/${encodeURIComponent(number)}`;

export const oversightClient = ({ get, post }: Senders) => ({
  getBoard: (query: BoardQuery, signal?: AbortSignal) =>
    get<Board>("/api/oversight/board", { query, signal }),
  listNotices: (signal?: AbortSignal) => get<NoticeList>("/api/oversight/notices", { signal }),
  getNotice: (number: string, signal?: AbortSignal) =>
    get<NoticeView>(noticePath(number), { signal }),
  draftNotice: (row: string, kind: NoticeKind | undefined, signal?: AbortSignal) =>
    get<NoticeDraft>("/api/oversight/draft", { query: { row, kind }, signal }),
  signNotice: (body: SignNotice) => post<NoticeView>("/api/oversight/notices", body),
  receiveNotice: (number: string, version: number) =>
    post<NoticeView>(`${noticePath(number)}/receipt`, { version }),
  answerNotice: (number: string, body: AnswerNotice) =>
    post<NoticeView>(`${noticePath(number)}/answer`, body),
  closeNotice: (number: string, body: CloseNotice) =>
    post<NoticeView>(`${noticePath(number)}/closing`, body),
  listCards: (signal?: AbortSignal) => get<CardList>("/api/oversight/cards", { signal }),
  commentCard: (unit: string, quarter: string, text: string) =>
    post<CardList>(`/api/oversight/cards/${unit}/${quarter}/comment`, { text }),
  releaseCard: (unit: string, quarter: string) =>
    post<CardList>(`/api/oversight/cards/${unit}/${quarter}/release`, {}),
});
