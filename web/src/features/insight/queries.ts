import { keepPreviousData, useQuery } from "@tanstack/react-query";

import type { InsightQuery } from "../../../../contract/src/insight.ts";
import { api } from "../session/index.ts";

export const useInsight = (query: InsightQuery) =>
  useQuery({
    queryKey: ["insight", query],
    queryFn: ({ signal }) => api.getInsight(query, signal),
    placeholderData: keepPreviousData,
  });
