import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { ArticleContent, CalendarYearContent } from "../../../../contract/src/statutes.ts";
import { api } from "../session/index.ts";

const KEY = "statutes";

export const useCalendar = () =>
  useQuery({
    queryKey: [KEY, "calendar"],
    queryFn: ({ signal }) => api.getCalendar(signal),
  });

export const useLaw = () =>
  useQuery({
    queryKey: [KEY, "law"],
    queryFn: ({ signal }) => api.getLaw(signal),
  });

export const useDrafts = () =>
  useQuery({
    queryKey: [KEY, "drafts"],
    queryFn: ({ signal }) => api.listStatuteDrafts(signal),
  });

export const usePreview = (draft: string, changedAt: string) =>
  useQuery({
    queryKey: [KEY, "preview", draft, changedAt],
    queryFn: ({ signal }) => api.previewStatute(draft, signal),
  });

function useChange<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** A draft that is changed keeps its id. */
export interface Kept<Content> {
  readonly id: string | undefined;
  readonly content: Content;
}

export const useKeepYear = () =>
  useChange(({ id, content }: Kept<CalendarYearContent>) => api.keepCalendarDraft(content, id));
export const useKeepArticle = () =>
  useChange(({ id, content }: Kept<ArticleContent>) => api.keepArticleDraft(content, id));
export const useDrop = () => useChange(api.dropStatuteDraft);
export const useAsk = () => useChange(api.askStatute);
export const useReadNotice = () => useMutation({ mutationFn: api.readNotice });
