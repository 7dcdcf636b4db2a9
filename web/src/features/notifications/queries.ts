/** Items of the signed-in person: read once, then kept fresh by the stream. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { NOTICE_STREAM, type MarkRead } from "../../../../contract/src/notify.ts";
import { noticesApi } from "./api.ts";

const KEY = "notices";
const LATEST = [KEY, "latest"] as const;
const SETTINGS = ["notice-settings"] as const;
const LATEST_SIZE = 6;
const PAGE_SIZE = 30;

/** The latest items and the number of unread ones, for the bell. */
export function useLatest() {
  return useQuery({
    queryKey: LATEST,
    queryFn: ({ signal }) => noticesApi.list({ limit: LATEST_SIZE }, signal),
    staleTime: 60_000,
  });
}

export function useNoticePages(unread: boolean) {
  return useInfiniteQuery({
    queryKey: [KEY, "pages", unread],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      noticesApi.list(
        { unread, limit: PAGE_SIZE, ...(pageParam === 0 ? {} : { cursor: pageParam }) },
        signal,
      ),
    getNextPageParam: (page) => page.next,
  });
}

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: MarkRead) => noticesApi.markRead(body),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Listens while the console is open; the browser comes back by itself, with the last id, when a line breaks. */
export function useNoticeStream(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(NOTICE_STREAM);
    const refresh = () => void client.invalidateQueries({ queryKey: [KEY] });
    source.addEventListener("notice", refresh);
    source.addEventListener("unread", refresh);
    source.addEventListener("end", () => {
      source.close();
      void client.invalidateQueries({ queryKey: ["session"] });
    });
    return () => source.close();
  }, [client]);
}

export function useSettings() {
  return useQuery({
    queryKey: SETTINGS,
    queryFn: ({ signal }) => noticesApi.getSettings(signal),
  });
}

/** A change of settings; its reply is the new state, if it has one. */
export function useSettingsAct<Body>(send: (body: Body) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () => client.invalidateQueries({ queryKey: SETTINGS }),
  });
}
