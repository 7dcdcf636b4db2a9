import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { FiguresQuery, ListFilter } from "../../../../contract/src/voice-figures.ts";
import { VOICE_STATES } from "../../../../contract/src/voices.ts";
import { api } from "../session/index.ts";

export const useFigures = (query: FiguresQuery) =>
  useQuery({
    queryKey: ["voice-figures", query],
    queryFn: ({ signal }) => api.getVoiceFigures(query, signal),
    placeholderData: keepPreviousData,
  });

/** Address of the list that a figure counts; that list shows open voices unless it is told otherwise. */
export const listPath = (query: ListFilter): string =>
  `/voices?${new URLSearchParams({ state: VOICE_STATES.join(","), ...query }).toString()}`;
