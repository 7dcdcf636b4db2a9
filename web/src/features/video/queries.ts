import { useQuery } from "@tanstack/react-query";

import { api } from "../session/index.ts";

const KEY = "video";
const FRESH_MS = 10_000;

export const usePictures = () =>
  useQuery({
    queryKey: [KEY, "today"],
    queryFn: ({ signal }) => api.listPictures(undefined, signal),
    refetchInterval: FRESH_MS,
  });

export interface Looked {
  readonly channel: string;
  readonly ocid: string;
  readonly from: string;
  readonly to: string;
}

export const useTimeline = (query: Looked) =>
  useQuery({
    queryKey: [KEY, "timeline", query],
    queryFn: ({ signal }) => api.getRoomTimeline({ ...query }, signal),
    refetchInterval: FRESH_MS,
  });
